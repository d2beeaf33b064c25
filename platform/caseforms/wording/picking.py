"""Chooses the text of one language from a bilingual value."""

from __future__ import annotations

from collections.abc import Mapping

BASE_LANGUAGE = "zh"
LANGUAGES = ("zh", "en")


def pick(texts: Mapping[str, str] | str | None, language: str, default: str = "") -> str:
    """The text of a language; else Chinese, else any language, else ``default``.

    >>> pick({"zh": "姓名", "en": "Name"}, "en")
    'Name'
    >>> pick({"zh": "姓名"}, "en")
    '姓名'
    """
    if texts is None:
        return default
    if isinstance(texts, str):
        return texts
    for wanted in (language, BASE_LANGUAGE, *texts):
        if texts.get(wanted):
            return texts[wanted]
    return default

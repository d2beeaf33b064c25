"""Every text of a form beside its translation, with what is missing and what has gone stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions import compile as compiled
from caseforms.definitions import needed_keys
from caseforms.definitions.definition import from_document
from caseforms.services import library
from caseforms.web import unit_of_work
from caseforms.web.designer import glossary, told
from caseforms.web.designer.naming import names_of
from caseforms.web.designer.work import Work

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WordsLine:
    """One text: its key, the piece it belongs to, its words; `mark` is missing, stale or empty."""

    key: str
    item: str
    zh: str
    en: str
    mark: str
    terms: tuple[tuple[str, str], ...]


def lines(found: Work) -> list[WordsLine]:
    """All texts in the order of the form. Raises Refused while the document is no form."""
    chinese, english = texts(found.document, "zh"), texts(found.document, "en")
    before_zh, before_en = _before(found)
    names = names_of(found.document, "zh")
    made = []
    for key in keys(found.document):
        zh, en = chinese.get(key, ""), english.get(key, "")
        stale = bool(en) and key in before_zh and before_zh[key] != zh and before_en.get(key) == en
        mark = "missing" if not en or not zh else "stale" if stale else ""
        terms = glossary.suggested(zh) if mark else ()
        made.append(WordsLine(key, told.owner(names, key), zh, en, mark, terms))
    return made


def keys(document: JSON) -> list[str]:
    """The keys that both languages have to say."""
    return needed_keys(_form(document))


def texts(document: JSON, language: str) -> dict[str, str]:
    """The texts of a form in one language by key, without falling back to the other."""
    form = _form(document)
    own = form.texts["base"] if language == "zh" else {}
    return {**own, **document.get("translations", {}).get(language, {})}


def in_document(document: JSON, key: str) -> bool:
    """Whether the Chinese of a key stands in the form itself and not among its translations."""
    return key in _form(document).texts["base"]


def _form(document: JSON) -> Any:
    return compiled(from_document(dict(document), document["ui"]))


def _before(found: Work) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of the version that the work began on."""
    if found.design is None or not found.design.base_version:
        return {}, {}
    form = library.form(unit_of_work.session(), found.definition_id, found.design.base_version)
    document = form.definition.document
    return texts(document, "zh"), texts(document, "en")

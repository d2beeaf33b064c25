"""Makes a new, empty form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseforms.definitions.editing.writing import normal
from caseforms.wording.picking import BASE_LANGUAGE


def new_form(
    name: str, title: Mapping[str, str], *, kind: str = "form", standard: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A form called ``name`` with one page that has one section and no question yet, its words in each language of its title."""
    words = {language: text for language, text in title.items() if language != BASE_LANGUAGE}
    section = {"type": "Group", "i18n": "section", "label": title[BASE_LANGUAGE], "elements": []}
    page = {"type": "Category", "i18n": "page", "label": title[BASE_LANGUAGE], "elements": [section]}
    return normal(
        {
            "$schema": "../definition.schema.json",
            "id": name,
            "version": "1.0.0",
            "kind": kind,
            "title": title[BASE_LANGUAGE],
            **({"standard": dict(standard)} if standard else {}),
            "schema": {"type": "object", "properties": {}},
            "ui": {"type": "Categorization", "elements": [page]},
            "translations": {
                language: {"title": text, "page.label": text, "section.label": text}
                for language, text in words.items()
            },
        }
    )

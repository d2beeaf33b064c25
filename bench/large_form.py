"""A form of six hundred questions: twelve pages of five sections of ten, in both languages, every tenth under a condition."""

from __future__ import annotations

from typing import Any

PAGES, SECTIONS, QUESTIONS = 12, 5, 10
CHOICES = ("yes", "no", "unknown")


def large_form(name: str = "own-large") -> dict[str, Any]:
    """The document; six hundred questions without a word missing."""
    properties: dict[str, Any] = {}
    english: dict[str, str] = {"title": "A large form"}
    pages = []
    for page in range(PAGES):
        sections = []
        for section in range(SECTIONS):
            key = f"section_{page}_{section}"
            english[f"{key}.label"] = f"Section {page + 1}.{section + 1}"
            controls = []
            for number in range(QUESTIONS):
                asked = f"q_{page}_{section}_{number}"
                properties[asked] = _schema(asked, number, english)
                controls.append(_control(asked, page, section, number))
            label = f"第{page + 1}.{section + 1}节"
            sections.append({"type": "Group", "i18n": key, "label": label, "elements": controls})
        english[f"page_{page}.label"] = f"Page {page + 1}"
        pages.append(
            {"type": "Category", "i18n": f"page_{page}", "label": f"第{page + 1}页", "elements": sections}
        )
    return {
        "$schema": "../definition.schema.json",
        "id": name,
        "version": "1.0.0",
        "kind": "form",
        "title": "大表",
        "schema": {"type": "object", "required": list(properties)[::3], "properties": properties},
        "ui": {"type": "Categorization", "elements": pages},
        "translations": {"en": english},
    }


def _schema(asked: str, number: int, english: dict[str, str]) -> dict[str, Any]:
    english[f"{asked}.label"] = f"Question {asked}"
    schema: dict[str, Any] = {"type": "string", "title": f"问题{asked}"}
    if number % 3 == 0:
        english.update({f"{asked}.{choice}": choice.capitalize() for choice in CHOICES})
        return {**schema, "oneOf": [{"const": choice, "title": f"选{choice}"} for choice in CHOICES]}
    return {**schema, "minLength": 1, "maxLength": 200}


def _control(asked: str, page: int, section: int, number: int) -> dict[str, Any]:
    control: dict[str, Any] = {"type": "Control", "scope": f"#/properties/{asked}"}
    if number == QUESTIONS - 1:
        condition = {
            "scope": f"#/properties/q_{page}_{section}_0",
            "schema": {"const": "yes"},
            "failWhenUndefined": True,
        }
        control["rule"] = {"effect": "SHOW", "condition": condition}
    return control

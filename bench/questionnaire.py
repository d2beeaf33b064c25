"""A generated questionnaire of 250 questions of every common kind, a small workflow around it, and answers to it."""

from __future__ import annotations

from typing import Any

from caseforms import definitions
from caseforms.definitions import Definition, Form

JSON = dict[str, Any]
QUESTIONS = 250
SECTIONS = 10
CHOICES = ("never", "seldom", "often", "always")
WORDS = {
    "never": ("从不", "Never"),
    "seldom": ("很少", "Seldom"),
    "often": ("经常", "Often"),
    "always": ("总是", "Always"),
}


def definition(questions: int = QUESTIONS, name: str = "bench-questionnaire") -> Definition:
    """The definition: one page, sections of equal length, conditions, limits, formats and both languages."""
    properties: dict[str, JSON] = {}
    english: dict[str, str] = {"title": "Questionnaire", "page.label": "Questionnaire"}
    groups: list[JSON] = []
    for section in range(SECTIONS):
        controls = []
        for number in range(section * questions // SECTIONS, (section + 1) * questions // SECTIONS):
            field = f"q{number}"
            properties[field] = _question(number)
            english[f"{field}.label"] = f"Question {number}"
            if properties[field].get("oneOf") or properties[field].get("items"):
                english |= {f"{field}.{code}": WORDS[code][1] for code in CHOICES}
            controls.append(_control(number))
        groups.append(
            {"type": "Group", "i18n": f"part{section}", "label": f"第{section + 1}部分", "elements": controls}
        )
        english[f"part{section}.label"] = f"Part {section + 1}"
    page = {"type": "Category", "i18n": "page", "label": "问卷", "elements": groups}
    return definitions.parse(
        {
            "id": name,
            "version": "1.0.0",
            "kind": "record",
            "title": "问卷",
            "standard": {"document": "002", "clause": "附录Z"},
            "schema": {
                "type": "object",
                "required": [f"q{number}" for number in range(questions) if number % 3 == 0],
                "properties": properties,
            },
            "ui": {"type": "Categorization", "elements": [page]},
            "translations": {"en": english},
        },
        name,
    )


def form(questions: int = QUESTIONS) -> Form:
    """The compiled questionnaire."""
    return definitions.compile(definition(questions))


def answers(questions: int = QUESTIONS) -> JSON:
    """Complete and valid answers."""
    return {f"q{number}": _answer(number) for number in range(questions)}


def workflow(slot: str = "questionnaire", name: str = "bench-case") -> JSON:
    """A workflow of two stages in which the questionnaire may be filled in as often as one likes."""
    plain = ("unknown_slot", "nothing_to_sign", "same_person", "by_form", "reason_needed", "signed", "field")
    about = {
        "done": "form", "complete": "form", "count": "form", "flag": "flag", "unflagged": "flag", "actor": "role",
        "role": "role", "finished": "form", "not_now": "form", "sign_order": "role",
    }  # fmt: skip
    wording = {each: _text(each) for each in plain}
    wording |= {each: _text(f"{each} {{{what}}}") for each, what in about.items()}
    return {
        "id": name,
        "version": "1.0.0",
        "title": _text("量度"),
        "standard": {"document": "002", "clause": "6"},
        "start": "begun",
        "roles": {"worker": _text("worker"), "signer_worker": _text("worker"), "responsible": _text("responsible")},
        "wording": wording,
        "forms": {
            slot: {
                "definition": "bench-questionnaire",
                "label": _text("问卷"),
                "clause": "6.1",
                "many": True,
                "stages": ["*"],
                "start": ["social_worker"],
            }
        },
        "stages": {
            "begun": {"label": _text("begun"), "phase": "接案"},
            "over": {"label": _text("over"), "phase": "结案", "final": True},
        },
        "actions": {
            "finish": {
                "label": _text("finish"), "from": "*", "to": "over", "by": ["social_worker"], "path": "forward",
                "clause": "6.6", "when": [{"done": slot}],
            }
        },
    }  # fmt: skip


def _text(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def _question(number: int) -> JSON:
    title = f"第{number}题"
    kinds: tuple[JSON, ...] = (
        {"type": "string", "oneOf": [{"const": code, "title": WORDS[code][0]} for code in CHOICES]},
        {"type": "integer", "minimum": 0, "maximum": 100},
        {"type": "string", "minLength": 1, "maxLength": 400},
        {"type": "boolean"},
        {"type": "string", "format": "date"},
        {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "string",
                "oneOf": [{"const": code, "title": WORDS[code][0]} for code in CHOICES],
            },
        },
    )
    return {"title": title, **kinds[number % len(kinds)]}


def _control(number: int) -> JSON:
    control: JSON = {"type": "Control", "scope": f"#/properties/q{number}"}
    if number % 10 == 7:  # the sixth part of the questions depends on another answer
        before = number - 1
        condition = {
            "scope": f"#/properties/q{before}",
            "schema": {"const": _answer(before)},
            "failWhenUndefined": True,
        }
        control["rule"] = {"effect": "SHOW", "condition": condition}
    return control


def _answer(number: int) -> Any:
    kinds = (
        "often",
        number % 100,
        f"第{number}题的回答，写上一两句话。",
        number % 2 == 0,
        "2026-03-05",
        ["never", "often"],
    )
    return kinds[number % len(kinds)]

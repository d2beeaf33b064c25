"""A form drawn piece by piece: as the whole form draws it, whichever pieces are asked for."""

from __future__ import annotations

import json
from typing import Any

from caseforms import locations
from caseforms.rendering import Reader, pieces

FORM = {
    "id": "small",
    "version": "1.0.0",
    "kind": "form",
    "title": "小表",
    "schema": {
        "type": "object",
        "required": ["gender"],
        "properties": {
            "gender": {
                "type": "string",
                "title": "性别",
                "oneOf": [{"const": "male", "title": "男"}, {"const": "other", "title": "其他"}],
            },
            "gender_note": {"type": "string", "title": "请注明"},
            "age": {"type": "integer", "title": "年龄"},
        },
    },
    "ui": {
        "type": "Categorization",
        "elements": [
            {
                "type": "Category",
                "i18n": "page",
                "label": "一页",
                "elements": [
                    {
                        "type": "HorizontalLayout",
                        "elements": [
                            {"type": "Control", "scope": "#/properties/gender"},
                            {
                                "type": "Control",
                                "scope": "#/properties/age",
                                "rule": {
                                    "effect": "SHOW",
                                    "condition": {
                                        "scope": "#/properties/gender",
                                        "schema": {"const": "male"},
                                        "failWhenUndefined": True,
                                    },
                                },
                            },
                        ],
                    },
                    {
                        "type": "Control",
                        "scope": "#/properties/gender_note",
                        "options": {"companionOf": {"scope": "#/properties/gender", "value": "other"}},
                    },
                ],
            }
        ],
    },
    "translations": {"en": {"gender.label": "Gender"}},
}


def test_pieces_are_named_as_operations_name_them() -> None:
    root = pieces.outline(FORM)

    assert [piece.item for piece in root.walk()] == [
        "form",
        "group:page",
        "pair:/gender",
        "field:/gender",
        "field:/age",
    ]


def test_a_question_that_a_condition_hides_is_drawn_for_its_builder() -> None:
    root = pieces.outline(FORM)

    drawn = pieces.draw(FORM, root.walk(), Reader(language="zh"))

    assert "年龄" in drawn["field:/age"]
    assert "hidden" not in drawn["field:/age"].partition(">")[0]


def test_what_a_choice_opens_is_drawn_inside_its_question() -> None:
    root = pieces.outline(FORM)

    drawn = pieces.draw(FORM, root.walk(), Reader(language="zh"))

    assert "请注明" in drawn["field:/gender"]


def test_one_piece_alone_looks_as_it_does_among_all() -> None:
    document = _shipped("mental-health/mh-application")
    reader, root = Reader(language="en"), pieces.outline(document)

    together = pieces.draw(document, root.walk(), reader)
    alone = {piece.item: pieces.draw(document, [piece], reader) for piece in root.walk() if piece.leaf}

    told = {item: drawn[item] for item, drawn in alone.items() if drawn[item] != together[item]}
    assert [item for item in told if "data-compute" not in told[item]] == []


def _shipped(name: str) -> dict[str, Any]:
    path = locations.shipped("form_definitions") / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found

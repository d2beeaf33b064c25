"""A form has one text: a change by hand and the same change in the designer give the same bytes."""

from __future__ import annotations

import json

from caseforms.definitions.editing import apply_all, normal, write
from tests.definitions.written import form_of, text


def test_the_order_in_which_keys_were_written_leaves_no_trace() -> None:
    one = form_of({"name": {"type": "string", "maxLength": 5, "title": "姓名", "minLength": 1}})
    other = form_of({"name": {"title": "姓名", "minLength": 1, "maxLength": 5, "type": "string"}})
    other = {key: other[key] for key in reversed(other)}

    assert write(one) == write(other)


def test_the_order_of_questions_is_kept() -> None:
    one = form_of({"b": text(), "a": text()})

    assert list(json.loads(write(one))["schema"]["properties"]) == ["b", "a"]


def test_required_names_stand_in_the_order_of_the_questions() -> None:
    document = form_of({"b": text(), "a": text()}, required=["a", "b"])

    assert normal(document)["schema"]["required"] == ["b", "a"]


def test_a_normal_document_is_handed_back_as_it_is() -> None:
    document = normal(form_of({"b": text(), "a": text()}))

    assert normal(document) is document


def test_the_same_change_by_operation_and_by_hand_gives_the_same_bytes() -> None:
    document = form_of({"name": text()})
    by_hand = form_of({"name": {"type": "string", "title": "全名", "maxLength": 50}}, required=["name"])

    by_operation = apply_all(
        document,
        [
            {"op": "set", "item": "field:/name", "property": "required", "value": True},
            {"op": "set", "item": "field:/name", "property": "maxLength", "value": 50},
            {"op": "set", "item": "field:/name", "property": "title", "value": "全名"},
        ],
    )

    assert write(by_operation) == write(by_hand)

"""Checking, computing and finishing what somebody filled in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from caseforms.answers import check, compute, content_hash, difference, effective, finalise, signature_slots
from caseforms.definitions import Form
from caseforms.rules import Context
from tests.definitions.written import choice, compiled, control, shown_if, text

CONTEXT = Context.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))


def found(form: Form, data: Any, *, draft: bool = False) -> list[tuple[str, str]]:
    return [
        (one.code.removeprefix("answer."), one.pointer) for one in check(form, data, CONTEXT, draft=draft)
    ]


def declining() -> Form:
    """A decision, its reason when it is no, and what the reason needs."""
    return compiled(
        {"decision": choice("no", "yes"), "reason": choice("busy", "other"), "note": text(minLength=2)},
        ["decision", "reason", "note"],
        [
            control("decision"),
            control("reason", rule=shown_if("decision", "no")),
            control("note", rule=shown_if("reason", "other")),
        ],
    )


def with_rows() -> Form:
    row = {
        "type": "object",
        "required": ["kind", "note"],
        "properties": {"kind": choice("x", "y"), "note": text()},
    }
    detail = {
        "type": "VerticalLayout",
        "elements": [control("kind"), control("note", rule=shown_if("kind", "x"))],
    }
    rows = {"type": "array", "title": "行", "minItems": 1, "maxItems": 3, "items": row}
    return compiled({"rows": rows}, ["rows"], [control("rows", options={"detail": detail})])


def test_a_required_field_is_asked_for_only_while_it_is_shown() -> None:
    form = declining()

    assert found(form, {}) == [("required", "/decision")]
    assert found(form, {"decision": "yes"}) == []
    assert found(form, {"decision": "no"}) == [("required", "/reason")]
    assert found(form, {"decision": "no", "reason": "other"}) == [("required", "/note")]


def test_a_hidden_answer_is_neither_checked_nor_kept_and_shows_nothing_itself() -> None:
    form = declining()
    body = {"decision": "yes", "reason": "other", "note": "x"}

    assert found(form, body) == []
    assert finalise(form, body, CONTEXT) == {"decision": "yes"}
    assert not effective(form, body).visible("/note")


@pytest.mark.parametrize("empty", ["", "   ", "　", "\n", [], {}])
def test_an_emptied_answer_is_absent(empty: Any) -> None:
    form = declining()

    assert found(form, {"decision": "no", "reason": empty}) == [("required", "/reason")]
    assert finalise(form, {"decision": "yes", "reason": empty}, CONTEXT) == {"decision": "yes"}


def test_rules_in_rows_look_at_their_own_row() -> None:
    form = with_rows()
    body = {"rows": [{"kind": "x"}, {"kind": "y", "note": "left over"}, {"kind": "x", "note": "ok"}]}

    assert found(form, body) == [("required", "/rows/0/note")]
    assert finalise(form, body, CONTEXT) == {
        "rows": [{"kind": "x"}, {"kind": "y"}, {"kind": "x", "note": "ok"}]
    }


def test_blank_rows_go_and_problems_keep_the_numbers_of_the_page() -> None:
    form = with_rows()
    body = {"rows": [{}, {"kind": "y"}, {"kind": "", "note": " "}, {"kind": "x"}, {"kind": "z"}]}

    assert found(form, body) == [
        ("required", "/rows/3/note"),
        ("oneOf", "/rows/4/kind"),
    ]
    assert finalise(form, body, CONTEXT)["rows"] == [{"kind": "y"}, {"kind": "x"}, {"kind": "z"}]


def test_a_row_that_holds_nothing_but_a_hidden_answer_is_blank() -> None:
    form = with_rows()

    assert finalise(form, {"rows": [{"note": "hidden"}, {"kind": "y"}]}, CONTEXT) == {"rows": [{"kind": "y"}]}
    assert found(form, {"rows": [{"note": "hidden"}]}) == [("required", "/rows")]


def test_a_draft_may_be_incomplete_but_not_of_the_wrong_kind() -> None:
    form = compiled(
        {"day": text(format="date"), "name": text(minLength=2), "age": {"type": "integer", "title": "龄"}},
        ["name"],
    )

    assert found(form, {"day": "soon", "age": "old"}, draft=True) == [("format", "/day"), ("type", "/age")]
    assert found(form, {}, draft=True) == []
    assert found(form, {"name": "王"}, draft=True) == []


def test_an_object_that_is_needed_asks_for_its_fields_by_name() -> None:
    place = {
        "type": "object",
        "title": "地",
        "required": ["street"],
        "properties": {"street": text(), "no": text()},
    }
    form = compiled({"place": place}, ["place"])

    assert found(form, {}) == [("required", "/place/street")]


def test_computed_values_are_set_typed_ones_overwritten_and_hidden_ones_not_counted() -> None:
    total = {"type": "integer", "title": "和", "readOnly": True}
    compute_total = {"op": "sum", "args": [{"field": "/a"}, {"field": "/b"}]}
    form = compiled(
        {
            "kind": choice("x", "y"),
            "a": {"type": "integer", "title": "甲"},
            "b": {"type": "integer", "title": "乙"},
            "total": {**total, "x-compute": compute_total},
        },
        ["total"],
        [control("kind"), control("a"), control("b", rule=shown_if("kind", "x")), control("total")],
    )

    assert finalise(form, {"kind": "x", "a": 1, "b": 2, "total": 99}, CONTEXT)["total"] == 3
    assert finalise(form, {"kind": "y", "a": 1, "b": 2}, CONTEXT) == {"kind": "y", "a": 1, "total": 1}
    assert compute(form, {"kind": "y", "a": 1, "b": 2}, CONTEXT) == {"kind": "y", "a": 1, "b": 2, "total": 1}
    assert found(form, {"kind": "y", "total": 5}) == [("required", "/total")]


def test_a_value_computed_under_a_condition_is_typed_otherwise() -> None:
    age = {
        "type": "integer",
        "title": "年龄",
        "x-compute": {"op": "age_at", "args": [{"field": "/born"}, {"today": True}]},
        "x-compute-when": {"scope": "#/properties/born", "schema": {}, "failWhenUndefined": True},
    }
    form = compiled({"born": text(format="date"), "age": age})

    assert finalise(form, {"age": 40}, CONTEXT) == {"age": 40}
    assert finalise(form, {"age": 40, "born": "1990-11-22"}, CONTEXT) == {"born": "1990-11-22", "age": 36}


def test_checks_across_fields_are_errors_or_warnings_and_pass_when_something_is_missing() -> None:
    later = {"id": "later", "that": {"op": "gt", "args": [{"field": "/end"}, {"field": "/start"}]}}
    soon = {
        "id": "soon",
        "severity": "warning",
        "that": {
            "op": "le",
            "args": [{"op": "days_between", "args": [{"field": "/start"}, {"field": "/end"}]}, 30],
        },
    }
    form = compiled({"start": text(format="date"), "end": text(format="date", **{"x-checks": [later, soon]})})

    def severities(end: str) -> list[tuple[str, str]]:
        data = {"start": "2026-03-05", "end": end}
        return [(one.code, one.severity) for one in check(form, data, CONTEXT)]

    assert found(form, {"end": "2026-03-05"}) == []
    assert severities("2026-03-04") == [("answer.check.later", "error")]
    assert severities("2026-12-01") == [("answer.check.soon", "warning")]


def test_text_is_kept_in_one_normal_form_and_rare_characters_stay() -> None:
    form = compiled({"name": text()})

    assert finalise(form, {"name": "e\u0301 𠮷"}, CONTEXT) == {"name": "\u00e9 𠮷"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"name": "a\\u0000b"}', "control-character"),
        ('{"name": "\\ud83d"}', "broken-character"),
        ('{"\\ud83d": "x"}', "bad-name"),
        ('{"age": NaN}', "not-finite"),
        ('{"age": 1e400}', "not-finite"),
        ('{"age": 9007199254740993}', "number-too-large"),
        ('{"name": ' + "[" * 60 + "]" * 60 + "}", "too-deep"),
        ('{"name": "' + "x" * 1_000_001 + '"}', "too-long"),
        ('{"more": [' + ",".join(["1"] * 200_001) + "]}", "too-many"),
        ("[]", "type"),
        ("null", "type"),
        ('"x"', "type"),
    ],
)
def test_what_no_record_can_hold_is_a_problem_and_never_a_crash(body: str, code: str) -> None:
    form = compiled({"name": text(), "age": {"type": "number", "title": "龄"}})
    data = json.loads(body)

    assert code in {name for name, _ in found(form, data)}
    finalise(form, data, CONTEXT)
    compute(form, data, CONTEXT)
    effective(form, data).visible("/name")


def test_a_field_nobody_named_is_refused_in_a_definition() -> None:
    form = compiled({"name": text()})

    assert found(form, {"name": "x", "constructor": "y"}) == [("additionalProperties", "")]


def signed() -> Form:
    return compiled(
        {
            "name": text(),
            "alone": {"type": "boolean", "title": "独自"},
            "worker_signature": {"type": "object", "title": "签", "x-signature": {"role": "worker", "order": 2, "not": ["client"]}},
            "client_signature": {"type": "object", "title": "签", "x-signature": {"role": "client", "methods": ["drawn"]}},
            "client_date": text(format="date", **{"x-signed-date": "client_signature"}),
            "guardian_signature": {"type": "object", "title": "签", "x-signature": {"role": "guardian"}},
        },
        ["name", "client_signature", "client_date", "guardian_signature"],
        [
            control("name"), control("alone"), control("worker_signature"), control("client_signature"), control("client_date"),
            control("guardian_signature", rule=shown_if("alone", False)),
        ],
    )  # fmt: skip


def test_signatures_are_asked_for_in_order_and_left_out_of_check_and_record() -> None:
    form = signed()

    slots = signature_slots(form, {"name": "x", "alone": True})

    assert [(slot.role, slot.required, slot.date_pointer) for slot in slots] == [
        ("client", True, "/client_date"),
        ("worker", False, None),
    ]
    assert slots[0].methods == ("drawn",)
    assert slots[1].not_same_as == ("client",)
    assert [slot.role for slot in signature_slots(form, {"alone": False})] == ["client", "guardian", "worker"]
    assert found(form, {"name": "x"}) == []
    assert finalise(
        form, {"name": "x", "client_date": "2026-03-05", "client_signature": {"a": 1}}, CONTEXT
    ) == {"name": "x"}


def test_the_fingerprint_of_a_record_does_not_hang_on_order_or_signatures() -> None:
    form = signed()

    first = content_hash(form, {"name": "x", "alone": True})

    assert content_hash(form, {"alone": True, "name": "x", "client_date": "2026-03-05"}) == first
    assert content_hash(form, {"alone": False, "name": "x"}) != first


def test_a_difference_is_told_field_by_field_in_the_order_of_the_form() -> None:
    form = with_rows()
    old = {"rows": [{"kind": "x", "note": "a"}, {"kind": "y"}]}
    new = {"rows": [{"kind": "x", "note": "b"}]}

    changes = [(one.pointer, one.old, one.new, one.kind) for one in difference(form, old, new)]

    assert changes == [
        ("/rows/0/note", "a", "b", "changed"),
        ("/rows/1", {"kind": "y"}, None, "removed"),
    ]
    assert difference(form, new, new) == []


def test_problems_come_in_the_order_of_the_form() -> None:
    form = compiled({"zeta": text(), "alpha": text(), "mid": text()}, ["alpha", "mid", "zeta"])

    assert [pointer for _, pointer in found(form, {})] == ["/zeta", "/alpha", "/mid"]


def test_length_counts_people_s_characters_as_one() -> None:
    form = compiled({"name": text(maxLength=1)})

    assert found(form, {"name": "𠮷"}) == []

"""A name that is changed is changed wherever it is used: the form asks and computes the same as before."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.answers import check, effective
from caseforms.definitions import compile, lint, parse  # noqa: A004 - the room's own word
from caseforms.definitions.editing import apply, inventory, normal, references, write
from caseforms.definitions.editing.items import item_of
from caseforms.definitions.schemas import many_options, options
from caseforms.locations import shipped
from caseforms.problems import Refused
from caseforms.rules import Context
from tests.definitions.written import choice, control, form_of, shown_if, text

Document = dict[str, Any]
FORMS = {
    path.stem: normal(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(shipped("form_definitions").glob("*/*.json"))
    if path.stat().st_size < 40_000
}
CONTEXT = Context.at(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
PLAIN = {
    "string": ["x", "13800000000", "2026-03-04"],
    "integer": [0, 3, 200],
    "number": [1.5, 70],
    "boolean": [True, False],
}


def answers(random: Random, schema: Document) -> Any:
    """An answer to a question, or None for no answer."""
    listed = [value for value, _ in options(schema)]
    many = [value for value, _ in many_options(schema)]
    if listed:
        return random.choice([*listed, None])
    if many:
        return random.sample(many, random.randint(0, min(2, len(many))))
    if "properties" in schema:
        found = {name: answers(random, inner) for name, inner in schema["properties"].items()}
        return {name: value for name, value in found.items() if value is not None}
    if isinstance(schema.get("items"), dict):
        return [answers(random, schema["items"]) for _ in range(random.randint(0, 2))]
    return random.choice([*PLAIN.get(str(schema.get("type")), [None]), None])


def renamed(data: Any, segments: list[str], to: str) -> Any:
    """Data with the name at the end of a pattern written anew."""
    if not segments or not isinstance(data, dict | list):
        return data
    if segments[0] == "*":
        return [renamed(row, segments[1:], to) for row in data]
    last = len(segments) == 1
    return {
        (to if last and name == segments[0] else name): renamed(one, segments[1:], to)
        if name == segments[0]
        else one
        for name, one in data.items()
    }


def behaviour(document: Document, data: Document) -> list[Any]:
    """What a form does with data, field by field in order, without their names."""
    form = compile(parse(document))
    state = effective(form, data, CONTEXT)
    asked = [
        (state.visible(pointer), state.enabled(pointer), state.required(pointer))
        for pointer in form.fields
        if "/*" not in pointer
    ]
    found = check(form, data, CONTEXT)
    return [
        asked,
        list(_values(state.data)),
        sorted((one.code, one.severity, one.pointer.count("/")) for one in found),
    ]


def _values(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [value for one in data.values() for value in _values(one)]
    return [value for one in data for value in _values(one)] if isinstance(data, list) else [data]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_a_renamed_question_behaves_as_before(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]
    item = random.choice([one for one in inventory(form) if one.startswith("field:")])
    data = answers(random, form["schema"])

    after = apply(form, {"op": "rename", "item": item, "to": "brand_new"})

    pointer = item_of(item).name
    assert behaviour(after, renamed(data, pointer[1:].split("/"), "brand_new")) == behaviour(form, data)
    assert [one.code for one in lint(parse(after))] == [one.code for one in lint(parse(form))] or _is_locked(
        form
    )
    assert references(after, item) == ()


def _is_locked(form: Document) -> bool:
    """A scored instrument is another one when its items get other names: the linter says so, rightly."""
    return "instrument" in form


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_a_renamed_choice_behaves_as_before(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]
    choices = [one for one in inventory(form) if one.startswith("choice:")]
    if not choices:
        return
    item = item_of(random.choice(choices))
    data = answers(random, form["schema"])
    try:
        after = apply(form, {"op": "rename", "item": str(item), "to": "brand_new"})
    except Refused:
        return  # a code that is a number is no name

    chosen = _chosen(data, item.name[1:].split("/"), item.part)
    left, right = behaviour(form, data), behaviour(after, chosen)
    left[1] = ["brand_new" if value == item.part else value for value in left[1]]
    right[1] = ["brand_new" if value == item.part else value for value in right[1]]
    assert left == right


def _chosen(data: Any, segments: list[str], code: str) -> Any:
    """Data in which one question is answered with the new code instead of the old."""
    if not segments:
        if isinstance(data, list):
            return ["brand_new" if one == code else one for one in data]
        return "brand_new" if data == code else data
    if isinstance(data, list):
        return [_chosen(row, segments[1:], code) for row in data]
    if not isinstance(data, dict):
        return data
    return {
        name: _chosen(one, segments[1:], code) if name == segments[0] else one for name, one in data.items()
    }


SMALL = form_of(
    {
        "kind": choice("yes", "no"),
        "why": text(),
        "sum": {
            "type": "integer",
            "title": "和",
            "readOnly": True,
            "x-compute": {"op": "sum", "args": [{"field": "/rows/*/n"}]},
        },
        "rows": {
            "type": "array",
            "title": "行",
            "items": {
                "type": "object",
                "properties": {
                    "n": {"type": "integer", "title": "数"},
                    "m": {
                        "type": "integer",
                        "title": "量",
                        "x-checks": [
                            {"id": "less", "that": {"op": "lt", "args": [{"field": "m"}, {"field": "n"}]}}
                        ],
                    },
                },
            },
        },
    },
    required=["why"],
    controls=[
        control("kind"),
        control(
            "why",
            rule=shown_if("kind", "no"),
            options={"companionOf": {"scope": "#/properties/kind", "value": "no"}},
        ),
        control("sum"),
        control("rows"),
    ],
    paper={
        "rows": [{"cells": [{"content": [{"boxes": "/kind", "lines": {"no": "/why"}}, {"rows": "/rows"}]}]}]
    },
)


@pytest.mark.parametrize(
    ("item", "to", "old", "new"),
    [
        (
            "field:/kind",
            "sort",
            ['"kind": {', "properties/kind", '"/kind"', "kind.label", "kind.no"],
            '"#/properties/sort"',
        ),
        (
            "field:/why",
            "reason",
            ['"why": {', '["why"]', "properties/why", '"/why"', "why.label"],
            '"lines": {"no": "/reason"}',
        ),
        ("field:/rows", "lines_of", ['"rows": {', '"/rows"', "/rows/*"], '{"field": "/lines_of/*/n"}'),
        ("field:/rows/*/n", "number", ['{"field": "n"}', '/rows/*/n"', '"n": {'], '{"field": "number"}'),
        (
            "choice:/kind#no",
            "never",
            ['"const": "no"', '"value": "no"', "kind.no", '{"no":'],
            '"never": "/why"',
        ),
        ("check:/rows/*/m#less", "smaller", ['"id": "less"'], '"id": "smaller"'),
    ],
)
def test_a_name_is_changed_wherever_it_is_used(item: str, to: str, old: list[str], new: str) -> None:
    after = write(apply(SMALL, {"op": "rename", "item": item, "to": to}))

    assert [piece for piece in old if piece in after.replace('"rows": {\n', "")] == []
    assert new in after


@pytest.mark.parametrize(
    ("item", "to", "code"),
    [
        ("field:/kind", "why", "editing.exists"),
        ("field:/kind", "constructor", "definition.hostile-name"),
        ("field:/kind", "Sort", "definition.bad-name"),
        ("choice:/kind#no", "yes", "editing.exists"),
        ("field:/nobody", "sort", "editing.unknown-item"),
        ("form", "sort", "editing.no-name"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(item: str, to: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        apply(SMALL, {"op": "rename", "item": item, "to": to})

    assert refused.value.problems[0].code == code

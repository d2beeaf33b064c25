"""After each change a form is compiled and linted from what stayed the same, with the same outcome as from nothing."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.definitions import compiling, lint, parse
from caseforms.definitions.editing import apply, look, normal, prepared
from caseforms.definitions.form import Form
from caseforms.locations import shipped
from caseforms.problems import Refused
from tests.definitions.editing.drawing import Drawing
from tests.definitions.written import control, form_of, text

FORMS = {
    path.stem: normal(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(shipped("form_definitions").glob("*/*.json"))[::3]
    if path.stat().st_size < 36_000
}


def told(form: Form) -> list[Any]:
    """All that a compiled form says, as values that can be compared."""
    fields = [
        (
            one.pointer,
            one.required,
            one.label_key,
            one.base,
            [[rule.condition for rule in route] for route in one.routes],
        )
        for one in form.fields.values()
    ]
    rules = [(rule.effect, rule.condition, rule.base) for rule in form.rules]
    nodes = [(node.type, node.key, node.field and node.field.pointer) for node in form.root.walk()]
    return [
        fields,
        rules,
        nodes,
        form.schema,
        form.texts,
        [one.pointer for one in form.computed],
        form.checks,
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_a_look_from_what_stayed_the_same_sees_what_a_fresh_look_sees(seed: int, name: str) -> None:
    random, document = Random(seed), FORMS[name]
    seen = look(document)
    for _ in range(12):
        try:
            operation = prepared(document, Drawing(random, document).operation())
            document = apply(document, operation)
        except Refused:
            continue

        seen = look(document, seen)

        compiling.forget()
        assert sorted(map(repr, seen.problems)) == sorted(map(repr, lint(parse(document)))), operation
        compiling.forget()
        fresh = look(document).form
        assert (fresh is None) == (seen.form is None)
        if fresh is not None and seen.form is not None:
            assert told(seen.form) == told(fresh), operation


def test_what_did_not_change_is_not_made_again() -> None:
    before = normal(
        form_of({"name": text(), "why": text(pattern="^a$")}, controls=[control("name"), control("why")])
    )
    first = look(before)

    second = look(
        apply(before, {"op": "set", "item": "field:/name", "property": "title", "value": "全名"}), first
    )

    assert first.form
    assert second.form
    assert second.form.fields["/why"] is first.form.fields["/why"]
    assert second.form.fields["/name"] is not first.form.fields["/name"]
    assert second.form.schema["properties"]["why"] is first.form.schema["properties"]["why"]


def test_a_form_whose_layout_leads_nowhere_is_looked_at_all_the_same() -> None:
    broken = form_of({"name": text()}, controls=[control("nobody")])

    seen = look(broken)

    assert seen.form is None
    assert "definition.scope" in {one.code for one in seen.problems}

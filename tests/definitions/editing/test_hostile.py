"""Whatever is sent as a change is applied, or refused with a reason: it breaks nothing and leaves a form that can be read."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.definitions import read
from caseforms.definitions.editing import apply, inverse, normal, prepared, sentence
from caseforms.locations import shipped
from caseforms.overlays import allowed
from caseforms.problems import CATALOGUE, Refused
from tests.definitions.editing.drawing import Drawing
from tests.definitions.written import choice, form_of

FORMS = {
    name: normal(json.loads((shipped("form_definitions") / f"{name}.json").read_text(encoding="utf-8")))
    for name in ("mental-health/mh-plan", "chronic-disease/scale-gad7", "activities/kpi-table")
}
PIECES = (
    *(
        None,
        True,
        -1,
        2.5,
        10**30,
        "",
        "x",
        "#",
        ".",
        "a" * 300,
        "\ud800",
        "__proto__",
        "<b>",
        "form",
        "field:",
    ),
    *(
        "field:/goal_1",
        "choice:/plan_type#initial",
        "text:en:title",
        "group:basic",
        "cell:x",
        "Group",
        "string",
    ),
    *(
        [],
        {},
        [[]],
        [{}],
        {"en": []},
        {"in": "form"},
        {"en": {"title": 1}},
        {"schema": True},
        {"cells": [[]]},
    ),
)


def spoiled(random: Random, operation: dict[str, Any]) -> dict[str, Any]:
    """The operation with one of its parts, or something inside one, written anew by somebody careless."""
    key = random.choice([key for key in operation if key != "op"] + ["was", "reason", "translations"])
    inner = operation.get(key)
    if isinstance(inner, dict) and inner and random.random() < 0.6:
        return {**operation, key: {**inner, random.choice(list(inner)): random.choice(PIECES)}}
    return {**operation, key: random.choice(PIECES)}


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_a_careless_change_is_applied_or_refused(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]
    operation = spoiled(random, Drawing(random, form).operation())
    try:
        ready = prepared(form, operation)
        after = apply(form, ready)
    except Refused as refused:
        unknown = {one.code for one in refused.problems} - CATALOGUE.keys()
        if unknown:
            raise AssertionError(f"nobody wrote words for {unknown}") from refused
        return

    definition, problems = read(after)
    assert definition is not None, (operation, problems)
    assert inverse(form, ready)
    assert sentence(form, ready).code == operation["op"] or operation["op"] == "translate"
    assert isinstance(allowed(form, ready, {}), tuple)


@pytest.mark.parametrize(
    "operation", [None, [], "set", 7, {}, {"op": []}, {"op": "set"}, {"op": "set", "item": {}}]
)
def test_what_is_no_change_is_refused(operation: Any) -> None:
    with pytest.raises(Refused):
        apply(FORMS["mental-health/mh-plan"], operation)


def test_a_choice_too_many_is_refused() -> None:
    codes = [f"c{number}" for number in range(1000)]
    form = form_of({"kind": choice(*codes)})
    another = {"op": "add-choice", "item": "choice:/kind#more", "value": {"const": "more", "title": "更多"}}

    with pytest.raises(Refused) as refused:
        apply(form, another)

    assert refused.value.problems[0].code == "editing.too-many-choices"

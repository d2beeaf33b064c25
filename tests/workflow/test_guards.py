"""Guards: each operator, the closed world, and that the compiled JSON Schema says the same."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.workflow.guards import as_schema, compile_guard, holds, unmet
from tests.workflow.samples import mental_health

CONST = {"const": True}
FACTS = {
    "forms": {
        "plan": {
            "done": True,
            "complete": False,
            "count": 2,
            "signed": {"worker": True, "supervisor": False},
            "latest": {"goal": "work", "rows": [{"a": 1}]},
        }
    },
    "flags": {"calm": False, "urgent": True},
    "derived": {"days": 3},
    "case": {"stage": "planning"},
    "actor": {"id": "li", "roles": ["worker"], "is_responsible": True},
    "this": {"slot": "plan", "data": {"mode": ["home_visit"]}},
}
HOLDING: list[dict[str, Any]] = [
    {"done": "plan"},
    {"signed": ["plan", "worker"]},
    {"field": ["plan.goal", {"type": "string", "minLength": 1}]},
    {"flag": "urgent"},
    {"unflagged": "calm"},
    {"count": ["plan", {"type": "integer", "minimum": 2}]},
    {"fact": ["derived.days", {"type": "integer", "maximum": 3}]},
    {"this": ["mode", {"type": "array", "contains": {"const": "home_visit"}}]},
    {"actor": "worker"},
    {"actor": "responsible"},
    {"stage": ["planning", "closing"]},
    {"any": [{"done": "plan"}, {"flag": "calm"}]},
    {"all": [{"done": "plan"}, {"flag": "urgent"}]},
    {"not": {"flag": "calm"}},
]
FAILING: list[dict[str, Any]] = [
    {"complete": "plan"},
    {"signed": ["plan", "supervisor"]},
    {"signed": ["plan", "client"]},
    {"field": ["plan.goal", {"const": "rest"}]},
    {"field": ["plan.absent", {"type": "string"}]},
    {"field": ["closure.goal", {"type": "string"}]},
    {"flag": "calm"},
    {"flag": "absent"},
    {"unflagged": "urgent"},
    {"unflagged": "absent"},
    {"count": ["plan", {"type": "integer", "minimum": 3}]},
    {"fact": ["derived.days.deeper", {"type": "integer"}]},
    {"actor": "supervisor"},
    {"any": [{"flag": "calm"}, {"flag": "absent"}]},
    {"all": [{"done": "plan"}, {"flag": "calm"}]},
    {"not": {"done": "plan"}},
]


@pytest.mark.parametrize("node", HOLDING, ids=str)
def test_a_guard_that_is_met_holds(node: dict[str, Any]) -> None:
    assert holds(compile_guard(node, "g"), FACTS)


@pytest.mark.parametrize("node", FAILING, ids=str)
def test_a_guard_that_is_not_met_does_not_hold(node: dict[str, Any]) -> None:
    assert not holds(compile_guard(node, "g"), FACTS)


@pytest.mark.parametrize("node", HOLDING + FAILING, ids=str)
def test_the_json_schema_of_a_guard_says_the_same(node: dict[str, Any]) -> None:
    guard = compile_guard(node, "g")

    for facts in (FACTS, {}, {"forms": {}}, {"flags": 3}):
        assert jsonschema.Draft202012Validator(as_schema(guard)).is_valid(facts) == holds(guard, facts)


def test_a_guard_applies_only_when_its_condition_holds() -> None:
    node = {"done": "closure", "when": {"stage": "closing"}}
    guard = compile_guard(node, "g")

    assert holds(guard, FACTS)
    assert not holds(guard, {**FACTS, "case": {"stage": "closing"}})


@pytest.mark.parametrize(
    "node",
    [n for n in HOLDING if "not" not in n],
    ids=str,
)
def test_nothing_passes_when_nothing_is_known(node: dict[str, Any]) -> None:
    assert not holds(compile_guard(node, "g"), {})


def test_an_all_without_words_names_its_failing_parts() -> None:
    guard = compile_guard({"all": [{"done": "plan"}, {"flag": "calm"}, {"complete": "plan"}]}, "g")

    assert [part.id for part in unmet(guard, FACTS)] == ["g.1", "g.2"]


def test_an_all_with_words_speaks_for_its_parts() -> None:
    node = {"all": [{"flag": "calm"}], "message": {"zh": "不行", "en": "no"}}

    assert [part.id for part in unmet(compile_guard(node, "g"), FACTS)] == ["g"]


@pytest.mark.parametrize("node", [{}, {"done": "plan", "flag": "calm"}, {"message": {}}])
def test_a_guard_has_exactly_one_operator(node: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one operator"):
        compile_guard(node, "g")


def test_the_guards_of_the_mental_health_case_that_hold_on_an_empty_case_are_those_a_person_approved() -> (
    None
):
    holding = {guard.id for guard in mental_health().guards() if holds(guard, {})}

    assert holding == mental_health().may_hold_when_empty
    assert {
        guard.id for guard in mental_health().guards() if guard.id in holding and guard.when is None
    } == set()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 100)
    | st.sampled_from(["yes", "no", "2", "unknown", "2026-03-05"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["done", "count", "latest", "signed", "danger_level", "worker", "stage", "complete"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
SOME_FACTS = st.dictionaries(
    st.sampled_from(["forms", "flags", "derived", "case", "this", "actor"]),
    st.dictionaries(
        st.sampled_from(["plan", "risk_profile", "stage", "suspended", "data", "roles"]), JSON, max_size=4
    )
    | JSON,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(SOME_FACTS)
def test_every_shipped_guard_and_its_json_schema_agree_on_any_facts(facts: dict[str, Any]) -> None:
    for guard in mental_health().guards():
        assert _validator(guard.id, as_schema(guard)).is_valid(facts) == holds(guard, facts), guard.id


_VALIDATORS: dict[str, jsonschema.Draft202012Validator] = {}


def _validator(name: str, schema: dict[str, object]) -> jsonschema.Draft202012Validator:
    return _VALIDATORS.setdefault(name + str(schema), jsonschema.Draft202012Validator(schema))

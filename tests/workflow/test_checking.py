"""The checker: each thing that can be wrong with a workflow is found, named and has its remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from caseforms import workflow as flows
from caseforms.locations import shipped
from caseforms.problems import CATALOGUE, Refused, entry_of
from tests.workflow.samples import document, forms, published, small, text

Change = Callable[[dict[str, Any]], object]


def clause_numbers() -> set[str]:
    """The clause numbers of 002."""
    path = shipped("workflows") / "clauses" / "002.json"
    return set(json.loads(path.read_text(encoding="utf-8"))["clauses"])


def test_the_shipped_case_has_no_problem() -> None:
    assert flows.lint(document(), forms(), clauses=clause_numbers(), calendar=published()) == ()


def test_a_small_workflow_has_no_problem() -> None:
    assert flows.lint(small()) == ()


def codes_after(change: Change, of: dict[str, Any] | None = None) -> set[str]:
    """What lint finds after a change to the shipped case (without its scenarios)."""
    changed = of if of is not None else {**document(), "scenarios": []}
    change(changed)
    return {each.code for each in flows.lint(changed, forms(), clauses=clause_numbers())}


BROKEN: dict[str, Change] = {
    "workflow.unknown-stage": lambda d: d["actions"]["accept"].update(to="heaven"),
    "workflow.unknown-role": lambda d: d["actions"]["accept"].update(by=["wizard"]),
    "workflow.unknown-flag": lambda d: d["actions"]["suspend"].update(set=["asleep"]),
    "workflow.unknown-slot": lambda d: d["actions"]["accept"].update(form="poem"),
    "workflow.unknown-action": lambda d: d["forms"]["revisit"]["effects"][2].update(action="sing"),
    "workflow.unknown-alert": lambda d: d["forms"]["revisit"]["effects"][0].update(alert="fire"),
    "workflow.unknown-schedule": lambda d: d["forms"]["revisit"]["effects"][1].update(schedule="songs"),
    "workflow.unknown-form": lambda d: d["forms"]["consent"].update(definition="mh-poem"),
    "workflow.unknown-signature": lambda d: d["forms"]["consent"]["signatures"].append(
        {"role": "mayor", "by": ["head"]}
    ),
    "workflow.unknown-fact": lambda d: d["actions"]["accept"]["when"].append(
        {"field": ["application.favourite_colour", {"type": "string"}], "message": text("no")}
    ),
    "workflow.unknown-code": lambda d: d["actions"]["decline"].update(
        shown={"field": ["application.follow_up", {"const": "maybe"}]}
    ),
    "workflow.unknown-clause": lambda d: d["actions"]["accept"].update(clause="6.9 z"),
    "workflow.no-clause": lambda d: d["actions"]["accept"].pop("clause"),
    "workflow.untitled": lambda d: d.update(subject="group"),
    "workflow.unreachable": lambda d: d["stages"].update(nowhere={"label": text("nowhere"), "phase": "评估"}),
    "workflow.no-way-out": lambda d: d["stages"].update(nowhere={"label": text("nowhere"), "phase": "评估"}),
    "workflow.untyped": lambda d: d["actions"]["accept"]["when"].append(
        {"field": ["consent.agreed_sessions", {"maximum": 2}]}
    ),
    "workflow.never-holds": lambda d: d["actions"]["accept"]["when"].append(
        {"all": [{"flag": "suspended"}, {"unflagged": "suspended"}], "message": text("no")}
    ),
    "workflow.wordless": lambda d: d["actions"]["accept"]["when"].append(
        {"fact": ["derived.sessions_held", {"const": 1}]}
    ),
    "workflow.holds-when-empty": lambda d: d["actions"]["accept"]["when"].append(
        {"not": {"flag": "high_risk"}, "message": text("no")}
    ),
    "workflow.approved-in-vain": lambda d: d["may_hold_when_empty"].append("actions.accept.when.0"),
}


@pytest.mark.parametrize(
    ("title_from", "code"),
    [("poem.name", "workflow.unknown-slot"), ("application.favourite_colour", "workflow.unknown-fact")],
)
def test_a_title_comes_from_a_field_that_is_there(title_from: str, code: str) -> None:
    assert code in codes_after(lambda d: d.update(subject="group", title_from=title_from))


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_workflow_is_told_what_is_wrong(code: str) -> None:
    assert code in codes_after(BROKEN[code])


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(colour="blue"),
        lambda d: d["actions"]["accept"].update(colour="blue"),
        lambda d: d["forms"]["consent"].update(colour="blue"),
        lambda d: d["actions"]["accept"]["when"].append({"done": "plan", "colour": "blue"}),
        lambda d: d["actions"]["accept"]["when"].append({"done": "plan", "flag": "suspended"}),
        lambda d: d["stages"]["intake"].update(phase="lunch"),
        lambda d: d["actions"]["accept"].update(label={"zh": "接案"}),
        lambda d: d["timers"]["intake"].update(force="perhaps"),
        lambda d: d["forms"]["revisit"]["effects"][0].pop("alert"),
        lambda d: d.pop("wording"),
    ],
)
def test_unknown_keys_and_wrong_shapes_are_refused_with_their_place(change: Change) -> None:
    changed = document()
    change(changed)

    with pytest.raises(Refused) as refused:
        flows.parse(changed, forms(), "case.json")

    assert all(
        each.code.startswith("workflow.format") and each.source == "case.json"
        for each in refused.value.problems
    )


@pytest.mark.parametrize("nonsense", [None, 3, "case", [], {}, {"id": 3}])
def test_what_is_no_workflow_is_told_and_never_raises(nonsense: object) -> None:
    found, problems = flows.read(nonsense)

    assert found is None
    assert problems


def test_every_problem_of_workflows_has_a_cause_and_a_remedy() -> None:
    for code in BROKEN:
        assert code in CATALOGUE
    entry = entry_of("workflow.format.additionalProperties")
    assert entry is not None
    assert entry.remedy


def test_the_shipped_schema_is_the_one_that_is_used() -> None:
    from caseforms.workflow.format import SCHEMA

    shipped_copy = json.loads((shipped("workflows") / "workflow.schema.json").read_text(encoding="utf-8"))

    assert shipped_copy == json.loads(json.dumps(SCHEMA))

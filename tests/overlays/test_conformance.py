"""The report on a form or workflow: one verdict, and what became of each item of the standard."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from caseforms.definitions.editing import apply_all, normal
from caseforms.locations import shipped
from caseforms.overlays import conformance, workflow_conformance
from tests.overlays.test_permissions import FORM, LOOSEN, NEW, RELABEL, TIGHTEN

Document = dict[str, Any]


@pytest.mark.parametrize(
    ("operations", "verdict"),
    [
        ([], "compliesWith"),
        ([RELABEL], "compliesWith"),
        ([{"op": "move", "item": "field:/kind", "anchor": {"in": "group:basic"}}], "compliesWith"),
        ([{"op": "translate", "item": "text:en:name.label", "value": "Full name"}], "compliesWith"),
        ([TIGHTEN], "extends"),
        ([NEW], "extends"),
        ([{"op": "remove-item", "item": "field:/extra"}], "extends"),
        ([{"op": "move", "item": "field:/extra", "anchor": None}], "extends"),
        ([RELABEL, TIGHTEN, NEW], "extends"),
        ([LOOSEN], "inspiredBy"),
        ([{"op": "remove-item", "item": "field:/name"}], "inspiredBy"),
        ([{"op": "move", "item": "field:/name", "anchor": None}], "inspiredBy"),
        ([{"op": "remove-choice", "item": "choice:/kind#no"}], "inspiredBy"),
        ([{"op": "rename", "item": "field:/name", "to": "other"}], "inspiredBy"),
        (
            [{"op": "set", "item": "field:/name", "property": "format", "value": "date"}, TIGHTEN],
            "inspiredBy",
        ),
    ],
)
def test_the_verdict_on_a_form(operations: list[Document], verdict: str) -> None:
    assert conformance(FORM, apply_all(FORM, operations)).verdict == verdict


def test_every_question_has_a_line_with_clause_and_force() -> None:
    report = conformance(
        FORM, apply_all(FORM, [TIGHTEN, RELABEL, NEW, {"op": "remove-item", "item": "field:/extra"}])
    )

    lines = {line.item: (line.verdict, line.clause, line.force) for line in report.lines}
    assert lines["field:/name"] == ("tightened", "5.1", "shall")
    assert lines["field:/kind"] == ("same", "5.1", "shall")
    assert lines["field:/extra"] == ("dropped", "", "may")
    assert lines["field:/own"][0] == "added"
    assert lines["form"] == ("same", "附录B", "shall")


@pytest.mark.parametrize(
    "path", sorted(shipped("form_definitions").glob("*/*.json"))[::9], ids=lambda path: path.stem
)
def test_a_shipped_form_complies_with_itself(path: Any) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))

    report = conformance(document, normal(document))

    assert report.verdict == "compliesWith"
    assert {line.verdict for line in report.lines} == {"same"}


WORKFLOW = json.loads((shipped("workflows") / "mental-health-case.json").read_text(encoding="utf-8"))


def with_(path: str, value: Any) -> Document:
    """The workflow for community mental health with something else at a path; None takes it away."""
    document: Document = copy.deepcopy(WORKFLOW)
    *above, last = path.split("/")
    found: Any = document
    for step in above:
        found = found[int(step) if step.isdigit() else step]
    if value is None:
        del found[int(last) if last.isdigit() else last]
    else:
        found[last] = value
    return document


@pytest.mark.parametrize(
    ("changed", "verdict", "problem"),
    [
        (WORKFLOW, "compliesWith", ""),
        (with_("timers/assessment/label/zh", "预估期限"), "compliesWith", ""),
        (with_("timers/assessment/working_days", 10), "extends", ""),
        (with_("timers/assessment/working_days", 20), "inspiredBy", "overlay.shall-loosened"),
        (with_("timers/assessment/force", "should"), "inspiredBy", "overlay.shall-loosened"),
        (with_("timers/assessment", None), "inspiredBy", "overlay.shall-loosened"),
        (with_("timers/intake/working_days", 8), "inspiredBy", "overlay.should-without-reason"),
        (with_("timers/intake", None), "inspiredBy", "overlay.should-without-reason"),
        (with_("actions/accept/when/0", None), "inspiredBy", "overlay.shall-loosened"),
        (with_("actions/accept/by", ["social_worker", "volunteer"]), "inspiredBy", "overlay.shall-loosened"),
        (with_("forms/consent", None), "inspiredBy", "overlay.shall-loosened"),
        (with_("stages/archived/retention", "3y"), "inspiredBy", "overlay.shall-loosened"),
    ],
)
def test_what_shall_be_is_never_loosened_in_a_workflow(changed: Document, verdict: str, problem: str) -> None:
    report = workflow_conformance(WORKFLOW, changed)

    assert report.verdict == verdict
    assert {one.code for one in report.problems} == ({problem} if problem else set())


def test_what_should_be_is_loosened_only_with_a_reason() -> None:
    slower = with_("timers/intake/working_days", 8)

    with_reason = workflow_conformance(WORKFLOW, slower, {"timer:intake": "山区，往返需要时间"})
    of_a_shall = workflow_conformance(
        WORKFLOW, with_("timers/assessment/working_days", 20), {"timer:assessment": "忙"}
    )

    assert (with_reason.verdict, with_reason.problems) == ("extends", ())
    assert [one.code for one in of_a_shall.problems] == ["overlay.shall-loosened"]
    assert [
        (one.verdict, one.force, one.reason) for one in with_reason.lines if one.item == "timer:intake"
    ] == [("loosened", "should", "山区，往返需要时间")]

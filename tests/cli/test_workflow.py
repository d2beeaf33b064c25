"""`caseforms workflow`: check, simulate, diagram, with their exit statuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from caseforms.cli import main
from caseforms.locations import shipped
from tests.workflow.samples import document

CASE = str(shipped("workflows") / "mental-health-case.json")
STORY = [
    {"at": "2026-03-02T09:00", "as": "social_worker:li", "do": "open"},
    {"at": "2026-03-02T09:05", "as": "social_worker:li", "do": "act", "action": "accept"},
]


def simulated(folder: Path, story: object, *more: str) -> int:
    """The exit status of a simulation of these lines."""
    path = folder / "story.json"
    path.write_text(json.dumps(story), encoding="utf-8")
    return main(["workflow", "simulate", CASE, "--events", str(path), "--now", "2026-03-10T09:00", *more])


WORKFLOWS = {
    "activity", "aid", "archive", "chronic-disease-case", "complaint", "group", "hospital-case",
    "mental-health-case", "referral", "volunteer",
}  # fmt: skip


@pytest.mark.requirement("R-M-03", "R-001-16")
def test_the_ten_workflows_are_shipped_and_play_their_own_scenarios() -> None:
    documents = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in shipped("workflows").glob("*.json")
        if path.name != "workflow.schema.json"
    }

    assert documents.keys() == WORKFLOWS
    assert [name for name, found in documents.items() if not found["scenarios"]] == []


@pytest.mark.requirement("R-M-03")
def test_the_shipped_workflows_pass_their_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workflow", "check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_broken_workflow_gives_a_line_for_each_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed: dict[str, Any] = {**document(), "scenarios": []}
    changed["actions"]["accept"]["to"] = "heaven"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(changed), encoding="utf-8")

    status = main(["workflow", "check", str(path), "--locale", "en"])

    assert status == 1
    assert (
        f"{path}:/actions/accept:workflow.unknown-stage:There is no stage “heaven”."
        in capsys.readouterr().out
    )


def test_a_simulation_says_where_the_case_is_and_why_a_line_was_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = simulated(tmp_path, STORY, "--locale", "en")

    shown = json.loads(capsys.readouterr().out)
    assert status == 1
    assert shown["stage"] == "application"
    assert shown["due"][0] | {"estimated": False} == shown["due"][0]
    assert (shown["due"][0]["what"], shown["due"][0]["status"]) == ("intake", "overdue")
    assert [each["line"] for each in shown["refused"]] == [2]
    assert {"name", "allowed", "why_not"} <= shown["actions"][0].keys()


@pytest.mark.parametrize(
    "story",
    [
        {},
        [3],
        [{"at": "2026-03-02"}],
        [{"at": "2026-03-02", "as": "li", "do": "dance"}],
        [{"at": "soon", "as": "li", "do": "open"}],
        [{"at": "2026-03-02", "as": "li", "do": "submit"}],
        [{"at": "2026-03-02", "as": "li", "do": "save", "slot": "application", "data": 3}],
    ],
)
def test_a_story_that_is_none_is_refused_in_one_line(
    story: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = simulated(tmp_path, story)

    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_drawing_is_an_svg_that_names_every_stage(
    locale: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["workflow", "diagram", CASE, "--svg", "--locale", locale])

    drawn = ET.fromstring(capsys.readouterr().out)
    words = {"".join(each.itertext()) for each in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert status == 0
    assert {stage["label"][locale] for stage in document()["stages"].values()} <= words


def test_the_mermaid_text_leads_from_the_start_to_every_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workflow", "diagram", CASE, "--locale", "en"]) == 0

    text = capsys.readouterr().out
    assert text.startswith("stateDiagram-v2\n")
    assert "[*] --> application" in text
    assert "archived --> [*]" in text

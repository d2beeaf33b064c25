"""`caseforms forms edit`, `diff` and `format` change definition files as the designer does, and show what differs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from caseforms import locations
from caseforms.cli import main

SHIPPED = locations.shipped("form_definitions") / "mental-health" / "mh-plan.json"
LONGER = {"op": "set", "item": "field:/overall_goal", "property": "maxLength", "value": 300}
WORDED = {"op": "set", "item": "field:/overall_goal", "property": "title", "value": "总体目标"}


@pytest.fixture
def plan(tmp_path: Path) -> str:
    return str(shutil.copy(SHIPPED, tmp_path / "mh-plan.json"))


def written(folder: Path, name: str, value: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_operations_change_the_lines_they_are_about_and_no_others(plan: str, tmp_path: Path) -> None:
    before = Path(plan).read_text(encoding="utf-8")

    assert main(["forms", "edit", plan, written(tmp_path, "steps.json", [LONGER, WORDED])]) == 0

    after = Path(plan).read_text(encoding="utf-8")
    changed = [
        (old.strip(), new.strip())
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert changed == [
        ('"title": "总目标",', '"title": "总体目标",'),
        ('"maxLength": 20000,', '"maxLength": 300,'),
    ]


def test_shown_operations_leave_the_file_alone(
    plan: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    steps = written(tmp_path, "steps.json", [WORDED])

    assert main(["forms", "edit", plan, steps, "--show"]) == 0

    assert (
        json.loads(capfdbinary.readouterr().out)["schema"]["properties"]["overall_goal"]["title"]
        == "总体目标"
    )
    assert Path(plan).read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([WORDED, {"op": "remove-item", "item": "field:/plan_type"}], "still used by"),
        ([{"op": "dance", "item": "form"}], "no change called"),
        ([{**WORDED, "item": "field:/nobody"}], "is not in this form"),
        ({"op": "set"}, "no JSON list"),
    ],
)
def test_operations_are_applied_all_or_none(
    steps: Any, reason: str, plan: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "edit", plan, written(tmp_path, "steps.json", steps)]) == 2

    assert reason in capfd.readouterr().err
    assert Path(plan).read_bytes() == SHIPPED.read_bytes()


def test_a_difference_is_one_line_with_its_class_in_the_language(
    plan: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["forms", "edit", plan, written(tmp_path, "steps.json", [LONGER, WORDED])])
    capfdbinary.readouterr()

    assert main(["forms", "diff", str(SHIPPED), plan, "--locale", "en"]) == 1

    assert capfdbinary.readouterr().out.decode().splitlines() == [
        'safe\tfield:/overall_goal\tOverall goal\ttitle "总目标" → "总体目标"',
        "breaking\tfield:/overall_goal\tOverall goal\tmaxLength 20000 → 300; stricter than before",
    ]


def test_a_file_does_not_differ_from_its_copy(plan: str) -> None:
    assert main(["forms", "diff", str(SHIPPED), plan]) == 0


def test_a_file_laid_out_otherwise_is_found_and_laid_out(
    plan: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = json.loads(Path(plan).read_text(encoding="utf-8"))
    Path(plan).write_text(json.dumps(document, indent=1), encoding="utf-8")

    assert main(["forms", "format", plan, "--check"]) == 1
    assert b"+++" in capfdbinary.readouterr().out
    assert main(["forms", "format", str(tmp_path)]) == 0
    assert main(["forms", "format", plan, "--check"]) == 0
    assert Path(plan).read_bytes() == SHIPPED.read_bytes()

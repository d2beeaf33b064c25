"""Figures are written and told; a budget that is missed is named, and no failure is hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bench import history, questionnaire, report
from bench.__main__ import run
from bench.figure import Effort, Figure, Text
from bench.house import House, house
from bench.measures import MEASURES
from bench.measures.kill import counted
from bench.timing import nearest, ratio
from sqlalchemy import select

from caseforms import answers, definitions
from caseforms.rules import Context
from caseforms.services import recounting
from caseforms.storage.tables import ContributionRow
from tests.workflow.samples import MONDAY

Measure = Callable[[Effort], Figure]


def measured(name: str, value: float, budget: float, sense: str = "at most") -> Measure:
    words = Text(f"{name}的说明", f"about {name}")
    return lambda _effort: Figure(name, words, value, "×", budget, words, sense=sense, beside={"rows": 3})


def broken(effort: Effort) -> Figure:
    raise RuntimeError("the server did not answer")


def test_a_missed_budget_is_named_last_and_the_status_is_fine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"fast": measured("fast", 0.5, 1), "slow": measured("slow", 3, 1)}

    status = run(wanted, Effort(), tmp_path / "build" / "bench.json", tmp_path / "performance.md")

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].split() == ["fast", "0.5", "×", "≤", "1", "×", "met"]
    assert lines[-1] == "missed: slow"


def test_the_figures_are_written_for_programs_and_for_people(tmp_path: Path) -> None:
    wanted = {"fast": measured("fast", 0.5, 1), "slow": measured("slow", 3, 1)}

    run(wanted, Effort(), tmp_path / "bench.json", tmp_path / "performance.md")

    kept = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert [(each["name"], each["figure"], each["met"]) for each in kept] == [
        ("fast", 0.5, True),
        ("slow", 3, False),
    ]
    assert "| fast的说明 | about fast | 0.5 × | ≤ 1 × | ✓ 达到 met |" in page
    assert "未达到：slow的说明。" in page
    assert "Missed: about slow." in page


def test_a_measure_that_breaks_off_fails_the_run_and_leaves_the_page_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"gone": broken, "fast": measured("fast", 0.5, 1)}

    status = run(wanted, Effort(), tmp_path / "bench.json", tmp_path / "performance.md")

    assert status == 1
    assert capsys.readouterr().out.splitlines()[-1] == "not measured: gone"
    assert not (tmp_path / "performance.md").exists()


def test_a_rate_must_lie_above_its_budget() -> None:
    assert measured("rate", 250, 200, "at least")(Effort()).met
    assert not measured("rate", 150, 200, "at least")(Effort()).met


def test_every_measure_has_its_module() -> None:
    folder = Path(report.__file__).parent / "measures"

    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == {
        place.rpartition(".")[2] for place in MEASURES.values()
    }


def test_the_ratio_of_work_with_itself_is_near_one() -> None:
    def work() -> int:
        return sum(range(1000))

    assert 0.2 < ratio(work, work, 3) < 5


def test_p95_leaves_one_in_twenty_above_it() -> None:
    assert nearest([float(value) for value in range(100)], 0.95) == 94


def test_the_questionnaire_is_valid_and_so_are_its_answers() -> None:
    definition = questionnaire.definition()

    errors = [each for each in definitions.lint(definition) if each.severity == "error"]
    found = answers.check(definitions.compile(definition), questionnaire.answers(), Context.at(MONDAY))

    assert errors == []
    assert found == ()


@pytest.mark.parametrize(
    ("line", "passed", "failed"),
    [("1 passed, 1 skipped in 20.14s", 1, 0), ("1 failed, 1 passed in 31s", 1, 1), ("no tests ran", 0, 0)],
)
def test_the_last_line_of_the_kill_test_is_counted(line: str, passed: int, failed: int) -> None:
    output = f"..\n{line}\n"

    assert (counted(output, "passed"), counted(output, "failed")) == (passed, failed)


def test_cases_that_are_copied_inside_the_database_count_as_the_product_counts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MONTHS", 1)
    with house() as home:
        records = history.fill(home, 12, 12)
        before = counted_rows(home)

        recounting.recount(home.store, home.institution_id, lambda: history.NOW, lambda _: None)

        assert records > 12 * 8
        assert len(before) > 18 * 15
        assert counted_rows(home) == before


def counted_rows(home: House) -> list[tuple[object, ...]]:
    columns = [column for column in ContributionRow.__table__.columns if column.name != "id"]
    with home.store.reading(home.institution_id) as session:
        return sorted(map(tuple, session.execute(select(*columns))), key=repr)

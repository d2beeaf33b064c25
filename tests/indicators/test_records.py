"""The record of table A.1: begun from the numbers, changed only with a remark, signed by two, archived, then immutable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from caseforms import answers
from caseforms.indicators import holding
from caseforms.services import library, quality_records, quality_tables, record_facts, records, signing
from caseforms.services.records import RecordView
from caseforms.storage.tables import Record
from tests.services.world import MORNING, World, refused

TABLE = "cd-monitoring-table"
WINTER = holding(datetime(2025, 12, 1, tzinfo=UTC).date(), "quarter")
WORDS = {
    "main_results": "随访覆盖全部在案个案。",
    "problems": "阶段性评估有拖延。",
    "improvements": "每周例会核对到期评估，1月底前补齐。",
}


def begun(world: World, actor: str = "qian") -> RecordView:
    """The record of the last quarter of 2025, as somebody begins it."""
    record = world.do(quality_records.begin, actor, TABLE, WINTER, world.now)
    return world.do(records.view, actor, record.id, world.now)


def submitted(world: World, changes: dict[str, Any] | None = None) -> str:
    """The same, filled and submitted; its id."""
    draft = begun(world)
    return world.submit(draft, {**WORDS, **(changes or {})}, "qian").record.id


def changed(view: RecordView, row: str, **values: Any) -> dict[str, Any]:
    """The indicators with other values in one row; None takes one out."""
    indicators = view.data["indicators"]
    merged = {**indicators[row], **values}
    kept = {name: value for name, value in merged.items() if value is not None}
    return {"indicators": {**indicators, row: kept}}


@pytest.mark.requirement("R-000-45", "R-000-46")
def test_the_record_begins_with_the_institution_the_period_and_the_counted_rows(world: World) -> None:
    data = begun(world).data

    assert data["institution_name"] == "春晖社工中心"
    assert (data["period_type"], data["period_start"], data["period_end"]) == (
        "quarter",
        "2025-10-01",
        "2025-12-31",
    )
    assert (data["total_clients"], data["new_cases"], data["report_date"]) == (0, 0, "2026-03-02")
    assert len(data["indicators"]) == 17
    assert data["indicators"]["3_5"] == {
        "data_source": "投诉登记与处理表",
        "numerator": 0,
        "denominator": 0,
        "met_computed": "na",
        "met": "na",
        "remark": "本期无投诉",
    }


@pytest.mark.requirement("R-000-46")
def test_a_year_may_be_reported_as_well_as_a_quarter(world: World) -> None:
    year = holding(WINTER.start, "year")

    record = world.do(quality_records.begin, "qian", TABLE, year, world.now)

    data = world.do(records.view, "qian", record.id, world.now).data
    assert (data["period_type"], data["period_start"], data["period_end"]) == (
        "year",
        "2025-01-01",
        "2025-12-31",
    )


@pytest.mark.requirement("R-000-46")
@pytest.mark.parametrize(("moment", "over"), [((2025, 12, 31, 15, 59), False), ((2025, 12, 31, 16, 0), True)])
def test_a_period_ends_at_midnight_of_the_institution(
    world: World, moment: tuple[int, int, int, int, int], over: bool
) -> None:
    world.now = datetime(*moment, tzinfo=UTC)  # 16:00 in UTC is midnight in Shanghai

    codes = refused(lambda: begun(world))

    assert codes == (() if over else ("indicators.period-open",))


def test_two_who_begin_the_same_period_begin_the_same_record(world: World) -> None:
    assert begun(world).line.id == begun(world, "sun").line.id


@pytest.mark.parametrize("actor", ["lin", "wang", "chen", "admin"])
def test_only_the_quality_department_and_the_head_begin_a_table(world: World, actor: str) -> None:
    assert refused(lambda: begun(world, actor)) == ("permission.denied",)


@pytest.mark.requirement("R-000-48")
def test_a_changed_result_needs_a_remark(world: World) -> None:
    draft = begun(world)
    silent = {**WORDS, **changed(draft, "1_1", met="yes", remark=None)}
    explained = {**WORDS, **changed(draft, "1_1", met="yes", remark="上期已建档，本期没有新个案")}

    assert refused(lambda: world.submit(draft, silent, "qian")) == ("answer.check.remark-needed",)
    assert refused(lambda: world.submit(draft, explained, "qian")) == ()


@pytest.mark.requirement("R-000-48")
@pytest.mark.parametrize(
    "values", [{"numerator": 5}, {"denominator": 9}, {"met_computed": "yes"}, {"data_source": "别处"}]
)
def test_what_was_counted_cannot_be_typed_over(world: World, values: dict[str, Any]) -> None:
    draft = begun(world)

    spoilt = {**WORDS, **changed(draft, "2_3", **values)}

    assert refused(lambda: world.submit(draft, spoilt, "qian")) == ("record.locked-field",)


@pytest.mark.requirement("R-000-49")
@pytest.mark.parametrize("missing", list(WORDS))
def test_results_problems_and_measures_must_be_written(world: World, missing: str) -> None:
    draft = begun(world)

    assert refused(lambda: world.submit(draft, {**WORDS, missing: None}, "qian")) != ()


def sign(world: World, record_id: str, role: str, actor: str) -> tuple[str, ...]:
    """Somebody signs; the codes with which that was refused."""
    strokes = [[[0, 0], [9, 9]]]
    return refused(
        lambda: world.do(signing.sign, actor, record_id, role, "drawn", world.now, strokes=strokes)
    )


def archived(world: World) -> list[dict[str, Any]]:
    """The contents of the archive register."""
    wanted = select(Record).where(Record.definition_id == "archive-register", Record.status == "submitted")
    with world.store.reading(world.institution_id) as session:
        return [record_facts.content(session, record) for record in session.scalars(wanted)]


@pytest.mark.requirement("R-000-49")
def test_the_person_in_charge_cannot_be_the_reviewer(world: World) -> None:
    record_id = submitted(world)

    first = sign(world, record_id, "leader", "sun")

    assert first == ()
    assert sign(world, record_id, "reviewer", "sun") == ("sign.same-person",)
    assert sign(world, record_id, "reviewer", "qian") == ()


@pytest.mark.requirement("R-000-46", "R-000-49")
def test_a_table_is_archived_without_a_case_number_once_both_have_signed(world: World) -> None:
    record_id = submitted(world)
    sign(world, record_id, "leader", "sun")
    before = archived(world)

    sign(world, record_id, "reviewer", "qian")

    assert before == []
    (entry,) = archived(world)
    assert (entry["archive_class"], entry.get("case_no")) == (["quality"], None)
    assert "2025-10-01" in entry["file_ref"]


@pytest.mark.requirement("R-000-46")
def test_a_signed_table_can_neither_be_corrected_nor_voided_nor_unsigned(world: World) -> None:
    record_id = submitted(world)
    for role, actor in (("leader", "sun"), ("reviewer", "qian")):
        sign(world, record_id, role, actor)
    data = world.do(records.view, "qian", record_id, world.now).data
    body = {**data, "problems": "没有问题"}

    corrected = refused(
        lambda: world.do(records.correct, "qian", record_id, body, 1, world.now, "f" * 32, "改一下")
    )
    voided = refused(lambda: world.do(records.void, "qian", record_id, "改一下", world.now))
    unsigned = refused(lambda: world.do(signing.withdraw, "sun", record_id, "leader", "改一下", world.now))

    assert {corrected, voided, unsigned} == {("indicators.signed",)}


def test_a_void_table_of_a_period_may_be_begun_again(world: World) -> None:
    record_id = submitted(world)

    world.do(records.void, "qian", record_id, "数据补录后重做", world.now)

    assert begun(world).line.id != record_id


def test_covered_residents_come_from_the_quality_page_into_the_record(world: World) -> None:
    world.do(quality_tables.set_residents, "qian", 2610, MORNING)

    data = begun(world).data

    assert data["covered_residents"] == 2610
    assert data["indicators"]["3_3"]["denominator"] == 2610
    assert refused(lambda: world.do(quality_tables.set_residents, "qian", 0, MORNING)) == (
        "indicators.residents",
    )


@pytest.mark.requirement("R-KPI-1", "R-KPI-11")
def test_the_table_of_targets_begins_with_twelve_counted_rows(world: World) -> None:
    year = holding(WINTER.start, "year")

    record = world.do(quality_records.begin, "sun", "kpi-table", year, world.now)

    data = world.do(records.view, "sun", record.id, world.now).data
    assert (data["year"], len(data["rows"])) == (2025, 12)
    assert {name: data["rows"][0][name] for name in ("indicator", "target", "actual", "met")} == {
        "indicator": "专职社工和社工助理",
        "target": "2 + 2",
        "actual": "0 + 0",
        "met": "no",
    }
    assert (
        world.submit(world.do(records.view, "sun", record.id, world.now), {}, "sun").record.status
        == "submitted"
    )


@pytest.mark.parametrize(("judged", "asked"), [("na", False), ("no", True), ("yes", True)])
def test_a_row_with_nothing_to_count_leaves_no_rate_open(judged: str, asked: bool) -> None:
    form = library.form(None, "cd-monitoring-table")

    seen = answers.effective(form, {"indicators": {"1_1": {"met_computed": judged}}})

    assert seen.visible("/indicators/1_1/rate") is asked

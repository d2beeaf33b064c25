"""The quality pages as people meet them: the table of a period, the units behind a number, making and changing the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from caseforms import indicators
from caseforms.services import accounts, indicator_tables, recounting
from tests.indicators import written
from tests.indicators.conftest import ASSESSED, COMPLAINTS, PEOPLE, SERVED
from tests.web import stories
from tests.web.conftest import House
from tests.web.visiting import PASSWORD, Visitor, signed_in

TABLE = "/quality/sample-table/2026-Q1"
A1 = "/quality/cd-monitoring-table"


@pytest.fixture
def sample() -> Iterator[None]:
    """A table over the mental-health case instead of the shipped ones."""
    counted = indicators.parse(
        written.table(
            written.row("assessed", percent=90, counter=ASSESSED, label=written.text("预估率", "Assessed")),
            written.row("served", percent=50, counter=SERVED, label=written.text("服务率", "Served")),
            written.row(
                "complaints", percent=100, counter=COMPLAINTS, label=written.text("投诉", "Complaints")
            ),
            figures=[written.part("people", None, PEOPLE)],
            sections={"one": written.text("一、流程", "I. Process")},
        )
    )
    indicator_tables.bring(counted)
    yield
    indicator_tables.bring()


def applied(worker: Visitor) -> None:
    """A case whose application is submitted: active, not assessed yet."""
    stories.new_case(worker).press("Submit", stories.APPLICATION)


def joined(house: House, username: str, role: str) -> Visitor:
    """Somebody new in the house, signed in."""
    with house.store.transaction(house.institution_id) as session:
        accounts.add_user(session, None, username, f"新{role}", [role], house.clock(), password=PASSWORD)
    return signed_in(house.app, username)


def test_quality_staff_see_how_a_case_changes_the_table(house: House, visit, sample: None) -> None:
    applied(visit("lin"))
    qian = joined(house, "qian", "quality").follow("Quality")

    qian.open(TABLE)

    assert qian.sees("0.0%")
    assert qian.sees("short by 90.0 points")
    assert qian.sees("1 case not fulfilled")


def test_the_units_behind_a_number_name_the_missing_thing_and_never_the_client(
    house: House, visit, sample: None
) -> None:
    applied(visit("lin"))
    qian, wang = joined(house, "qian", "quality"), visit("wang")

    qian.open(f"{TABLE}/assessed")
    wang.open(f"{TABLE}/assessed")

    assert qian.sees("还没有预估")
    assert qian.sees("林晓燕")  # whose case it is: a colleague
    assert not any("/cases/" in link.attributes["href"] for link in qian.page.all("a"))
    assert any("/cases/" in link.attributes["href"] for link in wang.page.all("a"))
    assert "张秀兰" not in qian.html + wang.html


@pytest.mark.requirement("R-001-70", "R-002-49", "R-001-58")
def test_an_evaluator_from_outside_sees_rates_and_no_unit(house: House, visit, sample: None) -> None:
    applied(visit("lin"))
    outside = joined(house, "wai", "third_party").follow("Quality")

    outside.open(f"{TABLE}/assessed")

    assert outside.sees("0.0%")
    assert not outside.sees("还没有预估")
    assert not outside.sees("林晓燕")


@pytest.mark.requirement("R-001-70", "R-001-58")
def test_the_numbers_leave_the_house_without_a_name_or_the_number_of_a_case(
    house: House, visit, sample: None
) -> None:
    applied(visit("lin"))
    qian = joined(house, "qian", "quality")

    answer = qian.client.get(f"{TABLE}.csv")

    text = answer.get_data(as_text=True)
    assert "assessed,Assessed,0,1,0.0" in text
    assert "林晓燕" not in text
    assert "2026-MH" not in text


def test_the_bar_stays_at_quality_while_the_record_of_a_table_is_open(house: House, visit) -> None:
    qian = joined(house, "qian", "quality")
    house.clock.pass_time(days=40)
    qian = signed_in(house.app, "qian").open(f"{A1}/2026-Q1").press("Make the table of this period")

    lit = [link.text for link in qian.page.all("a") if link.attributes.get("aria-current") == "page"]

    assert "Quality" in lit
    assert "Cases" not in lit


@pytest.mark.parametrize("address", ["/quality", TABLE, f"{TABLE}/assessed", f"{TABLE}.csv", "/quality/work"])
@pytest.mark.parametrize("who", ["chen", "guan", "dang"])
def test_who_has_no_right_to_statistics_sees_no_page_of_quality(
    visit, sample: None, address: str, who: str
) -> None:
    visit(who).open(address, expect=403)


@pytest.mark.parametrize(
    "address", ["/quality/nothing/2026-Q1", "/quality/sample-table/2026-Q7", f"{TABLE}/nothing"]
)
def test_what_is_not_there_is_not_found(visit, sample: None, address: str) -> None:
    visit("wang").open(address, expect=404)


def test_a_trend_draws_its_standard_and_says_the_same_as_a_table(visit, sample: None) -> None:
    applied(visit("lin"))
    wang = visit("wang").open(f"{TABLE}/assessed")

    assert wang.sees("standard ≥90%")
    assert wang.sees("Fourth quarter of 2025")
    assert 'role="img"' in wang.html


def test_numbers_counted_under_other_rules_are_said_to_be_old(house: House, visit, sample: None) -> None:
    applied(visit("lin"))
    wang = visit("wang").open(TABLE)
    fresh = wang.sees("caseforms indicators rebuild")
    indicator_tables.bring(indicators.parse(written.table(written.row("other", counter=SERVED))))

    stale = wang.open(TABLE).sees("caseforms indicators rebuild")
    recounting.recount(house.store, house.institution_id, house.clock, lambda _: None)

    assert (fresh, stale) == (False, True)
    assert not wang.open(TABLE).sees("caseforms indicators rebuild")


def test_the_page_of_a_past_period_begins_its_record_once(house: House) -> None:
    qian = joined(house, "qian", "quality").open(f"{A1}/2025-Q4")

    qian.press("Make the table of this period")
    first = qian.address
    again = qian.open(f"{A1}/2025-Q4")

    assert "/records/" in first
    assert again.sees("being filled in")
    assert not again.sees("Make the table of this period")


def test_a_running_period_cannot_be_made_into_a_record(house: House) -> None:
    qian = joined(house, "qian", "quality").open(f"{A1}/2026-Q1")

    assert qian.sees("These are the numbers so far")
    assert not qian.sees("Make the table of this period")


def test_the_covered_residents_are_typed_in_once_and_counted_with(house: House) -> None:
    qian = joined(house, "qian", "quality").open(f"{A1}/2025-Q4")

    qian.press("Save", {"residents": "2610"})
    wrong = qian.press("Save", {"residents": "many"}, expect=422)

    assert wrong.sees("whole number of at least 1")
    assert 'value="2610"' in qian.open(f"{A1}/2025-Q4").html


def test_the_page_of_the_work_counts_open_cases_by_worker_and_stage(house: House, visit) -> None:
    applied(visit("lin"))

    wang = visit("wang").open("/quality/work")
    outside = joined(house, "wai", "third_party").open("/quality/work")

    assert wang.sees("林晓燕")
    assert wang.sees("Open cases by stage")
    assert outside.sees("Worker 1")
    assert not outside.sees("林晓燕")

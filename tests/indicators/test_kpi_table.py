"""The contract targets of 004: twelve rows, each met at its target and not one below, counted only with their proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from caseforms.indicators import Asked, Ground, Verdict, holding, judge
from caseforms.services import indicator_tables
from tests.indicators.grounds import entry, ground, judged

TABLE = indicator_tables.table("kpi-table")
YEAR = holding(date(2026, 1, 1), "year")
IN_MAY = "2026-05-10"


def verdict(row: str, *grounds: Ground) -> Verdict:
    """One row of the contract year."""
    return judged(TABLE, grounds, YEAR).row(row)


def staff(role: str, **data: Any) -> Ground:
    """Somebody in the staff register."""
    body = {"role": role, "employment": "full_time", **data}
    return ground({"staff-qualification": [entry(body, "2026-01-05")]}, register="staff-qualification")


def checklist(**items: str) -> Ground:
    """A check of the premises with a photograph."""
    body = {
        "site": "东胜部",
        "checked_on": IN_MAY,
        "photos": [{"sha256": "a"}],
        "items": {"door_sign": "yes", "desk_computer": "yes", "printer": "yes", **items},
    }
    return ground({"facility-checklist": [entry(body, IN_MAY)]}, register="facility-checklist")


def volunteer(station: str, team: str = "阳光队", stage: str = "active") -> Ground:
    """A volunteer."""
    profile = entry({"team": team, "station": station}, "2026-02-01")
    return ground({"volunteer-profile": [profile]}, workflow="volunteer", stage=stage, entered="2026-02-01")


def activity(category: str, *proof: str, stage: str = "held") -> Ground:
    """An activity of May with a plan and these other documents."""
    plan = entry({"activity_category": category, "start_at": f"{IN_MAY}T09:00"}, "2026-05-01")
    papers = {name: [entry({"held_on": IN_MAY, "people": []}, IN_MAY)] for name in proof}
    return ground({"activity-plan": [plan], **papers}, workflow="activity", stage=stage)


def with_sheet(category: str) -> Ground:
    """An activity with its sign-in sheet."""
    return activity(category, "activity-signin")


def group(sessions: int, signed_in: int, feedback: bool = True) -> Ground:
    """A stress-relief group of medical staff."""
    forms = {
        "group-plan": [entry({"group_type": "staff_relief"}, "2026-03-01")],
        "group-session-record": [
            entry({"session_no": number, "held_at": f"2026-04-{number:02}T10:00"}, f"2026-04-{number:02}")
            for number in range(1, sessions + 1)
        ],
        "activity-signin": [
            entry({"session_no": number}, f"2026-04-{number:02}") for number in range(1, signed_in + 1)
        ],
    }
    if feedback:
        forms["activity-feedback"] = [entry({"overall": "5"}, "2026-04-20")]
    return ground(forms, workflow="group", stage="closed")


def given(kind: str, amount: int, person: str = "") -> Ground:
    """Aid that was handed out."""
    body = {"aid_kind": kind, "amount": amount, "issued_on": IN_MAY}
    return ground({"aid-disbursement": [entry(body, IN_MAY)]}, workflow="aid", stage="given", person=person)


def served(case_no: str, form: str = "case-activity-record") -> Ground:
    """A record of a case service."""
    record = entry({"case_no": case_no, "served_at": f"{IN_MAY}T10:00"}, IN_MAY)
    where: Mapping[str, Any] = (
        {"register": form} if form == "case-activity-record" else {"workflow": "hospital-case"}
    )
    return ground({form: [record]}, **where)


TARGETS: Mapping[str, tuple[int, Callable[[int], list[Ground]]]] = {
    "1": (2, lambda n: [staff("social_worker") for _ in range(2)] + [staff("assistant") for _ in range(n)]),
    "2": (1, lambda n: [checklist() for _ in range(n)]),
    "3": (1, lambda n: [volunteer("none") for _ in range(n)]),
    "4": (2, lambda n: [with_sheet("volunteer") for _ in range(n)]),
    "5": (2, lambda n: [volunteer(station) for station in ("dongsheng", "dongkang")[:n]]),
    "6": (10, lambda n: [served(f"2026-HB-{number:04}") for number in range(n)]),
    "7": (4, lambda n: [with_sheet("patient_care") for _ in range(n)]),
    "8": (4, lambda n: [with_sheet("health_talk") for _ in range(n)]),
    "9": (2, lambda n: [group(5, 5) for _ in range(n)]),
    "10": (4, lambda n: [activity("staff_care", "activity-signin", "activity-feedback") for _ in range(n)]),
    "11": (10, lambda n: [given("meal_card", 200) for _ in range(n)]),
    "12": (2, lambda n: [given("child_medical", 5000) for _ in range(n)]),
}


@pytest.mark.requirement("R-KPI-1", "R-KPI-2", "R-KPI-3", "R-KPI-4", "R-KPI-5", "R-KPI-6")
@pytest.mark.requirement("R-KPI-7", "R-KPI-8", "R-KPI-9", "R-KPI-10", "R-KPI-11", "R-KPI-12", "R-004-06")
@pytest.mark.parametrize("row", list(TARGETS))
def test_a_target_is_met_when_it_is_reached_and_not_one_before(row: str) -> None:
    target, make = TARGETS[row]

    assert verdict(row, *make(target)).met == "yes"
    assert verdict(row, *make(target - 1)).met == "no"


@pytest.mark.requirement("R-KPI-1")
def test_part_time_and_departed_workers_are_not_counted() -> None:
    assistants = [staff("assistant"), staff("assistant")]
    part_time = verdict(
        "1", staff("social_worker"), staff("social_worker", employment="part_time"), *assistants
    )
    departed = verdict("1", staff("social_worker"), staff("social_worker", left_on="2025-12-31"), *assistants)

    assert (part_time.met, departed.met) == ("no", "no")


@pytest.mark.requirement("R-KPI-2")
def test_an_office_without_a_printer_or_a_photograph_is_not_complete() -> None:
    pictureless = ground(
        {
            "facility-checklist": [
                entry(
                    {
                        "site": "东胜部",
                        "checked_on": IN_MAY,
                        "items": {"door_sign": "yes", "desk_computer": "yes", "printer": "yes"},
                    },
                    IN_MAY,
                )
            ]
        },
        register="facility-checklist",
    )

    assert verdict("2", checklist(printer="no")).met == "no"
    assert verdict("2", pictureless).met == "no"


@pytest.mark.requirement("R-KPI-3", "R-KPI-5")
def test_teams_and_stations_count_once_and_only_with_an_active_volunteer() -> None:
    two = [volunteer("dongkang"), volunteer("dongkang")]

    assert verdict("3", *two).count.good == 1
    assert verdict("5", *two).met == "no"
    assert verdict("3", volunteer("dongkang", stage="applied")).met == "no"


@pytest.mark.requirement("R-KPI-5")
def test_an_institution_that_lists_one_campus_needs_one_station() -> None:
    counted = judged(TABLE, [volunteer("dongkang")], YEAR).row("5")

    one = judge(TABLE, {"5.stations": counted.count}, Asked(settings={"campuses": ["dongkang"]})).row("5")

    assert one.met == "yes"


@pytest.mark.requirement("R-KPI-4", "R-KPI-7", "R-KPI-8", "R-KPI-10")
def test_an_activity_without_its_proof_is_listed_and_not_counted() -> None:
    bare = activity("volunteer")
    without_feedback = with_sheet("staff_care")
    cancelled = activity("health_talk", "activity-signin", stage="cancelled")

    assert (verdict("4", bare).count.good, verdict("4", bare).count.all) == (0, 1)
    assert (verdict("10", without_feedback).count.good, verdict("10", without_feedback).count.all) == (0, 1)
    assert verdict("8", cancelled).count.all == 0


@pytest.mark.requirement("R-KPI-6")
def test_two_records_of_one_case_count_once_and_a_hospital_record_lacks_its_proof() -> None:
    twice = verdict("6", served("2026-HB-0001"), served("2026-HB-0001"))
    hospital = verdict("6", served("2026-HB-0002", "hosp-intervention-record"))

    assert twice.count.good == 1
    assert hospital.count.good == 1
    assert (hospital.beside[0].count.good, hospital.beside[0].count.all) == (0, 1)


@pytest.mark.requirement("R-KPI-9")
@pytest.mark.parametrize(("sessions", "sheets", "feedback"), [(4, 4, True), (5, 4, True), (5, 5, False)])
def test_a_group_needs_five_sessions_each_with_a_sheet_and_feedback(
    sessions: int, sheets: int, feedback: bool
) -> None:
    found = verdict("9", group(5, 5), group(sessions, sheets, feedback))

    assert (found.count.good, found.count.all, found.met) == (1, 2, "no")
    assert verdict("9", group(10, 10)).met == "no"


@pytest.mark.requirement("R-KPI-11")
def test_more_cards_or_more_money_than_agreed_is_a_warning() -> None:
    many = verdict("11", *[given("meal_card", 100) for _ in range(11)])
    dear = verdict("11", *[given("meal_card", 2001) for _ in range(10)])
    fine = verdict("11", *[given("meal_card", 2000) for _ in range(10)])

    assert [remark["zh"] for remark in many.remarks] == ["已发11人次、1100元，超出约定的10人次或20000元"]
    assert len(dear.remarks) == 1
    assert fine.remarks == ()


@pytest.mark.requirement("R-KPI-12")
def test_a_child_counts_once_and_the_fourth_is_above_the_target() -> None:
    same = verdict("12", given("child_medical", 1, "p1"), given("child_medical", 1, "p1"))
    four = verdict("12", *[given("child_medical", 1) for _ in range(4)])

    assert (same.count.good, same.met) == (1, "no")
    assert (four.count.good, four.met) == (4, "yes")
    assert [remark["zh"] for remark in four.remarks] == ["超过目标（3）"]


def test_the_last_day_of_the_contract_year_belongs_to_it() -> None:
    on_new_year = with_sheet("volunteer")
    forms = on_new_year.document["forms"]
    assert isinstance(forms, dict)
    forms["activity-signin"]["first"]["held_on"] = "2026-12-31"

    assert verdict("4", on_new_year).count.good == 1
    assert judged(TABLE, [on_new_year], YEAR.after()).row("4").count.good == 0

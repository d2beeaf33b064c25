"""Table A.1 of T/TFZX 55: twenty cases with known values, each of the 17 rates at, above and just below its standard.

Long because it is one table: each row of the standard stands beside the cases that show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from caseforms import indicators
from caseforms.indicators import Count, Ground, Period, Verdict, holding
from caseforms.services import indicator_tables
from tests.indicators.grounds import Entry, entry, ground, judged, task

TABLE = indicator_tables.table("cd-monitoring-table")
SPRING = holding(date(2026, 1, 1), "quarter")
YES = {"needs_comprehensive": "yes"}
PARTS = {"basic_health": "高血压十年", "psychological_state": "平稳", "social_support": "子女照顾"}
HEALTHY = {"systolic": 128, "diastolic": 80}
Forms = dict[str, list[Entry]]


def forms(**more: list[Entry]) -> Forms:
    """A case that is registered and assessed; names with underscores."""
    base: Forms = {
        "cd-intake": [entry({"intake_date": "2026-01-05"}, "2026-01-05")],
        "cd-initial-assessment": [entry({**PARTS, **YES}, "2026-01-08")],
    }
    return base | {name.replace("_", "-"): entries for name, entries in more.items()}


def met_or_not(of_form: str, good: Mapping[str, Any], bad: Mapping[str, Any]) -> Callable[[bool], Ground]:
    """Cases that differ in one record of February."""
    return lambda fine: ground(forms(**{of_form: [entry(good if fine else bad, "2026-02-10")]}))


def comprehensive(**data: Any) -> Entry:
    """A comprehensive assessment of January."""
    return entry({"assessed_on": "2026-01-12", "standard_tools_used": ["phq9"], **data}, "2026-01-12")


def phq9(total: int, on: str, occasion: str = "stage") -> Entry:
    """A PHQ-9."""
    return entry({"total": total, "administered_on": on, "occasion": occasion}, on)


def plan(*points: str, on: str = "2026-01-15", **more: Any) -> Entry:
    """A signed plan with evaluation points."""
    return entry({"actions": [{"evaluation_point": point} for point in points], **more}, on)


def follow_up(on: str, **data: Any) -> Entry:
    """A follow-up that reached the client."""
    return entry({"contact_made": True, "follow_up_at": f"{on}T10:00", **data}, on)


def satisfied(form: str) -> Callable[[bool], Ground]:
    """Answers of a survey that nobody signed: each counts."""
    return lambda fine: ground(
        {
            form: [
                entry(
                    {"survey_date": "2026-02-01", "overall": "4" if fine else "3", "relation": "女儿"},
                    "2026-02-01",
                )
            ]
        },
        register=form,
    )


def complaint(fine: bool, **data: Any) -> Ground:
    """A complaint about the social workers, received on Monday 5 January."""
    body = {
        "complaint_no": "2026-T-0001",
        "kind": "complaint",
        "department": "social_work",
        "received_at": "2026-01-05T09:00",
        **({"handling": "已道歉并改期", "responded_at": "2026-01-07T10:00"} if fine else {}),
        **data,
    }
    return ground({"complaint-record": [entry(body, "2026-01-05")]}, register="complaint-record")


def closed(fine: bool) -> Ground:
    """A case that went into closing in March."""
    own = forms(cd_closure_report=[entry({}, "2026-03-10")], archive_register=[entry({}, "2026-03-12")])
    if not fine:
        own["archive-register"] = []
    return ground(
        own, stage="closed" if fine else "closing", final=fine, entered="2026-03-12", ended="2026-03-09"
    )


def with_baseline(base: int, now: int) -> Ground:
    """A case with a PHQ-9 at the beginning and one in February."""
    return ground(forms(scale_phq9=[phq9(base, "2026-01-10", "baseline"), phq9(now, "2026-02-20")]))


def visits(base: int, observed: str, since: int) -> Ground:
    """A case with a year's emergency visits and admissions at the beginning of 2025, and one follow-up later."""
    start = entry({"assessed_on": "2025-12-01", "er_visits_12m": base, "admissions_12m": 0}, "2025-12-01")
    later = follow_up(observed, er_visits_since=since, admissions_since=0)
    return ground(forms(cd_comprehensive_assessment=[start], cd_follow_up=[later]))


CASES: Mapping[str, Callable[[bool], Ground]] = {
    "1_1": lambda fine: ground(forms() if fine else {}, opened="2026-02-01"),
    "1_2": lambda fine: ground(forms() if fine else forms(cd_initial_assessment=[])),
    "1_3": lambda fine: ground(
        forms(
            cd_comprehensive_assessment=[comprehensive()], scale_phq9=[phq9(5, "2026-01-12")] if fine else []
        )
    ),
    "1_4": lambda fine: ground(forms(cd_isp=[entry({}, "2026-02-01", complete=fine)])),
    "1_5": lambda fine: ground(
        forms(cd_follow_up=[follow_up("2026-02-12")] if fine else []),
        tasks=[task("2026-02-10", met="2026-02-12" if fine else "")],
    ),
    "1_6": lambda fine: ground(
        forms(
            cd_isp=[plan("2026-03-01")],
            cd_stage_assessment=[
                entry({"assessed_on": "2026-03-08" if fine else "2026-03-09"}, "2026-03-09")
            ],
        )
    ),
    "1_7": closed,
    "2_1": met_or_not(
        "knowledge_quiz",
        {"quiz_date": "2026-02-10", "passed": True},
        {"quiz_date": "2026-02-10", "passed": False},
    ),
    "2_2": lambda fine: ground(
        forms(cd_follow_up=[follow_up("2026-02-10", new_habit=["low_salt"] if fine else ["none"])])
    ),
    "2_3": lambda fine: ground(
        forms(cd_follow_up=[follow_up("2026-02-10", systolic=139 if fine else 140, diastolic=89)])
    ),
    "2_4": lambda fine: with_baseline(10, 9 if fine else 10),
    "2_5": lambda fine: visits(2, "2026-03-05", 0 if fine else 2),
    "3_1": satisfied("satisfaction-patient"),
    "3_2": satisfied("satisfaction-caregiver"),
    "3_4": lambda fine: ground(
        forms(
            resource_link=[
                entry({"obtained": "partly", "obtained_on": "2026-03-31"}, "2026-03-31")
                if fine
                else entry({"obtained": "pending"}, "2026-03-31")
            ]
        )
    ),
    "3_5": complaint,
}
STANDARDS = {row.id: row.percent for row in TABLE.rows}


def verdict(row: str, *grounds: Ground, period: Period = SPRING, **more: Any) -> Verdict:
    """One row over some cases."""
    return judged(TABLE, grounds, period, **more).row(row)


def count(row: str, *grounds: Ground, period: Period = SPRING) -> tuple[int, int]:
    """Numerator and denominator of one row."""
    found = verdict(row, *grounds, period=period).count
    return found.good, found.all


def requirement(row: str) -> str:
    """The row of the requirements that an indicator is."""
    return f"R-A1-{row.replace('_', '.')}"


@pytest.mark.requirement("R-A1-1.1", "R-A1-1.2", "R-A1-1.3", "R-A1-1.4", "R-A1-1.5", "R-A1-1.6", "R-A1-1.7")
@pytest.mark.requirement("R-A1-2.1", "R-A1-2.2", "R-A1-2.3", "R-A1-2.4", "R-A1-2.5")
@pytest.mark.requirement("R-A1-3.1", "R-A1-3.2", "R-A1-3.4", "R-A1-3.5", "R-000-48")
@pytest.mark.parametrize("row", list(CASES))
def test_a_rate_of_twenty_is_met_at_its_standard_and_not_just_below(row: str) -> None:
    percent = STANDARDS[row]
    assert percent is not None
    enough = percent * 20 // 100
    assert enough * 100 == percent * 20
    fine, bad = ([CASES[row](each) for _ in range(20)] for each in (True, False))

    at = verdict(row, *fine[:enough], *bad[enough:])
    below = verdict(row, *fine[: enough - 1], *bad[enough - 1 :])
    above = verdict(row, *fine)

    assert (at.count, at.met, at.shown) == (Count(enough, 20), "yes", f"{percent}.0")
    assert (below.count.good, below.met) == (enough - 1, "no")
    assert (above.count, above.met) == (Count(20, 20), "yes")


@pytest.mark.requirement("R-A1-3.5", "R-000-48")
@pytest.mark.parametrize("row", [row.id for row in TABLE.rows if row.id != "3_3"])
def test_without_anything_to_count_a_row_is_not_applicable_and_never_missed(row: str) -> None:
    found = verdict(row)

    assert (found.met, found.shown) == ("na", "")
    assert found.remarks
    if row == "3_5":
        assert [remark["zh"] for remark in found.remarks] == ["本期无投诉"]


@pytest.mark.requirement("R-A1-1.1")
def test_a_draft_intake_counts_after_seven_days_and_a_person_once() -> None:
    young = ground({}, opened="2026-03-25")
    old = ground({}, opened="2026-03-24")
    twice = [ground(forms(), person="p"), ground(forms(), person="p")]

    assert count("1_1", young) == (0, 0)
    assert count("1_1", old) == (0, 1)
    assert count("1_1", *twice) == (1, 1)


@pytest.mark.requirement("R-A1-1.2")
@pytest.mark.parametrize("stage", ["advice_only", "not_accepted", "referred_out"])
def test_cases_that_ended_early_count_for_registration_and_first_assessment_only(stage: str) -> None:
    early = ground(forms(), stage=stage, final=True, entered="2026-02-01")

    assert (count("1_1", early), count("1_2", early)) == ((1, 1), (1, 1))
    assert {count(row, early) for row in STANDARDS if row not in ("1_1", "1_2", "3_3")} == {(0, 0)}


@pytest.mark.requirement("R-A1-1.2", "R-000-47")
def test_a_case_counts_in_every_period_in_which_it_is_active_and_an_earlier_assessment_still_holds() -> None:
    over = ground(forms(), stage="closed", final=True, entered="2026-04-01", ended="2026-04-01")

    assert count("1_2", over, period=SPRING.before()) == (0, 0)
    assert count("1_2", over, period=SPRING) == (1, 1)
    assert count("1_2", over, period=SPRING.after()) == (1, 1)
    assert count("1_2", over, period=SPRING.after().after()) == (0, 0)


@pytest.mark.requirement("R-A1-1.3")
@pytest.mark.parametrize(
    ("tools", "more", "good"),
    [
        (["phq9"], {}, 0),
        (["none"], {"tools_not_used_reason": "拒绝"}, 0),
        (["other"], {"standard_tools_other": "ADL", "standard_tools_other_score": "60，中度依赖"}, 1),
        (["other"], {"standard_tools_other": "ADL"}, 0),
    ],
)
def test_an_assessment_needs_a_complete_scale_or_another_tool_with_its_score(
    tools: list[str], more: Mapping[str, Any], good: int
) -> None:
    one = ground(forms(cd_comprehensive_assessment=[comprehensive(standard_tools_used=tools, **more)]))

    assert count("1_3", one) == (good, 1)


@pytest.mark.requirement("R-A1-1.4")
def test_a_revised_plan_counts_once_and_an_ended_case_without_plan_stays_in_the_denominator() -> None:
    revised = ground(forms(cd_isp=[plan(on="2026-01-15"), entry({}, "2026-02-20", complete=False)]))
    ended = ground(forms(), stage="closed", final=True, entered="2026-02-20", ended="2026-02-18")
    not_needed = ground(forms(cd_initial_assessment=[entry({"needs_comprehensive": "no"}, "2026-01-08")]))

    assert count("1_4", revised) == (1, 1)
    assert count("1_4", ended) == (0, 1)
    assert count("1_4", not_needed) == (0, 0)


@pytest.mark.requirement("R-A1-1.5")
def test_follow_ups_count_by_the_time_they_were_due_and_unplanned_ones_by_their_own() -> None:
    late = ground(forms(cd_follow_up=[follow_up("2026-04-20")]), tasks=[task("2026-03-30", met="2026-04-20")])
    unplanned = ground(forms(cd_follow_up=[follow_up("2026-02-02"), follow_up("2026-02-03")]))
    not_reached = ground(
        forms(cd_follow_up=[entry({"contact_made": False, "follow_up_at": "2026-02-02T10:00"}, "2026-02-02")])
    )

    assert count("1_5", late) == (1, 1)
    assert count("1_5", late, period=SPRING.after()) == (0, 0)
    assert count("1_5", unplanned) == (2, 2)
    assert count("1_5", not_reached) == (1, 1)


@pytest.mark.requirement("R-A1-1.5")
def test_tasks_taken_away_leave_the_denominator_and_missed_ones_stay_after_closure() -> None:
    tasks = [task("2026-02-10"), task("2026-03-20")]
    ended = ground(forms(), tasks=tasks, ended="2026-03-01", stage="closing")
    paused = ground(forms(), tasks=tasks, pauses={"suspended": ((date(2026, 3, 1), None),)})
    waived = ground(forms(), tasks=[task("2026-02-10", cancelled=True)])

    assert count("1_5", ended) == (0, 1)
    assert count("1_5", paused) == (0, 1)
    assert count("1_5", waived) == (0, 0)


@pytest.mark.requirement("R-A1-1.6")
def test_a_stage_assessment_counts_where_its_days_of_grace_end() -> None:
    one = ground(
        forms(
            cd_isp=[plan("2026-03-28")],
            cd_stage_assessment=[entry({"assessed_on": "2026-04-04"}, "2026-04-04")],
        )
    )

    assert count("1_6", one) == (0, 0)
    assert count("1_6", one, period=SPRING.after()) == (1, 1)


@pytest.mark.requirement("R-A1-1.6")
def test_only_points_of_the_plan_in_force_count_and_none_after_the_end() -> None:
    replaced = ground(forms(cd_isp=[plan("2026-03-01"), plan("2026-03-15", on="2026-02-20")]))
    ended = ground(forms(cd_isp=[plan("2026-03-01")]), ended="2026-03-05", stage="closing")
    one_missed = ground(
        forms(
            cd_isp=[plan("2026-02-01", "2026-03-01")],
            cd_stage_assessment=[entry({"assessed_on": "2026-02-03"}, "2026-02-03")],
        )
    )

    assert count("1_6", replaced) == (0, 1)
    assert count("1_6", ended) == (0, 0)
    assert count("1_6", one_missed) == (0, 1)


@pytest.mark.requirement("R-A1-1.7", "R-000-43")
def test_a_case_in_closing_counts_and_is_good_once_its_report_is_signed_and_archived() -> None:
    unsigned = forms(cd_closure_report=[entry({}, "2026-03-10", complete=False)])
    waiting = ground(unsigned, stage="closing", ended="2026-03-09")

    assert count("1_7", waiting) == (0, 1)
    assert count("1_7", closed(True)) == (1, 1)
    assert count("1_7", closed(True), period=SPRING.after()) == (0, 0)
    assert count("1_7", ground(forms())) == (0, 0)


@pytest.mark.requirement("R-A1-2.1")
def test_the_latest_quiz_of_the_period_decides_and_few_tests_are_a_remark() -> None:
    quizzes = [
        entry({"quiz_date": "2026-01-10", "passed": True}, "2026-01-10"),
        entry({"quiz_date": "2026-03-10", "passed": False}, "2026-03-10"),
    ]
    tested = ground(forms(knowledge_quiz=quizzes))
    untested = [ground(forms()) for _ in range(2)]

    alone, few = verdict("2_1", tested), verdict("2_1", tested, *untested)

    assert (alone.count, alone.remarks) == (Count(0, 1), ())
    assert few.count == Count(0, 1)
    assert [remark["zh"] for remark in few.remarks] == ["测评覆盖率33.3%（1／3），低于50%"]


@pytest.mark.requirement("R-A1-2.2")
def test_one_habit_of_the_period_is_enough_and_none_is_no_habit() -> None:
    stage = entry({"assessed_on": "2026-03-01", "new_habits": ["quit_smoking", "low_sugar"]}, "2026-03-01")
    both = ground(
        forms(cd_follow_up=[follow_up("2026-02-10", new_habit=["none"])], cd_stage_assessment=[stage])
    )
    silent = ground(forms(cd_follow_up=[follow_up("2026-02-10")]))
    not_reached = ground(forms(cd_follow_up=[follow_up("2026-02-10", contact_made=False)]))

    assert count("2_2", both) == (1, 1)
    assert count("2_2", silent) == (0, 1)
    assert count("2_2", not_reached) == (0, 0)
    assert count("2_2", both, period=SPRING.after()) == (0, 0)


@pytest.mark.requirement("R-A1-2.3")
@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ({"systolic": 139, "diastolic": 89}, (1, 1)),
        ({"systolic": 140, "diastolic": 89}, (0, 1)),
        ({"systolic": 139, "diastolic": 90}, (0, 1)),
        ({"glucose": 6.9, "glucose_kind": "fasting"}, (1, 1)),
        ({"glucose": 7.0, "glucose_kind": "fasting"}, (0, 1)),
        ({"glucose": 12.0, "glucose_kind": "random"}, (0, 0)),
        ({"systolic": 120, "diastolic": 70, "glucose": 7.1, "glucose_kind": "fasting"}, (0, 1)),
    ],
)
def test_blood_pressure_and_fasting_glucose_are_held_against_their_targets(
    readings: Mapping[str, Any], expected: tuple[int, int]
) -> None:
    assert count("2_3", ground(forms(cd_follow_up=[follow_up("2026-02-10", **readings)]))) == expected


@pytest.mark.requirement("R-A1-2.3")
def test_targets_of_the_plan_come_before_the_usual_ones_and_a_stage_assessment_before_readings() -> None:
    strict = {"target_systolic": 130, "target_diastolic": 80}
    readings = [follow_up("2026-02-10", systolic=132, diastolic=70)]
    stage = entry(
        {"assessed_on": "2026-02-01", "bp_at_target": "yes", "glucose_at_target": "na"}, "2026-02-01"
    )
    nothing = entry(
        {"assessed_on": "2026-02-01", "bp_at_target": "na", "glucose_at_target": "na"}, "2026-02-01"
    )

    assert count("2_3", ground(forms(cd_follow_up=readings))) == (1, 1)
    assert count("2_3", ground(forms(cd_follow_up=readings, cd_isp=[plan(**strict)]))) == (0, 1)
    assert count(
        "2_3", ground(forms(cd_follow_up=readings, cd_isp=[plan(**strict)], cd_stage_assessment=[stage]))
    ) == (1, 1)
    assert count("2_3", ground(forms(cd_stage_assessment=[nothing]))) == (0, 0)


@pytest.mark.requirement("R-A1-2.4")
def test_a_score_below_its_baseline_counts_and_a_baseline_of_nothing_does_not() -> None:
    gad7 = [
        entry({"total": 6, "administered_on": on, "occasion": occasion}, on)
        for on, occasion in (("2026-01-10", "baseline"), ("2026-02-20", "stage"))
    ]
    mixed = forms(scale_phq9=[phq9(10, "2026-01-10", "baseline"), phq9(8, "2026-02-20")], scale_gad7=gad7)

    assert count("2_4", with_baseline(0, 0)) == (0, 0)
    assert count("2_4", ground(forms(scale_phq9=[phq9(9, "2026-01-10", "baseline")]))) == (0, 0)
    assert count("2_4", ground(mixed)) == (1, 1)


@pytest.mark.requirement("R-A1-2.5")
def test_use_of_medical_care_is_compared_after_ninety_days_in_proportion_to_a_year() -> None:
    assert count("2_5", visits(2, "2026-01-30", 0)) == (0, 0)
    assert count("2_5", visits(2, "2026-03-01", 0)) == (1, 1)
    assert count("2_5", visits(2, "2026-03-01", 1)) == (0, 1)
    assert count("2_5", visits(0, "2026-03-01", 0)) == (0, 0)


@pytest.mark.requirement("R-A1-3.1", "R-A1-3.2")
def test_the_latest_answer_of_a_case_counts_and_every_anonymous_one() -> None:
    def answers(form: str, *given: tuple[str, str, str]) -> Forms:
        return {
            form: [
                entry({"survey_date": on, "overall": overall, "relation": relation}, on)
                for on, overall, relation in given
            ]
        }

    patient = ground(answers("satisfaction-patient", ("2026-01-10", "2", ""), ("2026-02-10", "5", "")))
    family = answers(
        "satisfaction-caregiver",
        ("2026-01-10", "2", "女儿"),
        ("2026-02-10", "5", "女儿"),
        ("2026-02-11", "3", "儿子"),
    )
    anonymous = [satisfied("satisfaction-patient")(True) for _ in range(2)]

    assert count("3_1", patient, *anonymous) == (3, 3)
    assert count("3_2", ground(family)) == (1, 2)


def signed_in(*people: Mapping[str, Any], category: str = "health_talk") -> Ground:
    """An activity with a sign-in sheet."""
    return ground(
        {
            "activity-plan": [entry({"activity_category": category}, "2026-02-01")],
            "activity-signin": [entry({"held_on": "2026-02-14", "people": list(people)}, "2026-02-14")],
        },
        workflow="activity",
    )


@pytest.mark.requirement("R-A1-3.3")
def test_residents_count_once_by_phone_or_name_and_staff_not_at_all() -> None:
    ann = {"name": "王安", "role": "resident", "phone": "13800000001"}
    talks = [
        signed_in(ann, {"name": "李平", "role": "patient"}),
        signed_in(ann, {"name": "李平", "role": "patient"}, {"name": "陈护士", "role": "staff"}),
        signed_in({"name": "赵六", "role": "resident"}, category="staff_care"),
    ]

    met = verdict("3_3", *talks, given={"covered_residents": 4})
    below = verdict("3_3", *talks, given={"covered_residents": 5})
    impossible = verdict("3_3", *talks, given={"covered_residents": 1})

    assert (met.count, met.met) == (Count(2, 4), "yes")
    assert below.met == "no"
    assert impossible.refused


@pytest.mark.requirement("R-A1-3.3")
def test_without_the_number_of_residents_the_row_says_what_it_counts_among() -> None:
    found = verdict("3_3", signed_in({"name": "王安", "role": "resident"}))

    assert found.met == "na"
    assert found.remarks[0]["zh"] == "没有填服务覆盖社区居民数，按登记的服务对象计算"


@pytest.mark.requirement("R-A1-3.4")
def test_a_resource_obtained_or_a_referral_closed_by_the_end_of_the_period_counts() -> None:
    later = ground(
        forms(resource_link=[entry({"obtained": "yes", "obtained_on": "2026-04-01"}, "2026-04-01")])
    )
    referred = ground(forms(referral_form=[entry({"closed_at": "2026-03-31T10:00"}, "2026-02-01")]))

    assert count("3_4", later) == (0, 1)
    assert count("3_4", later, period=SPRING.after()) == (1, 1)
    assert count("3_4", referred) == (1, 1)


@pytest.mark.requirement("R-A1-3.5")
def test_suggestions_and_other_departments_are_no_complaints_and_open_ones_wait_for_their_deadline() -> None:
    open_one = complaint(False, received_at="2026-03-27T09:00")  # five working days end on 3 April

    assert count("3_5", complaint(False, kind="suggestion")) == (0, 0)
    assert count("3_5", complaint(False, department="doctor")) == (0, 0)
    assert count("3_5", open_one) == (0, 0)
    assert count("3_5", open_one, period=SPRING.after()) == (0, 1)


@pytest.mark.requirement("R-000-47")
def test_persons_count_once_and_cases_by_their_own_date() -> None:
    two = [ground(forms(), person="p"), ground(forms(), person="p")]
    after = ground({"cd-intake": [entry({"intake_date": "2026-04-01"}, "2026-04-01")]})

    found = judged(TABLE, [*two, after], SPRING)

    assert (found.figures["total_clients"], found.figures["new_cases"]) == (1, 2)


@pytest.mark.requirement("R-A1-1.6", "R-A1-1.2")
@pytest.mark.parametrize(
    ("day", "names"),
    [("2025-12-31", ["2025-Q4", "2026-Q1"]), ("2026-01-01", ["2026-Q1"]), ("2026-03-31", ["2026-Q1"])],
)
def test_new_year_and_the_last_day_of_a_quarter_belong_where_the_calendar_puts_them(
    day: str, names: list[str]
) -> None:
    one = ground({"cd-intake": [entry({"intake_date": day}, day)]})
    periods = [SPRING.before(), SPRING]

    active = [period.name for period in periods if count("1_2", one, period=period)[1]]
    new = [period.name for period in periods if judged(TABLE, [one], period).figures["new_cases"]]

    assert active == names
    assert new == names[:1]


def lacks(row: str, one: Ground) -> str:
    """What a failing case is said to lack."""
    counter = next(each for each in TABLE.counters() if each.id == row)
    settled = one.with_own(settings=dict(TABLE.settings))
    (found,) = (each for each in indicators.contributions(TABLE, settled) if each.counter == row)
    return counter.reasons()[found.missing].text["zh"]


@pytest.mark.parametrize(
    ("row", "one", "words"),
    [
        (
            "2_3",
            ground(forms(cd_follow_up=[follow_up("2026-02-10", systolic=150, diastolic=80)])),
            "血压没达标",
        ),
        (
            "2_3",
            ground(forms(cd_follow_up=[follow_up("2026-02-10", glucose=8.1, glucose_kind="fasting")])),
            "空腹血糖没达标",
        ),
        ("1_5", ground(forms(), tasks=[task("2026-02-10")]), "到期的随访还没有记录"),
        ("1_4", ground(forms()), "个性化服务计划还没有做"),
        ("3_5", complaint(False), "还没有处理记录"),
    ],
)
def test_a_failing_unit_says_what_is_missing(row: str, one: Ground, words: str) -> None:
    assert lacks(row, one) == words

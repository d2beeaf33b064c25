"""Records outside every case: who keeps which register, how it is listed, what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caseforms.services import institutions, records, register_dates, registers, signing
from caseforms.services.identifiers import new_id
from tests.services.world import World, refused

PLAN = {
    "plan_name": "走失应急预案",
    "principles": "先救人",
    "command": "主任指挥",
    "people": "值班社工两名",
    "equipment": "车辆、急救箱",
    "procedure": "发现、报告、寻找、善后",
    "coordination": "与派出所联动",
}
DRILL = {
    "plan_ref": "走失应急预案",
    "participants": "全体社工",
    "scenario": "模拟走失",
    "result": "用时25分钟",
}
RISK = {
    "risk": "入户被伤害",
    "strategy": "reduce",
    "plan": "两人同行",
    "backup_plan": "改为电话",
    "owner": "王志明",
}
COMPLAINT = {"kind": "complaint", "content": "约好的时间没有来", "channel": "phone", "anonymous": True}
EVALUATION = {
    "evaluation_type": "self",
    "evaluator": "质控组",
    "period": "2026年上半年",
    "effect": "多数目标达成",
    "problems": "记录不及时",
    "improvement": "每周检查",
}


def kept(world: World, actor: str, definition_id: str, data: Mapping[str, Any]) -> str:
    """A submitted record of a register; its id."""
    draft = world.do(registers.start, actor, definition_id, world.now)
    return world.submit(draft, data, actor).record.id


def corrected(world: World, actor: str, record_id: str, changes: Mapping[str, Any]) -> None:
    """The record with these values besides what it says."""
    view = world.do(records.view, actor, record_id, world.now)
    body = {**view.data, **changes}
    world.do(records.correct, actor, record_id, body, view.version, world.now, new_id(), "处理")


def listed(world: World, actor: str, definition_id: str, **named: Any) -> list[str]:
    """The ids of a register's lines."""
    return [line.id for line in world.do(registers.listed, actor, definition_id, **named).items]


def waiting(world: World, actor: str, definition_id: str | None = None) -> list[register_dates.RegisterDue]:
    """What waits for somebody now."""
    return list(world.do(register_dates.waiting, actor, world.now, definition_id))


def test_a_register_lists_its_records_newest_first_page_by_page(world: World) -> None:
    ids = []
    for number in range(5):
        world.later(hours=1)
        ids.append(kept(world, "wang", "emergency-plan", {**PLAN, "plan_name": f"预案{number}"}))

    first = world.do(registers.listed, "lin", "emergency-plan", limit=3)
    second = world.do(registers.listed, "lin", "emergency-plan", limit=3, after=first.next)

    assert [line.id for line in (*first.items, *second.items)] == ids[::-1]
    assert second.next is None
    assert first.items[0].values["/plan_name"] == ("预案4",)


def test_a_register_is_filtered_by_words_by_a_choices_label_and_by_year(world: World) -> None:
    complaint = kept(world, "lin", "complaint-record", COMPLAINT)
    suggestion = kept(
        world, "lin", "complaint-record", {**COMPLAINT, "kind": "suggestion", "channel": "letter"}
    )

    assert listed(world, "wang", "complaint-record", text="改进建议") == [suggestion]
    assert listed(world, "wang", "complaint-record", text="电话") == [complaint]
    assert listed(world, "wang", "complaint-record", text="2026-T-0001") == [complaint]
    assert listed(world, "wang", "complaint-record", text="%") == []
    assert set(listed(world, "wang", "complaint-record", year=2026)) == {complaint, suggestion}
    assert listed(world, "wang", "complaint-record", year=2025) == []


@pytest.mark.requirement("R-002-52")
def test_a_risk_scores_likelihood_times_impact_and_the_register_is_sorted_by_it(world: World) -> None:
    low = kept(world, "wang", "risk-register", {"risks": [{**RISK, "likelihood": "1", "impact": "3"}]})
    rows = [{**RISK, "likelihood": "2", "impact": "2"}, {**RISK, "likelihood": "4", "impact": "5"}]
    high = kept(world, "wang", "risk-register", {"risks": rows})
    middle = kept(world, "wang", "risk-register", {"risks": [{**RISK, "likelihood": "3", "impact": "3"}]})

    first = world.do(registers.listed, "wang", "risk-register", sort="/risks/*/score", limit=2)
    rest = world.do(
        registers.listed, "wang", "risk-register", sort="/risks/*/score", limit=2, after=first.next
    )

    assert [line.id for line in (*first.items, *rest.items)] == [high, middle, low]
    assert first.items[0].values["/risks/*/score"] == (4, 20)
    assert [row["score"] for row in world.do(registers.risks, "wang")] == [20, 9, 4, 3]


def test_a_register_is_only_put_in_an_order_that_it_has(world: World) -> None:
    codes = refused(lambda: world.do(registers.listed, "wang", "risk-register", sort="/risks/*/plan"))

    assert codes == ("register.unknown-order",)


@pytest.mark.parametrize(
    ("actor", "definition_id"),
    [
        ("lin", "risk-register"),
        ("lin", "emergency-plan"),
        ("wang", "staff-qualification"),
        ("admin", "quality-evaluation"),
        ("qian", "archive-borrowing"),
    ],
)
def test_only_its_keepers_add_to_a_register(world: World, actor: str, definition_id: str) -> None:
    assert refused(lambda: world.do(registers.start, actor, definition_id, world.now)) == (
        "permission.denied",
    )


@pytest.mark.parametrize("definition_id", ["risk-register", "staff-qualification", "quality-evaluation"])
def test_a_worker_does_not_see_a_register_that_is_not_hers(world: World, definition_id: str) -> None:
    assert refused(lambda: world.do(registers.listed, "lin", definition_id)) == ("permission.denied",)


def test_a_case_form_is_no_register(world: World) -> None:
    assert refused(lambda: world.do(registers.start, "wang", "mh-plan", world.now)) == ("register.not-found",)


def test_who_files_a_complaint_sees_it_and_nobody_elses(world: World) -> None:
    mine = kept(world, "lin", "complaint-record", COMPLAINT)
    theirs = kept(world, "zhou", "complaint-record", COMPLAINT)

    assert listed(world, "lin", "complaint-record") == [mine]
    assert set(listed(world, "wang", "complaint-record")) == {mine, theirs}
    assert refused(lambda: world.do(records.view, "lin", theirs, world.now)) == ("record.not-found",)


def test_whoever_a_complaint_is_about_does_not_read_it(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", COMPLAINT)
    corrected(world, "sun", record_id, {"person_complained": world.wang.user_id})

    assert listed(world, "wang", "complaint-record") == []
    assert waiting(world, "wang", "complaint-record") == []
    assert refused(lambda: world.do(records.view, "wang", record_id, world.now)) == ("record.not-found",)
    assert listed(world, "sun", "complaint-record") == [record_id]


@pytest.mark.requirement("R-002-51")
def test_a_complaint_stays_open_until_it_is_answered(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", COMPLAINT)
    world.later(days=3)

    (line,) = waiting(world, "wang")
    corrected(world, "wang", record_id, {"handler": world.wang.user_id, "department": "social_work"})
    still = waiting(world, "wang")
    corrected(world, "wang", record_id, ANSWER)

    assert (line.kind, line.record_id, line.days) == ("complaint", record_id, 3)
    assert [one.record_id for one in still] == [record_id]
    assert waiting(world, "wang") == []


ANSWER = {
    "response": "当面致歉并重新约定",
    "responded_at": "2026-03-05T09:00",
    "category": "attitude",
    "justified": "yes",
    "handling": "已重新安排",
    "improvement": "约见前一天提醒",
}


def test_an_answer_needs_who_gave_it(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", COMPLAINT)
    world.later(days=3)

    codes = refused(lambda: corrected(world, "wang", record_id, {**ANSWER, "department": "social_work"}))

    assert codes == ("answer.check.handler-known",)


def test_who_files_a_complaint_cannot_answer_it(world: World) -> None:
    draft = world.do(registers.start, "lin", "complaint-record", world.now)

    assert refused(lambda: world.submit(draft, {**COMPLAINT, "response": "没有问题"}, "lin")) == (
        "record.locked-field",
    )


@pytest.mark.requirement("R-002-53")
def test_an_emergency_plan_is_printed_by_whoever_reads_it(world: World) -> None:
    record_id = kept(world, "sun", "emergency-plan", PLAN)
    world.do(signing.sign, "sun", record_id, "leader", "typed", world.now, typed="孙主任")

    for reader in ("sun", "lin", "qian"):
        view = world.do(records.view, reader, record_id, world.now, purpose="print")
        assert view.data["procedure"] == PLAN["procedure"]
        assert "print" in view.may


@pytest.mark.requirement("R-002-54")
def test_a_drill_is_overdue_when_the_last_one_is_older_than_the_interval(world: World) -> None:
    kept(world, "wang", "emergency-drill", DRILL)
    world.later(days=179)
    before = waiting(world, "wang", "emergency-drill")
    world.later(days=3)

    (late,) = [line for line in waiting(world, "wang") if line.kind == "drill"]
    kept(world, "wang", "emergency-drill", {**DRILL, "drill_date": local_day(world.now)})

    assert before == []
    assert (late.day.isoformat(), late.days) == ("2026-08-29", 2)
    assert [line for line in waiting(world, "wang") if line.kind == "drill"] == []


def test_an_institution_that_never_held_a_drill_owes_one_after_the_interval(world: World) -> None:
    assert waiting(world, "wang") == []

    world.later(days=181)

    assert [line.kind for line in waiting(world, "wang")] == ["drill"]


def test_a_drill_names_the_newest_plan(world: World) -> None:
    kept(world, "wang", "emergency-plan", PLAN)

    draft = world.do(registers.start, "sun", "emergency-drill", world.now)

    assert draft.data["plan_ref"] == PLAN["plan_name"]


@pytest.mark.requirement("R-002-48")
def test_the_quality_department_is_asked_for_an_evaluation_at_the_set_interval(world: World) -> None:
    world.do(institutions.set_setting, "admin", "evaluation.interval_days", 90, world.now)
    kept(world, "qian", "quality-evaluation", EVALUATION)
    world.later(days=89)
    early = waiting(world, "qian")
    world.later(days=1)

    (due,) = waiting(world, "qian")
    told = world.do(lambda session, _actor: register_dates.tell(session, world.now), "qian")
    again = world.do(lambda session, _actor: register_dates.tell(session, world.now), "qian")
    kept(world, "qian", "quality-evaluation", EVALUATION)

    assert early == []
    assert (due.kind, due.day.isoformat()) == ("evaluation", "2026-05-31")
    assert (told, again) == (1, 0)
    assert waiting(world, "qian") == []


@pytest.mark.requirement("R-002-66")
def test_a_file_on_loan_is_overdue_the_day_after_it_was_due_until_it_is_back(world: World) -> None:
    loan = {"archive_no": "P000001", "purpose": "督导", "due_on": "2026-03-09"}
    record_id = kept(world, "lin", "archive-borrowing", loan)
    world.later(days=7)
    on_the_day = waiting(world, "liu")
    world.later(days=1)

    (late,) = waiting(world, "liu")
    corrected(world, "liu", record_id, {"returned_at": "2026-03-10T08:30"})

    assert on_the_day == []
    assert (late.kind, late.what, late.who, late.days) == ("loan", "P000001", world.lin.user_id, 1)
    assert waiting(world, "liu") == []


def local_day(now: datetime) -> str:
    """The day in Shanghai."""
    return now.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()

"""001 App. B and 004 二.1 through the services: complaints, premises, written rules, risks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from caseforms.services import (
    complaint_numbers,
    institutions,
    policies,
    public_forms,
    records,
    registers,
    signing,
    training,
    worklist,
)
from caseforms.services.identifiers import new_id
from tests.services.test_registers import COMPLAINT, RISK, corrected, kept
from tests.services.world import World, refused
from tests.standards import shipped

NAMED: dict[str, Any] = {**COMPLAINT, "anonymous": False, "complainant": "刘女士", "phone": "13800138000"}
HANDLED: dict[str, Any] = {
    "department": "social_work",
    "category": "attitude",
    "response": "已当面道歉",
    "justified": "yes",
    "handling": "批评教育",
    "improvement": "预约后发短信提醒",
}
ROOMS: dict[str, Any] = {
    "site": "综合楼二层",
    "office_area": 20,
    "workers": 3,
    "case_room_area": 15,
    "group_room_area": 30,
    "multi_room_area": 40,
}


def case_of(world: World, record_id: str) -> str:
    return str(world.do(records.view, "wang", record_id, world.now).line.case_id)


def stage(world: World, case_id: str) -> str:
    return world.view(case_id, "qian").line.stage


def sign(world: World, actor: str, record_id: str, role: str) -> None:
    world.do(signing.sign, actor, record_id, role, "drawn", world.now, strokes=[[[0, 0], [9, 9]]])


@pytest.mark.requirement("R-001-66")
def test_an_anonymous_complaint_without_department_is_received_at_once_as_a_case_of_its_own(
    world: World,
) -> None:
    given = {"kind": "complaint", "content": "候诊太久", "channel": "online", "anonymous": True}
    with world.store.transaction(world.institution_id) as session:
        sent = public_forms.send(
            session, world.institution_id, "complaint-record", given, world.now, new_id(), "203.0.113.5"
        )

    case_id = case_of(world, sent.record.id)
    line = world.view(case_id, "qian").line
    assert (line.stage, line.case_no) == ("received", "2026-T-0001")
    assert case_id in {each.id for each in world.do(worklist.cases, "qian", world.now, scope="all").items}
    assert refused(lambda: world.view(case_id, "lin")) == ("case.not-found",)


@pytest.mark.requirement("R-001-67")
@pytest.mark.requirement("R-001-68")
def test_a_complaint_is_answered_improved_upon_and_closed_by_the_head(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", NAMED)
    case_id = case_of(world, record_id)
    due = [each for each in world.view(case_id, "qian").due if each.key.startswith("response")]
    corrected(world, "qian", record_id, {"handler": world.wang.user_id})
    assigned = stage(world, case_id)
    world.later(days=1)
    answered = {**HANDLED, "responded_at": "2026-03-03T10:00", "satisfied": "yes"}
    bare = {name: value for name, value in answered.items() if name != "improvement"}
    without = refused(lambda: corrected(world, "wang", record_id, bare))
    corrected(world, "wang", record_id, answered)
    handled = stage(world, case_id)

    sign(world, "wang", record_id, "handler")
    twice = refused(lambda: sign(world, "wang", record_id, "leader"))
    sign(world, "sun", record_id, "leader")

    assert [each.day for each in due] == [date(2026, 3, 9)]
    assert (assigned, without, handled) == ("assigned", ("answer.required",), "handled")
    assert twice == ("sign.same-person",)
    assert stage(world, case_id) == "closed"


@pytest.mark.requirement("R-001-67")
def test_who_is_complained_of_neither_handles_nor_sees_the_complaint(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", NAMED)
    case_id = case_of(world, record_id)
    own = {"person_complained": world.wang.user_id, "handler": world.wang.user_id}

    same = refused(lambda: corrected(world, "qian", record_id, own))
    corrected(world, "qian", record_id, {**own, "handler": world.sun.user_id})

    assert same == ("answer.check.not-the-person",)
    assert refused(lambda: world.view(case_id, "wang")) == ("case.not-found",)
    seen = world.do(worklist.cases, "wang", world.now, scope="all").items
    assert case_id not in {each.id for each in seen}


@pytest.mark.requirement("R-001-67")
def test_the_response_time_is_the_institutions_own(world: World) -> None:
    world.do(institutions.set_setting, "admin", "complaint.response_days", "2", world.now)
    case_id = case_of(world, kept(world, "lin", "complaint-record", NAMED))

    def status() -> str:
        found = [each for each in world.view(case_id, "qian").due if each.key.startswith("response")]
        return found[0].status

    world.now = world.now.replace(day=4, hour=15)
    before = status()
    world.later(hours=2)

    assert (before, status()) == ("soon", "overdue")


@pytest.mark.requirement("R-004-24")
def test_the_shares_by_department_add_up_to_a_hundred() -> None:
    counts = {"window": 28, "medtech": 25, "nurse": 19, "orderly": 5, "doctor": 23}

    assert complaint_numbers.shares(counts) == counts
    assert sum(complaint_numbers.shares({"a": 1, "b": 1, "c": 1}).values()) == 100
    assert complaint_numbers.shares({"a": 2, "b": 2, "c": 2}) == {"a": 34, "b": 33, "c": 33}
    assert complaint_numbers.shares({}) == {}


@pytest.mark.requirement("R-004-24")
def test_the_justified_rate_leaves_out_suggestions_and_what_is_not_decided() -> None:
    def complaint(justified: str, **more: str) -> Mapping[str, str]:
        return {
            "kind": "complaint",
            "justified": justified,
            "category": "attitude",
            "department": "nurse",
            **more,
        }

    found = complaint_numbers.numbers_of(
        [
            complaint("yes"),
            complaint("yes", category="cost", department="window"),
            complaint("no"),
            complaint("unknown"),
            {"kind": "suggestion", "category": "quality", "department": "doctor"},
        ]
    )

    assert (found.justified_rate, found.attitude_rate) == (66.7, 50)
    assert found.by_department == {"attitude": {"nurse": 100}, "cost": {"window": 100}}


@pytest.mark.requirement("R-004-24")
def test_the_register_of_complaints_counts_what_was_handled(world: World) -> None:
    record_id = kept(world, "lin", "complaint-record", NAMED)
    kept(world, "lin", "complaint-record", COMPLAINT)
    world.later(days=1)
    answered = {**HANDLED, "responded_at": "2026-03-03T10:00", "handler": world.wang.user_id}
    corrected(world, "wang", record_id, answered)

    draft = world.do(registers.start, "qian", "complaint-register", world.now)
    data = world.do(records.view, "qian", world.submit(draft, {}, "qian").record.id, world.now).data

    assert {row["complaint_no"] for row in data["rows"]} == {"2026-T-0001", "2026-T-0002"}
    assert (data["justified_rate"], data["attitude_rate"]) == (100, 100)
    assert data["by_department"] == "服务态度：社工100%"


@pytest.mark.requirement("R-001-57")
@pytest.mark.requirement("R-001-73", "R-001-58")
def test_rooms_that_are_too_small_are_shown_and_kept(world: World) -> None:
    form = shipped.form("facility-checklist")
    rows = [pointer.rpartition("/")[2] for pointer in form.fields if pointer.startswith("/items/")]
    items = dict.fromkeys(rows, "yes")
    draft = world.do(registers.start, "admin", "facility-checklist", world.now)

    small = world.submit(draft, {**ROOMS, "office_area": 18, "items": items}, "admin")
    again = world.do(registers.start, "admin", "facility-checklist", world.now)
    right = world.submit(again, {**ROOMS, "items": items}, "admin")

    assert [each.pointer for each in small.warnings] == ["/office_area"]
    assert right.warnings == ()
    assert "archive_room" in rows


@pytest.mark.requirement("R-001-59")
@pytest.mark.requirement("R-001-62")
@pytest.mark.requirement("R-001-66")
@pytest.mark.requirement("R-001-72", "R-001-58")
def test_policies_that_nobody_wrote_down_are_listed(world: World) -> None:
    before = world.do(policies.missing, "qian")
    objectives = {
        "policy": "以人为本",
        "year": 2026,
        "objectives": [{"objective": "及时回应", "target": "95%"}],
        "duties": "主任负责",
        "key_processes": "接案",
        "policies": [{"kind": "supervision", "title": "督导制度", "effective_from": "2026-01-01"}],
    }
    kept(world, "qian", "quality-objectives", objectives)
    after = world.do(policies.missing, "qian")

    assert {"supervision", "complaint", "archive"} <= set(before)
    assert "supervision" not in after
    assert {"complaint", "archive"} <= set(after)


@pytest.mark.requirement("R-001-61")
def test_a_year_without_an_evaluation_of_quality_is_listed(world: World) -> None:
    data = {
        "evaluation_type": "self",
        "evaluator": "质控组",
        "period": "2025年",
        "effect": "多数目标达成",
        "problems": "记录不及时",
        "improvement": "每周检查",
        "satisfaction": 90,
    }
    kept(world, "qian", "quality-evaluation", data)

    found = world.do(policies.periods_without_evaluation, "qian", date(2024, 5, 1), date(2026, 3, 2))

    assert found == ("2024",)


@pytest.mark.requirement("R-001-63")
@pytest.mark.requirement("R-001-65")
def test_a_risk_has_two_scores_their_product_a_strategy_and_a_second_plan(world: World) -> None:
    form = shipped.form("risk-register")
    row = {**RISK, "likelihood": "4", "impact": "5"}
    without = {name: value for name, value in row.items() if name != "backup_plan"}
    draft = world.do(registers.start, "wang", "risk-register", world.now)

    refusal = refused(lambda: world.submit(draft, {"risks": [without]}, "wang"))
    world.submit(draft, {"risks": [row]}, "wang")

    assert refusal == ("answer.required",)
    assert [each["score"] for each in world.do(registers.risks, "wang")] == [20]
    strategies = [code for code, _ in form.choices(form.fields["/risks/*/strategy"], "zh")]
    assert strategies == ["avoid", "reduce", "transfer", "accept"]


@pytest.mark.requirement("R-001-54")
def test_training_in_infection_and_first_aid_is_registered_and_its_hours_count(world: World) -> None:
    hours = {"training_date": "2026-02-02", "provider": "市疾控中心", "hours": 6}
    record_id = kept(world, "lin", "training-record", {**hours, "topic": "infection"})
    world.do(training.confirm, "admin", record_id, world.now, reason="核对证书")

    (line,) = world.do(registers.listed, "admin", "training-record").items
    (year,) = [each for each in world.do(training.year_of, "admin", 2026, world.now) if each.hours]

    assert line.values["/topic"] == ("infection",)
    assert (year.name, year.hours) == ("林晓燕", 6)


@pytest.mark.requirement("R-001-56")
def test_after_violence_the_service_was_stopped_and_help_called_or_the_report_says_why_not(
    world: World,
) -> None:
    violence = {
        "occurred_at": "2026-03-02T08:00",
        "place": "病房",
        "incident_type": ["violence"],
        "action_taken": "离开现场，安置其他病人",
        "emergency_calls": ["110", "120"],
    }
    draft = world.do(records.start, "lin", None, "incident", world.now, definition_id="incident-report")

    unsaid = refused(lambda: world.submit(draft, violence))
    world.submit(draft, {**violence, "service_stopped": True})

    assert unsaid == ("answer.required",)
    said = world.do(records.view, "wang", draft.line.id, world.now).data
    assert (said["service_stopped"], said["emergency_calls"]) == (True, ["110", "120"])

"""Submitting: all or nothing, once, under the version it was filled with; corrections are new revisions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text

from caseforms.problems import Refused, explain
from caseforms.services import cases, records, signing
from caseforms.storage.tables import Case, CaseEvent, Notification, Revision
from tests.services import filled
from tests.services.world import World, refused

SAME = "a" * 32


@pytest.mark.requirement("R-M-06", "R-002-16")
def test_the_same_submission_twice_makes_one_record_and_one_number(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")

    first = world.submit(draft, filled.APPLICATION, submission_id=SAME)
    second = world.submit(draft, filled.APPLICATION, submission_id=SAME)

    assert (first.again, second.again) == (False, True)
    assert first.record.sha256 == second.record.sha256
    with world.store.reading(world.institution_id) as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 1
        kinds = session.scalars(select(CaseEvent.type)).all()
    assert kinds.count("record.submitted") == 1


def test_other_content_under_the_same_identifier_is_refused(world: World) -> None:
    draft = world.start(world.open(), "application")
    world.submit(draft, filled.APPLICATION, submission_id=SAME)

    other = {**filled.APPLICATION, "client_needs": "别的"}

    assert refused(lambda: world.submit(draft, other, submission_id=SAME)) == ("record.conflict",)
    assert refused(lambda: world.submit(draft, other)) == ("record.conflict",)
    assert world.submit(draft, filled.APPLICATION).again


def test_one_submission_identifier_serves_one_record(world: World) -> None:
    world.submit(world.start(world.open(), "application"), filled.APPLICATION, submission_id=SAME)
    other = world.start(world.open(), "application")

    assert refused(lambda: world.submit(other, filled.APPLICATION, submission_id=SAME)) == (
        "record.conflict",
    )


def test_starting_twice_under_one_identifier_makes_one_record(world: World) -> None:
    case_id = world.open()

    first = world.do(records.start, "lin", case_id, "application", world.now, record_id=SAME)
    second = world.do(records.start, "lin", case_id, "application", world.now, record_id=SAME)

    assert first.line == second.line
    assert refused(
        lambda: world.do(records.start, "lin", world.open(), "application", world.now, record_id=SAME)
    ) == ("record.conflict",)


def test_a_refused_submission_leaves_nothing_behind(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")
    events = len(world.view(case_id).timeline.entries)

    codes = refused(lambda: world.submit(draft, {**filled.APPLICATION, "phone": "12", "gender": "?"}))

    assert set(codes) == {"answer.format", "answer.oneOf"}
    with world.store.reading(world.institution_id) as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 0
    assert len(world.view(case_id).timeline.entries) == events
    assert world.do(records.view, "lin", draft.line.id, world.now).line.status == "draft"


def test_a_fault_after_everything_was_written_leaves_nothing_behind(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")
    body = {**draft.data, **filled.APPLICATION, "urgent_risk": True}

    def fault() -> None:
        with world.store.transaction(world.institution_id) as session:
            records.submit(session, world.lin, draft.line.id, body, draft.version, world.now, SAME)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fault()

    assert world.do(records.view, "lin", draft.line.id, world.now).line.status == "draft"
    with world.store.reading(world.institution_id) as session:
        assert session.scalar(select(func.count()).select_from(Notification)) == 0
        assert session.scalars(select(Case.person_id)).all() == [None]


@pytest.mark.requirement("R-002-14")
def test_a_draft_may_lack_what_a_submission_needs(world: World) -> None:
    draft = world.start(world.open(), "application")

    world.do(records.save_draft, "lin", draft.line.id, {**draft.data, "client_name": "张秀兰"}, 1, world.now)

    assert "answer.required" in refused(lambda: world.submit(draft, {}, version=2))


@pytest.mark.requirement("R-002-83")
def test_what_a_branch_hides_is_not_in_the_record(world: World) -> None:
    record_id = world.fill(
        world.open(),
        "application",
        {**filled.APPLICATION, "decline_action_other": "不该留下", "decline_basis": ["other"]},
    )

    data = world.do(records.view, "lin", record_id, world.now).data

    assert not {"decline_action_other", "decline_basis"} & data.keys()


@pytest.mark.requirement("R-002-19")
def test_a_guard_of_the_workflow_refuses_with_its_words_and_clause(world: World) -> None:
    draft = world.start(world.accepted(), "assessment")

    with pytest.raises(Refused) as refusal:
        world.submit(draft, filled.ASSESSMENT)

    (problem,) = refusal.value.problems
    assert problem.code == "case.guard"
    assert "《疾病与危险性概况" in str(problem.params["zh"])
    assert explain(problem, lambda message: message) == problem.params["en"]
    assert problem.params["clause"]


@pytest.mark.requirement("R-002-34")
def test_service_numbers_never_repeat_and_a_void_one_keeps_its_number(world: World) -> None:
    case_id = world.planned()
    two_devices = [world.start(case_id, "service_record"), world.start(case_id, "service_record")]
    typed_offline = {**filled.SERVICE_RECORD}
    first, second = (world.submit(draft, typed_offline).record for draft in two_devices)
    third = world.fill(case_id, "service_record", filled.SERVICE_RECORD)

    world.do(records.void, "lin", second.id, "重复", world.now)
    fourth = world.fill(case_id, "service_record", filled.SERVICE_RECORD)

    numbers = [
        world.do(records.view, "lin", each, world.now).data["session_no"]
        for each in (first.id, second.id, third, fourth)
    ]
    assert numbers == [1, 2, 3, 4]
    kept = [
        line for slot in world.view(case_id).slots if slot.name == "service_record" for line in slot.records
    ]
    assert [line.status for line in kept] == ["submitted", "void", "submitted", "submitted"]


@pytest.mark.requirement("R-002-85")
def test_a_correction_is_a_new_revision_and_voids_the_signatures_visibly(world: World) -> None:
    case_id = world.assessed()
    plan = world.fill(case_id, "plan", filled.PLAN)
    world.sign(plan, "client", "worker")
    seen = world.do(records.view, "lin", plan, world.now)

    world.do(
        records.correct,
        "lin",
        plan,
        {**seen.data, "overall_goal": "新目标"},
        seen.version,
        world.now,
        SAME,
        "写错了",
    )

    after = world.do(records.view, "lin", plan, world.now)
    assert after.line.revision == 2
    assert {each.role: each.valid for each in after.line.signed} == {"client": False, "worker": False}
    assert [each.role for each in after.pending] == ["client", "worker", "supervisor"]
    first, second = world.do(records.history, "lin", plan, world.now)
    assert first.changes == ()
    assert [(each.pointer, each.old, each.new) for each in second.changes] == [
        ("/overall_goal", "恢复社会功能", "新目标")
    ]
    assert (second.reason, second.by_name) == ("写错了", "林晓燕")
    old = world.do(records.view, "lin", plan, world.now, revision=1)
    assert old.data["overall_goal"] == "恢复社会功能"


def test_a_correction_needs_a_reason_a_change_and_the_newest_revision(world: World) -> None:
    plan = world.fill(world.assessed(), "plan", filled.PLAN)
    seen = world.do(records.view, "lin", plan, world.now)
    other = {**seen.data, "overall_goal": "新目标"}

    def correct(data: dict[str, Any], version: int, reason: str) -> tuple[str, ...]:
        return refused(
            lambda: world.do(records.correct, "lin", plan, data, version, world.now, "b" * 32, reason)
        )

    assert correct(other, 1, " ") == ("record.reason-needed",)
    assert correct(seen.data, 1, "x") == ("record.nothing-changed",)
    assert correct(other, 2, "x") == ("record.stale-version",)


def test_what_a_receiver_adds_leaves_the_senders_signature_standing(world: World) -> None:
    case_id = world.accepted()
    record_id = world.fill(case_id, "referral", filled.REFERRAL)
    world.do(signing.sign, "lin", record_id, "sender", "typed", world.now, typed="林晓燕")
    seen = world.do(records.view, "lin", record_id, world.now)

    answer = {**seen.data, "accepted": "yes", "received_at": "2026-03-02T10:00"}
    world.do(records.correct, "lin", record_id, answer, seen.version, world.now, SAME, "对方已接收")

    after = world.do(records.view, "lin", record_id, world.now)
    assert [(each.role, each.valid) for each in after.line.signed] == [("sender", True)]
    assert after.data["referral_no"] == "2026-R-0001"


@pytest.mark.requirement("R-002-31")
def test_a_supplementary_plan_leaves_the_first_one_as_it_was(world: World) -> None:
    case_id = world.planned()
    world.act(case_id, "adjust_plan", reason="目标调整")
    second = world.start(case_id, "plan")

    made = world.submit(second, {**filled.PLAN, "overall_goal": "就业", "supplement_reason": "目标调整"})

    plans = [line for slot in world.view(case_id).slots if slot.name == "plan" for line in slot.records]
    assert [line.number for line in plans] == [1, 2]
    assert second.data["plan_type"] == "supplementary"
    assert world.do(records.view, "lin", plans[0].id, world.now).data["overall_goal"] == "恢复社会功能"
    assert all(each.valid for each in plans[0].signed)
    assert made.record.waiting == ("client", "worker", "supervisor")
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)


@pytest.mark.requirement("R-M-05")
def test_a_record_names_the_version_it_answers_and_keeps_it(world: World) -> None:
    record_id = world.fill(world.open(), "application", filled.APPLICATION)

    view = world.do(records.view, "lin", record_id, world.now)

    assert view.line.version == view.form.definition.version
    with world.store.reading(None) as session:
        kept = session.execute(
            text("SELECT sha256 FROM form_version WHERE definition_id = 'mh-application'")
        ).scalar()
    assert kept == view.form.definition.sha256


@pytest.mark.requirement("R-002-35")
def test_an_urgent_risk_tells_worker_and_supervisor_at_once_and_once(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")
    urgent = {**filled.APPLICATION, "urgent_risk": True}

    world.submit(draft, urgent, submission_id=SAME)
    world.submit(draft, urgent, submission_id=SAME)

    with world.store.reading(world.institution_id) as session:
        told = session.execute(select(Notification.user_id, Notification.kind)).all()
    alerts = [row.user_id for row in told if row.kind == "alert"]
    assert sorted(alerts) == sorted([world.lin.user_id, world.wang.user_id])
    assert [item.kind for item in world.view(case_id).open_items].count("alert") == 1


@pytest.mark.requirement("R-002-17")
def test_a_late_intake_asks_for_the_reason_and_goes_on(world: World) -> None:
    draft = world.start(world.open(), "application")
    world.later(days=12)
    late = {**filled.APPLICATION, "decision_date": "2026-03-13"}

    assert refused(lambda: world.submit(draft, late)) == ("answer.required",)
    assert refused(lambda: world.submit(draft, {**late, "late_reason": "对方出差"})) == ()


@pytest.mark.requirement("R-002-41")
def test_a_warning_of_the_workflow_asks_for_a_reason_and_keeps_it(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    draft = world.start(case_id, "evaluation")
    alone = {**filled.EVALUATION, "stakeholders_involved": False}
    del alone["stakeholder_evaluation"]

    with pytest.raises(Refused) as refusal:
        world.submit(draft, alone)
    (problem,) = refusal.value.problems
    world.submit(draft, alone, reasons={str(problem.params["id"]): "没有相关方"})

    assert (problem.code, problem.params["force"]) == ("record.reason-needed", "should")
    view = world.do(records.view, "lin", draft.line.id, world.now)
    assert view.reasons[str(problem.params["id"])] == "没有相关方"


def test_nobody_submits_to_a_case_that_moved_into_its_archive(world: World) -> None:
    case_id = world.open()
    decline = {
        **{k: v for k, v in filled.APPLICATION.items() if k not in ("accept_basis", "scope_action")},
        "follow_up": "no",
        "decline_basis": ["client_refused"],
        "decline_action": ["informed"],
    }
    world.fill(case_id, "application", decline)
    world.act(case_id, "decline")

    assert refused(lambda: world.start(case_id, "plan")) == ("record.slot-closed",)
    assert world.do(cases.view, "lin", case_id, world.now).line.closed_at is not None


def test_a_declined_application_is_a_general_file_of_three_years(world: World) -> None:
    case_id = world.open()
    world.fill(
        case_id,
        "application",
        {
            **{k: v for k, v in filled.APPLICATION.items() if k not in ("accept_basis", "scope_action")},
            "follow_up": "no",
            "decline_basis": ["client_refused"],
            "decline_action": ["informed"],
        },
    )
    world.act(case_id, "decline")

    line = world.view(case_id).line

    assert (line.stage, line.retention, line.case_no) == ("not_accepted", "3y", None)

"""002 §6.1 to §6.5 through the services: files, numbers, alerts, recordings, suspension, the client's own answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from caseforms.rendering import paper
from caseforms.rendering.reader import Reader
from caseforms.services import cases, notifications, persons, records, team
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Case
from tests.services import filled
from tests.services.world import World, refused
from tests.standards.test_rows_planning import content

DECLINED = {
    **{
        name: value
        for name, value in filled.APPLICATION.items()
        if name not in ("accept_basis", "scope_action", "emergency_contact_name", "emergency_contact_phone")
    },
    "follow_up": "no",
    "decline_basis": ["beyond_centre"],
    "decline_action": ["informed"],
}


def ticked(world: World, record_id: str) -> set[str]:
    """The words beside every ticked box on the platform's sheet."""
    view = world.do(records.view, "lin", record_id, world.now, purpose="print")
    sheet = paper.sheet(view.form, view.data, Reader(language="zh", now=world.now), published=False)
    return set(re.findall(r'box--ticked"[^>]*></span><span[^>]*>([^<]+)<', str(sheet.html)))


@pytest.mark.requirement("R-002-16")
def test_only_a_case_that_was_taken_on_has_a_number_and_a_folder(world: World) -> None:
    taken = world.accepted()
    other = world.open()
    world.fill(other, "application", {**DECLINED, "client_name": "王五", "referral_offer": "declined"})
    world.act(other, "decline")
    brief = world.open()
    simple = {"accept_basis": "simple", "simple_action": ["advice"], "simple_action_advice": "电话咨询"}
    application = {name: value for name, value in filled.APPLICATION.items() if name != "scope_action"}
    world.fill(brief, "application", {**application, **simple, "client_name": "赵六"})

    lines = {each: world.view(each).line for each in (taken, other, brief)}
    with world.store.reading(world.institution_id) as session:
        numbered = session.scalar(select(func.count()).where(Case.case_no.is_not(None)))
    assert [bool(line.application_no) for line in lines.values()] == [True] * 3
    assert [line.case_no for line in lines.values()] == ["2026-MH-0001", None, None]
    assert numbered == 1
    person = world.view(taken).person_id
    assert world.do(persons.get, "lin", person, world.now).line.archive_no == "P000001"
    assert lines[other].stage == "not_accepted"


@pytest.mark.requirement("R-002-18")
def test_a_referral_that_was_declined_is_printed_on_the_application(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "application")
    unoffered = refused(lambda: world.submit(draft, DECLINED))

    sheet = world.submit(draft, {**DECLINED, "referral_offer": "declined"}).record.id

    assert unoffered == ("answer.required",)
    assert world.act(case_id, "decline") == "not_accepted"
    assert ticked(world, sheet) & {"接受转介", "拒绝转介"} == {"拒绝转介"}


@pytest.mark.requirement("R-002-34")
def test_two_devices_that_begin_at_once_get_their_own_numbers(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    tablets = [world.start(case_id, "service_record") for _ in range(2)]

    for tablet in reversed(tablets):
        world.submit(tablet, filled.SERVICE_RECORD)

    assert sorted(content(world, each.line.id)["session_no"] for each in tablets) == [1, 2]


@pytest.mark.requirement("R-002-35")
def test_a_sign_of_danger_sent_hours_later_raises_one_alert_and_bars_the_closing(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    draft = world.start(case_id, "service_record")
    answers = {**draft.data, **filled.SERVICE_RECORD, "risk_signs": True, "risk_signs_note": "说不想活"}
    world.later(hours=6)
    submission = new_id()

    for _ in range(2):
        world.do(records.submit, "lin", draft.line.id, answers, draft.version, world.now, submission)

    for name in ("lin", "wang"):
        alerts = [each for each in world.do(notifications.mine, name) if each.kind == "alert"]
        assert [alert.record_id for alert in alerts] == [draft.line.id]
    world.act(case_id, "start_evaluation")
    world.fill(case_id, "evaluation", filled.EVALUATION)
    assert "case.guard" in refused(lambda: world.act(case_id, "start_closing"))


@pytest.mark.requirement("R-002-77")
@pytest.mark.parametrize("given", ["none", "video", "expired", "revoked", "audio"])
def test_sound_is_recorded_only_with_a_consent_to_sound_that_is_in_force(world: World, given: str) -> None:
    case_id = world.planned()
    consent: dict[str, Any] = {"recording_type": ["audio"], "purpose": ["service"], "signer_type": "client"}
    if given != "none":
        kind = {"recording_type": ["video"]} if given == "video" else {}
        until = {"valid_until": "2026-03-04"} if given == "expired" else {}
        world.sign(world.fill(case_id, "recording_consent", {**consent, **kind, **until}), "client", "worker")
    world.later(days=7)
    if given == "revoked":
        world.act(case_id, "revoke_recording", reason="服务对象不同意再录音")
    draft = world.start(case_id, "service_record")

    codes = refused(
        lambda: world.submit(draft, {**filled.SERVICE_RECORD, "audio_recorded": "yes", "audio_no": "A-1"})
    )

    assert codes == (() if given == "audio" else ("case.guard",))


@pytest.mark.requirement("R-002-38")
def test_a_stay_in_hospital_suspends_and_the_return_leads_to_the_same_stage(world: World) -> None:
    case_id = world.planned()
    event = {"event": "hospitalised", "event_date": "2026-03-02", "handling": "suspend"}
    world.fill(case_id, "suspension", {**event, "resume_date": "2026-04-02"})
    away = world.view(case_id)
    review = [due.day.isoformat() for due in away.due if due.key == "suspension_review"]

    stage = world.act(case_id, "resume", reason="出院")

    assert (away.line.stage, "suspended" in away.line.flags, review) == ("intervention", True, ["2026-04-02"])
    assert (stage, "suspended" in world.view(case_id).line.flags) == ("intervention", False)


@pytest.mark.requirement("R-002-25")
def test_while_the_assessment_is_a_draft_days_of_suspension_do_not_count(world: World) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    event = {"event": "hospitalised", "event_date": "2026-03-02", "handling": "suspend"}
    world.fill(case_id, "suspension", {**event, "resume_date": "2026-03-30"})
    world.later(days=21)
    world.act(case_id, "resume", reason="出院")
    world.later(days=3)
    draft = world.start(case_id, "assessment")

    assessment = world.submit(draft, filled.ASSESSMENT).record.id

    assert content(world, assessment)["assessment_working_days"] <= 15


@pytest.mark.requirement("R-002-39")
def test_for_a_client_who_cannot_answer_the_worker_still_evaluates(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    own = (
        "services_received",
        "coping_improved_answer",
        "satisfaction",
        "improvement_score",
        "goal_attainment",
    )
    answers = {name: value for name, value in filled.EVALUATION.items() if name not in own}
    draft = world.start(case_id, "evaluation")
    unable = {**answers, "answered_by": "unable"}

    unexplained = refused(lambda: world.submit(draft, unable))
    unworked = refused(
        lambda: world.submit(draft, {**unable, "unable_reason": "失语", "worker_reflection": ""})
    )

    assert unexplained == unworked == ("answer.required",)
    assert refused(lambda: world.submit(draft, {**unable, "unable_reason": "失语"})) == ()


@pytest.mark.requirement("R-002-84")
def test_a_birth_date_first_learnt_in_the_assessment_stands_in_evaluation_and_closure(world: World) -> None:
    without = {name: value for name, value in filled.APPLICATION.items() if name != "birth_date"}
    case_id = world.open()
    world.fill(case_id, "application", {**without, "age": 56})
    world.sign(world.fill(case_id, "consent", filled.CONSENT), "client", "worker")
    world.act(case_id, "accept")
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    opened = world.start(case_id, "assessment")
    world.submit(opened, {**filled.ASSESSMENT, "birth_date": "1970-01-05"})
    world.sign(world.fill(case_id, "plan", filled.PLAN), "client", "worker", "supervisor")
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    evaluation = world.start(case_id, "evaluation")
    world.submit(evaluation, filled.EVALUATION)
    world.act(case_id, "start_closing")

    closure = world.start(case_id, "closure")

    assert "birth_date" not in opened.data
    assert (opened.data["client_name"], opened.data["gender"]) == ("张秀兰", "female")
    for form in (evaluation, closure):
        assert (form.data["birth_date"], form.data["client_name"]) == ("1970-01-05", "张秀兰")


@pytest.mark.requirement("R-002-79", "R-002-80")
def test_a_transfer_changes_the_worker_on_acceptance_and_keeps_the_history(world: World) -> None:
    case_id = world.planned()
    world.act(case_id, "offer_transfer", reason="个人限制", data={"user": world.zhou.user_id})
    before = world.view(case_id).line.responsible

    world.act(case_id, "accept_transfer", "zhou")

    shown = world.do(cases.view, "zhou", case_id, world.now + timedelta(minutes=1))
    assert (before, shown.line.responsible) == (world.lin.user_id, world.zhou.user_id)
    authors = {line.author_name for slot in shown.slots for line in slot.records}
    assert authors == {"林晓燕"}


@pytest.mark.requirement("R-002-79")
@pytest.mark.parametrize(("action", "actor"), [("refuse_transfer", "zhou"), ("withdraw_transfer", "lin")])
def test_who_was_only_asked_to_take_a_case_sees_it_no_longer_once_that_is_settled(
    world: World, action: str, actor: str
) -> None:
    def sees() -> tuple[str, ...]:
        return refused(lambda: world.do(cases.timeline, "zhou", case_id))

    case_id = world.planned()
    before = sees()
    world.act(case_id, "offer_transfer", reason="个人限制", data={"user": world.zhou.user_id})
    asked = sees()

    world.act(case_id, action, actor, reason="个案已满")

    assert asked == ()
    assert sees() == before != ()


@pytest.mark.requirement("R-002-79")
def test_a_member_who_refuses_a_transfer_stays_a_member(world: World) -> None:
    case_id = world.planned()
    world.do(team.join_case, "lin", case_id, world.zhou.user_id, "member", world.now)
    world.act(case_id, "offer_transfer", reason="个人限制", data={"user": world.zhou.user_id})

    world.act(case_id, "refuse_transfer", "zhou", reason="个案已满")

    assert refused(lambda: world.do(cases.timeline, "zhou", case_id)) == ()


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "面谈、电访"), ("en", "Face-to-face interview, Telephone contact")]
)
def test_the_evaluation_begins_with_the_services_received_in_words(
    world: World, language: str, words: str
) -> None:
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.later(days=7)
    world.fill(case_id, "service_record", {**filled.SERVICE_RECORD, "service_mode": ["phone", "face"]})
    world.act(case_id, "start_evaluation")

    draft = world.start(case_id, "evaluation", replace(world.lin, language=language))

    assert draft.data["services_received"] == words

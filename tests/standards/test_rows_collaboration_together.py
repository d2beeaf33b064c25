"""003 through the services: doctors and social workers side by side, what is shared, told, written and counted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseforms import answers
from caseforms.services import (
    access,
    collaboration,
    institutions,
    ledger,
    notifications,
    receiving,
    records,
    registering,
    registers,
    team,
    worklist,
)
from caseforms.services.cases import accept, assign, open_case
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Case
from tests.services import filled
from tests.services.world import World, refused
from tests.standards import shipped
from tests.standards.test_rows_collaboration_referrals import answer, local, sent

INTAKE: dict[str, Any] = {
    "informed_of_collection": True,
    "source_channel": "self_application",
    "application_way": "window",
    "applicant": "patient",
    "client_name": "刘桂英",
    "gender": "female",
    "birth_date": "1955-03-12",
    "phone": "13800138077",
    "address": "东胜区团结路社区3号楼",
    "client_category": ["diagnosed"],
    "chronic_diseases": ["hypertension", "diabetes"],
    "diagnosis_institution": "市人民医院",
    "request": "血压总是降不下来",
}
CONSENT: dict[str, Any] = {
    "service_consent": True,
    "data_consent": True,
    "device_consent": True,
    "sharing_consent": True,
    "reminder_consent": True,
    "signer_type": "patient",
}
SUMMARY: dict[str, Any] = {
    "diagnosis": "高血压2级，2型糖尿病",
    "medication": [{"drug": "氨氯地平", "dose": "5毫克，每日一次"}],
    "treatment_method": "药物治疗",
    "medication_changed": False,
}
TRIAGE: dict[str, Any] = {
    "routine_need": ["glucose"],
    "multimorbidity": True,
    "support_missing": False,
    "lives_alone": False,
    "disabled": False,
    "risk_level": "medium",
    "route": "routine",
}


def chronic(world: World, **consent: Any) -> str:
    """A chronic-disease case in screening, with the doctor among its members."""
    case_id = world.do(open_case, "lin", "chronic-disease-case", world.now).id
    world.fill(case_id, "intake", INTAKE)
    world.sign(world.fill(case_id, "consent", {**CONSENT, **consent}), "client", "worker")
    world.do(team.join_case, "lin", case_id, world.wu.user_id, "medical", world.now)
    return case_id


def summary(world: World, case_id: str, **answers: Any) -> str:
    return world.fill(case_id, "medical_summary", {**SUMMARY, **answers}, "wu")


def notices(world: World, actor: str = "lin") -> list[notifications.NoticeLine]:
    found = world.do(notifications.mine, actor)
    return [line for line in found if line.kind == "medication-changed"]


@pytest.mark.requirement("R-003-07")
@pytest.mark.requirement("R-003-15")
def test_a_changed_dose_makes_one_notice_to_the_responsible_worker_only(world: World) -> None:
    case_id = chronic(world)
    summary(world, case_id)
    first = notices(world)
    world.later(days=1)
    summary(world, case_id)
    unchanged = notices(world)
    world.later(days=1)

    summary(
        world, case_id, medication=[{"drug": "氨氯地平", "dose": "10毫克，每日一次"}], medication_changed=True
    )

    assert (first, unchanged) == ([], [])
    (told,) = notices(world)
    notice = world.do(records.view, "lin", str(told.record_id), world.now).data
    assert notice["before"] != notice["after"]
    assert "▲氨氯地平 10毫克" in notice["after"]
    assert (notice["notified_worker"], notice["changed_by"]) == (world.lin.user_id, world.wu.user_id)
    assert [notices(world, other) for other in ("zhou", "wang", "wu")] == [[], [], []]


@pytest.mark.requirement("R-003-05")
def test_what_is_known_is_not_asked_again_and_a_conflict_is_asked_about(world: World) -> None:
    first = world.accepted()
    person = world.do(_person_of, "lin", first)
    again = world.open(person_id=person)

    draft = world.start(again, "application")
    body = {**filled.APPLICATION, **draft.data, "phone": "13900139999"}
    differs = world.do(_differences, "lin", again, body)

    assert draft.data["client_name"] == "张秀兰"
    assert draft.sources["/client_name"].origin == "person"
    assert draft.sources["/client_name"].date == "2026-03-02"
    assert [(each.field, each.registered, each.in_form) for each in differs] == [
        ("phone", "13800138042", "13900139999")
    ]


def _person_of(session: Any, _: Any, case_id: str) -> str | None:
    return session.scalars(select(Case.person_id).where(Case.id == case_id)).one()


def _differences(session: Any, _: Any, case_id: str, body: dict[str, Any]) -> Any:
    case = session.scalars(select(Case).where(Case.id == case_id)).one()
    return registering.differences(session, case, shipped.form("mh-application"), body)


@pytest.mark.requirement("R-003-14")
def test_without_the_clients_word_the_doctor_sees_nothing_of_the_case(world: World) -> None:
    shared, closed = chronic(world), chronic(world, sharing_consent=False)

    assert (_level(world, shared, "wu"), _level(world, closed, "wu")) == ("content", "header")
    assert _level(world, closed, "lin") == "content"


def _level(world: World, case_id: str, actor: str) -> str:
    def asked(session: Any, who: Any) -> str:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        return access.level(session, who, case)

    return world.do(asked, actor)


@pytest.mark.requirement("R-003-12")
@pytest.mark.parametrize(
    ("factors", "level"),
    [((), "low"), (("lives_alone",), "medium"), (("lives_alone", "disabled"), "high")],
)
def test_the_risk_level_follows_from_the_factors(factors: tuple[str, ...], level: str) -> None:
    form = shipped.form("triage-assessment")
    data = {**TRIAGE, "multimorbidity": False, **dict.fromkeys(factors, True)}

    settled = answers.compute(form, data, shipped.context())

    assert settled["risk_level_computed"] == level


@pytest.mark.requirement("R-003-11")
@pytest.mark.requirement("R-003-12")
def test_a_lower_level_needs_a_reason_and_high_risk_takes_the_dual_track(world: World) -> None:
    case_id = chronic(world)
    draft = world.start(case_id, "triage")
    high = {**TRIAGE, "lives_alone": True}

    lowered = refused(lambda: world.submit(draft, {**high, "risk_level": "medium"}))
    routine = refused(lambda: world.submit(draft, {**high, "risk_level": "high", "route": "routine"}))
    world.submit(draft, {**high, "risk_level": "high", "route": "dual"})

    assert lowered == ("answer.required",)
    assert routine == ("answer.check.dual-when-high",)


@pytest.mark.requirement("R-003-12")
@pytest.mark.requirement("R-003-13")
def test_the_second_part_of_a_dual_assessment_does_not_void_the_signature_under_the_first() -> None:
    form = shipped.form("dual-track-assessment")
    signatures = {
        name: form.fields[f"/{name}"].schema["x-signature"]
        for name in ("doctor_signature", "worker_signature")
    }

    assert {each["covers"] for each in signatures.values()} == {"page"}
    assert [each["role"] for each in signatures.values()] == ["medical", "worker"]
    assert form.fields["/medical_findings"].schema["x-edit-roles"] == ["medical"]
    assert "medical" not in form.fields["/social_findings"].schema["x-edit-roles"]


@pytest.mark.requirement("R-003-03")
@pytest.mark.requirement("R-003-04")
def test_three_closed_of_five_are_sixty_per_cent_and_cancelled_ones_do_not_count(world: World) -> None:
    made = [sent(world, receiver_org=f"机构{number}") for number in range(6)]
    for case_id, record_id in made[:3]:
        view = world.do(records.view, "lin", record_id, world.now)
        body = {
            **view.data,
            "accepted": "yes",
            "received_at": local(world),
            "result": "已随访",
            "closed_at": local(world),
        }
        world.do(records.correct, "lin", record_id, body, view.version, world.now, new_id(), "电话反馈")
        world.act(case_id, "confirm")
    world.act(made[5][0], "cancel", reason="服务对象不愿意去")

    found, rate = world.do(ledger.listed, "wang", world.now)
    record = world.do(registers.start, "wang", "referral-ledger", world.now)
    kept_one = world.submit(record, {}, "wang").record.id

    assert len({line.referral_no for line in found}) == len(found) == 6
    assert [line.status for line in found].count("closed") == 3
    assert rate == 60
    data = world.do(records.view, "wang", kept_one, world.now).data
    assert (len(data["rows"]), data["closed_rate"]) == (6, 60)
    assert [row["result"] for row in data["rows"] if row["status"] == "closed"] == ["已随访"] * 3


@pytest.mark.requirement("R-003-17")
def test_a_team_has_one_note_a_day_and_readers_see_only_their_cases(world: World) -> None:
    world.do(institutions.set_setting, "admin", "number.case_no", "{year}-MH-{n:04}", world.now)
    case_id = world.accepted()
    number = world.view(case_id).line.case_no
    first = world.do(registers.start, "lin", "daily-communication", world.now)
    row = {"case_no": number, "update": "睡眠好转", "author": world.lin.user_id}
    world.submit(first, {"entries": [row]}, "lin")

    again = world.do(registers.start, "wu", "daily-communication", world.now)
    world.later(days=1)
    tomorrow = world.do(registers.start, "wu", "daily-communication", world.now)

    assert again.line.id == first.line.id
    assert again.data["entries"] == []
    assert world.do(records.view, "lin", first.line.id, world.now).data["entries"] == [row]
    assert tomorrow.line.id != first.line.id


@pytest.mark.requirement("R-003-17")
def test_who_does_not_see_a_row_does_not_lose_it_by_writing(world: World) -> None:
    case_id = world.accepted()
    row = {
        "case_no": world.view(case_id).line.case_no,
        "update": "睡眠好转",
        "author": world.lin.user_id,
    }
    first = world.do(registers.start, "lin", "daily-communication", world.now)
    world.submit(first, {"entries": [row]}, "lin")
    view = world.do(records.view, "wu", first.line.id, world.now)
    own = {"case_no": "门诊", "update": "血压偏高", "author": world.wu.user_id}

    body = {**view.data, "entries": [own]}
    world.do(records.correct, "wu", first.line.id, body, view.version, world.now, new_id(), "补充")

    kept_rows = world.do(records.view, "lin", first.line.id, world.now).data["entries"]
    assert row in kept_rows


@pytest.mark.requirement("R-003-19")
def test_the_months_numbers_are_filled_and_the_text_is_the_forms_own(world: World) -> None:
    case_id, _ = sent(world)
    world.act(case_id, "cancel", reason="服务对象不愿意去")
    sent(world)
    draft = world.do(registers.start, "wang", "monthly-summary", world.now)

    words = {"results": "转介更快", "shortcomings": "反馈慢", "process_improvements": "每周核对"}
    kept_one = world.submit(draft, words, "wang").record.id

    data = world.do(records.view, "wang", kept_one, world.now).data
    assert data["month"] == "2026-03"
    assert data["stats"].startswith("转介2件，闭环0件，闭环率0%；在办1件，新开2件，办结1件")


@pytest.mark.requirement("R-003-08")
def test_the_figures_of_an_appraisal_are_counted_from_the_persons_own_work(world: World) -> None:
    case_id = world.planned()
    for obtained in ("yes", "partly", "no", "pending"):
        link = {
            "resource_type": ["medical"],
            "requested_on": "2026-03-02",
            "obtained": obtained,
            "effect": "x",
        }
        form = shipped.form("resource-link")
        data = {name: value for name, value in link.items() if f"/{name}" in form.fields}
        world.do(_submit_link, "lin", world, case_id, data)
    figures = {"person": world.lin.user_id, "period": "2026-Q1"}

    found = world.do(
        lambda session, _: collaboration.appraisal(session, figures["person"], "2026-Q1", world.now),
        "sun",
    )
    draft = world.do(registers.start, "sun", "collab-appraisal", world.now, None, figures)

    assert found["resource_link_effect"] == 50
    assert draft.data["resource_link_effect"] == 50
    assert draft.data["person"] == world.lin.user_id


def _submit_link(session: Any, actor: Any, world: World, case_id: str, data: dict[str, Any]) -> None:
    draft = records.start(session, actor, case_id, "resource", world.now)
    body = {**draft.data, **LINK, **data}
    if data["obtained"] in ("no", "pending"):
        body.pop("obtained_on", None)
    records.submit(session, actor, draft.line.id, body, draft.version, world.now, new_id())


LINK: dict[str, Any] = {"provider_org": "街道办", "obtained_on": "2026-03-02"}


@pytest.mark.requirement("R-003-02")
@pytest.mark.requirement("R-003-09")
@pytest.mark.requirement("R-003-10")
def test_the_list_of_duties_is_the_administrators_to_change_and_names_indicators(world: World) -> None:
    draft = world.do(registers.start, "admin", "responsibility-list", world.now)
    duties = draft.data["items"]
    changed = [{**duties[0], "owner": "nurse"}, *duties[1:]]

    record_id = world.submit(draft, {"items": changed, "effective_from": "2026-03-02"}, "admin").record.id

    data = world.do(records.view, "wu", record_id, world.now).data
    assert data["institution"] == "春晖社工中心"
    assert data["items"][0]["owner"] == "nurse"
    assert "上门送药" in next(row["task"] for row in data["items"] if row["owner"] == "volunteer")
    assert {row["kind"] for row in data["items"]} == {"medical", "social", "joint"}
    assert any("心理量表" in row["indicator"] for row in data["items"])
    assert refused(lambda: world.do(registers.start, "lin", "responsibility-list", world.now)) == (
        "permission.denied",
    )


@pytest.mark.requirement("R-003-06")
def test_a_case_without_somebody_responsible_waits_on_every_workers_list_until_one_takes_it(
    world: World,
) -> None:
    case_id = world.do(open_case, "chen", "chronic-disease-case", world.now).id
    world.start(case_id, "intake", "chen")
    nobody = world.view(case_id, "wang")
    waiting = [line.case_id for line in world.do(worklist.todo, "lin", "mine", world.now, limit=100).items]

    world.do(accept, "lin", case_id, world.now)
    again = refused(lambda: world.do(accept, "zhou", case_id, world.now))

    assert (nobody.line.responsible_name, nobody.line.stage) == ("", "registered")
    assert case_id in waiting
    assert again == ("case.taken",)
    assert world.view(case_id).line.responsible_name == "林晓燕"


@pytest.mark.requirement("R-003-06")
def test_of_several_who_work_in_a_case_one_stays_responsible(world: World) -> None:
    case_id = chronic(world)
    world.join("zhou", case_id)

    world.do(assign, "wang", case_id, world.zhou.user_id, world.now, reason="林晓燕休假")

    parts = [
        (line.name, line.part) for line in world.view(case_id, "zhou").team if line.part == "responsible"
    ]
    assert parts == [("周明", "responsible")]


@pytest.mark.requirement("R-003-16")
@pytest.mark.requirement("R-003-20")
@pytest.mark.requirement("R-003-21")
def test_online_conferences_joint_training_and_joint_supervision_can_be_chosen() -> None:
    def codes(form: str, field: str) -> list[str]:
        found = shipped.form(form)
        return [code for code, _ in found.choices(found.fields[f"/{field}"], "zh")]

    assert "online" in codes("case-conference", "mode")
    assert "joint" in codes("training-record", "topic")
    assert "joint" in codes("supervision-record", "supervision_type")


def test_a_receivers_answer_is_told_apart_from_the_senders_own(world: World) -> None:
    _, record_id = sent(world)

    link = world.do(receiving.invite, "lin", record_id, world.now)
    answer(world, link.token, accepted="yes", received_at=local(world))

    (_, latest) = world.do(records.history, "lin", record_id, world.now)
    assert latest.reason == "接收方填写"

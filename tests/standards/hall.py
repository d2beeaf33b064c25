"""One institution for the rows about groups, activities, volunteers and aid, and what their forms are filled in with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from caseforms.services import cases, records, signing, users
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.storage import Store
from tests.beginnings import told_once
from tests.compiled import opened
from tests.databases import BOTH, Migrated
from tests.services import world as worlds
from tests.services.world import World

Data = dict[str, Any]
INHABITED = "hall"

ACTIVITY: Data = {
    "activity_name": "控糖健康讲座", "activity_category": "health_talk", "format": ["lecture"], "goal": "了解控糖要点",
    "target_group": "住院患者及家属", "planned_people": 20, "start_at": "2026-03-02T08:00", "end_at": "2026-03-02T08:40",
    "place": "门诊大厅", "schedule": [{"time": "8:00", "content": "讲座"}], "risk_plan": "由护士站负责，备急救箱和血糖仪",
}  # fmt: skip
GROUP: Data = {
    "group_name": "糖友控糖小组", "group_type": "lifestyle", "theme": ["sugar"], "goal": "学会看食品标签",
    "recruitment": "病区招募", "place": "示教室", "planned_members": 8, "planned_sessions": 2,
    "sessions": [{"no": 1, "topic": "认识糖", "date": "2026-03-02"}], "evaluation_method": "前后测",
    "risk_plan": "低血糖时停止活动并呼叫护士",
}  # fmt: skip
PROFILE: Data = {
    "name": "陈美华", "gender": "female", "birth_date": "1990-05-01", "phone": "13800138000", "source": "public",
    "services": ["escort"], "team": "爱心志愿队", "station": "dongkang", "training_done": True,
}  # fmt: skip
SERVED: Data = {
    "service_date": "2026-03-02", "start_time": "08:30", "end_time": "10:15", "service_kind": "escort",
    "escort_steps": ["guide", "register"],
}  # fmt: skip
AID: Data = {
    "three_no": True, "client_name": "李建国", "gender": "male", "aid_kind": "meal_card", "diagnosis": "脑梗死",
    "difficulty": "无收入，家中无人照料", "verification": "病区走访核实",
}  # fmt: skip


class Hall(World):
    """A world with a volunteer coordinator, and the cases of this folder begun in few words."""

    def begin(self, workflow: str, actor: str = "lin", **named: Any) -> str:
        """A new case of a workflow; its id."""
        return self.do(cases.open_case, actor, workflow, self.now, **named).id

    def signs(self, record_id: str, role: str, actor: str, name: str = "") -> None:
        """One signature, on paper of a colleague when it is an outsider's."""
        strokes = [[[0, 0], [9, 9]]]
        self.do(signing.sign, actor, record_id, role, "drawn", self.now, strokes=strokes, signer_name=name)

    def correct(self, record_id: str, data: Mapping[str, Any], actor: str) -> None:
        """A new revision of a record."""
        view = self.do(records.view, actor, record_id, self.now)
        body = {**view.data, **data}
        self.do(records.correct, actor, record_id, body, view.version, self.now, new_id(), "补充")

    def content(self, record_id: str, actor: str = "lin") -> Data:
        """What a record holds."""
        return self.do(records.view, actor, record_id, self.now).data

    def stage(self, case_id: str, actor: str = "lin") -> str:
        """Where a case is."""
        return self.view(case_id, actor).line.stage

    @told_once
    def approved_activity(self, actor: str = "he", **plan: Any) -> str:
        """An activity that the head has approved."""
        case_id = self.begin("activity", actor)
        record = self.fill(case_id, "plan", {**ACTIVITY, **plan}, actor)
        self.signs(record, "approver", "sun")
        return case_id

    @told_once
    def running_group(self, *case_nos: str, **plan: Any) -> str:
        """A group of two members that has started; members may have cases of their own."""
        case_id = self.begin("group")
        record = self.fill(case_id, "plan", {**GROUP, **plan})
        self.signs(record, "worker", "lin")
        self.signs(record, "supervisor", "wang")
        for name, number in zip(("王一", "李二"), (*case_nos, "", "")[:2], strict=True):
            self.enrol(case_id, name, **({"case_no": number} if number else {}))
        self.act(case_id, "start_group")
        return case_id

    def enrol(self, case_id: str, name: str, **more: Any) -> str:
        """A member who has signed the confidentiality agreement; the record's id."""
        data = {"member_name": name, "confidential_agree": True, **more}
        record = self.fill(case_id, "enrolment", data)
        self.signs(record, "member", "lin", name)
        return record

    def sign_in(self, case_id: str, *people: Mapping[str, Any], actor: str = "he", **more: Any) -> str:
        """A sign-in sheet; the record's id."""
        rows = [{"role": "patient", "signature": True, **person} for person in people]
        data = {"held_on": "2026-03-02", "place": "门诊大厅", "people": rows, **more}
        return self.fill(case_id, "signin", data, actor)

    def session(self, case_id: str, number: int, **more: Any) -> str:
        """One session of a group with its sign-in sheet, signed by the worker; the record's id."""
        self.sign_in(case_id, {"name": "王一"}, session_no=number, activity_name="小组活动")
        draft = self.start(case_id, "session")
        data = {"process": "分享与练习", "goal_reached": "full", **more}
        record = self.submit(draft, {"held_at": "2026-03-02T08:00", **data}).record.id
        self.signs(record, "worker", "lin")
        return record

    @told_once
    def active_volunteer(self, **profile: Any) -> str:
        """A volunteer who serves; the case's id."""
        case_id = self.begin("volunteer", "gao")
        record = self.fill(case_id, "profile", {**PROFILE, **profile}, "gao")
        self.signs(record, "volunteer", "gao", "陈美华")
        self.act(case_id, "approve", "gao")
        self.act(case_id, "begin", "gao")
        return case_id

    @told_once
    def verified_aid(self, **application: Any) -> tuple[str, str]:
        """An aid application that waits for its decision: the case's id, the record's id."""
        case_id = self.begin("aid")
        record = self.fill(case_id, "application", {**AID, **application})
        self.signs(record, "client", "lin", "李建国")
        self.signs(record, "worker", "lin")
        self.act(case_id, "verify")
        return case_id, record

    @told_once
    def decided_aid(self, decision: str = "approved", **application: Any) -> str:
        """An aid application with its decision, approved with 1 500 CNY; the case's id."""
        case_id, record = self.verified_aid(**application)
        amount = {"amount_approved": 1500} if decision == "approved" else {}
        self.correct(record, {"approval": decision, "approval_reason": "符合救助条件", **amount}, "sun")
        self.signs(record, "approver", "sun")
        self.act(case_id, "approve" if decision == "approved" else "reject", "sun")
        return case_id

    @told_once
    def given_aid(
        self, amount: float = 1500, reasons: Mapping[str, str] | None = None, **application: Any
    ) -> str:
        """Aid that was given and signed for; the case's id."""
        case_id = self.decided_aid(**application)
        draft = self.start(case_id, "disbursement")
        record = self.submit(draft, {"amount": amount}, reasons=reasons or {}).record.id
        self.signs(record, "client", "lin", "李建国")
        self.signs(record, "issuer", "lin")
        return case_id


def build(store: Store) -> Hall:
    """The institution of the services' tests with a volunteer coordinator."""
    world = worlds.build(store)
    with store.transaction(world.institution_id) as session:
        added = users.add_user(
            session, None, "gao-chunhui", "高协调", ["coordinator"], world.now, password="correct horse 9"
        )
    coordinator = Actor(added.user.id, world.institution_id, frozenset({"coordinator"}), "高协调")
    return Hall(store, world.institution_id, {**world.actors, "gao": coordinator})


@pytest.fixture(params=BOTH)
def hall(request: pytest.FixtureRequest, tmp_path: Path, migrated: Migrated) -> Iterator[Hall]:
    """That institution in a database of the test's own."""
    place = migrated.copy(request.param, tmp_path, INHABITED, build)
    built = migrated.filled[place.kind + INHABITED]
    assert isinstance(built, Hall)
    with closing(opened(place)) as store:
        yield Hall(store, built.institution_id, built.actors)
    migrated.forget(place)

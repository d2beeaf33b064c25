"""Two institutions with people in every role, and the verbs of the services in the words of a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from caseforms.problems import Refused
from caseforms.services import (
    cases,
    casework,
    institutions,
    library,
    passwords,
    records,
    signing,
    team,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.records import RecordView, Submitted
from caseforms.storage import Store
from tests.beginnings import told_once
from tests.services import filled

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday 2 March 2026, 9:00 in Shanghai
WORKFLOW = "mental-health-case"
PEOPLE = {
    "lin": ("林晓燕", ["social_worker"]),
    "zhou": ("周明", ["social_worker"]),
    "wang": ("王志明", ["supervisor"]),
    "chen": ("陈美华", ["volunteer"]),
    "wu": ("吴医生", ["medical"]),
    "he": ("何助理", ["assistant"]),
    "liu": ("刘档案", ["archivist"]),
    "sun": ("孙主任", ["head"]),
    "qian": ("钱质控", ["quality"]),
    "admin": ("管理员", ["administrator"]),
}
Result = TypeVar("Result")
PASSWORD = "correct horse 9"
passwords.use_cost(1, 8)


@dataclass
class World:
    """One institution in a store, its people, and the time it is there."""

    store: Store
    institution_id: str
    actors: Mapping[str, Actor]
    now: datetime = MORNING
    notes: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def do(self, verb: Callable[..., Result], actor: str | Actor, *values: Any, **named: Any) -> Result:
        """One verb in one writing transaction, as somebody."""
        who = self.actors[actor] if isinstance(actor, str) else actor
        with self.store.transaction(self.institution_id) as session:
            return verb(session, who, *values, **named)

    def later(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)

    def open(self, actor: str = "lin", **named: Any) -> str:
        """A new case; its id."""
        return self.do(cases.open_case, actor, WORKFLOW, self.now, **named).id

    def start(self, case_id: str, slot: str, actor: str | Actor = "lin") -> RecordView:
        """A draft in a slot."""
        return self.do(records.start, actor, case_id, slot, self.now)

    def submit(
        self, draft: RecordView, data: Mapping[str, Any], actor: str = "lin", **named: Any
    ) -> Submitted:
        """Submit a draft: its prefilled values with these on top."""
        body = {**draft.data, **data}
        version = named.pop("version", draft.version)
        named.setdefault("submission_id", new_id())
        return self.do(records.submit, actor, draft.line.id, body, version, self.now, **named)

    def fill(self, case_id: str, slot: str, data: Mapping[str, Any], actor: str = "lin") -> str:
        """Start a form and submit it; the record's id."""
        draft = self.start(case_id, slot, actor)
        return self.submit(draft, data, actor).record.id

    def sign(self, record_id: str, *roles: str) -> None:
        """Give signatures: the client's on paper of a worker, staff with their own accounts."""
        for role in roles:
            actor = {"supervisor": "wang", "leader": "wang", "approver": "wang", "archivist": "liu"}.get(
                role, "lin"
            )
            named = {"signer_name": "张秀兰"} if role == "client" else {}
            self.do(
                signing.sign, actor, record_id, role, "drawn", self.now, strokes=[[[0, 0], [9, 9]]], **named
            )

    def act(self, case_id: str, action: str, actor: str = "lin", **named: Any) -> str:
        """Do an action; the stage after it."""
        return self.do(cases.act, actor, case_id, action, self.now, **named).stage

    def join(self, actor: str, case_id: str) -> None:
        """Let somebody take part in a case."""
        with self.store.transaction(self.institution_id) as session:
            casework.take_part(session, case_id, self.actors[actor].user_id, "member", self.now)

    def colleague(self, role: str, case_id: str) -> Actor:
        """Somebody of a role that the house does not have yet, taking part in a case."""
        with self.store.transaction(self.institution_id) as session:
            added = users.add_user(
                session, None, f"{role}-{case_id[:8]}", role, [role], self.now, password=PASSWORD
            )
            casework.take_part(session, case_id, added.user.id, "member", self.now)
        return Actor(added.user.id, self.institution_id, frozenset({role}), role)

    def view(self, case_id: str, actor: str = "lin") -> cases.CaseView:
        """The case page."""
        return self.do(cases.view, actor, case_id, self.now)

    @told_once
    def accepted(self, **application: Any) -> str:
        """A case that has been taken on: in pre_assessment."""
        case_id = self.open()
        self.fill(case_id, "application", {**filled.APPLICATION, **application})
        self.sign(self.fill(case_id, "consent", filled.CONSENT), "client", "worker")
        self.act(case_id, "accept")
        return case_id

    @told_once
    def planned(self) -> str:
        """A case whose plan everybody has signed: in intervention."""
        case_id = self.assessed()
        self.sign(self.fill(case_id, "plan", filled.PLAN), "client", "worker", "supervisor")
        if self.view(case_id).line.stage == "planning":
            self.act(case_id, "confirm_plan")
        return case_id

    @told_once
    def assessed(self) -> str:
        """A case whose assessment is done: in planning."""
        case_id = self.accepted()
        self.fill(case_id, "risk_profile", filled.RISK_PROFILE)
        self.fill(case_id, "assessment", filled.ASSESSMENT)
        if self.view(case_id).line.stage == "pre_assessment":
            self.act(case_id, "finish_assessment")
        return case_id


def build(store: Store, code: str = "chunhui", now: datetime = MORNING) -> World:
    """An institution with everybody in one team."""
    library.register_shipped(store, now)
    with store.transaction(None) as session:
        line = institutions.create(session, code, "春晖社工中心", "Chunhui Centre", now)
    actors = {}
    with store.transaction(line.id) as session:
        one = team.create(session, None, "一组", now)
        for username, (name, roles) in PEOPLE.items():
            added = users.add_user(
                session,
                None,
                f"{username}-{code}",
                name,
                roles,
                now,
                password="correct horse 9",
                team_ids=[one.id],
            )
            actors[username] = Actor(added.user.id, line.id, frozenset(roles), name)
    return World(store, line.id, actors)


def refused(verb: Callable[[], object]) -> tuple[str, ...]:
    """The codes of the problems with which something was refused; empty when it was not."""
    try:
        verb()
    except Refused as refusal:
        return tuple(problem.code for problem in refusal.problems)
    return ()

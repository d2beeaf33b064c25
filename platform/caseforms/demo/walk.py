"""One case on its way: the verbs of the services in the words of a story, with time that passes while people work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

from sqlalchemy import select

from caseforms.demo import handwriting
from caseforms.demo.clients import Client
from caseforms.demo.days import Days
from caseforms.demo.house import House
from caseforms.demo.theme import Theme
from caseforms.services import attachments, cases, handover, records, signing, tasks, team
from caseforms.services.actors import Actor
from caseforms.services.records import RecordView
from caseforms.storage.tables import Case

RUNNING = ("open", "soon", "overdue")
Result = TypeVar("Result")
Data = Mapping[str, Any]
OTHERS = {
    "supervisor": "supervisor",
    "leader": "supervisor",
    "approver": "supervisor",
    "archivist": "archivist",
}


class Cast(Protocol):
    """What a walk takes from its story."""

    @property
    def client(self) -> Client: ...
    @property
    def theme(self) -> Theme | None: ...
    @property
    def worker(self) -> str: ...
    @property
    def begins(self) -> int: ...
    @property
    def workflow(self) -> str: ...


class Walk:
    """A case, the people around it, and the moment it is there. Verbs are done as the responsible worker unless said."""

    def __init__(self, house: House, days: Days, story: Cast, seed: str) -> None:
        self.house, self.days, self.client, self.worker = house, days, story.client, story.worker
        self.workflow, self._theme, begins = story.workflow, story.theme, story.begins
        self.chance = Random(seed)  # the same seed, the same demonstration
        self.pace = min(1.0, days.span / begins) if begins else 1.0
        self.day = days.before(min(begins, days.span))
        self.now = self._office_hour()
        self.case_id = ""
        self.latest: dict[str, str] = {}
        self.steps: Iterator[datetime] = iter(())

    @property
    def theme(self) -> Theme:
        """The words of a casework story."""
        if self._theme is None:
            raise LookupError("this story brings its own words")
        return self._theme

    # time

    def later(self, working_days: int) -> datetime:
        """The moment that many working days on; what a story yields to wait for it."""
        passed = int(working_days * self.pace)
        if passed:
            self.day = self.days.after(self.day, passed)
            return self._office_hour()
        return self.now + timedelta(minutes=self.chance.randint(12, 35))

    def until(self, day: date) -> datetime:
        """A moment of that day, or of the first working day after it; never before the present moment."""
        wanted = day if self.days.calendar.is_working(day) else self.days.after(day, 1)
        self.day = max(self.day, wanted)
        return self._office_hour()

    def ago(self, **length: float) -> datetime:
        """A moment counted back from the present, office hours or not."""
        moment = self.days.now - timedelta(**length)
        self.day = self.days.calendar.day_of(moment)
        return moment

    def today(self, more: int = 0) -> str:
        """The local date, or that many days later."""
        return (self.days.calendar.day_of(self.now) + timedelta(days=more)).isoformat()

    def wall(self, **more: float) -> str:
        """The local wall time as forms hold it."""
        moment = (self.now + timedelta(**more)).astimezone(self.days.calendar.zone)
        return moment.strftime("%Y-%m-%dT%H:%M")

    def interval(self, calendar_days: int) -> int:
        """A number of days as the form states it, shortened when the whole demonstration is."""
        return max(1, int(calendar_days * self.pace))

    def _office_hour(self) -> datetime:
        hour, minute = self.chance.choice((9, 9, 10, 10, 11, 14, 14, 15)), self.chance.randrange(0, 60, 5)
        return self.days.at(self.day, time(hour, minute))

    def _minutes_pass(self, least: int = 2, most: int = 9) -> None:
        self.now = min(self.now + timedelta(minutes=self.chance.randint(least, most)), self.days.now)

    # doing

    def actor(self, who: str | Actor) -> Actor:
        """Somebody of the house, by username or by the place they have there (supervisor, volunteer …)."""
        if isinstance(who, Actor):
            return who
        return self.house.actors[who if who in self.house.actors else getattr(self.house.institution, who)]

    def do(self, verb: Callable[..., Result], who: str | Actor, *values: Any, **named: Any) -> Result:
        """One verb in a transaction of its own, as somebody."""
        with self.house.store.transaction(self.house.institution_id) as session:
            return verb(session, self.actor(who), *values, **named)

    def identifier(self) -> str:
        """An identifier that is the same each time the demonstration is made."""
        return f"{self.chance.getrandbits(128):032x}"

    def open(self, by: str | None = None, **named: Any) -> None:
        """Open the case."""
        named = {"client_name": self.client.name, "case_id": self.identifier(), **named}
        self.case_id = self.do(cases.open_case, by or self.worker, self.workflow, self.now, **named).id

    def start(self, slot: str, by: str | None = None) -> RecordView:
        """Begin a form."""
        view = self.do(
            records.start, by or self.worker, self.case_id, slot, self.now, record_id=self.identifier()
        )
        self.latest[slot] = view.line.id
        self._minutes_pass()
        return view

    def draft(self, slot: str, data: Data, by: str | None = None) -> str:
        """Begin a form and leave it half done; the record's id."""
        view = self.start(slot, by)
        return self._save(view, data, by or self.worker)

    def fill(
        self, slot: str, data: Data, by: str | None = None, reasons: Mapping[str, str] | None = None
    ) -> str:
        """Begin a form, save it on the way as the page does, submit it; the record's id."""
        view = self.start(slot, by)
        return self._submit(view, data, by or self.worker, reasons or {})

    def finish(self, slot: str, data: Data, by: str | None = None) -> str:
        """Submit the draft that lies in a slot."""
        view = self.do(records.view, by or self.worker, self.latest[slot], self.now)
        return self._submit(view, data, by or self.worker, {})

    def finish_started(self, slot: str, data: Data) -> str:
        """Submit the draft that an earlier form has begun in a slot by itself."""
        lines = next(each.records for each in self.view().slots if each.name == slot)
        self.latest[slot] = next(line.id for line in reversed(lines) if line.status == "draft")
        return self.finish(slot, data)

    def correct(self, slot: str, data: Data, reason: str, by: str | None = None) -> str:
        """A new revision of the latest record in a slot."""
        who = by or self.worker
        view = self.do(records.view, who, self.latest[slot], self.now)
        body = {**view.data, **data}
        self.do(records.correct, who, view.line.id, body, view.version, self.now, self.identifier(), reason)
        self._minutes_pass()
        return view.line.id

    def hand_over(self, slot: str, to: str, by: str) -> None:
        """Give a draft to a colleague."""
        self.do(records.hand_over, by, self.latest[slot], self.house.user_id(to), self.now)
        self._minutes_pass()

    def act(self, action: str, by: str | None = None, reason: str = "", **data: Any) -> str:
        """Do an action of the workflow; the stage after it."""
        line = self.do(cases.act, by or self.worker, self.case_id, action, self.now, reason=reason, data=data)
        self._minutes_pass()
        return line.stage

    def reach(self, stage: str, action: str, by: str | None = None, reason: str = "") -> None:
        """Do the action unless the case has come to the stage by itself."""
        if self.stage() != stage:
            self.act(action, by, reason)

    def let_in(self, who: str, part: str = "member") -> None:
        """Let a colleague take part in the case."""
        self.do(team.join_case, self.worker, self.case_id, self.actor(who).user_id, part, self.now)

    def stage(self) -> str:
        """Where the case is."""
        with self.house.store.reading(self.house.institution_id) as session:
            return str(session.scalar(select(Case.stage).where(Case.id == self.case_id)))

    def client_fills(self, slot: str, data: Data, page: int) -> None:
        """Hand the tablet over: the client fills one page of a draft and gives it back."""
        record_id = self.latest[slot]
        given = self.do(
            handover.issue,
            self.worker,
            record_id,
            "client",
            self.now,
            purpose="fill",
            minutes=30,
            pages=(page,),
        )
        self._minutes_pass(4, 12)
        with self.house.store.reading(None) as session:
            client = handover.open(session, given.token, self.now).actor
        view = self.do(records.view, client, record_id, self.now)
        self._save(view, data, client)
        self.do(lambda session, _: handover.close(session, given.token, self.now), client)

    def alone(self, definition: str, data: Data, by: str) -> None:
        """A form outside every case, submitted."""
        view = self.do(
            records.start, by, None, "", self.now, record_id=self.identifier(), definition_id=definition
        )
        self.latest[definition] = view.line.id
        self._submit(view, data, by, {})

    def accept(self, by: str) -> None:
        """Take a case that nobody is responsible for."""
        self.do(cases.accept, by, self.case_id, self.now)
        self._minutes_pass()

    def note(self, text: str, by: str | None = None) -> None:
        """Write a remark into the log."""
        self.do(cases.note, by or self.worker, self.case_id, text, self.now)

    def waive(self, task: str, reason: str) -> None:
        """Say that the nearest open task of a schedule will not be done."""
        due = next(due for due in self.view().due if task in due.key and due.status in RUNNING)
        self.do(tasks.waive, self.worker, self.case_id, due.key, self.now, reason)

    def view(self) -> cases.CaseView:
        """The case page as its worker sees it."""
        with self.house.store.transaction(self.house.institution_id) as session:
            return cases.view(session, self.actor(self.worker), self.case_id, self.now, log=False)

    def say(self, zh: str, en: str) -> str:
        """The words in the language in which this institution writes."""
        return en if self.actor(self.worker).language == "en" else zh

    # signing

    def sign(self, slot: str, *roles: str, client: str = "drawn", signer: str = "", by: str = "") -> None:
        """Give signatures on the latest record of a slot: staff by themselves, the client in the way named."""
        for role in roles:
            self._minutes_pass(1, 4)
            if role == "client":
                self._client_signs(self.latest[slot], client, signer or self.client.name)
            else:
                who = by or OTHERS.get(role, self.worker)
                pen = handwriting.strokes(self.actor(who).name, self.chance)
                self.do(signing.sign, who, self.latest[slot], role, "drawn", self.now, strokes=pen)

    def sign_for(self, slot: str, role: str, name: str, by: str | None = None) -> None:
        """Somebody from outside signs on the device that a colleague holds."""
        self._minutes_pass(1, 4)
        pen = handwriting.strokes(name, self.chance)
        record_id = self.latest[slot]
        self.do(
            signing.sign,
            by or self.worker,
            record_id,
            role,
            "drawn",
            self.now,
            strokes=pen,
            signer_name=name,
        )

    def type_name(self, slot: str, role: str, by: str) -> None:
        """Sign by typing one's name."""
        self._minutes_pass(1, 4)
        self.do(signing.sign, by, self.latest[slot], role, "typed", self.now, typed=self.actor(by).name)

    def _client_signs(self, record_id: str, method: str, name: str) -> None:
        token = self.do(handover.issue, self.worker, record_id, "client", self.now).token
        with self.house.store.reading(None) as session:
            client = handover.open(session, token, self.now).actor
        named: dict[str, Any] = {"signer_name": name}
        if method == "typed":
            named["typed"] = name
        elif method == "drawn":
            named["strokes"] = handwriting.strokes(name, self.chance)
        else:
            picture = handwriting.fingerprint(self.chance)
            kept = self.do(
                attachments.add, self.worker, picture, f"{method}.png", self.now, record_id=record_id
            )
            named["image"] = kept.id
        self.do(signing.sign, client, record_id, "client", method, self.now, **named)
        self.do(lambda session, _: handover.close(session, token, self.now), client)

    # the inside of filling in

    def _save(self, view: RecordView, data: Data, who: str | Actor) -> str:
        body = {**view.data, **data}
        self.do(records.save_draft, who, view.line.id, body, view.version, self.now)
        return view.line.id

    def _submit(self, view: RecordView, data: Data, who: str, reasons: Mapping[str, str]) -> str:
        body = {**view.data, **data}
        self._minutes_pass()
        self.do(
            records.submit,
            who,
            view.line.id,
            body,
            view.version,
            self.now,
            self.identifier(),
            reasons=reasons,
        )
        return view.line.id


def day_before(day: str, days: int) -> str:
    """A date some days before a date."""
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()

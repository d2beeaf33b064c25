"""What counters are evaluated on: the facts of a case with its forms by definition id, or those of one register record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from caseforms.workflow import Calendar, Due, State, Workflow
from caseforms.workflow.clocks import deadlines

Facts = Mapping[str, object]
Document = dict[str, object]
Blind = Callable[[str, str], str]
CLOSING = "结案"


@dataclass(frozen=True, slots=True)
class Ground:
    """One case or one register record, ready to be counted.

    `blind(kind, text)` makes a digest of what identifies somebody; `settings` are the institution's values.
    """

    workflow: str
    register: str
    document: Document
    calendar: Calendar
    deadlines: tuple[Due, ...]
    pauses: Mapping[str, tuple[tuple[date, date | None], ...]]
    ended: date | None
    blind: Blind
    person: str = ""

    def with_own(self, **more: object) -> Ground:
        """The same with more facts beside those of the case."""
        return replace(self, document={**self.document, **more})


def of_case(
    workflow: Workflow,
    state: State,
    facts: Facts,
    now: datetime,
    calendar: Calendar,
    settings: Mapping[str, object],
    blind: Blind,
    person: str = "",
) -> Ground:
    """The ground of a case. Deadlines stand there although the case has ended: what fell due before that counts."""
    document: Document = {
        name: facts[name]
        for name in ("case", "flags", "acts", "visits", "tracks", "derived")
        if name in facts
    }
    document["forms"] = _by_definition(workflow, facts)
    document["settings"] = dict(settings)
    document["clocks"] = {}
    lasting = _lasting(workflow)
    running = deadlines(lasting, state, facts, now, calendar)
    document["clocks"] = {due.name: {"day": due.day.isoformat()} for due in reversed(running)}
    spans = {
        flag: tuple(
            (calendar.day_of(pause.since), calendar.day_of(pause.until) if pause.until else None)
            for pause in pauses
        )
        for flag, pauses in state.pauses.items()
    }
    ended = _ended(workflow, state, calendar)
    return Ground(workflow.id, "", document, calendar, running, spans, ended, blind, person)


def of_record(
    definition: str,
    record: Mapping[str, object],
    calendar: Calendar,
    settings: Mapping[str, object],
    blind: Blind,
) -> Ground:
    """The ground of a submitted record that stands outside every case. `record` is a RecordFact."""
    at = datetime.fromisoformat(str(record["submitted_at"]))
    day = calendar.day_of(at).isoformat()
    entry = {
        "id": record["id"],
        "number": record["number"],
        "data": record["data"],
        "complete": True,
        "submitted_at": at.isoformat(),
        "submitted_on": day,
        "first_submitted_on": day,
        "completed_on": day,
    }
    slot = {"count": 1, "done": True, "complete": True, "all": [entry], "latest": record["data"]}
    slot |= {"first": record["data"], "first_submitted_on": day, "first_completed_on": day}
    document: Document = {"case": {}, "forms": {definition: slot}, "settings": dict(settings), "visits": []}
    return Ground("", definition, document, calendar, (), {}, None, blind)


def _by_definition(workflow: Workflow, facts: Facts) -> dict[str, object]:
    forms = facts["forms"]
    assert isinstance(forms, Mapping)
    found: dict[str, dict[str, object]] = {}
    for name, slot in workflow.slots.items():
        known = found.get(slot.definition)
        found[slot.definition] = dict(forms[name]) if known is None else _together(known, forms[name])
    return dict(found)


def _together(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """Two places of the same form in one case: all records, and the newer place for everything else."""
    entries = [*_entries(one), *_entries(other)]
    entries.sort(key=lambda entry: str(entry.get("submitted_at", "")))
    newer = max(
        (one, other),
        key=lambda each: max((str(e.get("submitted_at", "")) for e in _entries(each)), default=""),
    )
    merged = dict(newer) | {"all": entries, "count": len(entries), "done": bool(entries)}
    days = [str(each["first_completed_on"]) for each in (one, other) if each.get("first_completed_on")]
    firsts = [str(entry["first_submitted_on"]) for entry in entries if entry.get("first_submitted_on")]
    return (
        merged
        | ({"first_completed_on": min(days)} if days else {})
        | ({"first_submitted_on": min(firsts)} if firsts else {})
    )


def _entries(slot: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = slot.get("all")
    return entries if isinstance(entries, list) else []


def entries_of(document: Facts, form: str) -> Iterable[Mapping[str, object]]:
    """The submitted records of a form, in the order of their numbers."""
    forms = document.get("forms")
    slot = forms.get(form) if isinstance(forms, Mapping) else None
    return _entries(slot) if isinstance(slot, Mapping) else []


@lru_cache(maxsize=64)
def _of_workflow(_key: tuple[str, str, int], holder: _Holder) -> Workflow:
    flow = holder.workflow
    return replace(
        flow,
        timers={name: replace(timer, cancelled=None) for name, timer in flow.timers.items()},
        schedules={name: replace(each, cancelled=None) for name, each in flow.schedules.items()},
    )


class _Holder:
    """Keeps an unhashable workflow beside its key."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow

    def __hash__(self) -> int:
        return hash((self.workflow.id, self.workflow.version))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.workflow is self.workflow


def _lasting(workflow: Workflow) -> Workflow:
    """The workflow with clocks that nothing calls off."""
    return _of_workflow((workflow.id, workflow.version, id(workflow)), _Holder(workflow))


def _ended(workflow: Workflow, state: State, calendar: Calendar) -> date | None:
    """The day the service ended: when the last run of closing or final stages began; None while it goes on."""
    ended: date | None = None
    for visit in reversed(state.visits):
        stage = workflow.stages.get(visit.stage)
        if stage is None or not (stage.final or stage.phase == CLOSING):
            break
        ended = calendar.day_of(visit.entered_at)
    return ended

"""What a change would mean for what has been filled in: which records would fail, which answers have no place any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms import answers, definitions
from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rules import Context
from caseforms.rules.pointers import ABSENT, get, join, split
from caseforms.services import (
    answer_moves,
    case_names,
    casework,
    design_steps,
    designs,
    publishing,
    stored_answers,
    uses,
)
from caseforms.services.actors import Actor
from caseforms.services.in_force import FORM
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.publishing import Differences
from caseforms.services.refusal import refuse
from caseforms.services.stored_answers import Stored
from caseforms.services.uses import Use
from caseforms.storage.tables import Design
from caseforms.workflow import Calendar

SHOWN = 50
MOST_CODES = 200
"""Codes without a place are counted one by one up to here."""
Tell = Callable[[int, int], None]
LONGEST_CODE = 80
STRAY = "answer.additionalProperties"
CHOICE = frozenset({"enum", "oneOf", "const", "anyOf"})


@dataclass(frozen=True, slots=True)
class Failing:
    """A record that the new version would not take: where it is found, and what is wrong; never what it says."""

    record_id: str
    case_id: str | None
    case_no: str
    number: int
    version: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A code that was chosen in stored records and that the new version does not offer."""

    pointer: str
    code: str
    records: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What publishing would mean. `records` were checked, `failing` of them fail; `first` is the first page of those.

    `outside` are answers that are no choice any more, `lost` fields with answers that the form has no place for (with
    how many records have one), `drafts` how many drafts will be offered the new version, `uses` who else refers to
    what changes.
    """

    differences: Differences
    records: int
    failing: int
    first: tuple[Failing, ...]
    outside: tuple[Outside, ...]
    lost: Mapping[str, int]
    drafts: int
    uses: tuple[Use, ...]


@dataclass(slots=True)
class _Found:
    """What a walk has found so far: one page of records and counts, however many records there are."""

    records: int = 0
    failing: int = 0
    first: list[tuple[Stored, tuple[Problem, ...]]] = field(default_factory=list)
    outside: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)


def of(session: Session, actor: Actor, design_id: str, tell: Tell | None = None) -> Impact:
    """The impact of a form's design on every record of the institution; `tell` hears how many of how many are done.

    Refused with the problems of a design that is no form yet.
    """
    row = designs.row_of(session, actor, design_id)
    differences = publishing.difference_of(session, actor, design_id)
    look = _Look(session, *target(session, row))
    total, found = stored_answers.count(session, row.definition_id), _Found()
    for batch in stored_answers.submitted(session, row.definition_id):
        for each in batch:
            look.take(each, found)
        if tell is not None:
            tell(found.records, max(total, found.records))
    outside = sorted(found.outside.items(), key=lambda each: (-each[1], each[0]))
    return Impact(
        differences=differences,
        records=found.records,
        failing=found.failing,
        first=_lines(session, found.first),
        outside=tuple(Outside(pointer, code, number) for (pointer, code), number in outside),
        lost=dict(found.lost),
        drafts=stored_answers.count(session, row.definition_id, "draft"),
        uses=uses.of(session, row.kind, row.definition_id, [each.item for each in differences.changes]),
    )


def failing(
    session: Session, actor: Actor, design_id: str, after: str | None = None, limit: int = SHOWN
) -> Page[Failing]:
    """The records that would fail, in the order of their ids, a page at a time."""
    row = designs.row_of(session, actor, design_id)
    look = _Look(session, *target(session, row))
    known: list[tuple[Stored, tuple[Problem, ...]]] = []
    start = str(read_cursor(after, 1)[0]) if after is not None else ""
    for batch in stored_answers.submitted(session, row.definition_id, start):
        known += [(each, found) for each in batch if (found := look.failures(each))]
        if len(known) > limit:
            break
    more = cursor(known[limit - 1][0].id) if len(known) > limit else None
    return Page(_lines(session, known[:limit]), more)


def target(session: Session, row: Design) -> tuple[Form, tuple[answers.Move, ...]]:
    """The form that a design would be, and what becomes of the answers. Refused while it is no form."""
    if row.kind != FORM:
        refuse("impact.forms-only")
    definition = definitions.parse(design_steps.document_of(session, row))
    return definitions.compile(definition), answer_moves.of(session, row)


class _Look:
    """Looks at one record after the other with the new form's eyes."""

    def __init__(self, session: Session, form: Form, moves: tuple[answers.Move, ...]) -> None:
        self.form = form
        self.moves = moves
        self.calendar: Calendar = casework.calendar_of(session)

    def take(self, stored: Stored, found: _Found) -> None:
        """Count one record in."""
        found.records += 1
        data = self.moved(stored.data)
        errors = self.errors(stored, data)
        if not errors:
            return
        if any(each.code == STRAY for each in errors):
            found.lost.update({_pattern(each) for each in answers.lost(self.form, data)})
            errors = tuple(each for each in errors if each.code != STRAY)
        if not errors:
            return
        found.failing += 1
        if len(found.first) < SHOWN:
            found.first.append((stored, errors))
        for place in set(self._codes(data, errors)):
            if place in found.outside or len(found.outside) < MOST_CODES:
                found.outside[place] += 1

    def failures(self, stored: Stored) -> tuple[Problem, ...]:
        """What one record would fail by; what merely has no place any more stays in the record as it is."""
        return tuple(each for each in self.errors(stored, self.moved(stored.data)) if each.code != STRAY)

    def moved(self, data: dict[str, Any]) -> dict[str, Any]:
        """The answers as the new form would have them."""
        return answers.moved(data, self.moves) if self.moves else data

    def errors(self, stored: Stored, data: dict[str, Any]) -> tuple[Problem, ...]:
        """What stands against the answers, judged by the day on which they were handed in."""
        found = answers.check(self.form, data, self._context(stored.at))
        return tuple(each for each in found if each.severity == "error") if found else ()

    def _context(self, at: datetime) -> Context:
        calendar = self.calendar
        return Context(at, calendar.day_of(at), calendar.working_days_between, {}, calendar.zone)

    def _codes(self, data: dict[str, Any], errors: tuple[Problem, ...]) -> Iterator[tuple[str, str]]:
        for each in errors:
            value = get(data, split(each.pointer)) if each.code.removeprefix("answer.") in CHOICE else ABSENT
            if isinstance(value, str) and len(value) <= LONGEST_CODE:
                yield _pattern(each.pointer), value


def _pattern(pointer: str) -> str:
    """A place in a record as one of the form: rows are all alike."""
    return join("*" if segment.isdigit() else segment for segment in split(pointer))


def _lines(session: Session, found: list[tuple[Stored, tuple[Problem, ...]]]) -> tuple[Failing, ...]:
    numbers = case_names.numbers(session, [stored.case_id for stored, _ in found])
    return tuple(
        Failing(
            stored.id,
            stored.case_id,
            numbers.get(stored.case_id or "", ""),
            stored.number,
            stored.version,
            problems,
        )
        for stored, problems in found
    )

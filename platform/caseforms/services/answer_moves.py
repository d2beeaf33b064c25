"""What becomes of answers when a form changes: declared with the design, tried on every record before it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms import answers, definitions
from caseforms.answers import Change, Move
from caseforms.definitions import Form
from caseforms.services import case_names, design_steps, designs, library, stored_answers
from caseforms.services.actors import Actor
from caseforms.services.in_force import FORM
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.refusal import refuse, refuse_all
from caseforms.services.stored_answers import Stored
from caseforms.storage.tables import Design

MASKED = "•••"
MOST = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """One record before and after: what would stand elsewhere or otherwise, and what would have no place.

    Personal values are masked: whoever edits forms need not read files.
    """

    record_id: str
    case_id: str | None
    case_no: str
    number: int
    version: str
    changes: tuple[Change, ...]
    lost: tuple[str, ...]


def declare(session: Session, actor: Actor, design_id: str, moves: Any, now: datetime) -> tuple[Move, ...]:
    """Say what becomes of the answers, besides what follows from renaming; replaces what was said before.

    Refused `moving.malformed`, `moving.unknown-field`, `moving.elsewhere`.
    """
    row = designs.writable(session, actor, design_id)
    _require_form(row)
    if not isinstance(moves, list) or len(moves) > MOST:
        refuse("moving.malformed")
    refuse_all(answers.problems_of_moves(moves, _base(session, row), _form(session, row)))
    row.answers, row.updated_at = [dict(each) for each in moves], now
    return of(session, row)


def declared(session: Session, actor: Actor, design_id: str) -> tuple[Move, ...]:
    """What was said, without what follows from renaming."""
    return tuple(designs.row_of(session, actor, design_id).answers)


def of(session: Session, row: Design) -> tuple[Move, ...]:
    """Everything that becomes of the answers: fields and choices that were renamed take them along, then what was said."""
    return (*_renamed(design_steps.net(design_steps.after(session, row.id, 0))), *row.answers)


def dry_run(
    session: Session, actor: Actor, design_id: str, after: str | None = None, limit: int = 50
) -> Page[Tried]:
    """The records whose answers would change, before and after, a page at a time."""
    row = designs.row_of(session, actor, design_id)
    _require_form(row)
    new, moves = _form(session, row), of(session, row)
    found: list[tuple[Stored, tuple[Change, ...], tuple[str, ...]]] = []
    start = str(read_cursor(after, 1)[0]) if after is not None else ""
    for batch in stored_answers.submitted(session, row.definition_id, start):
        found += _tried(new, moves, batch)
        if len(found) > limit:
            break
    more = cursor(found[limit - 1][0].id) if len(found) > limit else None
    numbers = case_names.numbers(session, [stored.case_id for stored, _, _ in found[:limit]])
    return Page(
        tuple(
            Tried(
                stored.id,
                stored.case_id,
                numbers.get(stored.case_id or "", ""),
                stored.number,
                stored.version,
                changes,
                lost,
            )
            for stored, changes, lost in found[:limit]
        ),
        more,
    )


def _tried(
    new: Form, moves: tuple[Move, ...], batch: Iterable[Stored]
) -> Iterator[tuple[Stored, tuple[Change, ...], tuple[str, ...]]]:
    for stored in batch:
        moved = answers.moved(stored.data, moves)
        changes = answers.difference(new, stored.data, moved) if moves else []
        lost = answers.lost(new, moved)
        if changes or lost:
            yield stored, tuple(_masked(new, each) for each in changes), tuple(lost)


def _masked(form: Form, change: Change) -> Change:
    """A change without the values of a field that is personal, or of one that the new form does not know."""
    field = form.field(change.pointer)
    if field is not None and "x-personal" not in field.schema and not field.children:
        return change
    return replace(change, old=change.old and MASKED, new=change.new and MASKED)


def _renamed(operations: Iterable[Mapping[str, Any]]) -> Iterator[Move]:
    for each in operations:
        kind, _, name = str(each.get("item", "")).partition(":")
        if each.get("op") != "rename" or kind not in ("field", "choice"):
            continue
        pointer, _, code = name.partition("#")
        if kind == "field":
            yield {"do": "rename", "from": pointer, "to": f"{pointer.rpartition('/')[0]}/{each['to']}"}
        else:
            yield {"do": "recode", "field": pointer, "codes": {code: each["to"]}}


def _require_form(row: Design) -> None:
    if row.kind != FORM:
        refuse("impact.forms-only")


def _base(session: Session, row: Design) -> Form:
    if not row.base_version:
        return _form(session, row)
    return library.form(session, row.definition_id, row.base_version)


def _form(session: Session, row: Design) -> Form:
    return definitions.compile(definitions.parse(design_steps.document_of(session, row)))

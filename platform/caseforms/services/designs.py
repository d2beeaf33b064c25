"""Work on a form or workflow: opened, changed step by step by several people at once, undone, put aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseforms import definitions
from caseforms.problems import Refused
from caseforms.services import design_steps, editable, levels, library, looks, permissions, users
from caseforms.services.actors import Actor
from caseforms.services.chain import canonical
from caseforms.services.claiming import claimed
from caseforms.services.design_steps import REDO, UNDO
from caseforms.services.design_views import Applied, Design, DesignLine, Preview, Step, line, told, whole
from caseforms.services.editable import Document, Operation
from caseforms.services.identifiers import new_id
from caseforms.services.in_force import FORM
from caseforms.services.refusal import problem, refuse
from caseforms.storage.tables import Design as DesignRow
from caseforms.storage.tables import DesignStep

__all__ = [
    "Applied",
    "Design",
    "DesignLine",
    "Preview",
    "Step",
    "apply",
    "begin",
    "document",
    "get",
    "listed",
    "open_",
    "preview",
    "put_aside",
    "redo",
    "steps",
    "undo",
]
OPEN, PUBLISHED, ASIDE = "open", "published", "put_aside"
MOST_AT_ONCE = 500
LARGEST = 2_000_000
LONGEST_KEY = 80


def open_(
    session: Session, actor: Actor, kind: str, definition_id: str, now: datetime, layer: str = ""
) -> Design:
    """The open piece of work on a form or workflow, begun on what is in force when there is none.

    With `layer` it is work on what that local standard makes of it. Refused `layer.not-found`, `library.unknown-form`, `library.unknown-workflow`, `permission.denied`.
    """
    permissions.require(actor, "manage-layers" if layer else "edit-forms")
    row = open_row(session, kind, definition_id, layer)
    if row is None:
        editable.kind(kind)
        document = levels.document(session, kind, definition_id, layer)
        row = _begun(session, actor, kind, document, document["version"], now, layer)
    return whole(session, actor, row)


def begin(session: Session, actor: Actor, kind: str, document: Mapping[str, Any], now: datetime) -> Design:
    """Work on something new; the document says its id. Refused `design.id-taken`."""
    permissions.require(actor, "edit-forms")
    name = str(document.get("id", ""))
    if name in library.known(session, kind) or open_row(session, kind, name, "") is not None:
        refuse("design.id-taken", "/id", name=name)
    if kind == FORM:
        definitions.parse(document)
    begun = editable.kind(kind).normal(document)
    return whole(session, actor, _begun(session, actor, kind, begun, "", now, ""))


def current(session: Session, actor: Actor, kind: str, definition_id: str, layer: str = "") -> Design | None:
    """The open piece of work on a form or workflow, None when nobody has begun."""
    permissions.require(actor, "manage-layers" if layer else "edit-forms")
    row = open_row(session, kind, definition_id, layer)
    return whole(session, actor, row) if row is not None else None


def get(session: Session, actor: Actor, design_id: str) -> Design:
    """One piece of work, open or not. Refused `design.not-found`."""
    return whole(session, actor, row_of(session, actor, design_id))


def listed(session: Session, actor: Actor, kind: str | None = None) -> tuple[DesignLine, ...]:
    """Everything that is being worked on, what was changed last first."""
    permissions.require(actor, "edit-forms")
    wanted = select(DesignRow).where(DesignRow.state == OPEN).order_by(DesignRow.updated_at.desc())
    if kind is not None:
        wanted = wanted.where(DesignRow.kind == kind)
    names = users.names(session)
    return tuple(line(row, names) for row in session.scalars(wanted))


def document(session: Session, actor: Actor, design_id: str) -> Document:
    """The document as it stands."""
    return design_steps.document_of(session, row_of(session, actor, design_id))


def steps(session: Session, actor: Actor, design_id: str, after: int = 0) -> tuple[Step, ...]:
    """Every step after one, oldest first."""
    row = row_of(session, actor, design_id)
    return told(session, design_steps.after(session, row.id, after))


def apply(
    session: Session,
    actor: Actor,
    design_id: str,
    operations: Sequence[Operation],
    now: datetime,
    seen: int | None = None,
    key: str = "",
) -> Applied:
    """Do operations as one step, all or none, after whatever colleagues did first.

    `seen` is the head that the writer looked at, `key` a name that the client gave this step: sent again, it is the
    same step. What no longer applies is refused with its reason (`editing.…`) and, when a colleague was there in the
    meantime, with who that was (`design.overtaken`); everything else stays.
    """
    row = writable(session, actor, design_id)
    _check_size(operations, key)
    known = design_steps.of_key(session, row.id, key) if key else None
    if known is None:
        levels.require_allowed(session, row, operations)
        with _colleagues_named(session, actor, row, seen):
            design_steps.append(session, actor, row, operations, now, key=key)
    return _applied(session, actor, row, known.number if known is not None else row.head, seen)


def undo(
    session: Session,
    actor: Actor,
    design_id: str,
    now: datetime,
    *,
    step: int | None = None,
    seen: int | None = None,
) -> Applied:
    """Take back one's own last step, or the step that is named. Refused `design.nothing-to-undo`, `editing.…`."""
    row = writable(session, actor, design_id)
    number = design_steps.turn(session, row.id, actor.user_id).undo if step is None else step
    return _reversed(session, actor, row, number, UNDO, now, seen)


def redo(
    session: Session, actor: Actor, design_id: str, now: datetime, *, seen: int | None = None
) -> Applied:
    """Do again what one took back last. Refused `design.nothing-to-redo`, `editing.…`."""
    row = writable(session, actor, design_id)
    return _reversed(
        session, actor, row, design_steps.turn(session, row.id, actor.user_id).redo, REDO, now, seen
    )


def put_aside(session: Session, actor: Actor, design_id: str, now: datetime) -> None:
    """End the work without publishing; its steps stay where they are."""
    row = writable(session, actor, design_id)
    row.state, row.updated_at = ASIDE, now


def preview(session: Session, actor: Actor, design_id: str) -> Preview:
    """The form that the design would be, and its problems."""
    row = row_of(session, actor, design_id)
    found = design_steps.document_of(session, row)
    if row.kind == FORM:
        seen = looks.at(session, row, found)
        return Preview(row.head, seen.form, seen.problems)
    known, standard = editable.kind(row.kind), levels.standard_of(session, row)
    against = levels.report_of(known, standard, found, _overlay(session, row)).problems if standard else ()
    return Preview(row.head, None, (*against, *known.lint(session, found)))


def row_of(session: Session, actor: Actor, design_id: str) -> DesignRow:
    """The row of a design. Refused `design.not-found`."""
    permissions.require(actor, "edit-forms")
    row = session.scalar(select(DesignRow).where(DesignRow.id == design_id))
    if row is None:
        refuse("design.not-found")
    return row


def writable(session: Session, actor: Actor, design_id: str) -> DesignRow:
    """The row of a design that is open, held until the transaction ends. Refused `design.closed`."""
    row = design_steps.locked(session, row_of(session, actor, design_id))
    if row.state != OPEN:
        refuse("design.closed")
    return row


def _check_size(operations: Sequence[Any], key: str) -> None:
    if not operations or len(operations) > MOST_AT_ONCE or len(key) > LONGEST_KEY:
        refuse("design.too-many", limit=MOST_AT_ONCE)
    if not all(isinstance(each, Mapping) and _has_words(each, "op", "item") for each in operations):
        refuse("design.malformed")
    if len(canonical(list(operations))) > LARGEST:
        refuse("design.too-large", limit=LARGEST)


def _has_words(operation: Operation, *names: str) -> bool:
    return all(isinstance(operation.get(name), str) for name in names)


def open_row(session: Session, kind: str, definition_id: str, layer: str) -> DesignRow | None:
    """The row of the work that is open on a form or workflow, when there is any."""
    wanted = select(DesignRow).where(
        DesignRow.kind == kind,
        DesignRow.definition_id == definition_id,
        DesignRow.layer == layer,
        DesignRow.state == OPEN,
    )
    return session.scalar(wanted.limit(1))


def _begun(
    session: Session,
    actor: Actor,
    kind: str,
    document: Document,
    base_version: str,
    now: datetime,
    layer: str,
) -> DesignRow:
    """A new row; when a colleague opens the same at the same moment, theirs."""
    name = document["id"]
    earlier = select(func.max(DesignRow.number)).where(
        DesignRow.kind == kind, DesignRow.definition_id == name, DesignRow.layer == layer
    )
    row = DesignRow(
        id=new_id(),
        kind=kind,
        definition_id=name,
        layer=layer,
        number=(session.scalar(earlier) or 0) + 1,
        base_version=base_version,
        state=OPEN,
        head=0,
        tail=new_id(),
        written=0,
        document=document,
        answers=[],
        opened_by=actor.user_id,
        opened_at=now,
        updated_at=now,
    )
    if claimed(session, row):
        return row
    return open_row(session, kind, name, layer) or refuse("design.id-taken", "/id", name=name)


def _reversed(
    session: Session,
    actor: Actor,
    row: DesignRow,
    number: int | None,
    action: str,
    now: datetime,
    seen: int | None,
) -> Applied:
    known = design_steps.step(session, row.id, number) if number is not None else None
    if known is None or (action == UNDO) is (known.action == UNDO):
        refuse(f"design.nothing-to-{action}")
    taken = select(DesignStep.number).where(DesignStep.design_id == row.id, DesignStep.undoes == number)
    if session.scalar(taken.limit(1)) is not None:
        refuse(f"design.nothing-to-{action}")
    with _colleagues_named(session, actor, row, number):
        design_steps.append(session, actor, row, known.inverse, now, action=action, undoes=number)
    return _applied(session, actor, row, row.head, seen)


@contextmanager
def _colleagues_named(session: Session, actor: Actor, row: DesignRow, seen: int | None) -> Iterator[None]:
    """What is refused inside is refused with who else was at work since the writer looked."""
    try:
        yield
    except Refused as refused:
        later = design_steps.after(session, row.id, seen if seen is not None else row.head)
        others = [each for each in told(session, later) if each.by != actor.user_id]
        if not others:
            raise
        names = "、".join(dict.fromkeys(each.by_name for each in others))
        raise Refused((*refused.problems, problem("design.overtaken", name=names))) from refused


def _applied(session: Session, actor: Actor, row: DesignRow, number: int, seen: int | None) -> Applied:
    later = design_steps.after(session, row.id, seen) if seen is not None and seen < row.head else []
    others = told(session, [each for each in later if each.number != number and each.by != actor.user_id])
    turn = design_steps.turn(session, row.id, actor.user_id)
    found = design_steps.document_of(session, row)
    return Applied(found, row.head, number, others, turn.undo, turn.redo)


def _overlay(session: Session, row: DesignRow) -> list[levels.Part]:
    """What stands over the standard with this work on top: for the reasons that were given."""
    made = design_steps.net(design_steps.after(session, row.id, 0))
    return [
        *levels.parts(session, row.kind, row.definition_id),
        {"layer": row.layer, "operations": made},
    ]

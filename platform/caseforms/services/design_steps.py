"""The steps of a design as rows: append only, each with the way back; which one is taken back or done again next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import editable
from caseforms.services.actors import Actor
from caseforms.services.editable import Document, Operation
from caseforms.services.identifiers import new_id
from caseforms.storage import locks_rows
from caseforms.storage.tables import Design, DesignStep

DO, UNDO, REDO = "do", "undo", "redo"
WRITE_EVERY = 20
"""After so many steps the whole document is written again."""
MOST = 32
_states: OrderedDict[str, Document] = OrderedDict()
"""Documents by the `tail` of their design: the next operation finds what the last one left, and shares it."""
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Turns:
    """Which of somebody's steps come next: to be taken back, and to be done again."""

    undo: int | None
    redo: int | None


def locked(session: Session, design: Design) -> Design:
    """The design, held until the transaction ends: steps come one after the other."""
    if locks_rows(session):
        session.refresh(design, with_for_update=True)
    return design


def document_of(session: Session, design: Design) -> Document:
    """The document after the last step."""
    with _lock:
        known = _states.get(design.tail)
        if known is not None:
            _states.move_to_end(design.tail)
            return known
    document = design.document
    apply_all = editable.kind(design.kind).apply_all
    for step in after(session, design.id, design.written):
        document = apply_all(document, step.operations)
    return _kept(design.tail, document)


def append(
    session: Session,
    actor: Actor,
    design: Design,
    operations: Iterable[Operation],
    now: datetime,
    *,
    action: str = DO,
    undoes: int | None = None,
    key: str = "",
) -> Document:
    """Apply the operations, all or none, and keep them as the next step. Raises Refused `editing.…`."""
    editing = editable.kind(design.kind).editing
    document, done, back = document_of(session, design), list[Operation](), list[Operation]()
    for operation in operations:
        ready = operation if "was" in operation else editing.prepared(document, operation)
        back = [*editing.inverse(document, ready), *back]
        document = editing.apply(document, ready)
        done.append(ready)
    back = _with_was(editing, document, back)
    design.head, design.tail, design.updated_at = design.head + 1, new_id(), now
    session.add(
        DesignStep(
            design_id=design.id,
            number=design.head,
            key=key or design.tail,
            by=actor.user_id,
            at=now,
            action=action,
            operations=[dict(each) for each in done],
            inverse=[dict(each) for each in back],
            undoes=undoes,
        )
    )
    if design.head - design.written >= WRITE_EVERY:
        design.document, design.written = document, design.head
    session.flush()
    return _kept(design.tail, document)


def _with_was(editing: Any, document: Document, back: list[Operation]) -> list[Operation]:
    """The way back, each operation with what it finds: so that it never writes over what a colleague does later."""
    found: list[Operation] = []
    for operation in back:
        ready = operation if "was" in operation else editing.prepared(document, operation)
        document = editing.apply(document, ready)
        found.append(ready)
    return found


def after(session: Session, design_id: str, number: int) -> list[DesignStep]:
    """The steps after one, in their order."""
    wanted = select(DesignStep).where(DesignStep.design_id == design_id, DesignStep.number > number)
    return list(session.scalars(wanted.order_by(DesignStep.number)))


def step(session: Session, design_id: str, number: int) -> DesignStep | None:
    """One step."""
    wanted = select(DesignStep).where(DesignStep.design_id == design_id, DesignStep.number == number)
    return session.scalar(wanted)


def of_key(session: Session, design_id: str, key: str) -> DesignStep | None:
    """The step that a client made under a key of its own."""
    wanted = select(DesignStep).where(DesignStep.design_id == design_id, DesignStep.key == key)
    return session.scalar(wanted)


def turns(session: Session, design_id: str) -> Mapping[str, Turns]:
    """Whose which step comes next, by user: each takes back what they did themselves, a colleague's work stays."""
    columns = (DesignStep.number, DesignStep.by, DesignStep.action, DesignStep.undoes)
    rows = session.execute(
        select(*columns).where(DesignStep.design_id == design_id).order_by(DesignStep.number)
    )
    done: dict[str, list[int]] = {}
    undone: dict[str, list[int]] = {}
    for number, by, action, undoes in rows:
        if action == UNDO:
            _take(done, undoes)
            undone.setdefault(by, []).append(number)
            continue
        if action == REDO:
            _take(undone, undoes)
        else:
            undone.pop(by, None)
        done.setdefault(by, []).append(number)
    return {by: Turns(_last(done.get(by)), _last(undone.get(by))) for by in done.keys() | undone.keys()}


def turn(session: Session, design_id: str, user_id: str) -> Turns:
    """Which of one's own steps come next."""
    return turns(session, design_id).get(user_id, Turns(None, None))


def forget() -> None:
    """Know no document by heart, as another process does."""
    with _lock:
        _states.clear()


def _take(stacks: dict[str, list[int]], number: int | None) -> None:
    for stack in stacks.values():
        if number in stack:
            stack.remove(number)


def _last(stack: list[int] | None) -> int | None:
    return stack[-1] if stack else None


def _kept(tail: str, document: Document) -> Document:
    with _lock:
        _states[tail] = document
        while len(_states) > MOST:
            _states.popitem(last=False)
    return document


def net(steps: Iterable[DesignStep]) -> list[Any]:
    """Every operation of the steps in order, those that were taken back with what took them back."""
    return [operation for each in steps for operation in each.operations]

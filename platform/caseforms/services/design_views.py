"""Designs as they are shown: the whole, a line of a list, steps with names, what came of a step, the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.services import design_steps, users
from caseforms.services.actors import Actor
from caseforms.services.editable import Document
from caseforms.storage.tables import Design as DesignRow
from caseforms.storage.tables import DesignStep


@dataclass(frozen=True, slots=True)
class Design:
    """One piece of work as it stands. `base_version` is what it started from, empty for something new.

    `undo` and `redo` are the steps of the reader's own that come next, None when there is none.
    """

    id: str
    kind: str
    definition_id: str
    layer: str
    base_version: str
    state: str
    head: int
    document: Document
    opened_by_name: str
    opened_at: datetime
    updated_at: datetime
    undo: int | None
    redo: int | None


@dataclass(frozen=True, slots=True)
class DesignLine:
    """One piece of work as lists show it."""

    id: str
    kind: str
    definition_id: str
    layer: str
    title: str
    base_version: str
    state: str
    steps: int
    opened_by_name: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a design: `action` is do, undo or redo, `undoes` the step that it takes back or does again."""

    number: int
    by: str
    by_name: str
    at: datetime
    action: str
    operations: tuple[Mapping[str, Any], ...]
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Applied:
    """The document after one's own step `number`; `others` is what colleagues did since the head one had seen."""

    document: Document
    head: int
    number: int
    others: tuple[Step, ...]
    undo: int | None
    redo: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a design would be: the form (None while it cannot be one), and all that the linter has to say."""

    head: int
    form: Form | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stands in the way of publishing."""
        return tuple(each for each in self.problems if each.severity == "error")


def told(session: Session, rows: Sequence[DesignStep]) -> tuple[Step, ...]:
    """Steps with the names of those who made them."""
    names = users.names(session) if rows else {}
    return tuple(
        Step(
            row.number,
            row.by,
            names.get(row.by, ""),
            row.at,
            row.action,
            tuple(row.operations),
            row.undoes,
        )
        for row in rows
    )


def whole(session: Session, actor: Actor, row: DesignRow) -> Design:
    """One design for one reader."""
    turn = design_steps.turn(session, row.id, actor.user_id)
    return Design(
        id=row.id,
        kind=row.kind,
        definition_id=row.definition_id,
        layer=row.layer,
        base_version=row.base_version,
        state=row.state,
        head=row.head,
        document=design_steps.document_of(session, row),
        opened_by_name=users.names(session).get(row.opened_by, ""),
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        undo=turn.undo,
        redo=turn.redo,
    )


def line(row: DesignRow, names: Mapping[str, str]) -> DesignLine:
    """One design as lists show it."""
    title = row.document.get("title", row.definition_id)
    return DesignLine(
        id=row.id,
        kind=row.kind,
        definition_id=row.definition_id,
        layer=row.layer,
        title=title if isinstance(title, str) else str(title.get("zh", row.definition_id)),
        base_version=row.base_version,
        state=row.state,
        steps=row.head,
        opened_by_name=names.get(row.opened_by, ""),
        updated_at=row.updated_at,
    )

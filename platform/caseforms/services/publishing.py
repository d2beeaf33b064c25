"""Publishing work on forms and workflows: the gate, the note, a second person, the day, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.services import (
    answer_moves,
    audit,
    design_steps,
    designs,
    editable,
    in_force,
    levels,
    notifications,
    others,
    permissions,
    publications,
    users,
)
from caseforms.services.actors import Actor
from caseforms.services.editable import Document, Kind
from caseforms.services.identifiers import new_id
from caseforms.services.in_force import FORM
from caseforms.services.publications import OWN, PLANNED, WAITING, PublicationLine
from caseforms.services.refusal import refuse, refuse_all
from caseforms.storage.tables import Design, Publication

LONGEST_NOTE = 2000
CLASSES = ("safe", "widening", "breaking")


@dataclass(frozen=True, slots=True)
class Differences:
    """What a version changes: item by item with its class, and the operations behind it as sentences."""

    changes: tuple[Any, ...]
    sentences: tuple[Any, ...]
    change_class: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is about to be published: the document, what it stands on, what each layer made of that, layer by layer."""

    kind: Kind
    document: Document
    base_version: str
    overlay: list[Any]
    answers: list[Any]
    design_id: str | None = None


def publish(
    session: Session, actor: Actor, design_id: str, note: str, now: datetime, from_at: datetime | None = None
) -> PublicationLine:
    """Make a version of a design. It comes into force now, at `from_at`, or when a second person has approved it.

    Refused with the linter's errors (a missing translation is one), and with `publishing.note`,
    `publishing.nothing-changed`, `publishing.past`, `publishing.waits`, `publishing.subject`, `editing.…` when what
    came into force meanwhile leaves no room for a change.
    """
    permissions.require(actor, "publish-forms")
    row = designs.writable(session, actor, design_id)
    content = _content(session, row)
    line = put_forward(session, actor, content, row.definition_id, note, now, from_at)
    row.state, row.updated_at = designs.PUBLISHED, now
    return line


def approve(session: Session, actor: Actor, publication_id: str, now: datetime) -> PublicationLine:
    """Let a version come into force that somebody else made. Refused `publishing.own`, `publishing.not-waiting`."""
    permissions.require(actor, "approve-forms")
    row = publications.row_of(session, publication_id)
    if row.state != WAITING:
        refuse("publishing.not-waiting")
    if row.made_by == actor.user_id:
        refuse("publishing.own")
    row.approved_by, row.approved_at = actor.user_id, now
    publications.enter(session, row, now)
    _note(session, actor, "approve", row, now)
    return publications.lines(session, [row])[0]


def withdraw(session: Session, actor: Actor, publication_id: str, now: datetime) -> PublicationLine:
    """Take back a version that is not in force yet; the work on it is open again unless other work has begun."""
    if not permissions.allowed(actor.roles, "approve-forms"):
        permissions.require(actor, "publish-forms")
    row = publications.row_of(session, publication_id)
    if row.state not in (WAITING, PLANNED):
        refuse("publishing.not-waiting")
    row.state = publications.WITHDRAWN
    design = session.get(Design, row.design_id) if row.design_id else None
    if design is not None and designs.open_row(session, row.kind, row.definition_id, design.layer) is None:
        design.state, design.updated_at = designs.OPEN, now
    _note(session, actor, "withdraw", row, now)
    return publications.lines(session, [row])[0]


def roll_back(
    session: Session, actor: Actor, kind: str, definition_id: str, version: str, note: str, now: datetime
) -> PublicationLine:
    """A new version with the content of an earlier one, shipped or published. Records keep the version they have."""
    permissions.require(actor, "publish-forms")
    known = editable.kind(kind)
    document = dict(known.document(session, definition_id, version))
    earlier = publications.of_version(session, kind, definition_id, version)
    content = Content(
        kind=known,
        document=document,
        base_version=earlier.base_version if earlier is not None else version,
        overlay=earlier.overlay if earlier is not None else [],
        answers=_back(session, kind, definition_id, version),
    )
    return put_forward(session, actor, content, definition_id, note, now)


def _back(session: Session, kind: str, definition_id: str, version: str) -> list[Any]:
    """What becomes of answers when an earlier version comes back: the way they came, as far as it can be gone back."""
    present = in_force.versions(session, kind).get(definition_id, (version, ""))[0]
    moves = publications.moves_between(session, definition_id, version, present) if kind == FORM else None
    return [dict(each) for each in answers.backwards(moves or ()) or ()]


def history(session: Session, actor: Actor, kind: str, definition_id: str) -> tuple[PublicationLine, ...]:
    """Every version that the institution has published, newest first."""
    permissions.require(actor, "edit-forms")
    return publications.lines(session, publications.of(session, kind, definition_id))


def waiting(session: Session, actor: Actor) -> tuple[PublicationLine, ...]:
    """What waits for a second person's approval."""
    permissions.require(actor, "approve-forms")
    return publications.lines(session, publications.in_state(session, WAITING))


def difference(
    session: Session, actor: Actor, kind: str, definition_id: str, before: str, after: str
) -> tuple[Any, ...]:
    """What changed from one version to another, item by item."""
    permissions.require(actor, "edit-forms")
    known = editable.kind(kind)
    old, new = (dict(known.document(session, definition_id, version)) for version in (before, after))
    return tuple(known.editing.difference(old, new))


def difference_of(session: Session, actor: Actor, design_id: str) -> Differences:
    """What a design would change against what is in force."""
    row = designs.row_of(session, actor, design_id)
    content = _content(session, row)
    present = _present(session, content.kind, row.definition_id)
    if present is None:
        return Differences((), (), "safe")
    changes = tuple(content.kind.editing.difference(present, content.document))
    return Differences(changes, _sentences(session, row, content.kind), worst(changes))


def built(session: Session, kind: str, definition_id: str, version: str) -> Document:
    """A published version made again from what it stands on and its overlay, layer by layer."""
    known = editable.kind(kind)
    row = publications.of_version(session, kind, definition_id, version)
    if row is None or not row.base_version:
        return dict(known.document(session, definition_id, version))
    document = dict(known.document(session, definition_id, row.base_version))
    operations = [each for part in row.overlay for each in part["operations"]]
    return {**known.apply_all(document, operations), "version": version}


def worst(changes: Iterable[Any]) -> str:
    """The class of a whole change: that of its most serious part."""
    return max((each.change_class for each in changes), key=CLASSES.index, default="safe")


def _sentences(session: Session, row: Design, kind: Kind) -> tuple[Any, ...]:
    if not row.base_version:
        return ()
    document = _base(session, row, kind)
    told = []
    for operation in _net(session, row, kind, document):
        told.append(kind.editing.sentence(document, operation))
        document = kind.editing.apply(document, operation)
    return tuple(told)


def _net(session: Session, row: Design, kind: Kind, base: Document) -> list[Any]:
    steps = design_steps.after(session, row.id, 0)
    return list(kind.editing.compacted(base, design_steps.net(steps)))


def _base(session: Session, row: Design, kind: Kind) -> Document:
    """What a design started from."""
    if row.layer != OWN:
        return levels.document(session, row.kind, row.definition_id, row.layer)
    return kind.normal(kind.document(session, row.definition_id, row.base_version))


def _present(session: Session, kind: Kind, definition_id: str) -> Document | None:
    """What is in force; nothing for what has never been published."""
    return (
        dict(kind.document(session, definition_id, None)) if _exists(session, kind, definition_id) else None
    )


def _exists(session: Session, kind: Kind, definition_id: str) -> bool:
    return definition_id in kind.known(session)


def _content(session: Session, row: Design) -> Content:
    """The design on top of what is in force now: what a colleague published in the meantime stays."""
    kind = editable.kind(row.kind)
    base_version = levels.base_of(session, row.kind, row.definition_id) if row.base_version else ""
    if not base_version:
        return _own_content(session, row, kind)
    made = _net(session, row, kind, _base(session, row, kind))
    parts = [
        {**part, "operations": [*part["operations"], *made]} if part["layer"] == row.layer else part
        for part in levels.parts(session, row.kind, row.definition_id)
    ]
    document, overlay = levels.stacked(session, row.kind, row.definition_id, base_version, parts)
    return Content(kind, document, base_version, overlay, _moves(session, row), row.id)


def _own_content(session: Session, row: Design, kind: Kind) -> Content:
    """Something that no standard stands above: it is published whole."""
    document = design_steps.document_of(session, row)
    if row.base_version:
        present = kind.normal(kind.document(session, row.definition_id, None))
        if present["version"] != row.base_version:
            made = _net(session, row, kind, _base(session, row, kind))
            document = kind.apply_all(present, [levels.without_was(each) for each in made])
    return Content(kind, document, "", [], _moves(session, row), row.id)


def _moves(session: Session, row: Design) -> list[Any]:
    return [dict(each) for each in answer_moves.of(session, row)] if row.kind == FORM else []


def put_forward(
    session: Session,
    actor: Actor,
    content: Content,
    definition_id: str,
    note: str,
    now: datetime,
    from_at: datetime | None = None,
) -> PublicationLine:
    """Make a version of some content, whatever it came from: through the same gate, to the same approval and day."""
    permissions.require(actor, "publish-forms")
    kind, written = content.kind, note.strip()
    if not written or len(written) > LONGEST_NOTE:
        refuse("publishing.note", "/note", limit=LONGEST_NOTE)
    if from_at is not None and from_at < now:
        refuse("publishing.past", "/from_at")
    publications.one_at_a_time(session)
    publications.require_none_waiting(session, kind.name, definition_id)
    present = _present(session, kind, definition_id)
    changes = tuple(kind.editing.difference(present, content.document)) if present is not None else ()
    _check_changed(present, content.document, changes)
    number, version = publications.next_name(session, kind.name, definition_id, content.base_version)
    document = {**content.document, "version": version}
    if content.base_version:
        standard = dict(kind.document(session, definition_id, content.base_version))
        refuse_all(levels.report_of(kind, standard, document, content.overlay).problems)
    refuse_all(each for each in kind.lint(session, document) if each.severity == "error")
    refuse_all(others.broken(session, actor, kind.name, definition_id, document))
    row = Publication(
        id=new_id(),
        kind=kind.name,
        definition_id=definition_id,
        version=version,
        number=number,
        sha256=kind.register(session, document, now),
        base_version=content.base_version,
        previous=present["version"] if present is not None else "",
        overlay=content.overlay,
        answers=content.answers,
        note=written,
        change_class=worst(changes),
        design_id=content.design_id,
        made_by=actor.user_id,
        made_at=now,
        from_at=from_at or now,
        state=WAITING,
    )
    session.add(row)
    session.flush()
    publications.enter(session, row, now)
    _note(session, actor, "publish", row, now)
    if row.state == WAITING:
        _ask_approval(session, actor, row, now)
    return publications.lines(session, [row])[0]


def _check_changed(present: Document | None, document: Document, changes: tuple[Any, ...]) -> None:
    if present is None:
        return
    if not changes and _bare(present) == _bare(document):
        refuse("publishing.nothing-changed")
    if present.get("subject") != document.get("subject"):
        refuse("publishing.subject")


def _bare(document: Document) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "version"}


def _ask_approval(session: Session, actor: Actor, row: Publication, now: datetime) -> None:
    """Tell everybody else who may approve that a version waits for one of them."""
    approvers = [role for role in permissions.ROLES if permissions.allowed([role], "approve-forms")]
    told = [each for each in users.with_role(session, approvers) if each != actor.user_id]
    notifications.tell(session, told, "approval-asked", f"approve/{row.id}", now)


def _note(session: Session, actor: Actor, verb: str, row: Publication, now: datetime) -> None:
    detail = {"kind": row.kind, "definition": row.definition_id, "version": row.version, "state": row.state}
    audit.note(session, actor, verb, now, detail=detail)

"""Taking over a newer version of a standard below an institution's changes: merged by name, every conflict decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import overlays
from caseforms.overlays import Conflict
from caseforms.services import editable, library, permissions, publications, publishing
from caseforms.services.actors import Actor
from caseforms.services.claiming import claimed
from caseforms.services.editable import Document, Kind
from caseforms.services.identifiers import new_id
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.publications import OWN, PublicationLine
from caseforms.services.publishing import Content
from caseforms.services.refusal import refuse
from caseforms.storage import locks_rows
from caseforms.storage.tables import Upgrade

OPEN, DONE = "open", "done"
OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True)
class Available:
    """A form or workflow whose standard has a newer version than the one that the institution works with."""

    kind: str
    definition_id: str
    title: Mapping[str, str]
    standard: str
    base_version: str
    newest: str


@dataclass(frozen=True, slots=True)
class Contested:
    """One conflict, the layer whose change it is about (empty: the institution's own), and what was decided."""

    key: str
    layer: str
    conflict: Conflict
    decided: Any


@dataclass(frozen=True, slots=True)
class Upgrading:
    """One upgrade as it stands. `contested` are all conflicts, decided or not; `merged` what came from the standard into
    items that we change elsewhere, `dropped` what we need not say any more since the standard does.
    """

    id: str
    kind: str
    definition_id: str
    title: Mapping[str, str]
    old_base: str
    new_base: str
    state: str
    contested: tuple[Contested, ...]
    merged: tuple[Any, ...]
    dropped: tuple[Any, ...]
    document: Document
    overlay: list[Any]

    @property
    def open(self) -> tuple[Contested, ...]:
        """The conflicts that nobody has decided yet: with any of them nothing is published."""
        return tuple(each for each in self.contested if each.decided is None)


def available(session: Session, actor: Actor) -> tuple[Available, ...]:
    """Everything that could be taken over now."""
    permissions.require(actor, "edit-forms")
    found = []
    for kind in (FORM, WORKFLOW):
        known = editable.kind(kind)
        for name in sorted(library.known(session, kind)):
            document = known.document(session, name, None)
            base = _base_of(session, kind, name, document["version"])
            newest = library.newest_standard(session, kind, name) if base else ""
            if base and newest and _number(newest) > _number(base):
                title, standard = editable.title_of(document), editable.standard_of(document)
                found.append(Available(kind, name, title, standard, base, newest))
    return tuple(found)


def begin(
    session: Session, actor: Actor, kind: str, definition_id: str, new_base: str, now: datetime
) -> Upgrading:
    """Begin to take a version over, or go on with it. Refused `upgrading.not-newer`, `library.unknown-…`."""
    permissions.require(actor, "publish-forms")
    known = editable.kind(kind)
    present = known.document(session, definition_id, None)["version"]
    old_base = _base_of(session, kind, definition_id, present)
    if not old_base or _number(new_base) <= _number(old_base):
        refuse("upgrading.not-newer", version=new_base)
    known.document(session, definition_id, new_base)
    names = (kind, definition_id, old_base, new_base)
    row = _row_of(session, *names)
    if row is None:
        row = Upgrade(
            id=new_id(),
            kind=kind,
            definition_id=definition_id,
            old_base=old_base,
            new_base=new_base,
            resolutions={},
            state=OPEN,
            begun_by=actor.user_id,
            begun_at=now,
            changed_at=now,
        )
        if not claimed(session, row):
            row = _row_of(session, *names) or refuse("upgrading.not-found")
    if row.state == DONE:  # taken over before, then rolled back: decided again from the start
        row.state, row.resolutions, row.changed_at = OPEN, {}, now
    return _state(session, row)


def get(session: Session, actor: Actor, upgrade_id: str) -> Upgrading:
    """One upgrade. Refused `upgrading.not-found`."""
    permissions.require(actor, "edit-forms")
    return _state(session, _row(session, upgrade_id))


def resolve(
    session: Session, actor: Actor, upgrade_id: str, key: str, decided: Any, now: datetime
) -> Upgrading:
    """Decide one conflict: `ours`, `theirs`, `{"value": …}`, or None to leave it open again.

    Refused `upgrading.no-conflict`, `upgrading.decision`, `upgrading.done`.
    """
    permissions.require(actor, "publish-forms")
    row = _writable(session, upgrade_id)
    if key not in {each.key for each in _state(session, row).contested}:
        refuse("upgrading.no-conflict")
    plain = isinstance(decided, Mapping) and set(decided) == {"value"}
    if decided is not None and decided not in (OURS, THEIRS) and not plain:
        refuse("upgrading.decision")
    others = {name: value for name, value in row.resolutions.items() if name != key}
    row.resolutions = others if decided is None else {**others, key: decided}
    row.changed_at = now
    session.flush()
    return _state(session, row)


def publish(
    session: Session, actor: Actor, upgrade_id: str, note: str, now: datetime, from_at: datetime | None = None
) -> PublicationLine:
    """Publish our changes on the newer version. Refused `upgrading.undecided` and whatever `publishing.publish` refuses."""
    row = _writable(session, upgrade_id)
    found = _state(session, row)
    if found.open:
        refuse("upgrading.undecided", number=len(found.open))
    content = Content(editable.kind(row.kind), found.document, row.new_base, found.overlay, [])
    line = publishing.put_forward(session, actor, content, row.definition_id, note, now, from_at)
    row.state, row.changed_at = DONE, now
    return line


def _state(session: Session, row: Upgrade) -> Upgrading:
    known, name = editable.kind(row.kind), row.definition_id
    old = known.normal(known.document(session, name, row.old_base))
    new = known.normal(known.document(session, name, row.new_base))
    contested: list[Contested] = []
    merged: list[Any] = []
    dropped: list[Any] = []
    overlay: list[Any] = []
    for part in _parts(session, row):
        layer, operations = part["layer"], part["operations"]
        taken = _upgraded(known, old, new, operations, _of_layer(row.resolutions, layer))
        every = _upgraded(known, old, new, operations, {}).conflicts
        contested += [
            Contested(_key(layer, each), layer, each, row.resolutions.get(_key(layer, each)))
            for each in {one.key: one for one in (*every, *taken.conflicts)}.values()
        ]
        merged += taken.merged
        dropped += taken.dropped
        old, new = known.apply_all(old, operations), known.apply_all(new, taken.operations)
        overlay.append({"layer": layer, "operations": [dict(each) for each in taken.operations]})
    return Upgrading(
        id=row.id,
        kind=row.kind,
        definition_id=name,
        title=editable.title_of(new),
        old_base=row.old_base,
        new_base=row.new_base,
        state=row.state,
        contested=tuple(contested),
        merged=tuple(merged),
        dropped=tuple(dropped),
        document=new,
        overlay=overlay,
    )


def _upgraded(
    known: Kind, old: Document, new: Document, operations: list[Any], resolutions: Mapping[str, Any]
) -> overlays.Upgraded:
    return overlays.upgrade(old, new, operations, resolutions, editing=known.editing)


def _parts(session: Session, row: Upgrade) -> list[Any]:
    """What was made of the old base, layer by layer: as it is in force."""
    present = editable.kind(row.kind).document(session, row.definition_id, None)["version"]
    published = publications.of_version(session, row.kind, row.definition_id, present)
    if published is None or published.base_version != row.old_base:
        return [{"layer": OWN, "operations": []}]
    return list(published.overlay) or [{"layer": OWN, "operations": []}]


def _key(layer: str, conflict: Conflict) -> str:
    return f"{layer}|{conflict.key}" if layer != OWN else conflict.key


def _of_layer(resolutions: Mapping[str, Any], layer: str) -> dict[str, Any]:
    start = f"{layer}|" if layer != OWN else ""
    return {name.removeprefix(start): value for name, value in resolutions.items() if name.startswith(start)}


def _base_of(session: Session, kind: str, definition_id: str, version: str) -> str:
    """The standard's version below a version; empty for what is the institution's own."""
    row = publications.of_version(session, kind, definition_id, version)
    return row.base_version if row is not None else version


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("+")[0].split("."))


def _row(session: Session, upgrade_id: str) -> Upgrade:
    row = session.scalar(select(Upgrade).where(Upgrade.id == upgrade_id))
    if row is None:
        refuse("upgrading.not-found")
    return row


def _writable(session: Session, upgrade_id: str) -> Upgrade:
    row = _row(session, upgrade_id)
    if locks_rows(session):
        session.refresh(row, with_for_update=True)
    if row.state != OPEN:
        refuse("upgrading.done")
    return row


def _row_of(session: Session, kind: str, definition_id: str, old_base: str, new_base: str) -> Upgrade | None:
    wanted = select(Upgrade).where(
        Upgrade.kind == kind,
        Upgrade.definition_id == definition_id,
        Upgrade.old_base == old_base,
        Upgrade.new_base == new_base,
    )
    return session.scalar(wanted)

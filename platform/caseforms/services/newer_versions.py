"""Drafts and the version in force: what taking a draft over would change is shown first, its author decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.answers import Change
from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.services import (
    audit,
    drafts,
    library,
    publications,
    record_facts,
    record_views,
    submitting,
)
from caseforms.services.actors import Actor
from caseforms.services.drafts import DraftSaved
from caseforms.services.in_force import FORM
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Record


@dataclass(frozen=True, slots=True)
class Newer:
    """A draft as it would be under the version in force.

    `changes` are answers that are carried elsewhere or get another code, `lost` those for which there is no place any
    more (they stay in the history of the draft); `asked` are fields to be answered now that were not before, `problems`
    what else the answers would be refused for. `notes` say why, version by version.
    """

    record_id: str
    version: int
    old: Form
    new: Form
    data: Mapping[str, Any]
    changes: tuple[Change, ...]
    lost: tuple[tuple[str, object], ...]
    asked: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def offered(session: Session, actor: Actor, record_id: str, now: datetime) -> Newer:
    """What moving a draft to the version in force would do. Refused `record.newest` when it has that version already."""
    record = _mine(session, actor, record_id)
    old, new = library.form_of(session, record), library.form(session, record.definition_id)
    moves = publications.moves_between(
        session, record.definition_id, old.definition.version, new.definition.version
    )
    stands = record_facts.content(session, record)
    moved = answers.moved(stands, moves or ())
    data, gone = answers.fitting(new, moved), answers.lost(new, moved)
    context = submitting.context_of(session, now, {})
    before = {(each.code, each.pointer) for each in answers.check(old, stands, context)}
    added = [each for each in answers.check(new, data, context) if (each.code, each.pointer) not in before]
    return Newer(
        record_id=record.id,
        version=drafts.draft_of(session, record).number,
        old=old,
        new=new,
        data=data,
        changes=tuple(answers.difference(new, stands, moved)) if moves else (),
        lost=tuple((pointer, answers.value_at(moved, pointer)) for pointer in gone),
        asked=tuple(each.pointer for each in added if each.code == "answer.required"),
        problems=tuple(each for each in added if each.code != "answer.required"),
        notes=_notes(session, record, new.definition.version),
    )


def move(session: Session, actor: Actor, record_id: str, version: int, now: datetime) -> DraftSaved:
    """Take a draft to the version in force, as it was `offered` when the draft stood at `version`.

    What has no place stays in the draft's history. Refused `record.newest`, `record.stale-version`.
    """
    found = offered(session, actor, record_id, now)
    record = submitting.record_row(session, record_id)
    if found.version != version:
        refuse("record.stale-version")
    told = {"definition": record.definition_id, "from": record.definition_version}
    record.definition_version = found.new.definition.version
    record.definition_sha256 = found.new.definition.sha256
    record.locked = [pointer for pointer in record.locked if pointer in found.new.fields]
    saved = drafts.save(session, actor, record, found.data, version, now)
    audit.note(
        session,
        actor,
        "change",
        now,
        case_id=record.case_id,
        record_id=record.id,
        detail={**told, "version": record.definition_version},
    )
    return saved


def _mine(session: Session, actor: Actor, record_id: str) -> Record:
    record = submitting.record_row(session, record_id)
    submitting.require_draft(session, actor, record, "save")
    if actor.record_id is not None:
        refuse("permission.denied", verb="save")
    if not record_views.newer_version(session, record):
        refuse("record.newest")
    return record


def _notes(session: Session, record: Record, new: str) -> tuple[str, ...]:
    """The notes of the versions between, oldest first."""
    found: list[str] = []
    rows = {row.version: row for row in publications.of(session, FORM, record.definition_id)}
    while new != record.definition_version and (row := rows.pop(new, None)) is not None:
        found, new = [row.note, *found], row.previous
    return tuple(found)

"""Scales only by trained staff (001 7.2.3 e): who may submit one or give it to a client, as the institution holds to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from caseforms.problems import Problem
from caseforms.services import institutions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse_all
from caseforms.storage.tables import IndexedValue, Record

SETTING = "staff.scales"
TRAINING, TOPIC = "training-record", "scales"
WARN, GUARD = "warn", "guard"
NOT_STAFF = frozenset({"client", "system"})


def is_scale(definition_id: str) -> bool:
    """Whether a form is a scored instrument."""
    return definition_id.startswith("scale-")


def concern(session: Session, actor: Actor, definition_id: str) -> Problem | None:
    """What stands against this person using a scale: an error or a warning by the institution's setting, or nothing.

    A client who answers alone was given the scale by somebody who was asked then.
    """
    if not is_scale(definition_id) or actor.roles <= NOT_STAFF:
        return None
    held = str(institutions.setting(session, SETTING, "") or "")
    if held not in (WARN, GUARD) or is_trained(session, actor.user_id):
        return None
    return Problem("staff.not-trained-in-scales", severity="error" if held == GUARD else "warning")


def require(session: Session, actor: Actor, definition_id: str) -> None:
    """Refused when the institution guards and the actor has no confirmed training in scales."""
    found = concern(session, actor, definition_id)
    if found is not None and found.severity == "error":
        refuse_all([found])


def is_trained(session: Session, user_id: str) -> bool:
    """Whether a submitted, passed and confirmed training in scales is on record."""
    person, topic, passed, confirmed = (aliased(IndexedValue) for _ in range(4))
    wanted = (
        select(Record.id)
        .join(person, person.record_id == Record.id)
        .join(topic, topic.record_id == Record.id)
        .join(passed, passed.record_id == Record.id)
        .join(confirmed, confirmed.record_id == Record.id)
        .where(Record.definition_id == TRAINING, Record.status == "submitted")
        .where(person.pointer == "/staff_name", person.text == user_id)
        .where(topic.pointer == "/topic", topic.text == TOPIC)
        .where(passed.pointer == "/passed", passed.text == "true")
        .where(confirmed.pointer == "/confirmed_by", confirmed.text.is_not(None))
    )
    return session.scalar(wanted.limit(1)) is not None

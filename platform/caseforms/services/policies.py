"""Which written rules an institution still lacks: each kind of policy that the standards ask for must stand somewhere."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import library, permissions, record_facts
from caseforms.services.actors import Actor
from caseforms.storage.tables import Record

OBJECTIVES, EVALUATION = "quality-objectives", "quality-evaluation"


def missing(session: Session, actor: Actor) -> tuple[str, ...]:
    """The kinds of policy of the form that no submitted record of quality objectives names, in the form's order."""
    permissions.require(actor, "read", "quality_objectives")
    form = library.form(session, OBJECTIVES)
    kinds = [code for code, _ in form.choices(form.fields["/policies/*/kind"], "zh") if code != "other"]
    wanted = select(Record).where(Record.definition_id == OBJECTIVES, Record.status == "submitted")
    known = {
        row.get("kind")
        for record in session.scalars(wanted.order_by(Record.submitted_at.desc(), Record.id).limit(20))
        for row in record_facts.content(session, record).get("policies", ())
    }
    return tuple(kind for kind in kinds if kind not in known)


def periods_without_evaluation(session: Session, actor: Actor, first: date, today: date) -> tuple[str, ...]:
    """The years from the first one to last year without a submitted evaluation of service quality (001 B.1.3)."""
    permissions.require(actor, "read", "quality_evaluation")
    wanted = select(Record).where(Record.definition_id == EVALUATION, Record.status == "submitted").limit(200)
    said = [
        str(record_facts.content(session, record).get("period", "")) for record in session.scalars(wanted)
    ]
    return tuple(
        str(year) for year in range(first.year, today.year) if not any(str(year) in each for each in said)
    )

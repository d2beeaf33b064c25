"""The record of a table of indicators: begun from the counted numbers, signed by two people, then archived for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import answers
from caseforms.indicators import Figures, Period, Table, Verdict
from caseforms.services import (
    actors,
    indicator_tables,
    library,
    permissions,
    quality_tables,
    record_facts,
    record_lines,
    starting,
)
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage import institution_of
from caseforms.storage.tables import Institution, Record, Signature

ARCHIVE = "archive-register"
SEVERAL = "；"


def of_period(session: Session, table_id: str, period: Period) -> Record | None:
    """The record that stands for a period, void ones left out; None while there is none."""
    for number in range(100):
        record = session.scalar(select(Record).where(Record.id == _id(session, table_id, period, number)))
        if record is None or record.status != "void":
            return record
    return None


def begin(session: Session, actor: Actor, table_id: str, period: Period, now: datetime) -> Record:
    """Begin the record of a period that is over, filled with the numbers as they are now; once only.

    Refused `indicators.period-open`, `indicators.above-hundred`, `permission.denied`.
    """
    table = indicator_tables.table(table_id)
    slot = starting.slot_of_alone(table.form)
    permissions.require(actor, "start", slot)
    day = quality_tables.today(session, now)
    if period.kind not in table.periods:
        refuse("indicators.not-found")
    if period.end >= day:
        refuse("indicators.period-open", end=period.end.isoformat())
    known = of_period(session, table_id, period)
    if known is not None:
        return known
    figures = quality_tables.figures(session, table, period, day)
    for verdict in figures.rows:
        if verdict.refused:
            count = verdict.count
            refuse("indicators.above-hundred", row=verdict.row.number, good=count.good, all=count.all)
    wanted = next(
        each
        for each in (_id(session, table_id, period, number) for number in range(100))
        if session.scalar(select(Record.id).where(Record.id == each)) is None
    )
    facts = facts_of(session, table, period, figures)
    return starting.start_alone(session, actor, table.form, now, wanted, facts=facts)


def facts_of(session: Session, table: Table, period: Period, figures: Figures) -> dict[str, Any]:
    """What the fields of the record are filled with: `table` and `tenant`."""
    institution = session.scalar(select(Institution).where(Institution.id == institution_of(session)))
    asked = quality_tables.asked(session, table)
    found: dict[str, Any] = {
        **figures.figures,
        **asked.given,
        "period_type": period.kind,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "year": period.start.year,
        "indicators": {verdict.row.id: _rate(session, verdict) for verdict in figures.rows},
        "rows": [_target(session, verdict) for verdict in figures.rows],
    }
    return {"table": found, "tenant": {"name": institution.name_zh if institution else ""}}


def is_signed(session: Session, record: Record) -> bool:
    """Whether every signature that a record asks for has been given and holds."""
    if record.status != "submitted":
        return False
    form = library.form_of(session, record)
    asked = {
        each.role
        for each in answers.signature_slots(form, record_facts.content(session, record))
        if each.required
    }
    given = select(Signature.role).where(Signature.record_id == record.id, Signature.voided_at.is_(None))
    return bool(asked) and asked <= set(session.scalars(given))


def is_table(definition_id: str) -> bool:
    """Whether records of this form are tables of indicators."""
    return any(each.form == definition_id for each in indicator_tables.tables().values())


def stays(session: Session, record: Record) -> bool:
    """Whether this is a table that everybody has signed: nobody corrects it, voids it or takes a signature back."""
    return is_table(record.definition_id) and is_signed(session, record)


def require_unsigned(session: Session, record: Record) -> None:
    """Refused `indicators.signed` for a signed table: it stays what it was."""
    if stays(session, record):
        refuse("indicators.signed")


def archive_when_signed(session: Session, record: Record, now: datetime) -> Record | None:
    """The entry in the archive register of a table that everybody has signed now, made once (000 A.1, note 2)."""
    if not stays(session, record):
        return None
    from caseforms.services import submitting

    entry = sha256(f"archive/{record.id}".encode()).hexdigest()[:32]
    known = session.scalar(select(Record).where(Record.id == entry))
    if known is not None:
        return known
    system = actors.system(institution_of(session))
    title = record_lines.title(session, record.definition_id)["zh"]
    content = record_facts.content(session, record)
    reference = f"{title} {content.get('period_start', '')}—{content.get('period_end', '')}"
    facts = {"archive": {"classes": ["quality"], "retention": "3y", "catalogue": reference}}
    begun = starting.start_alone(session, system, ARCHIVE, now, entry, facts=facts)
    data = {**record_facts.content(session, begun), "file_ref": reference[:200], "secrecy": "normal"}
    submitting.submit(
        session, system, begun.id, data, 1, now, sha256(f"sent/{entry}".encode()).hexdigest()[:32]
    )
    return begun


def _id(session: Session, table_id: str, period: Period, number: int) -> str:
    """One record per institution, table and period: two who begin it at once begin the same."""
    name = f"{institution_of(session)}/{table_id}/{period.name}/{number}"
    return sha256(name.encode()).hexdigest()[:32]


def _rate(session: Session, verdict: Verdict) -> dict[str, Any]:
    row: dict[str, Any] = {
        "data_source": _sources(session, verdict),
        "numerator": verdict.count.good,
        "denominator": verdict.count.all,
        "met_computed": verdict.met,
        "met": verdict.met,
    }
    if verdict.percent is not None:
        row["rate"] = float(verdict.shown)
    remark = SEVERAL.join(each["zh"] for each in verdict.remarks)
    return row | ({"remark": remark} if remark else {})


def _target(session: Session, verdict: Verdict) -> dict[str, Any]:
    targets = [part for part in verdict.parts if part.target is not None]
    row = {
        "name": verdict.row.section,
        "indicator": verdict.row.label["zh"],
        "source_documents": _sources(session, verdict),
        "target": " + ".join(str(part.target) for part in targets),
        "actual": " + ".join(str(part.count.good) for part in targets),
        "met": verdict.met,
    }
    lacking = sum(part.count.all - part.count.good for part in verdict.parts)
    words = [*(each["zh"] for each in verdict.remarks), *([f"{lacking}项缺资料"] if lacking else [])]
    return row | ({"missing_proof": SEVERAL.join(words)} if words else {})


def _sources(session: Session, verdict: Verdict) -> str:
    known: Mapping[str, Any] = library.forms(session)
    titles = [record_lines.title(session, name)["zh"] for name in verdict.row.sources if name in known]
    return "、".join(titles) or "、".join(verdict.row.sources)

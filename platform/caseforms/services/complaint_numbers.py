"""The complaint register in numbers (004 二.1, 000 A.1 3.5): shares by department, how many were justified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import access, casework, institutions, library, permissions, record_facts
from caseforms.services.actors import Actor
from caseforms.storage.tables import Case, Record

FORM, WORKFLOW = "complaint-record", "complaint"
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ComplaintNumbers:
    """Whole per cents. `by_department`: category -> department -> share, each category adding up to 100."""

    by_department: Mapping[str, Mapping[str, int]]
    justified_rate: float | None
    attitude_rate: float | None


def shares(counts: Mapping[str, int]) -> dict[str, int]:
    """Whole per cents that add up to 100: the largest remainders get what rounding down leaves over."""
    total = sum(counts.values())
    if total <= 0:
        return {}
    exact = {name: 100 * count / total for name, count in counts.items()}
    found = {name: int(value) for name, value in exact.items()}
    order = sorted(exact, key=lambda name: (-(exact[name] - found[name]), -counts[name], name))
    for name in order[: 100 - sum(found.values())]:
        found[name] += 1
    return found


def numbers_of(complaints: Iterable[Mapping[str, Any]]) -> ComplaintNumbers:
    """The numbers of these complaints: suggestions and those still open count nowhere."""
    decided = [
        each
        for each in complaints
        if each.get("kind") != "suggestion" and each.get("justified") in ("yes", "no")
    ]
    justified = [each for each in decided if each["justified"] == "yes"]
    kinds: dict[str, Counter[str]] = {}
    for each in justified:
        kinds.setdefault(str(each.get("category", "other")), Counter())[
            str(each.get("department", "other"))
        ] += 1
    attitude = sum(kinds.get("attitude", Counter()).values())
    return ComplaintNumbers(
        {kind: shares(counts) for kind, counts in kinds.items()},
        _percent(len(justified), len(decided)),
        _percent(attitude, len(justified)),
    )


def of_institution(session: Session, actor: Actor, year: int) -> ComplaintNumbers:
    """The numbers of a year, for the readers of the register."""
    permissions.require(actor, "read", "complaint_register")
    return numbers_of(data for _, _, data in _kept(session, year))


def facts_of(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """The register of this year, as a record of it begins: `rows`, the rates, the shares in words."""
    calendar = casework.calendar_of(session)
    kept = list(_kept(session, calendar.day_of(now).year))
    found = numbers_of(data for _, _, data in kept)
    form = library.form(session, FORM)
    rows = [_row(session, form, record, case, data, now) for record, case, data in kept]
    mine = {row.id for row in session.scalars(select(Record).where(access.is_about(actor)))}
    shown = [row for (record, _, _), row in zip(kept, rows, strict=True) if record.id not in mine]
    facts: dict[str, Any] = {"rows": shown, "by_department": _in_words(form, found.by_department)}
    facts |= {"justified_rate": found.justified_rate, "attitude_rate": found.attitude_rate}
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _kept(session: Session, year: int) -> Iterable[tuple[Record, Case | None, dict[str, Any]]]:
    wanted = (
        select(Record, Case)
        .outerjoin(Case, Case.id == Record.case_id)
        .where(Record.definition_id == FORM, Record.status == "submitted")
        .order_by(Record.submitted_at, Record.id)
        .limit(MOST_ROWS)
    )
    for row in session.execute(wanted):
        data = record_facts.content(session, row.Record)
        if str(data.get("received_at", "")).startswith(f"{year:04}-"):
            yield row.Record, row.Case, data


def _row(
    session: Session, form: Form, record: Record, case: Case | None, data: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    calendar = casework.calendar_of(session)
    stage = library.workflow(session, WORKFLOW).stages.get(case.stage if case else "received")
    received = calendar.local_date(str(data["received_at"]))
    days = str(institutions.setting(session, "complaint.response_days") or "0")
    late = (
        received is not None
        and not data.get("responded_at")
        and data.get("anonymous") is not True
        and calendar.working_days_between(received, calendar.day_of(now)) > int(days)
    )
    row = {
        "complaint_no": data.get("complaint_no"),
        "received_at": data["received_at"],
        "department": dict(form.choices(form.fields["/department"], "zh")).get(
            str(data.get("department", ""))
        ),
        "status": stage.label["zh"] if stage else "",
        "overdue": late,
    }
    return {name: value for name, value in row.items() if value is not None}


def _in_words(form: Form, found: Mapping[str, Mapping[str, int]]) -> str:
    kinds = dict(form.choices(form.fields["/category"], "zh"))
    places = dict(form.choices(form.fields["/department"], "zh"))
    return "\n".join(
        f"{kinds.get(kind, kind)}："
        + "、".join(f"{places.get(one, one)}{share}%" for one, share in each.items())
        for kind, each in found.items()
    )


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None

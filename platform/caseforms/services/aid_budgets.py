"""What is left this year for a kind of aid, and the list of every application of a period with its decision.

The limits are settings of the institution, `aid.budget.<kind>` (CNY) and `aid.most.<kind>` (times), for the contract year
that begins on `aid.year_start` (004 五(五): ten meal cards, 20 000 CNY).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from caseforms.services import institutions, library, record_facts
from caseforms.storage.tables import IndexedValue, Record, Signature

APPLICATION, DISBURSEMENT = "aid-application", "aid-disbursement"
MOST_ROWS = 2000
DayOf = Callable[[datetime], date]
"""The institution's day of a moment."""


def facts_of(
    session: Session, records: Iterable[Mapping[str, Any]], this: Mapping[str, Any] | None, today: date
) -> dict[str, Any]:
    """The facts `aid` of one case: `remaining` CNY of its kind, where there is a limit, and whether the amount being
    entered (approved, or given) goes `over_budget`."""
    entered = (this or {}).get("data") or {}
    kind = str(entered.get("aid_kind") or _kind_of(records))
    limit, most = (
        institutions.setting(session, f"aid.budget.{kind}"),
        institutions.setting(session, f"aid.most.{kind}"),
    )
    if limit is None and most is None:
        return {}
    given, times = spent(session, kind, year_start(session, today), apart=str((this or {}).get("id", "")))
    remaining = None if limit is None else round(float(limit) - given, 2)
    amount = entered.get("amount_approved", entered.get("amount"))
    over = isinstance(amount, int | float) and (
        (remaining is not None and amount > remaining) or (most is not None and times >= int(most))
    )
    return {"over_budget": over, **({"remaining": remaining} if remaining is not None else {})}


def spent(
    session: Session, kind: str, since: date, until: date | None = None, apart: str = ""
) -> tuple[float, int]:
    """The sum and the number of disbursements of a kind from a day on; the record `apart` is left out."""
    amount, kinds, day = aliased(IndexedValue), aliased(IndexedValue), aliased(IndexedValue)
    wanted = (
        select(func.coalesce(func.sum(amount.number), 0), func.count(Record.id))
        .select_from(Record)
        .join(kinds, _value(kinds, "/aid_kind"))
        .join(day, _value(day, "/issued_on"))
        .join(amount, _value(amount, "/amount"))
        .where(
            Record.definition_id == DISBURSEMENT,
            Record.status == "submitted",
            Record.id != apart,
            kinds.text == kind,
            day.date >= since.isoformat(),
        )
    )
    if until is not None:
        wanted = wanted.where(day.date <= until.isoformat())
    total, times = session.execute(wanted).one()
    return float(total or 0), int(times)


def year_start(session: Session, today: date) -> date:
    """The first day of the contract year that `today` lies in."""
    month, _, day = str(institutions.setting(session, "aid.year_start")).partition("-")
    first = date(today.year, int(month), int(day))
    return first if first <= today else first.replace(year=today.year - 1)


def list_facts(session: Session, since: date, until: date, day_of: DayOf) -> dict[str, Any]:
    """What the aid list of a period holds: a row for every application submitted in it, with its decision and what was
    given, and the totals of meal cards and children."""
    rows = [_row(session, record) for record in _applications(session, since, until, day_of)]
    total, times = spent(session, "meal_card", since, until)
    children = {
        row["aid_no"] for row in rows if row["kind"] == "child_medical" and row.get("amount") is not None
    }
    shown = [
        {name: value for name, value in row.items() if name != "kind" and value is not None} for row in rows
    ]
    return {
        "rows": shown,
        "year_from": since.isoformat(),
        "count_meal_card": times,
        "total_meal_card": round(total, 2),
        "count_child": len(children),
    }


def _applications(session: Session, since: date, until: date, day_of: DayOf) -> list[Record]:
    wanted = select(Record).where(Record.definition_id == APPLICATION, Record.status == "submitted")
    rows = session.scalars(wanted.order_by(Record.submitted_at, Record.id).limit(MOST_ROWS))
    return [row for row in rows if row.submitted_at and since <= day_of(row.submitted_at) <= until]


def _row(session: Session, record: Record) -> dict[str, Any]:
    data = record_facts.content(session, record)
    form = library.form_of(session, record)
    words = {name: dict(form.choices(form.fields[f"/{name}"], "zh")) for name in ("aid_kind", "approval")}
    kind, decision = str(data.get("aid_kind", "")), data.get("approval")
    return {
        "aid_no": data.get("aid_no"),
        "client_name": data.get("client_name"),
        "kind": kind,
        "aid_kind": data.get("aid_kind_other") or words["aid_kind"].get(kind, kind),
        "decision": words["approval"].get(str(decision)) if decision else "—",
        "decision_reason": data.get("approval_reason"),
        **_given(session, record),
    }


def _given(session: Session, record: Record) -> dict[str, Any]:
    wanted = select(Record).where(
        Record.case_id == record.case_id, Record.definition_id == DISBURSEMENT, Record.status == "submitted"
    )
    found = [
        (each, record_facts.content(session, each))
        for each in session.scalars(wanted.order_by(Record.number))
    ]
    if not found:
        return {}
    last = found[-1][0]
    signed = select(Signature.id).where(
        Signature.record_id == last.id, Signature.role == "client", Signature.voided_at.is_(None)
    )
    return {
        "amount": sum(data.get("amount", 0) for _, data in found),
        "paid_on": found[-1][1].get("issued_on"),
        "receipt_signature": session.scalar(signed) is not None,
    }


def _kind_of(records: Iterable[Mapping[str, Any]]) -> str:
    kinds = [str(each["data"].get("aid_kind", "")) for each in records if each["slot"] == "application"]
    return kinds[-1] if kinds else ""


def _value(index: Any, pointer: str) -> ColumnElement[bool]:
    return and_(index.record_id == Record.id, index.pointer == pointer)

"""The referral ledger (003 §4.1.2): every referral once, where it stands, and the share whose loop is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import casework, library, permissions, record_facts
from caseforms.services.actors import Actor
from caseforms.storage.tables import Case, CaseEvent, IndexedValue, Record

FORM, WORKFLOW = "referral-form", "referral"
BASELINE = 38
"""Per cent: what 003 §4.1.2 found; drawn beside the institution's own rate."""
LOOP_DAYS, BOOKING = 14, timedelta(hours=24)
MOST_ROWS = 2000
STAGES = {"result_reported": "reported", "draft": "sent"}
MARKS = (
    ("cancelled", frozenset({"cancel_referral", "cancel_lapsed_referral"})),
    ("closed", frozenset({"confirm_referral", "close_unconfirmed"})),
    ("returned", frozenset({"choose_again"})),
)
"""Inside another case a referral's end is an act that names its record."""
OPEN = frozenset({"sent", "received", "in_service"})


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One referral. `status` is sent, received, returned, in_service, reported, closed or cancelled."""

    record_id: str
    sender: str
    referral_no: str
    direction: str
    client_name: str
    reason: str
    receiver_org: str
    sent_at: str
    status: str
    overdue: bool
    result: str


def lines(
    session: Session, now: datetime, since: date, until: date, sender: str = ""
) -> tuple[LedgerLine, ...]:
    """The referrals sent from `since` to the day before `until`, the oldest first; of one sender when named."""
    wanted = (
        select(Record, Case)
        .join(IndexedValue, IndexedValue.record_id == Record.id)
        .join(Case, Case.id == Record.case_id)
        .where(
            Record.definition_id == FORM,
            Record.status == "submitted",
            IndexedValue.pointer == "/sent_at",
            IndexedValue.date >= since.isoformat(),
            IndexedValue.date < until.isoformat(),
        )
        .order_by(IndexedValue.date, Record.id)
        .limit(MOST_ROWS)
    )
    if sender:
        wanted = wanted.where(Record.author == sender)
    found = [(row.Record, row.Case) for row in session.execute(wanted)]
    acts = _acts(session, {case.id for _, case in found})
    newest: dict[str, LedgerLine] = {}
    for record, case in found:
        line = _line(session, record, case, acts.get(record.id, frozenset()), now)
        newest[line.referral_no or record.id] = (
            line  # sent elsewhere under the same number: the newest form counts
        )
    return tuple(newest.values())


def closed_rate(found: Iterable[LedgerLine]) -> float | None:
    """Closed of those sent, in per cent with one decimal; cancelled ones leave the denominator. None without any."""
    counted = [line.status for line in found if line.status != "cancelled"]
    return round(100 * counted.count("closed") / len(counted), 1) if counted else None


def facts_of(session: Session, now: datetime) -> dict[str, Any]:
    """The ledger of the last year, as a register record begins with it: `rows` and `closed_rate`."""
    today = casework.calendar_of(session).day_of(now)
    found = lines(session, now, today - timedelta(days=365), today + timedelta(days=1))
    rows = [
        {name: value for name, value in asdict(line).items() if name not in ("record_id", "sender")}
        for line in found
    ]
    rate = closed_rate(found)
    written = [{name: value for name, value in row.items() if value != ""} for row in rows]
    return {"rows": written} | ({"closed_rate": rate} if rate is not None else {})


def listed(session: Session, actor: Actor, now: datetime) -> tuple[tuple[LedgerLine, ...], float | None]:
    """The ledger of the last year with its rate, for its readers."""
    permissions.require(actor, "read", "referral_ledger")
    today = casework.calendar_of(session).day_of(now)
    found = lines(session, now, today - timedelta(days=365), today + timedelta(days=1))
    return found, closed_rate(found)


def _acts(session: Session, case_ids: set[str]) -> Mapping[str, frozenset[str]]:
    """The acts that named a record, by record."""
    wanted = select(CaseEvent.data).where(
        CaseEvent.case_id.in_(sorted(case_ids)), CaseEvent.type == "case.acted"
    )
    found: dict[str, set[str]] = {}
    for data in session.scalars(wanted):
        if data.get("record"):
            found.setdefault(str(data["record"]), set()).add(str(data.get("action")))
    return {record: frozenset(actions) for record, actions in found.items()}


def _line(session: Session, record: Record, case: Case, acts: frozenset[str], now: datetime) -> LedgerLine:
    data = record_facts.content(session, record)
    form = library.form_of(session, record)
    status = _status(data, case, acts)
    return LedgerLine(
        record.id,
        record.author,
        str(data.get("referral_no", "")),
        _words(form, "direction", data.get("direction")),
        str(data.get("client_name", "") or case.client_name),
        "、".join(_words(form, "reason", code) for code in data.get("reason", ())),
        str(data.get("receiver_org", "")),
        str(data.get("sent_at", "")),
        status,
        status in OPEN and _is_late(session, data, now),
        str(data.get("result", "")),
    )


def _status(data: Mapping[str, Any], case: Case, acts: frozenset[str]) -> str:
    if case.workflow == WORKFLOW:
        return STAGES.get(case.stage, case.stage)
    for status, actions in MARKS:
        if acts & actions:
            return status
    if data.get("accepted") == "no":
        return "returned"
    if data.get("result") and data.get("closed_at"):
        return "reported"
    return "received" if data.get("accepted") == "yes" else "sent"


def _is_late(session: Session, data: Mapping[str, Any], now: datetime) -> bool:
    calendar = casework.calendar_of(session)
    sent = calendar.instant(str(data.get("sent_at", "")))
    if sent is None:
        return False
    if data.get("urgent") is True and not data.get("booked_at") and now > sent + BOOKING:
        return True
    return (calendar.day_of(now) - calendar.day_of(sent)).days > LOOP_DAYS


def _words(form: Form, field: str, code: object) -> str:
    words = dict(form.choices(form.fields[f"/{field}"], "zh"))
    return str(words.get(str(code), code or ""))

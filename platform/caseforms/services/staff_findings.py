"""Where the staff fall short of what the standards ask, for the institution's own list: never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import casework, institutions, permissions, staff_rules, users
from caseforms.services.actors import Actor
from caseforms.services.staff_rules import Qualification
from caseforms.storage.tables import IndexedValue, Record

LEARNING = ("social_worker", "assistant", "supervisor")
SUPERVISION = "supervision-record"
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StaffFinding:
    """Where one person falls short: `code` names the demand, `topics` the trainings missing, `day` when it ends.

    Codes: no-record; worker and supervisor (002 9.1 a, 9.2); worker-000, training-000 (000 5.1.1, 5.1.2);
    worker-001, supervisor-001, insurance-none, insurance-ends, insurance-over (001 9.1); unsupervised (000 5.1.3).
    """

    user_id: str
    name: str
    code: str
    record_id: str | None
    topics: tuple[str, ...] = ()
    day: date | None = None


def findings(session: Session, actor: Actor, now: datetime) -> tuple[StaffFinding, ...]:
    """Who does not meet which demand, by name; only the documents that the institution's profiles name are asked."""
    permissions.require(actor, "read", "staff_qualification")
    asked = [document for document in staff_rules.PROFILES if staff_rules.profile(session, document)]
    if not asked:
        return ()
    known, names = staff_rules.qualifications(session), users.names(session)
    today = casework.calendar_of(session).day_of(now)
    passed = staff_rules.passed_topics(session) if "000" in asked else {}
    supervisors = set(users.with_role(session, ["supervisor"]))
    found: list[StaffFinding] = []
    for user_id in set(users.with_role(session, LEARNING)) | set(known):
        one, name = known.get(user_id), names.get(user_id, user_id)
        if one is None:
            found.append(StaffFinding(user_id, name, "no-record", None))
        elif one.left_on is None or one.left_on > today:
            supervises = user_id in supervisors or one.role == "supervisor"
            found += [
                StaffFinding(user_id, name, code, one.record_id, topics, day)
                for document in asked
                for code, topics, day in _short_of(document, one, supervises, passed.get(user_id), today)
            ]
    return tuple(sorted(found, key=lambda one: (one.name, one.user_id, one.code)))


def unsupervised(session: Session, actor: Actor, now: datetime) -> tuple[StaffFinding, ...]:
    """Who had no supervision within the institution's interval; `day` is the last one, None when there was none."""
    permissions.require(actor, "read", "supervision_record")
    text = str(institutions.setting(session, "supervision.interval_days") or "")
    days = int(text) if text.isdecimal() else 0
    if days <= 0:
        return ()
    today = casework.calendar_of(session).day_of(now)
    last, names = _last_supervision(session), users.names(session)
    found = [
        StaffFinding(user_id, names.get(user_id, user_id), "unsupervised", None, (), last.get(user_id))
        for user_id in users.with_role(session, ("social_worker", "assistant"))
        if user_id not in last or last[user_id] < today - timedelta(days=days)
    ]
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.name)))


def _short_of(
    document: str, one: Qualification, supervises: bool, passed: frozenset[str] | None, today: date
) -> Iterator[tuple[str, tuple[str, ...], date | None]]:
    if document == "002":
        if supervises and not staff_rules.is_supervisor(one):
            yield "supervisor", (), None
        elif one.role in staff_rules.WORKERS and not staff_rules.is_worker(one):
            yield "worker", (), None
    elif document == "000" and one.role in staff_rules.WORKERS:
        if not staff_rules.is_worker(one, "000"):
            yield "worker-000", (), None
        missing = staff_rules.missing_topics(passed or ())
        if missing:
            yield "training-000", missing, None
    elif document == "001":
        if supervises and not staff_rules.is_supervisor(one, "001"):
            yield "supervisor-001", (), None
        elif one.role == "social_worker" and not staff_rules.is_worker(one, "001"):
            yield "worker-001", (), None
        if one.role in staff_rules.INSURED:
            yield from _insurance(one.insured_until, today)


def _insurance(until: date | None, today: date) -> Iterator[tuple[str, tuple[str, ...], date | None]]:
    """001 9.1.3.1: an insurance that ends within 30 days is told beforehand; none at all is a non-conformity."""
    if until is None:
        yield "insurance-none", (), None
    elif until < today:
        yield "insurance-over", (), until
    elif until <= today + AHEAD:
        yield "insurance-ends", (), until


def _last_supervision(session: Session) -> Mapping[str, date]:
    wanted = (
        select(IndexedValue)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(IndexedValue.definition_id == SUPERVISION, Record.status == "submitted")
        .where(IndexedValue.pointer.in_(("/held_at", "/supervisees")))
    )
    held: dict[str, date] = {}
    named: dict[str, list[str]] = {}
    for value in session.scalars(wanted):
        if value.date:
            held[value.record_id] = date.fromisoformat(value.date[:10])
        elif value.text:
            named.setdefault(value.record_id, []).append(value.text)
    last: dict[str, date] = {}
    for record_id, people in named.items():
        for user_id in people:
            last[user_id] = max(held.get(record_id, date.min), last.get(user_id, date.min))
    return last

"""What the standards demand of staff (000 §5.1, 001 §9.1, 002 §9), judged from the newest qualification record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import institutions
from caseforms.services.refusal import problem, refuse, refuse_all
from caseforms.storage.tables import IndexedValue, Record

PROFILE = "staff.profile"
PROFILES: Mapping[str, str] = MappingProxyType(
    {"000": "staff.profile.000", "001": "staff.profile.001", "002": PROFILE}
)
"""By source document: the setting that says how the institution holds its staff to it."""
WARN, GUARD = "warn", "guard"
QUALIFICATION, TRAINING = "staff-qualification", "training-record"
CERTIFICATES = frozenset({"assistant", "social_worker", "senior"})
SUPERVISOR_CERTIFICATES = frozenset({"social_worker", "senior"})
COLLEGE = frozenset({"college", "bachelor", "master"})
BACHELOR = frozenset({"bachelor", "master"})
RELATED = frozenset({"social_work", "sociology", "psychology", "public_health"})
SUPERVISOR_YEARS = 5
WORKERS = frozenset({"social_worker", "assistant"})
INSURED = frozenset({"social_worker", "supervisor"})
TOPICS = ("chronic", "scales", "intervention", "it")
"""What 000 5.1.2 asks to be passed before serving."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """What the newest submitted record says of one person; None where it says nothing."""

    record_id: str
    role: str
    certificate: str | None
    education: str | None
    major: str | None
    years: float | None
    medical_knowledge: bool = False
    supervisor_qualification: str = ""
    insured_until: date | None = None
    left_on: date | None = None


def profile(session: Session, document: str = "002") -> str:
    """How the institution holds its staff to a document: "" not at all, "warn" by marks, "guard" by refusing."""
    return str(institutions.setting(session, PROFILES[document], "") or "")


def qualifications(session: Session) -> Mapping[str, Qualification]:
    """The newest qualification of each person, by user id."""
    rows = session.execute(
        select(IndexedValue, Record.submitted_at)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(IndexedValue.definition_id == QUALIFICATION, Record.status == "submitted")
        .order_by(Record.submitted_at, Record.id)
    )
    records: dict[str, dict[str, Any]] = {}
    for value, _at in rows:
        said = next((each for each in (value.text, value.number, value.date) if each is not None), None)
        records.setdefault(value.record_id, {})[value.pointer] = said
    return {
        str(values["/staff_name"]): _of(record_id, values)
        for record_id, values in records.items()
        if "/staff_name" in values
    }


def passed_topics(session: Session) -> Mapping[str, frozenset[str]]:
    """The training topics each person has passed, by user id."""
    wanted = (
        select(IndexedValue)
        .join(Record, Record.id == IndexedValue.record_id)
        .where(IndexedValue.definition_id == TRAINING, Record.status == "submitted")
        .where(IndexedValue.pointer.in_(("/staff_name", "/topic", "/passed")))
    )
    records: dict[str, dict[str, str]] = {}
    for value in session.scalars(wanted):
        records.setdefault(value.record_id, {})[value.pointer] = value.text or ""
    found: dict[str, set[str]] = {}
    for said in records.values():
        if said.get("/passed", "true") == "true":  # only the scales are examined
            found.setdefault(said.get("/staff_name", ""), set()).add(said.get("/topic", ""))
    return {person: frozenset(topics) for person, topics in found.items()}


def is_worker(found: Qualification, document: str = "002") -> bool:
    """Whether somebody may serve: 002 9.1 a certificate or degree, 000 5.1.1 both, 001 9.1.1.1 with medical knowledge."""
    certified = found.certificate in CERTIFICATES
    if document == "000":
        return certified and found.education in BACHELOR and found.major in RELATED
    if document == "001":
        return certified and found.medical_knowledge
    return certified or (found.major == "social_work" and found.education in COLLEGE)


def is_supervisor(found: Qualification, document: str = "002") -> bool:
    """002 §9.2: five years and the certificate 社会工作师; 001 9.1.2: a worker with Shenzhen's supervisor qualification."""
    if document == "001":
        return is_worker(found, "001") and bool(found.supervisor_qualification.strip())
    return (found.years or 0) >= SUPERVISOR_YEARS and found.certificate in SUPERVISOR_CERTIFICATES


def missing_topics(passed: Iterable[str]) -> tuple[str, ...]:
    """Which of the four topics of 000 5.1.2 somebody has not passed yet."""
    known = set(passed)
    return tuple(topic for topic in TOPICS if topic not in known)


def require(session: Session, user_id: str, roles: Iterable[str]) -> None:
    """Refused when a profile guards the role of supervisor and the person's record does not carry it."""
    if "supervisor" in set(roles):
        require_supervisor(session, user_id, "/roles")


def require_supervisor(session: Session, user_id: str, pointer: str) -> None:
    """Refused when 001 or 002 guards and this person is not qualified to supervise."""
    guarding = [document for document in ("002", "001") if profile(session, document) == GUARD]
    if not guarding:
        return
    found = qualifications(session).get(user_id)
    if found is None:
        refuse("staff.no-qualification", pointer)
    if "002" in guarding and not is_supervisor(found):
        refuse("staff.not-a-supervisor", pointer, years=f"{found.years or 0:g}", least=SUPERVISOR_YEARS)
    if "001" in guarding and not is_supervisor(found, "001"):
        refuse("staff.no-supervisor-qualification", pointer)


def require_responsible(session: Session, user_id: str) -> None:
    """Refused when 000 or 001 guards and this person may not be responsible for a case."""
    guarding = [document for document in ("000", "001") if profile(session, document) == GUARD]
    if not guarding:
        return
    found = qualifications(session).get(user_id)
    for document in guarding:
        if found is None or not is_worker(found, document):
            refuse(f"staff.not-a-worker-{document}")
    missing = missing_topics(passed_topics(session).get(user_id, ())) if "000" in guarding else ()
    refuse_all(problem(f"staff.untrained-{topic}") for topic in missing)


def selectable(session: Session, people: Mapping[str, str], roles: Iterable[str]) -> dict[str, str]:
    """Of these people those who may be chosen in such a role: where a profile guards, only the qualified."""
    documents = {"social_worker": ("000", "001"), "supervisor": ("001", "002")}
    asked = tuple(roles)
    guarding = [
        each
        for each in (documents.get(asked[0], ()) if len(asked) == 1 else ())
        if profile(session, each) == GUARD
    ]
    if not guarding:
        return dict(people)
    known, test = qualifications(session), is_supervisor if asked == ("supervisor",) else is_worker
    return {
        user_id: name
        for user_id, name in people.items()
        if user_id in known and all(test(known[user_id], each) for each in guarding)
    }


def _of(record_id: str, values: Mapping[str, Any]) -> Qualification:
    return Qualification(
        record_id,
        str(values.get("/role", "")),
        values.get("/certificate_level"),
        values.get("/education"),
        values.get("/major"),
        values.get("/mh_years"),
        values.get("/medical_knowledge") == "true",
        str(values.get("/supervisor_qualification", "")),
        _day(values.get("/accident_insurance_until")),
        _day(values.get("/left_on")),
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None

"""Institutions and what each has set for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import calendar, permissions
from caseforms.services.actors import Actor
from caseforms.services.chain import START
from caseforms.services.identifiers import new_id
from caseforms.services.refusal import refuse
from caseforms.storage.tables import AccessChain, Institution, InstitutionSetting
from caseforms.workflow.lengths import EARLIER

DEFAULTS: Mapping[str, Any] = {
    "number.application_no": "{year}-A-{n:04}",
    "number.case_no": "{year}-MH-{n:04}",
    "number.hospital_no": "{year}-H-{n:04}",
    "number.cd_no": "{year}-CD-{n:04}",
    "number.referral_no": "{year}-R-{n:04}",
    "number.group_no": "{year}-G-{n:04}",
    "number.activity_no": "{year}-HD-{n:04}",
    "number.volunteer_no": "V{n:05}",
    "number.aid_no": "{year}-JZ-{n:04}",
    "number.archive_no": "P{n:06}",
    "number.complaint_no": "{year}-T-{n:04}",
    "number.field_no": "{year}-F-{n:05}",
    "record.within_days": 3,
    "aid.budget.meal_card": 20000,
    "aid.most.meal_card": 10,
    "aid.year_start": "01-01",
    "retention.guard": "refuse",
    "drill.interval_days": 180,
    "evaluation.interval_days": 180,
    "meeting.interval_days": 7,
    "summary.interval_days": 31,
    "hospital-case.conference_days": 7,
    "staff.profile": "",
    "staff.profile.000": "",
    "staff.scales": "",
    "staff.profile.001": "",
    "supervision.interval_days": 90,
    "complaint.response_days": 5,
    "referral.confirm_days": 5,
    "designs.approval": "alone",
}

RETENTION = ("refuse", "warn")
"""What happens when somebody wants to destroy a file that is kept permanently (002 §8.3 b)."""
APPROVAL = ("alone", "second")
"""Whether who publishes a form or workflow does so alone, or a second person approves it."""
_UNOFFERED = {"retention.guard": "institution.guard", "designs.approval": "institution.approval"}
CASE_SETTING = "-case."
"""Settings of a workflow are named `<workflow>-case.<setting>`; what the workflow itself says holds without them."""
PROFILES = ("", "warn", "guard")
"""How the demands on staff (002 §9) are held: not at all, by marks, by refusing the role."""


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One institution: its id, code, names in both languages and time zone."""

    id: str
    code: str
    name: Mapping[str, str]
    zone: str


def create(
    session: Session, code: str, name_zh: str, name_en: str, now: datetime, zone: str = "Asia/Shanghai"
) -> InstitutionLine:
    """A new institution with its working-day calendar; the session must belong to none.

    Raises Refused `institution.taken` when the code is in use.
    """
    if session.scalar(select(Institution.id).where(Institution.code == code)) is not None:
        refuse("institution.taken", institution=code)
    row = Institution(id=new_id(), code=code, name_zh=name_zh, name_en=name_en, zone=zone, created_at=now)
    session.add(row)
    session.flush()
    session.add(AccessChain(id=row.id, institution_id=row.id, last_seq=0, last_hash=START))
    calendar.seed(session, row.id, now)
    return _line(row)


def listed(session: Session) -> tuple[InstitutionLine, ...]:
    """Every institution, by code."""
    return tuple(_line(row) for row in session.scalars(select(Institution).order_by(Institution.code)))


def get(session: Session, actor: Actor) -> InstitutionLine:
    """The actor's own institution."""
    row = session.get(Institution, actor.institution_id)
    if row is None:
        refuse("institution.not-found")
    return _line(row)


def settings(session: Session) -> dict[str, Any]:
    """Every setting of the session's institution, defaults included."""
    rows = list(session.scalars(select(InstitutionSetting)))
    own = {row.name: row.value["value"] for row in rows}
    former = {row.name + EARLIER: row.value["earlier"] for row in rows if "earlier" in row.value}
    return {**DEFAULTS, **own, **former}


def setting(session: Session, name: str, default: Any = None) -> Any:
    """One setting, its default, or `default`."""
    row = session.scalar(select(InstitutionSetting).where(InstitutionSetting.name == name))
    return row.value["value"] if row is not None else DEFAULTS.get(name, default)


def choices(name: str) -> tuple[str, ...]:
    """What may be chosen for a setting; nothing for one that is written freely."""
    if name == "retention.guard":
        return RETENTION
    if name == "designs.approval":
        return APPROVAL
    return PROFILES if name.startswith(("staff.profile", "staff.scales")) else ()


def set_setting(
    session: Session,
    actor: Actor,
    name: str,
    value: Any,
    now: datetime,
    reason: str = "",
    earlier: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Keep a value under a name, why, and what it was `earlier`. A number pattern must hold `{n}` and give different numbers."""
    permissions.require(actor, "manage-lists")
    if name.startswith("number."):
        _check_pattern(str(value))
        _check_apart(session, name, str(value))
    if (
        name.endswith(("interval_days", "response_days", "confirm_days", "conference_days"))
        and not str(value).isdecimal()
    ):
        refuse("institution.days", name=name)
    if (offered := choices(name)) and value not in offered:
        refuse(_UNOFFERED.get(name, "institution.profile"), profile=str(value))
    if CASE_SETTING in name and not _is_limit(str(value)):
        refuse("institution.limit", name=name)
    kept = {"value": value}
    kept |= {"reason": reason} if reason else {}
    kept |= {"earlier": list(earlier)} if earlier else {}
    row = session.scalar(select(InstitutionSetting).where(InstitutionSetting.name == name))
    if row is None:
        row = InstitutionSetting(name=name)
        session.add(row)
    row.value, row.changed_by, row.changed_at = kept, actor.user_id, now
    session.info.pop("settings", None)


def _is_limit(value: str) -> bool:
    """A positive number, or nothing: then the workflow's own holds."""
    try:
        return not value or 0 < float(value) < float("inf")
    except ValueError:
        return False


def _check_pattern(pattern: str) -> None:
    try:
        first, second = pattern.format(year=2026, n=1), pattern.format(year=2026, n=2)
    except (ValueError, KeyError, IndexError, AttributeError):
        refuse("institution.number-pattern", pattern=pattern)
    if first == second or len(second) > 40:
        refuse("institution.number-pattern", pattern=pattern)


def _check_apart(session: Session, name: str, pattern: str) -> None:
    """Two kinds of cases must not share a pattern: a number tells one case from every other."""
    others = {each: value for each, value in settings(session).items() if each.startswith("number.")}
    if any(each != name and value == pattern for each, value in others.items()):
        refuse("institution.number-taken", pattern=pattern)


def _line(row: Institution) -> InstitutionLine:
    return InstitutionLine(row.id, row.code, {"zh": row.name_zh, "en": row.name_en}, row.zone)

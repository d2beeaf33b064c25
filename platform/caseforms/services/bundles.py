"""What somebody takes along on a tablet: the forms they may fill in, and of their cases no more than they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import arriving, audit, casework, library, permissions, prefill, starting
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.identifiers import new_id
from caseforms.services.prefill import Known
from caseforms.storage.tables import Case, CaseMember, FieldBundle
from caseforms.workflow import Workflow

DAYS = 7
MOST_CASES = 60
ALONE = ("incident-report", "cd-screening-register")
"""Forms that stand in no case and are filled in outside the house."""
SHOWN_NAMES = ("person.name", "case.client_name")
"""The one thing about a person that goes along in clear words: whom to visit."""


@dataclass(frozen=True, slots=True)
class TakenForm:
    """A form to be filled in outside. `pages` (from 1) are those that this person fills in, None for all of them."""

    form: Form
    slot: str
    purpose: str
    workflow: str
    pages: tuple[int, ...] | None
    prefill: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TakenSlot:
    """A form that may be filled in for one case now, and what already stands in it."""

    definition_id: str
    slot: str
    prefill: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TakenCase:
    """A case of this person: its title, where it stands, the forms that are open to them there."""

    id: str
    title: str
    stage: Mapping[str, str]
    forms: tuple[TakenSlot, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that goes along; whoever was responsible for each case is remembered with it."""

    forms: tuple[TakenForm, ...]
    cases: tuple[TakenCase, ...]
    expires_at: datetime
    responsible: Mapping[str, str]


def packed(session: Session, actor: Actor, now: datetime) -> Bundle:
    """What this person may take along now. Nothing is written for it."""
    forms = {
        each.form.definition.id: each
        for each in (*_applications(session, actor, now), *_alone(session, actor, now))
    }
    cases: list[TakenCase] = []
    responsible: dict[str, str] = {}
    for case_id in _own_cases(session, actor):
        work = casework.opened(session, actor, case_id, now, write=False)
        offered = _offered(work)
        if not offered:
            continue
        for form, slot, _ in offered:
            forms.setdefault(form.definition.id, TakenForm(form, slot, "case", "", _pages(actor, slot), {}))
        slots = tuple(TakenSlot(form.definition.id, slot, kept) for form, slot, kept in offered)
        stage = work.workflow.stages[work.state.stage].label
        cases.append(TakenCase(case_id, work.case.client_name, dict(stage), slots))
        responsible[case_id] = work.state.responsible
    return Bundle(tuple(forms.values()), tuple(cases), _end(session, now), responsible)


def issued(
    session: Session, actor: Actor, tablet_id: str, bundle: Bundle, sha256: str, now: datetime
) -> FieldBundle:
    """Write down that the bundle was taken along, each case with the person who carries it; taken again it is one."""
    wanted = select(FieldBundle).where(
        FieldBundle.tablet_id == tablet_id,
        FieldBundle.user_id == actor.user_id,
        FieldBundle.sha256 == sha256,
    )
    row = session.scalar(wanted.limit(1))
    if row is not None:
        return row
    row = FieldBundle(
        id=new_id(),
        tablet_id=tablet_id,
        user_id=actor.user_id,
        sha256=sha256,
        issued_at=now,
        expires_at=bundle.expires_at,
        cases=dict(bundle.responsible),
    )
    session.add(row)
    session.flush()
    for case in bundle.cases:
        audit.note(session, actor, "take-along", now, case_id=case.id, detail={"tablet": tablet_id})
    return row


def _applications(session: Session, actor: Actor, now: datetime) -> list[TakenForm]:
    """The first forms of the cases that this person may open."""
    found = []
    for flow in library.workflows(session).values():
        first = next((name for name, slot in flow.slots.items() if flow.start in slot.stages), "")
        form_id = flow.slots[first].definition if first else ""
        known = arriving.application_of(session, form_id)
        if known != (flow.id, first) or not _may_begin(actor, flow, first):
            continue
        form = library.form(session, form_id)
        found.append(
            TakenForm(
                form, first, "application", flow.id, _pages(actor, first), _begun(session, actor, form, now)
            )
        )
    return found


def _alone(session: Session, actor: Actor, now: datetime) -> list[TakenForm]:
    found = []
    for definition_id in ALONE:
        slot = starting.slot_of_alone(definition_id)
        if permissions.allowed(actor.roles, "start", slot):
            form = library.form(session, definition_id)
            found.append(TakenForm(form, slot, "alone", "", None, _begun(session, actor, form, now)))
    return found


def _may_begin(actor: Actor, flow: Workflow, slot: str) -> bool:
    return permissions.allowed(actor.roles, "open-case", subject=flow.subject) and permissions.allowed(
        actor.roles, "start", slot, flow.subject
    )


def _own_cases(session: Session, actor: Actor) -> list[str]:
    """The open cases that this person takes part in, the ones due first."""
    wanted = (
        select(Case.id)
        .join(CaseMember, CaseMember.case_id == Case.id)
        .where(CaseMember.user_id == actor.user_id, CaseMember.until.is_(None), Case.closed_at.is_(None))
        .order_by(Case.next_due_at.is_(None), Case.next_due_at, Case.id)
    )
    return list(session.scalars(wanted.limit(MOST_CASES)))


def _offered(work: Casework) -> list[tuple[Form, str, dict[str, Any]]]:
    """The forms that are open to this person in the case now, each with what it begins with."""
    found = []
    known: Known | None = None
    for offer in work.evaluation().offers:
        subject = work.workflow.subject
        if offer.why_not or not permissions.allowed(work.actor.roles, "start", offer.slot, subject):
            continue
        form = library.form(work.session, work.workflow.slots[offer.slot].definition)
        known = known or starting.known_of(work)
        found.append((form, offer.slot, _needed(form, prefill.fill(form, known)[0])))
    return found


def _begun(session: Session, actor: Actor, form: Form, now: datetime) -> dict[str, Any]:
    """What the form begins with when nothing of anybody is known."""
    zone = casework.calendar_of(session).zone
    known = Known(now, zone, actor.user_id, actor.has("social_worker"), {}, {}, "", (), {}, {}, actor.roles)
    return prefill.fill(form, known)[0]


def _needed(form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is personal, but for the name: the rest is at hand again when the record stands in its case."""
    return {name: value for name, value in data.items() if _goes_along(form, name)}


def _goes_along(form: Form, name: str) -> bool:
    schema = form.fields[f"/{name}"].schema
    if any(each in SHOWN_NAMES for each in prefill.wanted(form.fields[f"/{name}"])):
        return True
    return "x-personal" not in schema and not _holds_personal(form, f"/{name}/")


def _holds_personal(form: Form, below: str) -> bool:
    return any("x-personal" in field.schema for at, field in form.fields.items() if at.startswith(below))


def _pages(actor: Actor, slot: str) -> tuple[int, ...] | None:
    return (1,) if permissions.first_page_only(actor.roles, slot) else None


def _end(session: Session, now: datetime) -> datetime:
    """The end of the last day it holds: the same all day, so that a bundle fetched twice is the same."""
    zone = casework.calendar_of(session).zone
    day = now.astimezone(zone).date() + timedelta(days=DAYS)
    return datetime.combine(day, time.max.replace(microsecond=0), zone)

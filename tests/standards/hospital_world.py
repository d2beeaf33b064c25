"""Visits of the hospital case through the services: an institution, and cases taken as far as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from caseforms.services import access, cases, persons, records, team
from caseforms.services.identifiers import new_id
from caseforms.storage.tables import Case
from tests.beginnings import told_once
from tests.services.world import World, refused
from tests.standards import hospital

PERSON = {"name": "李明", "gender": "male", "birth_date": "1960-06-01", "phone": "13800138000"}


def day(world: World, ahead: int = 0) -> str:
    """A date of the institution's calendar, some days from now."""
    return ((world.now + timedelta(hours=8)).date() + timedelta(days=ahead)).isoformat()


def admitted(world: World, name: str = "李明") -> str:
    """A new hospital case of a registered person: in admission_notice."""
    person = world.do(persons.register, "lin", {**PERSON, "name": name}, world.now)
    return world.do(cases.open_case, "lin", "hospital-case", world.now, person_id=person.id).id


@told_once
def accepted(world: World, consent: Mapping[str, Any] | None = None, **intake: Any) -> str:
    """A case that has been taken on: in inpatient_assessment."""
    case_id = admitted(world)
    world.sign(world.fill(case_id, "consent", {**hospital.CONSENT, **(consent or {})}), "client", "worker")
    world.sign(world.fill(case_id, "intake", {**hospital.INTAKE, **intake}), "worker")
    world.act(case_id, "accept")
    return case_id


def let_in(world: World, case_id: str, username: str = "wu") -> None:
    """A doctor becomes a member of the case's team."""
    world.do(team.join_case, "lin", case_id, world.actors[username].user_id, "member", world.now)


@told_once
def with_doctor(world: World, consent: Mapping[str, Any] | None = None, **summary: Any) -> tuple[str, str]:
    """A case whose doctor has written the medical summary: the case and that record."""
    case_id = accepted(world, consent)
    let_in(world, case_id)
    data = {name: value for name, value in {**hospital.SUMMARY, **summary}.items() if value is not None}
    return case_id, world.fill(case_id, "medical_summary", data, actor="wu")


@told_once
def assessed(world: World, **screening: Any) -> str:
    """A case whose assessment is done: in care_plan."""
    case_id, _ = with_doctor(world)
    assess(world, case_id, **screening)
    return case_id


def assess(world: World, case_id: str, **screening: Any) -> None:
    """Screening and assessment, the medical summary being there."""
    world.fill(case_id, "risk_screening", {**hospital.SCREENING, **screening, "screened_on": day(world)})
    today = {"assessed_on": day(world), "feedback_to_team_on": day(world)}
    world.sign(world.fill(case_id, "assessment", filling("assessment", **today)), "worker")


@told_once
def planned(world: World) -> str:
    """A case whose plan patient and worker have signed: in implementation."""
    case_id = assessed(world)
    world.sign(world.fill(case_id, "plan", filling("plan")), "client", "worker")
    return case_id


@told_once
def served(world: World) -> str:
    """A case with one intervention record."""
    case_id = planned(world)
    serve(world, case_id)
    return case_id


def serve(world: World, case_id: str) -> None:
    """One intervention record, signed."""
    record = filling("intervention", session_at=f"{day(world)}T08:00")
    world.sign(world.fill(case_id, "intervention", record), "worker")


@told_once
def discharged(world: World) -> str:
    """A case that was discharged as planned: in effect_evaluation."""
    case_id = served(world)
    plan = {"discharge_date": day(world), "follow_up_until": day(world, 90)}
    world.sign(world.fill(case_id, "discharge_plan", {**hospital.DISCHARGE, **plan}), "client", "worker")
    world.act(case_id, "record_discharge", data={"date": day(world), "kind": "planned"})
    world.act(case_id, "start_evaluation")
    return case_id


@told_once
def followed_up(world: World) -> str:
    """A case in discharge_follow_up."""
    case_id = discharged(world)
    evaluate(world, case_id)
    return case_id


def evaluate(world: World, case_id: str) -> None:
    """The evaluation report, signed, and on to the follow-up."""
    world.sign(world.fill(case_id, "evaluation", filling("evaluation", evaluation_date=day(world))), "worker")
    world.act(case_id, "start_closing")


FORMS = {
    "assessment": (
        hospital.ASSESSMENT,
        (
            "diagnosis",
            "medication_history",
            "treatment_period",
            "treatment_method",
            "treatment_cost",
            "prognosis",
            "nursing_plan",
        ),
    ),
    "plan": (hospital.PLAN, ("version",)),
    "intervention": (hospital.RECORD, ("session_no",)),
    "evaluation": (hospital.EVALUATION, ()),
}
"""What is written by hand, without what the case brings along itself."""


def filling(slot: str, **more: Any) -> dict[str, Any]:
    """What the worker writes into a form of the case."""
    whole, brought = FORMS[slot]
    return {name: value for name, value in whole.items() if name not in brought} | more


def content(world: World, record_id: str, actor: str = "lin") -> dict[str, Any]:
    """What a record shows."""
    return world.do(records.view, actor, record_id, world.now).data


def corrected(world: World, record_id: str, change: dict[str, Any], actor: str = "lin") -> tuple[str, ...]:
    """Correct a record; the codes with which it was refused."""
    seen = world.do(records.view, actor, record_id, world.now)
    body = {name: value for name, value in {**seen.data, **change}.items() if value is not None}
    return refused(
        lambda: world.do(records.correct, actor, record_id, body, seen.version, world.now, new_id(), "补充")
    )


def why_not(world: World, case_id: str, action: str) -> list[str]:
    """The ids of the guards that hold an action back."""
    found = next(each for each in world.view(case_id).actions if each.name == action)
    return [reason.code for reason in found.why_not]


def level(world: World, case_id: str, actor: str) -> str:
    """What somebody sees of a case."""
    return world.do(lambda session, who: access.level(session, who, session.get(Case, case_id)), actor)

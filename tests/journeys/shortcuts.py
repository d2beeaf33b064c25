"""Stretches of a case's road that a journey is not about, gone through the services in a moment instead of at the screen."""

from __future__ import annotations

from typing import Any

from caseforms.services import clock
from caseforms.services.actors import Actor
from tests.journeys import answers
from tests.services import filled
from tests.services.world import World
from tests.web.conftest import PEOPLE, House

OTHER_NAMES = {"liu": "dang", "admin": "guan"}  # what the services' stories call two of our people


def backstage(house: House) -> World:
    """The house's people with the verbs of the services in their hands, at the time it is now."""
    actors = {
        username: Actor(house.user_ids[username], house.institution_id, frozenset({role}), name)
        for username, (name, role) in PEOPLE.items()
    }
    actors |= {other: actors[username] for other, username in OTHER_NAMES.items()}
    return World(house.store, house.institution_id, actors, house.clock.now)


def applied(house: House, **application: Any) -> str:
    """A case whose application is submitted: in intake. Its address, as with every function here."""
    world = backstage(house)
    case_id = world.open()
    world.fill(case_id, "application", {**filled.APPLICATION, **application})
    return f"/cases/{case_id}"


def accepted(house: House, **application: Any) -> str:
    """A case that was taken: in assessment."""
    return f"/cases/{backstage(house).accepted(**application)}"


def assessed(house: House) -> str:
    """A case whose assessment is done: in planning."""
    return f"/cases/{backstage(house).assessed()}"


def served(house: House) -> str:
    """A case with a signed plan and one service behind it: in intervention."""
    world = backstage(house)
    case_id = world.planned()
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    return f"/cases/{case_id}"


def evaluating(house: House) -> str:
    """A case that is being evaluated."""
    case = served(house)
    backstage(house).act(id_of(case), "start_evaluation")
    return case


def closing(house: House) -> str:
    """A case evaluated and about to be closed."""
    case, world = evaluating(house), backstage(house)
    world.fill(id_of(case), "evaluation", filled.EVALUATION)
    world.act(id_of(case), "start_closing")
    return case


def closed(house: House) -> str:
    """A closed case: in follow-up."""
    case, world = closing(house), backstage(house)
    world.sign(world.fill(id_of(case), "closure", filled.CLOSURE), "client", "worker", "supervisor")
    return case


def days_pass(house: House, days: int) -> None:
    """Days go by, on each of which the clock's jobs run; whoever was signed in is not any more."""
    for _ in range(days):
        house.clock.pass_time(days=1)
        clock.tick(house.store, house.clock.now)


def id_of(address: str) -> str:
    """The id in an address such as /cases/<id> or /records/<id>."""
    return address.strip("/").split("/")[1]


def record(house: House, case: str, slot: str) -> str:
    """The address of the latest record in a slot."""
    view = backstage(house).view(id_of(case))
    return f"/records/{next(each for each in view.slots if each.name == slot).records[-1].id}"


CRISIS: answers.Answers = {
    "crisis_type": ["suicide"],
    "alerted_at": "2026-3-5T09:00",
    "responded_at": "2026-3-5T09:20",
    "intervention": "陪伴谈话，签安全约定，家属轮流陪护，联系主治医师次日加号。",
    "restraint_used": False,
    "third_party_risk": False,
    "referral_needed": False,
    "outcome": "resolved",
}

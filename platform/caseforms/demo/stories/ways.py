"""The stretches of road that many stories share: applying, consenting, assessing, planning, serving, ending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from caseforms.demo.walk import Walk, day_before
from caseforms.services import duty

STAFF = ("worker", "supervisor")


def first_page(walk: Walk, **more: Any) -> dict[str, Any]:
    """The first page of the application, with what the person came for."""
    return {
        **walk.client.application(walk.house.institution.code),
        "application_channel": "self",
        "client_needs": walk.theme.needs,
        "urgent_risk": False,
        **more,
    }


def decision(walk: Walk, **more: Any) -> dict[str, Any]:
    """The social worker's part of the application: the case is taken."""
    taken = {
        "follow_up": "yes",
        "accept_basis": "in_scope",
        "scope_action": "accept",
        "responsible_worker": walk.house.user_id(walk.worker),
        "decision_date": walk.today(),
    }
    return {**taken, **more}


def applied(walk: Walk, **more: Any) -> None:
    """A social worker takes down the application, without deciding yet."""
    walk.open()
    walk.draft("application", first_page(walk, **more))


def applied_with_volunteer(walk: Walk, **more: Any) -> None:
    """A volunteer takes down the first page and hands it to the social worker."""
    volunteer = walk.house.institution.volunteer
    walk.open(by=volunteer)
    walk.draft("application", first_page(walk, **more), by=volunteer)
    walk.hand_over("application", walk.worker, by=volunteer)


def consented(walk: Walk, client: str = "drawn", **more: Any) -> None:
    """The consent, signed by client (or family) and worker."""
    values = {
        "introduction_given": True,
        "confidentiality_explained": True,
        "agreement_form": "written",
        "signer_type": "client",
        "agreed_sessions": 12,
        "agency_feedback_authorised": "no",
        **more,
    }
    signer = ""
    if values["signer_type"] != "client":
        signer, relation = walk.client.family
        values["signer_relationship"] = relation
    walk.fill("consent", values)
    if values["agreement_form"] == "written":
        walk.sign("consent", "client", client=client, signer=signer)
    walk.sign("consent", "worker")


def accepted(walk: Walk, client: str = "drawn", **consent: Any) -> Iterator[datetime]:
    """From the first contact to the decision to take the case, in three working days."""
    applied_with_volunteer(walk)
    yield walk.later(2)
    walk.finish("application", decision(walk))
    consented(walk, client, **consent)
    walk.act("accept")


def risk_known(walk: Walk, **more: Any) -> None:
    """The illness and risk profile."""
    values = {**walk.theme.risk, **more}
    if values["danger_level"] != "unknown":
        values.setdefault("danger_assessed_on", day_before(walk.today(), 5))
    walk.fill("risk_profile", values)


def assessed(walk: Walk, **risk: Any) -> Iterator[datetime]:
    """The risk profile and, some days later, the assessment."""
    yield walk.later(3)
    risk_known(walk, **risk)
    yield walk.later(5)
    walk.fill("assessment", walk.theme.assessment())
    if walk.stage() == "pre_assessment":
        walk.act("finish_assessment")


def plan_written(walk: Walk, review_in: int = 90, **more: Any) -> None:
    """A plan submitted, not signed by anybody yet."""
    worker = walk.actor(walk.worker).name
    values = {"signer_type": "client", "evaluator": worker, "review_date": walk.today(review_in)}
    walk.fill("plan", {**walk.theme.plan(), **values, **more})


def planned(walk: Walk, client: str = "drawn") -> Iterator[datetime]:
    """The plan, signed by all three."""
    yield walk.later(3)
    plan_written(walk)
    walk.sign("plan", "client", "worker", client=client)
    yield walk.later(2)
    walk.sign("plan", "supervisor")
    if walk.stage() == "planning":
        walk.act("confirm_plan")


def session(walk: Walk, number: int, reasons: dict[str, str] | None = None, **more: Any) -> None:
    """One service record; a home visit is cleared before and signed back in afterwards."""
    told = walk.theme.session(number)
    values: dict[str, Any] = {
        "service_mode": [told.mode],
        "start_at": walk.wall(minutes=-told.minutes - 10),
        "duration_minutes": told.minutes,
        "audio_recorded": "no",
        "video_recorded": "no",
        "service_content": told.content,
        "eval_service": told.service,
        "eval_client": told.client,
        "eval_worker": told.worker,
        "next_plan": told.following,
        "intervention_level": ["family" if told.mode in ("home_visit", "counselling") else "individual"],
        "risk_signs": False,
    }
    if told.mode == "case_mgmt":
        values["service_mode_case_mgmt"] = walk.say("多方协调会", "Joint meeting")
    if told.mode != "home_visit":
        walk.fill("service_record", {**values, **more}, reasons=reasons)
        return
    home_visit(walk, out=walk.wall(), back=walk.wall(minutes=told.minutes + 40))
    walk.now += timedelta(minutes=told.minutes + 20)
    values |= {"start_at": walk.wall(minutes=-told.minutes), "staff_names": visitors(walk)}
    walk.fill("service_record", {**values, **more}, reasons=reasons)
    returned(walk)


def visitors(walk: Walk) -> list[str]:
    """Who goes on home visits: the worker and the assistant."""
    return [walk.house.user_id(walk.worker), walk.house.user_id(walk.house.institution.assistant)]


def home_visit(walk: Walk, out: str, back: str, **more: Any) -> None:
    """A home visit is planned, weighed and told to the colleague on duty."""
    worker, assistant = visitors(walk)
    values = {
        "suitable_for_visit": True,
        "visit_risk": False,
        "visit_address": walk.client.address,
        "visitors": [{"name": worker, "role": "social_worker"}, {"name": assistant, "role": "other_staff"}],
        "departure_at": out,
        "expected_return_at": back,
        "visit_status": "planned",
        "duty_worker": walk.house.user_id(walk.house.institution.duty),
        **more,
    }
    sheet = walk.fill("home_visit", values)
    walk.do(duty.acknowledge, walk.house.institution.duty, sheet, walk.now, walk.identifier())


def returned(walk: Walk) -> None:
    """The visitors are back and say how it was."""
    walk.correct(
        "home_visit",
        {
            "visit_status": "returned",
            "actual_return_at": walk.wall(),
            "environment_safe": True,
            "phone_reachable": True,
            "distance_kept": True,
            "seat_near_exit": True,
        },
        walk.say("返回后登记", "Entered after the return"),
    )
    walk.sign("home_visit", "visitor")


def served(walk: Walk, times: int, every: int = 6, first: int = 1) -> Iterator[datetime]:
    """So many services, one every few working days."""
    for number in range(first, first + times):
        yield walk.later(every)
        session(walk, number)


def in_service(walk: Walk, times: int, every: int = 6, client: str = "drawn") -> Iterator[datetime]:
    """From the first contact to the last of so many services."""
    yield from accepted(walk, client)
    yield from assessed(walk)
    yield from planned(walk)
    yield from served(walk, times, every)


def evaluated(walk: Walk, **more: Any) -> None:
    """Evaluation by client and worker."""
    walk.act("start_evaluation")
    walk.fill("evaluation", {**answers(walk), **walk.theme.evaluation(), **more})


def answers(walk: Walk, **more: Any) -> dict[str, Any]:
    """What the client answers in the evaluation."""
    return {
        "answered_by": "assisted",
        "services_received": walk.theme.words["received"],
        "coping_improved": walk.theme.words["coping"],
        "coping_improved_answer": walk.chance.choice(("yes", "yes", "partly")),
        "satisfaction": walk.chance.choice(("5", "5", "4")),
        "improvement_score": walk.chance.choice(("7", "8", "8", "9")),
        "goal_attainment": "full",
        "goal_attainment_reason_full": walk.theme.words["attained"],
        **more,
    }


def client_answers(walk: Walk) -> None:
    """The client fills the second page of the evaluation alone, on the handed-over tablet."""
    walk.draft("evaluation", {"answered_by": "self"})
    written = answers(walk)
    del written["answered_by"]
    walk.client_fills("evaluation", written, page=1)


def closure(walk: Walk, **more: Any) -> dict[str, Any]:
    """The closure form of a case that reached its goals."""
    values = {
        "closure_reason": ["goal_reached"],
        "client_informed_of_end": "yes",
        "signer_type": "client",
        "closure_notice_date": day_before(walk.today(), 14),
        "revisit_frequency_days": walk.interval(30),
        "revisit_times": 3,
    }
    return {**walk.theme.closure(), **values, **more}


def ended(walk: Walk, **values: Any) -> None:
    """The closure of a case that ended otherwise, signed by whoever can."""
    walk.fill(
        "closure", {"closure_summary": walk.theme.summary, "follow_up_plan": walk.theme.follow_up, **values}
    )
    roles = ("worker",) if values["signer_type"] == "waived" else ("client", "worker")
    walk.sign("closure", *roles, "supervisor")
    if walk.stage() == "closing":
        walk.act("approve_closure", by="supervisor")


def unable(walk: Walk, why: str) -> None:
    """The evaluation that only the worker can write."""
    walk.fill("evaluation", {"answered_by": "unable", "unable_reason": why, **walk.theme.evaluation()})


def closed(walk: Walk, **more: Any) -> Iterator[datetime]:
    """Evaluated, closed and signed by all three: in follow-up."""
    yield walk.later(3)
    evaluated(walk)
    yield walk.later(2)
    walk.act("start_closing")
    walk.fill("closure", closure(walk, **more))
    walk.sign("closure", "client", "worker")
    yield walk.later(1)
    walk.sign("closure", "supervisor")
    if walk.stage() == "closing":
        walk.act("approve_closure", by="supervisor")


def visited(walk: Walk, number: int, **more: Any) -> None:
    """A visit after closure."""
    values = {
        "visit_mode": "phone",
        "contact_made": True,
        "current_state": walk.theme.visits[(number - 1) % len(walk.theme.visits)],
        "maintained": "yes",
        "risk_signs": False,
        "reopen": False,
    }
    walk.fill("revisit", {**values, **more})


def archived(walk: Walk, **more: Any) -> None:
    """The archivist enters the file and signs; the case is archived."""
    archivist = walk.house.institution.archivist
    walk.fill("archive", {"secrecy": "restricted", "shelf": "A-03-12", **more}, by=archivist)
    walk.sign("archive", "archivist")
    if walk.stage() == "follow_up":
        walk.act("archive", by=archivist)

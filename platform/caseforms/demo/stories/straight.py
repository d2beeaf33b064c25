"""Cases that go the straight way, each as far as it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from caseforms.demo.stories import ways
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]


def stranger(walk: Walk) -> Steps:
    """A volunteer has begun the first page; nobody has taken the case yet."""
    volunteer = walk.house.institution.volunteer
    walk.open(by=volunteer)
    page = ways.first_page(walk)
    walk.draft(
        "application",
        {name: page[name] for name in ("client_name", "gender", "phone", "client_needs")},
        by=volunteer,
    )
    yield from ()


def handed_over(walk: Walk) -> Steps:
    """The volunteer's page lies with the social worker; the days of intake run."""
    ways.applied_with_volunteer(
        walk, application_channel="referral", application_channel_referral_note=walk.theme.words["referrer"]
    )
    yield from ()


def waiting_for_consent(walk: Walk) -> Steps:
    """Decided to take the case; the consent is submitted and waits for the client's signature."""
    ways.applied(walk)
    yield walk.later(1)
    walk.finish("application", ways.decision(walk))
    walk.fill("consent", {**CONSENT, "agreed_sessions": 10})


def assessing(walk: Walk) -> Steps:
    """Accepted; the risk profile is there and the assessment is being written."""
    yield from ways.accepted(walk)
    yield walk.later(3)
    ways.risk_known(walk)
    yield walk.later(2)
    written = walk.theme.assessment()
    walk.draft("assessment", {name: written[name] for name in ("personal_background", "environment_systems")})


def assessment_overdue(walk: Walk) -> Steps:
    """Accepted long ago; the assessment is late and the supervisor has been told."""
    yield from ways.accepted(walk)
    yield walk.later(4)
    ways.risk_known(walk)


def assessed_late(walk: Walk) -> Steps:
    """The assessment came after its fifteen working days, with the reason."""
    yield from ways.accepted(walk)
    yield walk.later(4)
    ways.risk_known(walk)
    yield walk.later(14)
    walk.fill("assessment", {**walk.theme.assessment(), "late_reason": walk.theme.words["late"]})
    if walk.stage() == "pre_assessment":
        walk.act("finish_assessment")


def plan_for_client(walk: Walk) -> Steps:
    """The plan waits for the client."""
    yield from ways.accepted(walk)
    yield from ways.assessed(walk)
    yield walk.later(3)
    ways.plan_written(walk)


def plan_for_worker(walk: Walk) -> Steps:
    """The client has signed the plan; the worker has not."""
    yield from plan_for_client(walk)
    yield walk.later(1)
    walk.sign("plan", "client", client="fingerprint")


def plan_for_supervisor(walk: Walk) -> Steps:
    """Client and worker have signed the plan; the supervisor has not."""
    yield from plan_for_client(walk)
    walk.sign("plan", "client", "worker")


def plan_returned(walk: Walk) -> Steps:
    """The supervisor has returned the plan; it waits to be written again."""
    yield from plan_for_supervisor(walk)
    yield walk.later(1)
    walk.act("reject_plan", by="supervisor", reason=walk.theme.words["returned"])


def serving(times: int) -> Callable[[Walk], Steps]:
    """In service, after so many services."""

    def told(walk: Walk) -> Steps:
        yield from ways.in_service(walk, times)

    return told


def evaluating(walk: Walk) -> Steps:
    """The client has answered the evaluation on the tablet; the worker's part is open."""
    yield from ways.in_service(walk, 5, 8)
    yield walk.later(4)
    walk.act("start_evaluation")
    ways.client_answers(walk)


def closing(walk: Walk) -> Steps:
    """The closure waits for the supervisor's signature."""
    yield from ways.in_service(walk, 5, 9)
    yield walk.later(3)
    ways.evaluated(walk)
    yield walk.later(2)
    walk.act("start_closing")
    walk.fill("closure", ways.closure(walk))
    walk.sign("closure", "client", "worker", client="typed")


def following_up(walk: Walk) -> Steps:
    """In follow-up: one visit made, one waived, one ahead."""
    yield from ways.in_service(walk, 4, 9)
    yield from ways.closed(walk)
    yield walk.later(20)
    ways.visited(walk, 1)
    yield walk.later(12)
    walk.waive(
        "revisit",
        walk.say(
            "服务对象外出探亲一个月，改为下次一并回访。",
            "Away visiting relatives for a month; seen together with the next visit.",
        ),
    )


def ready_for_archive(walk: Walk) -> Steps:
    """Every visit is made; the archivist may enter the file."""
    yield from ways.in_service(walk, 3, 9)
    yield from ways.closed(walk, revisit_times=1)
    yield walk.later(21)
    ways.visited(walk, 1)
    walk.fill(
        "satisfaction", {"overall": "5", "answered_by": "assisted", "helpful": walk.theme.words["received"]}
    )


def reopened(walk: Walk) -> Steps:
    """Reached the archive, and came back: a new case begins from the old one."""
    yield from archived(walk)
    yield walk.later(8)
    walk.act(
        "reopen",
        reason=walk.say(
            "回访后近期压力增大，本人希望再次接受服务。",
            "Under strain again and wishes to be served once more.",
        ),
    )


def archived(walk: Walk) -> Steps:
    """The whole way, from the first contact to the archive."""
    yield from ways.in_service(walk, 6, 9)
    yield from ways.closed(walk, revisit_times=2)
    for number in (1, 2):
        yield walk.later(21)
        ways.visited(walk, number)
    yield walk.later(3)
    ways.archived(walk)


CONSENT = {
    "introduction_given": True,
    "confidentiality_explained": True,
    "agreement_form": "written",
    "signer_type": "client",
    "agency_feedback_authorised": "no",
}

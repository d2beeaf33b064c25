"""Alarms: crises that are open, being dealt with, over or unfounded, and incidents outside every case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.stories import ways
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]


def raised(walk: Walk) -> Steps:
    """An alert came in yesterday's service; nobody has written the crisis record yet."""
    yield from ways.in_service(walk, 2, 9)
    yield walk.later(3)
    note = walk.say(
        "谈到近日反复说“活着没意思”，家中存有较多药物，已请家属收存并陪同。",
        "Says again and again that life makes no sense; much medicine in the house. The family keeps it now and stays.",
    )
    ways.session(walk, 4, risk_signs=True, risk_signs_note=note)


def responding(walk: Walk) -> Steps:
    """The crisis record is begun and the crisis goes on."""
    yield from raised(walk)
    walk.fill("crisis", _record(walk, "ongoing"))


def resolved(walk: Walk) -> Steps:
    """The crisis is over, signed by worker and supervisor; service goes on."""
    yield from raised(walk)
    walk.fill("crisis", _record(walk, "resolved"))
    walk.sign("crisis", "worker")
    yield walk.later(1)
    walk.sign("crisis", "supervisor")
    yield walk.later(5)
    ways.session(walk, 5)


def unfounded(walk: Walk) -> Steps:
    """A volunteer raised an alarm; the supervisor found it unfounded."""
    yield from ways.in_service(walk, 1)
    yield walk.later(2)
    walk.act("raise_crisis", reason=walk.say("邻居来电称屋内有争吵声。", "A neighbour heard shouting."))
    yield walk.later(1)
    walk.act(
        "crisis_unfounded",
        by="supervisor",
        reason=walk.say("家人看球赛欢呼，已核实。", "The family was cheering at a match; checked."),
    )
    yield walk.later(4)
    ways.session(walk, 2)


def urgent_application(walk: Walk) -> Steps:
    """The first page already tells of danger: an alert before anything else."""
    ways.applied_with_volunteer(walk, urgent_risk=True)
    yield from ()


def incident(walk: Walk) -> Steps:
    """An incident at a public activity, reported by the volunteer and signed by the supervisor."""
    volunteer = walk.house.institution.volunteer
    walk.alone(
        "incident-report",
        {
            "occurred_at": walk.wall(hours=-2),
            "place": walk.say("社区活动室门口", "Entrance of the community hall"),
            "incident_type": ["conflict"],
            "action_taken": walk.say(
                "将双方分开，安抚情绪，联系家属接回；活动照常结束。",
                "Separated the two, calmed them, called the families; the activity ended as planned.",
            ),
            "family_contacted_at": walk.wall(hours=-1),
            "emergency_calls": ["none"],
            "service_stopped": False,
            "persons_involved": walk.say("居民两人，志愿者一人。", "Two residents, one volunteer."),
            "injuries": walk.say("无", "None"),
        },
        by=volunteer,
    )
    walk.sign("incident-report", "reporter", by=volunteer)
    yield walk.later(1)
    walk.sign("incident-report", "supervisor", by="supervisor")


def _record(walk: Walk, outcome: str) -> dict[str, Any]:
    return {
        "crisis_type": ["suicide"],
        "alerted_at": walk.wall(minutes=-40),
        "responded_at": walk.wall(minutes=-25),
        "intervention": walk.say(
            "陪伴谈话，签安全约定，家属轮流陪护，联系主治医师次日加号。",
            "Stayed and talked, made a safety agreement; the family takes turns; appointment with the doctor next day.",
        ),
        "resources_coordinated": walk.say("主治医师、社区民警备勤", "Doctor; community police informed"),
        "restraint_used": False,
        "third_party_risk": False,
        "referral_needed": False,
        "outcome": outcome,
    }

"""What happens during service: home visits, recordings, resources, conferences, feedback, referrals, a plan that grows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from caseforms.demo.stories import ways
from caseforms.demo.stories.doorstep import received, referral, reported
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]


def visit_under_way(walk: Walk) -> Steps:
    """Two colleagues are out on a home visit right now and are expected back."""
    yield from ways.in_service(walk, 2)
    yield walk.ago(minutes=50)
    ways.home_visit(walk, out=walk.wall(minutes=10), back=walk.wall(minutes=100))


def supplementary_plan(walk: Walk) -> Steps:
    """The plan is adjusted; the supplement waits for the supervisor."""
    yield from ways.in_service(walk, 3, 8)
    yield walk.later(3)
    scale(walk, "stage", 3)
    walk.act("adjust_plan", reason=walk.theme.supplement)
    ways.plan_written(walk, plan_type="supplementary", supplement_reason=walk.theme.supplement)
    walk.sign("plan", "client", "worker")


def scale(walk: Walk, occasion: str, heavy: int) -> None:
    """The questionnaire on low spirits; `heavy` of its nine answers weigh two, the rest one or nothing."""
    items = {f"q{place}": "2" if place <= heavy else walk.chance.choice("011") for place in range(1, 9)}
    walk.fill("scale", {"occasion": occasion, "items": {**items, "q9": "0"}, "answered_by": "assisted"})


def peers(walk: Walk) -> None:
    """A peer who may become a supporter later."""
    assessed = walk.say(
        "表达清楚，愿意分享康复经验，病情尚需再稳定一段时间。",
        "Speaks clearly and wishes to share; should be stable a little longer.",
    )
    training = {"date": walk.today(-6), "topic": walk.say("倾听与边界", "Listening and limits")}
    walk.fill(
        "peer_support", {"peer_assessment": assessed, "peer_suitable": "not_yet", "training": [training]}
    )


def resources(walk: Walk) -> Steps:
    """One resource obtained, one still asked for; a first step towards supporting others."""
    yield from ways.in_service(walk, 2)
    yield walk.later(2)
    walk.fill(
        "resource",
        {
            "resource_type": ["financial"],
            "provider_org": walk.say("街道民政办（临时救助）", "Street civil affairs office"),
            "requested_on": walk.today(-20),
            "obtained": "yes",
            "obtained_on": walk.today(-3),
            "amount": 1200,
            "effect": walk.say("缓解了两个月的房租压力。", "Eased two months of rent."),
        },
    )
    walk.fill(
        "resource",
        {
            "resource_type": ["assistive", "volunteer"],
            "provider_org": walk.say("残联辅具中心", "Assistive devices centre"),
            "requested_on": walk.today(-2),
            "obtained": "pending",
        },
    )
    yield walk.later(3)
    peers(walk)
    ways.session(walk, 3)


def conference(walk: Walk) -> Steps:
    """High risk: crisis plan, a conference of the professions, service going on."""
    yield from ways.accepted(walk, agency_feedback_authorised="yes")
    yield walk.later(2)
    ways.risk_known(walk, danger_level="3", condition_stability="unstable")
    yield walk.later(3)
    walk.fill("assessment", walk.theme.assessment())
    if walk.stage() == "pre_assessment":
        walk.act("finish_assessment")
    crisis_plan(walk)
    yield from ways.planned(walk)
    yield walk.later(2)
    held(walk)
    yield from ways.served(walk, 3, 4)


def high_risk_waiting(walk: Walk) -> Steps:
    """High risk; the plan is signed but the crisis plan is missing."""
    yield from ways.accepted(walk)
    yield from ways.assessed(walk, danger_level="4", condition_stability="unstable")
    yield walk.later(2)
    ways.plan_written(walk)
    walk.sign("plan", "client", "worker", "supervisor")


def crisis_plan(walk: Walk) -> None:
    """The crisis plan, signed by the team's leader."""
    doctor = walk.house.user_id(walk.house.institution.medical)
    walk.fill(
        "crisis_plan",
        {
            "problem_behaviour": walk.say(
                "停药后易与家人激烈争吵，曾摔砸物品。",
                "Without medicine quarrels turn fierce; has thrown things.",
            ),
            "strategies": walk.say(
                "保持距离、低声、只说一件事；半小时内联系社工。",
                "Keep distance, speak low, one thing at a time; call the worker within half an hour.",
            ),
            "social_support": walk.say(
                "父母、网格员、社区民警、家庭医生。", "Parents, neighbourhood officer, family doctor."
            ),
            "team": [
                {
                    "name": walk.house.user_id(walk.worker),
                    "duty": walk.say("首接与现场协调", "First contact"),
                },
                {"name": doctor, "duty": walk.say("医疗判断与送医", "Medical judgement")},
            ],
            "drill": walk.say("每季度桌面推演一次。", "A table exercise each quarter."),
            "communication": walk.say(
                "专用微信群，只发时间地点，不写病情。",
                "A closed group; time and place only, never the illness.",
            ),
        },
    )
    walk.sign("crisis_plan", "leader")


def held(walk: Walk) -> None:
    """A case conference."""
    doctor = walk.house.institution.medical
    walk.fill(
        "conference",
        {
            "held_at": walk.wall(hours=-1),
            "mode": "face",
            "attendees": [
                {
                    "name": walk.house.user_id(walk.worker),
                    "profession": walk.say("社会工作者", "Social worker"),
                },
                {"name": walk.house.user_id(doctor), "profession": walk.say("精神科医师", "Psychiatrist")},
                {
                    "name": walk.house.user_id(walk.house.institution.supervisor),
                    "profession": walk.say("督导", "Supervisor"),
                },
            ],
            "patient_present": True,
            "outsiders_present": False,
            "topics": walk.say(
                "讨论用药调整与社区支持的衔接。", "How medicine and support in the community fit together."
            ),
            "stage_goal": walk.say("四周内稳定睡眠与服药。", "Sleep and medicine steady within four weeks."),
            "actions": [
                {
                    "task": walk.say("联系家庭医生上门随访", "Ask the family doctor to visit"),
                    "owner": walk.house.user_id(walk.worker),
                    "due": walk.today(14),
                }
            ],
        },
    )


def recorded(walk: Walk) -> Steps:
    """Sessions recorded for supervision, with consent."""
    yield from ways.in_service(walk, 2)
    yield walk.later(2)
    walk.fill(
        "recording_consent",
        {
            "recording_type": ["audio"],
            "purpose": ["supervision"],
            "signer_type": "client",
            "valid_until": walk.today(120),
        },
    )
    walk.sign("recording_consent", "client", "worker")
    yield walk.later(3)
    ways.session(walk, 3, audio_recorded="yes", audio_no=f"LY-{walk.today()[:4]}-017")


def feedback(walk: Walk) -> Steps:
    """A department has been told, with the client's consent; the disclosure is in the log."""
    yield from ways.accepted(walk, agency_feedback_authorised="yes")
    yield from ways.assessed(walk)
    yield from ways.planned(walk)
    yield from ways.served(walk, 2, 9)
    yield walk.later(2)
    walk.fill(
        "feedback",
        {
            "recipient_department": "health",
            "recipient_person": walk.say("卫健委精防科 李科员", "Health office, Ms Li"),
            "legal_basis": "consent",
            "sent_at": walk.wall(),
        },
    )
    walk.sign("feedback", "worker", "supervisor")
    walk.finish_started("disclosure", {})
    yield walk.later(1)
    walk.sign("disclosure", "approver")


def referral_sent(walk: Walk) -> Steps:
    """A referral waits for the receiver's answer."""
    yield from ways.in_service(walk, 2, 9)
    yield walk.later(2)
    referral(walk)


def referral_returned(walk: Walk) -> Steps:
    """The receiver has sent the referral back."""
    yield from referral_sent(walk)
    yield walk.later(2)
    why = walk.say("号源已满，建议转市第四医院。", "No appointments left; try the Fourth Hospital.")
    walk.correct(
        "referral", {"accepted": "no", "reject_reason": why}, walk.say("接收方回执", "The receiver's answer")
    )


def referral_closed(walk: Walk) -> Steps:
    """The receiver has reported the result, and the loop is closed."""
    yield from referral_sent(walk)
    yield walk.later(2)
    received(walk)
    yield walk.later(6)
    result = walk.say(
        "已完成评估，调整药物，两周后复诊。", "Assessed; medicine changed; next appointment in two weeks."
    )
    reported(walk, result)
    yield walk.later(3)
    ways.session(walk, 4)

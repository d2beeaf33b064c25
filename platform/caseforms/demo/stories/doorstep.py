"""Cases that end at the door: declined, referred on, or helped in one talk; and those taken with another's consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.stories import ways
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]


def declined(walk: Walk) -> Steps:
    """The person does not want the service after all."""
    ways.applied(
        walk,
        application_channel="worker_found",
        application_channel_worker_found_note=walk.say("入户走访时发现", "Found on a round"),
    )
    yield walk.later(2)
    walk.finish("application", _no(walk, decline_basis=["client_refused"], decline_action=["informed"]))
    walk.act("decline")


def declined_out_of_reach(walk: Walk) -> Steps:
    """The person cannot be found any more."""
    ways.applied_with_volunteer(walk)
    yield walk.later(4)
    walk.finish("application", _no(walk, decline_basis=["objective"], objective_reason="lost_contact"))
    walk.act("decline")


def declined_with_referral(walk: Walk) -> Steps:
    """Beyond what the centre can do: referred, and the receiver has taken the person on."""
    ways.applied(
        walk, application_channel="referral", application_channel_referral_note=walk.theme.words["referrer"]
    )
    yield walk.later(2)
    values = {
        "decline_basis": ["beyond_centre"],
        "referral_offer": "accepted",
        "decline_action": ["referred"],
    }
    note = walk.say("转介至旗人民医院心理门诊", "Referred to the district hospital's psychological clinic")
    walk.finish("application", _no(walk, **values, decline_referral_note=note))
    referral(walk, reason=["out_of_scope"])
    walk.act("decline")
    yield walk.later(2)
    received(walk)
    yield walk.later(5)
    reported(
        walk,
        walk.say("已初诊，安排每两周一次心理治疗。", "First appointment kept; treatment every two weeks."),
    )


def brief(walk: Walk) -> Steps:
    """One talk and some information are enough."""
    ways.applied(walk)
    yield walk.later(1)
    advice = walk.say(
        "解答医保门诊慢特病申请材料和办理窗口",
        "Which papers the clinic allowance needs, and where to hand them in",
    )
    values = {"accept_basis": "simple", "simple_action": ["advice"], "simple_action_advice": advice}
    walk.finish("application", ways.decision(walk, **values))
    why = walk.say("电话咨询一次，未建立服务关系", "One call for information; no service relation")
    ways.session(walk, 2, {"consent_for_brief_service": why}, service_mode=["phone"], service_goal=advice)
    walk.act("finish_brief")


def brief_reopened(walk: Walk) -> Steps:
    """Came back after a brief service: a new case begins from the old one."""
    yield from brief(walk)
    yield walk.later(30)
    walk.act(
        "reopen",
        reason=walk.say("本人再次来站，希望接受持续服务。", "Came again and wishes for continued service."),
    )


def consent_by_fingerprint(walk: Walk) -> Steps:
    """The guardian consents with a fingerprint; the risk profile is still to be written."""
    yield from ways.accepted(walk, "fingerprint", signer_type="guardian")
    yield walk.later(1)
    walk.note(walk.say("监护人表示工作日上午方便接电话。", "The guardian can be called on weekday mornings."))


def oral_consent(walk: Walk) -> Steps:
    """Consent given by word of mouth before a witness."""
    yield from ways.accepted(
        walk,
        agreement_form="oral",
        oral_notice=walk.say(
            "当面逐条说明，服务对象口头同意", "Explained point by point; agreed by word of mouth"
        ),
        witness_name=walk.client.family[0],
    )


def late_intake(walk: Walk) -> Steps:
    """The decision came after five working days, with the reason."""
    ways.applied_with_volunteer(walk)
    yield walk.later(8)
    walk.finish("application", ways.decision(walk, late_reason=walk.theme.words["late"]))
    ways.consented(walk)
    walk.act("accept")


def referral(walk: Walk, **more: Any) -> None:
    """A referral to the clinic, signed by the sender."""
    values = {
        "direction": "external",
        "receiver_type": "psychological",
        "receiver_org": walk.say("旗人民医院心理门诊", "District hospital, psychological clinic"),
        "reason": ["psychological"],
        "summary": walk.say(
            "需要专科评估与药物调整，家属陪同前往。",
            "Needs assessment and review of medicine; the family goes along.",
        ),
        "client_agrees": True,
        "urgent": False,
        "sent_at": walk.wall(),
        **more,
    }
    walk.fill("referral", values)
    walk.sign("referral", "sender")


def received(walk: Walk) -> None:
    """The receiver takes the person on."""
    answer = walk.say("接收方回执", "The receiver's answer")
    walk.correct("referral", {"accepted": "yes", "received_at": walk.wall()}, answer)


def reported(walk: Walk, result: str) -> None:
    """The receiver reports the result; the sender confirms that the loop is closed."""
    report = walk.say("接收方反馈", "The receiver's report")
    walk.correct("referral", {"result": result, "closed_at": walk.wall()}, report)
    walk.act("confirm_referral", record=walk.latest["referral"])


def _no(walk: Walk, **values: Any) -> dict[str, Any]:
    return {
        "follow_up": "no",
        "responsible_worker": walk.house.user_id(walk.worker),
        "decision_date": walk.today(),
        **values,
    }

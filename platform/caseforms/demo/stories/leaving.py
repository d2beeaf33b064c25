"""Cases that pause or end before their goal: hospital, lost contact, moving away, death, a change of mind, a change of worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.stories import ways
from caseforms.demo.stories.doorstep import received, reported
from caseforms.demo.walk import Walk, day_before

Steps = Iterator[datetime]


def _event(walk: Walk, event: str, handling: str, note: str, **more: Any) -> None:
    values = {"event": event, "event_date": day_before(walk.today(), 1), "handling": handling, "note": note}
    walk.fill("suspension", {**values, **more})
    walk.sign("suspension", "worker")


def hospitalised(walk: Walk) -> Steps:
    """In hospital; the day to review the suspension is near."""
    yield from ways.in_service(walk, 2, 9)
    yield walk.later(4)
    note = walk.say(
        "因病情波动住院调整用药，家属每日陪护。",
        "In hospital to have the medicine adjusted; the family is there daily.",
    )
    _event(walk, "hospitalised", "suspend", note, resume_date=walk.today(walk.interval(30)))


def resumed(walk: Walk) -> Steps:
    """Back from hospital, and in service again."""
    yield from ways.in_service(walk, 1, 8)
    yield walk.later(3)
    note = walk.say("短期住院检查。", "A short stay for examination.")
    _event(walk, "hospitalised", "suspend", note, resume_date=walk.today(walk.interval(20)))
    yield walk.later(9)
    walk.act(
        "resume",
        reason=walk.say("已出院，医生建议恢复社区服务。", "Discharged; the doctor advises going on."),
    )
    yield walk.later(2)
    ways.session(walk, 3)


def lost_contact(walk: Walk) -> Steps:
    """Cannot be reached; the review is overdue."""
    yield from ways.in_service(walk, 1, 8)
    yield walk.later(6)
    note = walk.say(
        "电话停机，三次上门均无人，邻居称外出务工。",
        "Telephone cut off, nobody at home three times; neighbours say away for work.",
    )
    _event(walk, "lost", "suspend", note, resume_date=walk.today(walk.interval(14)))


def lost_closed(walk: Walk) -> Steps:
    """Lost for good: closed without the client's signature."""
    yield from lost_contact(walk)
    yield walk.later(16)
    walk.act(
        "close_suspended",
        reason=walk.say(
            "复核日已过，多方联系未果。", "The review day has passed; nobody can reach the client."
        ),
    )
    why = walk.say("失去联系", "Contact was lost")
    ways.unable(walk, why)
    yield walk.later(1)
    _ended_without_client(
        walk,
        "lost_contact",
        closure_reason=["other"],
        closure_reason_other=why,
        revisit_frequency_days=walk.interval(30),
        revisit_times=1,
    )


def moved(walk: Walk) -> Steps:
    """Moved to another city: referred, taken on there, and referred out here."""
    yield from ways.in_service(walk, 3, 8)
    yield walk.later(3)
    note = walk.say(
        "随子女迁往呼和浩特，愿意继续接受服务。",
        "Moves to Hohhot with the children and wishes to go on there.",
    )
    _event(walk, "moved", "refer", note)
    walk.sign("suspension", "supervisor")
    receiver = walk.say("呼和浩特市赛罕区社会工作站", "Saihan District Social Work Station, Hohhot")
    walk.finish_started(
        "referral",
        {
            "direction": "external",
            "receiver_type": "community",
            "receiver_org": receiver,
            "reason": ["moved"],
            "summary": note,
            "client_agrees": True,
            "urgent": False,
            "sent_at": walk.wall(),
        },
    )
    walk.sign("referral", "sender")
    yield walk.later(2)
    _evaluated_while_closing(walk)
    yield walk.later(1)
    received(walk)
    ways.ended(
        walk,
        **_MOVED,
        closure_reason_death_or_move=note,
        signer_type="client",
        client_informed_of_end="yes",
        revisit_frequency_days=walk.interval(30),
        revisit_times=1,
    )
    yield walk.later(6)
    reported(walk, walk.say("已建档，首次家访完成。", "File opened; first home visit made."))


def died(walk: Walk) -> Steps:
    """Died of a bodily illness; closed and archived with respect."""
    yield from ways.in_service(walk, 3, 10)
    yield walk.later(6)
    note = walk.say(
        "因突发心梗去世，家属已告知。已致电慰问并协助联系殡仪事宜。",
        "Died of a heart attack. Condolences by telephone; helped the family with the arrangements.",
    )
    _event(walk, "death", "close", note)
    walk.sign("suspension", "supervisor")
    yield walk.later(3)
    _ended_without_client(
        walk,
        "death",
        closure_reason=["death_or_move"],
        death_or_move_kind="death",
        closure_reason_death_or_move=note,
    )
    yield walk.later(2)
    ways.archived(walk)


def client_stops(walk: Walk) -> Steps:
    """The client wishes to stop; the closure waits for the worker and the supervisor."""
    yield from ways.in_service(walk, 2, 9)
    yield walk.later(5)
    note = walk.say(
        "找到全职工作，认为暂时不需要服务。", "Has found full-time work and needs no service for now."
    )
    _event(walk, "client_withdraws", "close", note)
    walk.sign("suspension", "supervisor")
    _evaluated_while_closing(walk)
    yield walk.later(1)
    values = ways.closure(walk, closure_reason=["client_refused"], closure_reason_refused=note)
    walk.fill(
        "closure",
        {
            name: value
            for name, value in values.items()
            if name not in ("closure_notice_date", "relapse_factors")
        },
    )
    walk.sign("closure", "client")


def consent_withdrawn(walk: Walk) -> Steps:
    """The consent is withdrawn: nothing is written any more but what the law asks for."""
    yield from ways.in_service(walk, 1, 8)
    yield walk.later(5)
    note = walk.say(
        "服务对象表示暂不愿继续，撤回书面同意。",
        "The client does not wish to go on for now and withdraws the consent.",
    )
    _event(walk, "consent_withdrawn", "suspend", note, resume_date=walk.today(walk.interval(60)))


def transfer_offered(walk: Walk) -> Steps:
    """The worker goes on leave and asks a colleague, who has not answered yet."""
    yield from ways.in_service(walk, 2, 9)
    yield walk.later(3)
    _offer(walk)


def transferred(walk: Walk) -> Steps:
    """The colleague has taken the case over and goes on."""
    yield from transfer_offered(walk)
    yield walk.later(1)
    walk.worker = _colleague(walk)
    walk.act("accept_transfer")
    yield walk.later(4)
    ways.session(walk, 4)


def _offer(walk: Walk) -> None:
    reason = walk.say("即将休产假，已与服务对象沟通。", "On maternity leave soon; the client has been told.")
    walk.act("offer_transfer", reason=reason, user=walk.house.user_id(_colleague(walk)))


def _colleague(walk: Walk) -> str:
    workers = [each.username for each in walk.house.institution.people if "social_worker" in each.roles]
    return workers[(workers.index(walk.worker) + 1) % len(workers)]


def _evaluated_while_closing(walk: Walk) -> None:
    walk.fill("evaluation", {**ways.answers(walk), **walk.theme.evaluation()})


def _ended_without_client(walk: Walk, why: str, **values: Any) -> None:
    unheard = walk.say("无法告知", "Could not be told")
    ways.ended(
        walk,
        client_informed_of_end="no",
        not_informed_reason=unheard,
        signer_type="waived",
        signature_waived_reason=why,
        **values,
    )


_MOVED = {"closure_reason": ["death_or_move"], "death_or_move_kind": "moved"}

"""What those who lead do: complaints, referrals of the house, risks, drills, training, notes, quality tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from caseforms.demo.story import Telling
from caseforms.demo.walk import Walk
from caseforms.indicators import Period, holding
from caseforms.services import quality_records

Steps = Iterator[datetime]
COMPLAINT = {
    "channel": "phone",
    "anonymous": False,
    "complainant": "刘女士",
    "phone": "13900008888",
    "kind": "complaint",
    "department": "nurse",
    "category": "attitude",
    "content": "换药等待超过一小时，询问时护士态度生硬。",
}


def complaint(ends: str) -> Telling:
    """A complaint that goes as far as a stage."""

    def tell(walk: Walk) -> Steps:
        walk.open()
        walk.fill("complaint", COMPLAINT)
        if ends == "received":
            return
        yield walk.later(1)
        handler = {"handler": walk.house.user_id(walk.worker)}
        walk.correct("complaint", handler, "指定处理人")
        walk.reach("assigned", "assign_handler")
        yield walk.later(1)
        answer = {
            "response": "已致歉并说明换药排班，当日补做。",
            "responded_at": walk.wall(),
            "justified": "yes",
        }
        result = {
            "handling": "与科室核实，责任护士已道歉。",
            "improvement": "换药室增设叫号牌，早高峰加一人。",
        }
        walk.correct(
            "complaint", {**answer, **result, "category": "attitude", "satisfied": "yes"}, "处理结果"
        )
        if walk.stage() in ("assigned", "responded"):
            walk.act("handle")
        if ends == "handled":
            return
        walk.sign("complaint", "handler", by=walk.worker)
        yield walk.later(2)
        walk.sign("complaint", "leader", by="head")
        walk.reach("closed", "close", by="head")

    return tell


def referral(ends: str) -> Telling:
    """A referral to a receiver outside, as far as a stage."""

    def tell(walk: Walk) -> Steps:
        walk.open()
        _sent(walk, "区康复医院")
        if ends == "sent":
            return
        yield walk.later(2)
        refused = {"accepted": "no", "reject_reason": "床位已满，建议转区中医院康复科。"}
        walk.correct("referral", refused, "接收方回执")
        walk.reach("returned", "return_to_sender", reason="床位已满。")
        yield walk.later(1)
        walk.act("choose_again")
        _sent(walk, "区中医院康复科")
        yield walk.later(2)
        walk.correct("referral", {"accepted": "yes", "received_at": walk.wall()}, "接收方回执")
        walk.reach("received", "receive")
        walk.act("begin_service")
        yield walk.later(15)
        done = {"result": "完成两周康复训练，可独立行走。", "closed_at": walk.wall()}
        walk.correct("referral", done, "接收方反馈")
        walk.reach("result_reported", "report")
        walk.act("confirm")

    return tell


def _sent(walk: Walk, receiver: str) -> None:
    values = {
        "client_name": walk.client.name,
        "direction": "external",
        "receiver_type": "rehab",
        "receiver_org": receiver,
        "reason": ["special_need"],
        "summary": "脑梗死恢复期，左侧肢体活动不利，需系统康复。",
        "pre_assessment": "生命体征平稳，肌力3级，可坐轮椅转运。",
        "client_agrees": True,
        "urgent": False,
        "sent_at": walk.wall(),
    }
    walk.fill("referral", values)
    walk.sign("referral", "sender")
    walk.reach("sent", "send")


def management(walk: Walk) -> Steps:
    """The year's management records of a house: training, risks, a drill."""
    house = walk.house.institution
    for person in (walk.worker, house.assistant):
        training = {
            "topic": "intervention",
            "hours": 24,
            "provider": "市社会工作协会",
            "passed": True,
        }
        walk.alone("training-record", training, by=person)
    yield walk.later(5)
    risks = [
        {
            "risk": "家访人身安全",
            "likelihood": "2",
            "impact": "4",
            "strategy": "reduce",
            "plan": "两人同行，出发前登记，定时报平安",
            "backup_plan": "改为中心面谈，或请社区民警同往",
            "owner": walk.actor("supervisor").name,
        },
        {
            "risk": "个人信息泄露",
            "likelihood": "2",
            "impact": "5",
            "strategy": "avoid",
            "plan": "最小授权，导出留痕，离席锁屏",
            "backup_plan": "停用账号，两小时内报告并告知当事人",
            "owner": walk.actor("supervisor").name,
        },
    ]
    walk.alone("risk-register", {"risks": risks}, by=house.supervisor)
    drill = {
        "plan_ref": "服务对象突发疾病应急预案",
        "participants": "全体社工、值班医护",
        "scenario": "小组活动中一名组员突然晕厥。",
        "result": "三分钟内到位并拨打急救；改进：活动室增配急救箱。",
    }
    walk.alone("emergency-drill", drill, by=house.supervisor)


def quality_table(walk: Walk) -> Steps:
    """The quarter before the last complete one: its table is written, signed by two, and archived."""
    quarter = last_complete(walk.days.calendar.day_of(walk.days.now), 2)
    yield walk.until(quarter.end + timedelta(days=4))
    walk.house.recount(walk.now)
    record = walk.do(quality_records.begin, "quality", "cd-monitoring-table", quarter, walk.now)
    walk.latest["table"] = record.id
    words = {
        "main_results": "随访覆盖全部在案个案，血压、血糖达标人数逐月增加。",
        "problems": "个别随访未按期完成，照护者满意度没有收集。",
        "improvements": "每周例会核对到期随访；下季度起随访时请照护者填写问卷。",
    }
    walk.finish("table", words, by="quality")
    yield walk.later(1)
    walk.sign("table", "leader", by="head")
    walk.sign("table", "reviewer", by="quality")


def last_complete(today: date, back: int) -> Period:
    """The quarter that many quarters before the one of today."""
    quarter = holding(today, "quarter")
    for _ in range(back):
        quarter = holding(quarter.start - timedelta(days=1), "quarter")
    return quarter

"""Chronic-disease cases of the health centre: at every stage, with crises, alerts, reviews and ends of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from caseforms.demo.condition import Condition
from caseforms.demo.stories import chronic_ways as ways
from caseforms.demo.story import Telling
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]


def told(tell: Any, condition: Condition) -> Telling:
    """A story with the words of a condition."""

    def begin(walk: Walk) -> Steps:
        return tell(walk, condition)  # type: ignore[no-any-return]

    return begin


def registered(walk: Walk, told: Condition) -> Steps:
    """Came to the window yesterday; the consent is to be signed at the next visit."""
    ways.registered(walk, told)
    yield from ()


def screening(walk: Walk, told: Condition) -> Steps:
    """Consent is signed; the initial assessment is due."""
    doctor = {
        "source_channel": "hospital_referral",
        "referrer_role": "doctor",
        "referrer_contact": "全科门诊",
    }
    yield from ways.screened(walk, told, **doctor)


def assessing(walk: Walk, told: Condition) -> Steps:
    """The scales are done, the comprehensive assessment lies half written."""
    yield from ways.screened(walk, told)
    yield walk.later(2)
    ways.initially(walk, told)
    yield walk.later(2)
    ways.measured(walk, told, 0)
    ways.scales(walk, told, 0)
    draft = {"disease_type": list(told.diseases), "severity": "moderate", "needs_summary": told.summary}
    walk.draft("comprehensive_assessment", draft)


def plan_to_sign(walk: Walk, told: Condition) -> Steps:
    """The plan is written and waits for the patient's signature."""
    yield from ways.assessed(walk, told)
    yield walk.later(3)
    ways.plan(walk, told)
    walk.sign("isp", "worker")


def advised(walk: Walk, told: Condition) -> Steps:
    """One talk is enough: advice, and no case."""
    yield from ways.screened(walk, told)
    yield walk.later(1)
    low = {"health_need_level": "low", "social_need_level": "low", "needs_comprehensive": "no"}
    ways.initially(
        walk, told, **low, needs_comprehensive_reason="血压已达标，只需了解慢病门诊报销", disposition="advice"
    )
    walk.act("advise")
    policy = {
        "service_mode": "face",
        "service_type": ["policy"],
        "content": "讲解慢病门诊报销和家庭医生签约流程。",
    }
    walk.fill("service_record", {**policy, "duration_minutes": 20})


def declined(walk: Walk, told: Condition) -> Steps:
    """The person does not wish to go on."""
    yield from ways.screened(walk, told)
    yield walk.later(2)
    ways.initially(
        walk,
        told,
        needs_comprehensive="no",
        needs_comprehensive_reason="本人表示暂时不需要，愿意自己到门诊管理",
        disposition="declined",
    )
    walk.act("client_declines", reason="本人不愿意继续，已留联系方式。")


def referred(walk: Walk, told: Condition) -> Steps:
    """Beyond what the centre can do: referred to the hospital, which took the person."""
    yield from ways.screened(walk, told)
    yield walk.later(2)
    ways.initially(
        walk,
        told,
        needs_comprehensive="no",
        needs_comprehensive_reason="血糖波动大，需专科住院调整",
        disposition="refer",
    )
    refer(walk)
    walk.act("refer_on")
    yield walk.later(2)
    answer = {"accepted": "yes", "received_at": walk.wall()}
    walk.correct("referral", answer, "接收方回执")


def refer(walk: Walk, **more: Any) -> None:
    """A referral to the hospital, signed by the sender."""
    values = {
        "direction": "external",
        "receiver_type": "medical",
        "receiver_org": "清河区人民医院内分泌科",
        "reason": ["health_worse"],
        "summary": "空腹血糖11—14mmol/L，近期消瘦，需专科调整方案。",
        "pre_assessment": "近两周空腹血糖11—14mmol/L，体重下降3公斤，无酮症表现，生命体征平稳。",
        "client_agrees": True,
        "urgent": False,
        "sent_at": walk.wall(),
        **more,
    }
    walk.fill("referral", values)
    walk.sign("referral", "sender")


def all_year(walk: Walk, told: Condition) -> Steps:
    """Served for most of a year: next stage, then a revised plan, then on."""
    yield from ways.in_service(walk, told, period=330)
    yield from ways.months(walk, told, 3)
    ways.linked(walk, told)
    yield walk.later(1)
    ways.reviewed(walk, told, 1, "next_stage", overall="4")
    yield from ways.months(walk, told, 3, first=4)
    yield walk.later(1)
    ways.reviewed(walk, told, 2, "adjust")
    yield from ways.planned(walk, told, period=180)
    yield from ways.months(walk, told, 1, first=7)


def goals_reached(walk: Walk, told: Condition) -> Steps:
    """Two stages, goals reached, closed and archived."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 3)
    ways.linked(walk, told)
    ways.reviewed(walk, told, 1, "next_stage")
    yield from ways.months(walk, told, 2, first=4)
    yield walk.later(2)
    ways.reviewed(walk, told, 2, "close", overall="5")
    yield walk.later(2)
    yield from ways.closed(walk, told)
    yield walk.later(2)
    ways.archived(walk)


def closing(walk: Walk, told: Condition) -> Steps:
    """The review decided to close; the report waits for the supervisor."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 3)
    ways.linked(walk, told)
    ways.reviewed(walk, told, 1, "close", overall="5")
    yield walk.later(2)
    values = {
        "closure_reason": ["goal_reached"],
        "goal_attainment": "partial",
        "process_summary": "三个月内完成四次服务、三次随访和一次阶段性评估。",
        "outcome_summary": told.outcome,
        "special_needs": False,
    }
    walk.fill("closure", values)
    walk.sign("closure", "worker")


def reviewing(walk: Walk, told: Condition) -> Steps:
    """In the stage review: the scales are repeated, the assessment is to be written."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 3)
    yield walk.later(1)
    walk.act("start_review")
    ways.scales(walk, told, 1)


def refers_at_review(walk: Walk, told: Condition) -> Steps:
    """The review finds that rehabilitation is needed: closed by referral."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 3)
    ways.reviewed(walk, told, 1, "refer")
    yield walk.later(2)
    rehab = {"special_needs": True, "referral_targets": ["rehab"], "closure_reason": ["stable"]}
    yield from ways.closed(walk, told, **rehab, goal_attainment="partial")
    refer(
        walk,
        receiver_type="rehab",
        receiver_org="区康复医院心肺康复科",
        reason=["special_need"],
        summary="气促稳定，需系统肺康复训练。",
    )
    yield walk.later(3)
    walk.correct("referral", {"accepted": "yes", "received_at": walk.wall()}, "接收方回执")
    ways.archived(walk)


def high_risk(walk: Walk, told: Condition) -> Steps:
    """High risk: doctor and social worker assess side by side; the plan is served with a changed medication."""
    yield from ways.screened(walk, told)
    walk.let_in(walk.house.institution.medical, "medical")
    yield walk.later(2)
    ways.initially(walk, told)
    yield walk.later(1)
    ways.measured(walk, told, 0)
    ways.scales(walk, told, 0)
    ways.comprehensively(
        walk,
        told,
        risk_level="high",
        severity="severe",
        social_isolation=True,
        economic_hardship=True,
        economic_status="poor",
    )
    yield walk.later(1)
    both_tracks(walk)
    yield from ways.planned(walk, told, every=15)
    yield walk.later(3)
    ways.served(walk, told, 1)
    yield walk.later(6)
    ways.followed(walk, told, 1)
    yield walk.later(3)
    medication_changed(walk)
    yield from ways.months(walk, told, 1, first=2)


def both_tracks(walk: Walk) -> None:
    """The dual assessment, written and signed by the family doctor and the worker, each their own part."""
    medical = {
        "medical_findings": "静息血氧91%，活动后86%；血压146/88mmHg；肺功能重度受限。",
        "treatment_plan": "长期家庭氧疗，规范三联吸入，两周复查；急性加重时走绿色通道。",
        "home_safety": "五楼无电梯，浴室无扶手，氧气瓶与灶台距离不足2米，已当场移位。",
    }
    social = {
        "social_findings": "独居，侄子每周来一次；经济来源为低保；邻里关系好。",
        "resource_plan": "一键呼叫器、助氧设备补贴、日间照料助餐、戒烟门诊。",
    }
    walk.draft("dual_track", medical, by="medical")
    walk.finish("dual_track", social)
    walk.sign("dual_track", "medical", by="medical")
    walk.sign("dual_track", "worker")


def medication_changed(walk: Walk) -> None:
    """The doctor changes the medicine and tells the worker."""
    doctor = walk.house.institution.medical
    values = {
        "before": "沙美特罗替卡松粉吸入剂 50/250μg 每日两次",
        "after": "改为布地格福吸入气雾剂 每日两次，每次两吸；停用原吸入剂",
        "changed_by": walk.actor(doctor).name,
        "notified_worker": walk.house.user_id(walk.worker),
    }
    walk.fill("medication_notice", values, by=doctor)


def item_nine(walk: Walk, told: Condition) -> Steps:
    """The ninth question is answered with more than never: an alert, dealt with on the same day, not over yet."""
    yield from ways.screened(walk, told)
    yield walk.later(2)
    ways.initially(walk, told)
    yield walk.later(1)
    ways.scales(walk, told, 0, last_item=2)
    values = {
        "crisis_type": ["suicide"],
        "responded_at": walk.wall(),
        "intervention": "当面评估自杀风险：有念头、无计划；陪同等候至女儿到达，收走家中多余药物，签署安全约定。",
        "resources_coordinated": "区精神卫生中心心理热线、家庭医生",
        "restraint_used": False,
        "third_party_risk": False,
        "referral_needed": True,
        "outcome": "ongoing",
    }
    walk.fill("crisis", values)


def alerting_reading(walk: Walk, told: Condition) -> Steps:
    """In service; this morning's reading is far above the limits."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 2)
    yield walk.ago(hours=5)
    walk.now = min(walk.now, walk.days.now - timedelta(minutes=40))
    ways.measured(walk, told, 2, systolic=192, diastolic=112)


def not_reached(walk: Walk, told: Condition) -> Steps:
    """Follow-ups that reach nobody, and one that was not done at all."""
    yield from ways.in_service(walk, told)
    yield from ways.months(walk, told, 1)
    yield walk.later(20)
    ways.missed(walk)
    yield walk.later(30)
    ways.measured(walk, told, 2)


def stops(walk: Walk, told: Condition) -> Steps:
    """The person does not want the plan: closed without one, the archive entry still missing."""
    yield from ways.assessed(walk, told)
    yield walk.later(3)
    walk.act("decline_plan", reason="本人觉得已经掌握方法，不愿意再按计划来。")
    yield walk.later(2)
    values = {"closure_reason": ["client_withdraws"], "goal_attainment": "none"}
    yield from ways.closed(walk, told, **values)

"""The stretches of road of chronic-disease stories: intake, screening, assessment, plan, service, review, closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.condition import Condition
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]
DURING_VISITS = 40


def intake(walk: Walk, told: Condition, **more: Any) -> dict[str, Any]:
    """The registration form."""
    client = walk.client
    values: dict[str, Any] = {
        "informed_of_collection": True,
        "source_channel": "self_application",
        "application_way": "window",
        "applicant": "patient",
        "client_name": client.name,
        "gender": client.gender,
        "birth_date": client.born,
        "phone": client.phone,
        "address": client.address,
        "emergency_contact_name": client.family[0],
        "emergency_contact_phone": client.relative_phone,
        "client_category": ["diagnosed"],
        "chronic_diseases": list(told.diseases),
        "diagnosis_institution": "柳河社区卫生服务中心",
        "request": told.request,
    }
    if more.get("source_channel", "self_application") != "self_application":
        del values["application_way"], values["applicant"]
    return {**values, **more}


def registered(walk: Walk, told: Condition, **more: Any) -> None:
    """The person is registered; consent is still missing."""
    walk.open()
    walk.fill("intake", intake(walk, told, **more))


def consented(walk: Walk, **more: Any) -> None:
    """Consent to service and use of data, signed by both: screening begins."""
    values = {
        "service_consent": True,
        "data_consent": True,
        "device_consent": True,
        "sharing_consent": True,
        "reminder_consent": True,
        "signer_type": "patient",
        **more,
    }
    walk.fill("consent", values)
    walk.sign("consent", "client", "worker")


def screened(walk: Walk, told: Condition, **more: Any) -> Steps:
    """Registered and consented."""
    registered(walk, told, **more)
    yield walk.later(1)
    consented(walk)
    walk.let_in(walk.house.institution.nurse, "medical")


def initially(walk: Walk, told: Condition, **more: Any) -> None:
    """The initial assessment; without more it leads to the comprehensive one."""
    values = {
        "basic_health": told.basic,
        "psychological_state": told.mind,
        "social_support": told.support,
        "health_need_level": "high",
        "social_need_level": "mid",
        "crisis_sign": False,
        "needs_comprehensive": "yes",
        **more,
    }
    walk.fill("initial_assessment", values)


def measured(walk: Walk, told: Condition, month: int, **more: Any) -> None:
    """A reading from the meter at home, entered by the nurse."""
    device = "bp_monitor" if told.pressure else "glucometer"
    walk.fill("health_reading", {"device": device, **told.measured(month), **more}, by="nurse")


def scales(walk: Walk, told: Condition, time: int, last_item: int = 0) -> None:
    """PHQ-9, GAD-7 and quality of life of one occasion (0 is the baseline)."""
    asked = {"answered_by": "self" if time else "assisted"}
    moment = {} if time == 0 else {"occasion": "stage"}
    phq, gad = told.phq[min(time, len(told.phq) - 1)], told.gad[min(time, len(told.gad) - 1)]
    items = spread(phq - last_item, 8) | {"q9": str(last_item)}
    walk.fill("scale_phq9", {**asked, **moment, "items": items})
    walk.fill("scale_gad7", {**asked, **moment, "items": spread(gad, 7)})
    names = ("physical", "energy_sleep", "mood", "daily_activity", "relationships", "environment")
    ratings = {name: str(min(5, 2 + time + place % 2)) for place, name in enumerate(names)}
    walk.fill("scale_qol", {**moment, "scale_name": "builtin", "ratings": ratings})


def spread(total: int, items: int) -> dict[str, str]:
    """Answers to so many questions that add up to a total."""
    each, rest = divmod(total, items)
    return {f"q{place}": str(each + (place <= rest)) for place in range(1, items + 1)}


def comprehensively(walk: Walk, told: Condition, **more: Any) -> None:
    """The comprehensive assessment."""
    emergencies, admissions = told.visits
    found = told.measured(0)
    values: dict[str, Any] = {
        "disease_type": list(told.diseases),
        "severity": "moderate",
        "control_state": "uncontrolled",
        "medication": [{"drug": drug, "adherence": "fair"} for drug in told.drugs],
        "lifestyle_exercise_per_week": 1,
        "lifestyle_diet": told.diet,
        "standard_tools_used": ["phq9", "gad7", "qol"],
        "mental_health": told.mind,
        "life_satisfaction": "3",
        "family_support": told.support,
        "has_main_caregiver": False,
        "economic_status": "fair",
        "insurance_type": ["resident"],
        "care_utilisation": told.use,
        "er_visits_12m": emergencies,
        "admissions_12m": admissions,
        "economic_hardship": False,
        "social_isolation": False,
        "risk_level": "medium",
        "needs_summary": told.summary,
        **more,
    }
    if told.pressure:
        pressure = {name: found[name] for name in ("systolic", "diastolic")}
        values["bp_readings"] = [{"measured_at": walk.wall(hours=-1), **pressure}]
    if told.glucose:
        sugar = {"kind": "fasting", "value": found["glucose"]}
        values["glucose_readings"] = [{"measured_at": walk.wall(hours=-1), **sugar}]
    walk.fill("comprehensive_assessment", values)


def assessed(walk: Walk, told: Condition, **more: Any) -> Steps:
    """From registration to planning."""
    yield from screened(walk, told)
    yield walk.later(2)
    initially(walk, told)
    yield walk.later(2)
    measured(walk, told, 0)
    scales(walk, told, 0)
    yield walk.later(2)
    comprehensively(walk, told, **more)


def plan(walk: Walk, told: Condition, every: int = 30, point: int = 90, period: int = 180) -> None:
    """The individual service plan, not signed yet."""
    worker = walk.actor(walk.worker).name
    goals = [{"goal": goal, "health_target": target, "stage_task": task} for goal, target, task in told.goals]
    modes = ("门诊面谈与电话", "家访或社区活动")
    actions = [
        {
            "content": list(content),
            "method": modes[place % 2],
            "frequency": "biweekly" if place == 0 else "monthly",
            "responsible": worker,
            "evaluation_point": walk.today(walk.interval(point)),
        }
        for place, content in enumerate(told.works)
    ]
    values: dict[str, Any] = {
        "service_period_end": walk.today(walk.interval(period)),
        "made_with": ["patient", "family", "doctor", "nurse"],
        "goals": goals,
        "actions": actions,
        "follow_up_every": walk.interval(every),
        "diet_plan": told.diet,
        "exercise_prescription": told.exercise,
        "target_systolic": 140,
        "target_diastolic": 90,
        "target_fasting_glucose": 7.0,
        "signer_type": "patient",
    }
    walk.fill("isp", values)


def planned(walk: Walk, told: Condition, **more: Any) -> Steps:
    """The plan, signed by both: the service begins."""
    yield walk.later(2)
    plan(walk, told, **more)
    walk.sign("isp", "client", "worker")


def in_service(walk: Walk, told: Condition, **more: Any) -> Steps:
    """From registration to a plan in force, with its first service."""
    yield from assessed(walk, told)
    yield from planned(walk, told, **more)
    yield walk.later(3)
    served(walk, told, 1)


def served(walk: Walk, told: Condition, number: int, **more: Any) -> None:
    """One service; home visits of these stories are written down as talks at the centre."""
    talk = told.talk(number)
    values: dict[str, Any] = {
        "service_mode": "face" if talk.mode == "home_visit" else talk.mode,
        "duration_minutes": DURING_VISITS,
        "service_type": list(talk.kinds),
        "content": talk.content,
        "client_response": talk.answer,
        "next_step": talk.following,
    }
    if talk.topics:
        values["education_topic"] = list(talk.topics)
    walk.fill("service_record", {**values, **more})


def followed(walk: Walk, told: Condition, month: int, **more: Any) -> None:
    """One follow-up by telephone, about a month after the last (months from 1)."""
    better = "improved" if month > 1 else "same"
    values: dict[str, Any] = {
        "follow_up_mode": "phone",
        "contact_made": True,
        "respondent": "patient",
        "knowledge_change": "improved",
        "behaviour_change": better,
        "control_change": better,
        "change_note": told.changes[(month - 1) % len(told.changes)],
        "medication_taken": "regular" if month > 1 else "irregular",
        "new_habit": [told.habits[(month - 1) % len(told.habits)]] if month > 1 else ["none"],
        "er_visits_since": 0,
        "admissions_since": 0,
        "crisis_sign": False,
        "plan_adjustment": "none",
        **told.measured(month),
    }
    walk.fill("follow_up", {**values, **more})


def missed(walk: Walk) -> None:
    """A follow-up that reached nobody."""
    values: dict[str, Any] = {
        "follow_up_mode": "phone",
        "contact_made": False,
        "no_contact_reason": "三次拨打无人接听，已联系家属",
    }
    draft = walk.start("follow_up")
    if "glucose" in draft.data:
        values["glucose_kind"] = "fasting"  # the last reading stands there already
    walk.finish("follow_up", values)


def months(walk: Walk, told: Condition, number: int, first: int = 1) -> Steps:
    """So many months of readings, services and follow-ups."""
    for month in range(first, first + number):
        yield walk.later(8)
        measured(walk, told, month)
        served(walk, told, month + 1)
        yield walk.later(12)
        measured(walk, told, month)
        followed(walk, told, month)


def linked(walk: Walk, told: Condition) -> None:
    """A resource that the person was brought together with."""
    kind, provider, effect = told.resource
    values = {
        "resource_type": [kind],
        "provider_org": provider,
        "requested_on": walk.today(-6),
        "obtained": "yes",
        "obtained_on": walk.today(),
        "effect": effect,
    }
    walk.fill("resource", values)


def quizzed(walk: Walk, right: int = 5) -> None:
    """Five questions about the disease."""
    asked = (
        "降压药血压正常后能否自己停",
        "每日食盐不超过几克",
        "测血压前要静坐多久",
        "漏服一次怎么办",
        "哪些情况要立即就医",
    )
    answers = [{"question": each, "correct": place < right} for place, each in enumerate(asked)]
    walk.fill("quiz", {"method": "quiz", "disease_topic": "general", "answers": answers})


def reviewed(walk: Walk, told: Condition, time: int, decision: str, overall: str = "") -> None:
    """A stage review with scales and quiz, what the person thinks of the service, and what it decides."""
    walk.act("start_review")
    scales(walk, told, time)
    quizzed(walk, 5 if time > 1 else 4)
    if overall:
        satisfied(walk, overall)
    values: dict[str, Any] = {
        "exercise_per_week": 3 + time,
        "new_habits": list(told.habits[:time]),
        "summary": told.reviews[(time - 1) % len(told.reviews)],
        "next_decision": decision,
    }
    if decision in ("next_stage", "adjust"):
        values["next_evaluation"] = walk.today(walk.interval(90))
    walk.fill("stage_assessment", values)


def satisfied(walk: Walk, overall: str = "5", **more: Any) -> None:
    """The person's answer to the survey of satisfaction."""
    values = {
        "answered_by": "assisted",
        "overall": overall,
        "aspects": {"attitude": "5", "respect": "5", "competence": overall, "helpfulness": overall},
        "helpful": "教我看懂血压本，有人打电话来问。",
    }
    walk.fill("satisfaction", {**values, **more})


def closed(walk: Walk, told: Condition, **more: Any) -> Steps:
    """The closure report, signed by worker and supervisor."""
    values = {
        "closure_reason": ["goal_reached"],
        "goal_attainment": "full",
        "process_summary": "接案、评估、制定计划后，按月随访并提供健康教育、情绪支持和资源链接，完成阶段性评估。",
        "outcome_summary": told.outcome,
        "special_needs": False,
        **more,
    }
    walk.fill("closure", values)
    walk.sign("closure", "worker")
    yield walk.later(1)
    walk.sign("closure", "supervisor")


def archived(walk: Walk) -> None:
    """The archivist enters the file and signs."""
    archivist = walk.house.institution.archivist
    walk.fill("archive", {"secrecy": "restricted", "shelf": "慢病-B-02"}, by=archivist)
    walk.sign("archive", "archivist")
    walk.reach("closed", "archive", by=archivist)

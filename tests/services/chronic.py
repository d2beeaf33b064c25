"""The chronic-disease case in the words of a test: what stands in its forms, and the way through its stages."""

from __future__ import annotations

from typing import Any

from caseforms.services import cases, records
from caseforms.services.records import RecordView
from tests.beginnings import told_once
from tests.services.world import World

Data = dict[str, Any]
WORKFLOW = "chronic-disease-case"

INTAKE: Data = {
    "informed_of_collection": True,
    "source_channel": "self_application",
    "application_way": "window",
    "applicant": "patient",
    "client_name": "刘桂英",
    "gender": "female",
    "birth_date": "1955-03-12",
    "phone": "13800138077",
    "address": "东胜区团结路社区3号楼",
    "client_category": ["diagnosed"],
    "chronic_diseases": ["hypertension", "diabetes"],
    "diagnosis_institution": "市人民医院",
    "request": "血压总是降不下来",
}
CONSENT: Data = {
    "service_consent": True,
    "data_consent": True,
    "device_consent": True,
    "sharing_consent": True,
    "reminder_consent": True,
    "signer_type": "patient",
}
INITIAL: Data = {
    "basic_health": "高血压十年，糖尿病三年",
    "psychological_state": "情绪低落，睡眠差",
    "social_support": "与老伴同住，女儿每周来一次",
    "health_need_level": "high",
    "social_need_level": "mid",
    "crisis_sign": False,
    "needs_comprehensive": "yes",
}
NO_ITEMS: Data = {f"q{number}": "0" for number in range(1, 10)}
PHQ9: Data = {
    "items": {**NO_ITEMS, **{f"q{number}": "2" for number in range(1, 7)}},
    "occasion": "baseline",
    "answered_by": "self",
}
GAD7: Data = {
    "items": {f"q{number}": "1" for number in range(1, 8)},
    "occasion": "baseline",
    "answered_by": "self",
}
COMPREHENSIVE: Data = {
    "disease_type": ["hypertension", "diabetes"],
    "severity": "moderate",
    "bp_readings": [{"measured_at": "2026-03-01T08:00", "systolic": 152, "diastolic": 92}],
    "glucose_readings": [{"measured_at": "2026-03-01T07:00", "kind": "fasting", "value": 7.8}],
    "control_state": "uncontrolled",
    "lifestyle_exercise_per_week": 1,
    "standard_tools_used": ["phq9"],
    "mental_health": "轻度抑郁情绪",
    "life_satisfaction": "3",
    "family_support": "老伴身体尚可",
    "has_main_caregiver": False,
    "economic_status": "fair",
    "care_utilisation": "每月复诊一次",
    "er_visits_12m": 2,
    "admissions_12m": 1,
    "economic_hardship": False,
    "social_isolation": False,
    "risk_level": "medium",
    "needs_summary": "血压控制、情绪支持",
}
ISP: Data = {
    "service_period_end": "2026-08-31",
    "made_with": ["patient", "family"],
    "goals": [
        {"goal": "每天按时服药", "health_target": "血压低于140/90", "stage_task": "用药盒，记录服药"},
        {"goal": "每周运动三次", "stage_task": "晚饭后散步半小时"},
    ],
    "actions": [
        {
            "content": ["education", "adherence"],
            "method": "电话与门诊面谈",
            "frequency": "monthly",
            "responsible": "林晓燕",
            "evaluation_point": "2026-06-01",
        }
    ],
    "follow_up_every": 30,
    "target_systolic": 140,
    "target_diastolic": 90,
    "target_fasting_glucose": 7.0,
    "signer_type": "patient",
}
SERVICE: Data = {
    "service_mode": "phone",
    "duration_minutes": 30,
    "service_type": ["education"],
    "education_topic": ["disease", "medication"],
    "goal_ref": ["每天按时服药"],
    "content": "讲解按时服药的重要性",
}
FOLLOW_UP: Data = {
    "follow_up_mode": "phone",
    "contact_made": True,
    "respondent": "patient",
    "knowledge_change": "improved",
    "behaviour_change": "same",
    "control_change": "improved",
    "change_note": "会自己测血压了",
    "systolic": 138,
    "diastolic": 86,
    "medication_taken": "regular",
    "new_habit": ["low_salt"],
    "er_visits_since": 0,
    "admissions_since": 0,
    "crisis_sign": False,
    "plan_adjustment": "none",
}
STAGE: Data = {
    "exercise_per_week": 3,
    "new_habits": ["low_salt"],
    "summary": "血压基本达标，情绪好转",
    "next_decision": "next_stage",
    "next_evaluation": "2026-08-20",
}
RATED: Data = {
    "knowledge_passed": "yes",
    "medication_regular": "yes",
    "bp_at_target": "yes",
    "glucose_at_target": "na",
    "er_visits_period": 0,
    "admissions_period": 0,
    "psych_improved": "na",
}
"""What a stage assessment is otherwise filled with from the follow-ups."""
CLOSURE: Data = {
    "closure_reason": ["goal_reached"],
    "goal_attainment": "full",
    "process_summary": "共服务三次",
    "outcome_summary": "血压达标",
    "special_needs": False,
}


def without(data: Data, *names: str) -> Data:
    """The data without some answers."""
    return {name: value for name, value in data.items() if name not in names}


def opened(world: World, actor: str = "lin", **named: Any) -> str:
    """A new case; its id."""
    return world.do(cases.open_case, actor, WORKFLOW, world.now, **named).id


@told_once
def registered(world: World, **intake: Any) -> str:
    """A case whose intake is taken, without consent yet."""
    case_id = opened(world)
    world.fill(case_id, "intake", {**INTAKE, **intake})
    return case_id


def consent(world: World, case_id: str, **answers: Any) -> str:
    """The consent with its signatures; the record's id."""
    record_id = world.fill(case_id, "consent", {**CONSENT, **answers})
    world.sign(record_id, "client", "worker")
    return record_id


@told_once
def screened(world: World, **answers: Any) -> str:
    """A case whose consent is signed: in screening."""
    case_id = registered(world, **answers)
    consent(world, case_id)
    return case_id


@told_once
def assessing(world: World, **intake: Any) -> str:
    """A case in the comprehensive assessment."""
    case_id = screened(world, **intake)
    world.fill(case_id, "initial_assessment", INITIAL)
    return case_id


@told_once
def planning(world: World, **assessment: Any) -> str:
    """A case whose assessment is done: in planning."""
    case_id = assessing(world)
    world.fill(case_id, "scale_phq9", PHQ9)
    world.fill(case_id, "comprehensive_assessment", {**COMPREHENSIVE, **assessment})
    return case_id


@told_once
def served(world: World, **plan: Any) -> str:
    """A case whose plan is signed: in service."""
    case_id = planning(world)
    world.sign(world.fill(case_id, "isp", {**ISP, **plan}), "client", "worker")
    return case_id


@told_once
def reviewed(world: World) -> str:
    """A case in its stage review, after one follow-up."""
    case_id = served(world)
    world.later(days=30)
    world.fill(case_id, "follow_up", FOLLOW_UP)
    world.later(days=60)
    world.act(case_id, "start_review")
    return case_id


@told_once
def closing(world: World, decision: str = "close") -> str:
    """A case whose review says that it closes."""
    case_id = reviewed(world)
    world.fill(case_id, "stage_assessment", {**without(STAGE, "next_evaluation"), "next_decision": decision})
    return case_id


def archived(world: World, case_id: str) -> str:
    """The archive register signed by the archivist; the stage after it."""
    record_id = world.fill(case_id, "archive", {"secrecy": "restricted"}, "liu")
    world.sign(record_id, "archivist")
    return stage(world, case_id)


def draft_of(world: World, case_id: str, slot: str) -> RecordView:
    """The draft that lies in a slot."""
    slots = {each.name: each.records for each in world.view(case_id).slots}
    (line,) = [each for each in slots[slot] if each.status == "draft"]
    return world.do(records.view, "lin", line.id, world.now)


def stage(world: World, case_id: str) -> str:
    """Where the case is."""
    return world.view(case_id).line.stage


def flags(world: World, case_id: str) -> frozenset[str]:
    """What is marked on the case."""
    return frozenset(world.view(case_id).line.flags)

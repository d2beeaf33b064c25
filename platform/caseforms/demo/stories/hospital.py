"""Hospital cases: from the notice of admission to the follow-up after discharge, with readmission."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.themes.hospital import WARD
from caseforms.demo.walk import Walk, day_before

Steps = Iterator[datetime]


def enquired(walk: Walk) -> Steps:
    """Asked on the ward, did not wish for service."""
    walk.open()
    values = {
        "client_name": walk.client.name,
        "source": "ward_round",
        "preliminary_needs": "询问异地医保报销流程",
        "in_scope": "yes",
        "declined_reason": "问清流程后表示家人可以办理，不需要个案服务",
        "service_terminated": True,
    }
    walk.fill("enquiry", values)
    walk.sign("enquiry", "worker")
    walk.reach("not_accepted", "decline", reason="病患不需要个案服务。")
    yield from ()


def admitted(walk: Walk) -> Steps:
    """The ward told of the patient this morning; consent is signed, the intake record is half written."""
    walk.open()
    consented(walk)
    walk.draft("intake", {"patient_source": "ward_round", "department": WARD.department})
    yield from ()


def consented(walk: Walk) -> None:
    """The consent, signed by patient and worker."""
    told = dict.fromkeys(
        ("explained_purpose", "explained_roles", "explained_confidentiality", "explained_duties"), True
    )
    walk.fill("consent", {**told, "willing": "yes", "sharing_consent": True, "signer_type": "patient"})
    walk.sign("consent", "client", "worker")


def accepted(walk: Walk) -> None:
    """Consent and intake: the case is taken on, the doctor sees it."""
    client = walk.client
    walk.open()
    consented(walk)
    values = {
        "patient_source": "staff_referral",
        "referrer": f"{WARD.department}医生站",
        "client_name": client.name,
        "gender": client.gender,
        "birth_date": client.born,
        "phone": client.phone,
        "address": client.address,
        "inpatient_no": f"ZY{client.number:06d}",
        "department": WARD.department,
        "bed_no": str(client.number % 40 + 1),
        "admission_date": day_before(walk.today(), 1),
        "disease_info": WARD.disease,
        "social_insurance": ["resident"],
        "family_members": [
            {"name": client.family[0], "relation": client.family[1], "phone": client.relative_phone}
        ],
        "main_problems": WARD.problem,
        "main_needs": WARD.need,
    }
    walk.fill("intake", values)
    walk.sign("intake", "worker")
    walk.reach("inpatient_assessment", "accept")
    walk.let_in("medical", "medical")


def informed(walk: Walk) -> None:
    """The doctor writes the medical summary."""
    values = {
        "diagnosis": WARD.diagnosis,
        "medication": [{"drug": drug, "dose": dose} for drug, dose in WARD.medication],
        "treatment_period": "两周",
        "treatment_method": WARD.treatment,
        "treatment_cost": 42000,
        "prognosis": "良好",
        "nursing_plan": WARD.nursing,
        "medication_changed": False,
    }
    walk.fill("medical_summary", values, by="medical")


def assessed(walk: Walk) -> Steps:
    """From admission to the care plan."""
    accepted(walk)
    yield walk.later(1)
    informed(walk)
    walk.fill(
        "risk_screening", {"risk_groups": ["none"], "crisis_present": False, "urgent_intervention": False}
    )
    yield walk.later(1)
    values = {
        "patient_resources": WARD.resources,
        "social_relations": WARD.relations,
        "psych_reaction": WARD.reaction,
        "role_adaptation": "尚不习惯被照顾，愿意学习自护。",
        "scales_used": ["none"],
        "problems": [
            {
                "problem": WARD.problem,
                "need": WARD.need,
                "difficulty": "mid",
                "urgency": "urgent",
                "priority": 1,
            },
            {
                "problem": "对手术焦虑",
                "need": "情绪支持",
                "difficulty": "easy",
                "urgency": "soon",
                "priority": 2,
            },
        ],
        "priority_agreed": True,
        "case_nature": ["medical_aid", "emotion"],
        "feedback_to_team_on": walk.today(),
    }
    walk.fill("assessment", values)
    walk.sign("assessment", "worker")


def plan(walk: Walk) -> None:
    """The service plan, not signed yet."""
    doctor, nurse = walk.actor("medical").name, walk.actor("nurse").name
    duties = ("inpatient", "链接救助、情绪支持", "手术、用药与护理", "准备救助材料，按时服药")
    values = {
        "medical_participants": f"{doctor}、{nurse}",
        "overall_goal": WARD.goal,
        "theory": "社会支持网络理论",
        "goals": [{"goal": WARD.need, "plan": "一周内递交救助申请", "stage": "inpatient"}],
        "psychosocial_plan": "每周两次情绪支持，一次家属面谈",
        "roles": [dict(zip(("stage", "worker_duty", "medical_duty", "patient_task"), duties, strict=True))],
        "communication_mechanism": "每周三病例讨论会，急事电话",
        "evaluation_scheme": "过程：服务记录；成效：访谈与满意度",
        "plan_explained": True,
        "client_opinion": "同意，希望先解决费用",
        "signer_type": "patient",
    }
    walk.fill("plan", values)


def assessing(walk: Walk) -> Steps:
    """The doctor's summary is there, the screening is due."""
    accepted(walk)
    yield walk.later(1)
    informed(walk)


def planning(walk: Walk) -> Steps:
    """The plan waits for the patient's signature."""
    yield from assessed(walk)
    yield walk.later(1)
    plan(walk)
    walk.sign("plan", "worker")


def served(walk: Walk, times: int) -> Steps:
    """A plan in force and so many talks."""
    yield from assessed(walk)
    yield walk.later(1)
    plan(walk)
    walk.sign("plan", "client", "worker")
    for number in range(times):
        yield walk.later(2)
        values = {
            "duration_minutes": 40,
            "place": f"{WARD.department}病房",
            "course_stage": "inpatient",
            "recipients": ["patient", "family"],
            "service_types": ["medical_aid", "emotion"],
            "methods": ["casework"],
            "process_record": WARD.talks[number % len(WARD.talks)],
            "next_plan": "两天后再访",
        }
        walk.fill("intervention", values)
        walk.sign("intervention", "worker")


def serving(walk: Walk) -> Steps:
    """In the middle of the service; a case conference was held online."""
    yield from served(walk, 2)
    yield walk.later(1)
    values = {
        "mode": "online",
        "attendees": [
            {"name": walk.actor("medical").name, "profession": "主治医生"},
            {"name": walk.actor("nurse").name, "profession": "护士长"},
            {"name": walk.actor(walk.worker).name, "profession": "医务社工"},
        ],
        "patient_present": False,
        "outsiders_present": False,
        "topics": "费用缺口与术后康复安排；家属照护能力。",
        "stage_goal": "手术前完成救助审批，术后三天开始下床训练。",
        "actions": [{"task": "递交救助材料", "owner": walk.actor(walk.worker).name}],
    }
    walk.fill("conference", values)


def discharged(walk: Walk) -> Steps:
    """Went home as planned: the effect is being evaluated."""
    yield from served(walk, 2)
    yield walk.later(2)
    values = {
        "medical_participants": f"{walk.actor('medical').name}、{walk.actor('nurse').name}",
        "discharge_date": walk.today(),
        "arrangement": "上午办理出院，家属接回",
        "procedures_explained": True,
        "home_environment": "二楼无电梯，可扶行",
        "rehab_schedule": "第一周每日步行十分钟，逐周加量",
        "recovery_evaluation": "每月复诊评估一次",
        "home_care_training": "教会家属量血压和观察伤口",
        "follow_up_frequency_days": walk.interval(30),
        "follow_up_until": walk.today(walk.interval(60)),
        "client_opinion": "同意",
        "signer_type": "patient",
    }
    walk.fill("discharge_plan", values)
    walk.sign("discharge_plan", "client", "worker")
    walk.act("record_discharge", date=walk.today(), kind="planned")
    walk.act("start_evaluation")


def after_discharge(walk: Walk) -> Steps:
    """Evaluated; the follow-ups after discharge run."""
    yield from discharged(walk)
    yield walk.later(2)
    values = {
        "data_method": ["interview"],
        "objective_data": "救助金已到账，按期出院",
        "subjective_data": "病患表示安心",
        "goal_results": [{"goal": WARD.need, "result": "full"}],
        "patient_change": "情绪平稳，主动参加康复",
        "patient_satisfaction": "5",
        "process_evaluation": "按计划提供服务",
        "outcome_evaluation": "目标达成",
        "opinion_by": "patient",
        "worker_reflection": "更早联系救助会更好",
        "tracking_plan": "出院后每月电话随访",
        "patient_opinion": "非常感谢",
    }
    walk.fill("evaluation", values)
    walk.sign("evaluation", "worker")
    walk.reach("discharge_follow_up", "start_closing")


def follow_up(walk: Walk, **more: Any) -> None:
    """A telephone call after discharge."""
    values = {
        "mode": "phone",
        "reached": True,
        "plan_execution": "按计划步行、服药",
        "recovery_state": "无胸痛，步行三十分钟",
        "support_given": "鼓励坚持，指导测血压",
        "community_matching": False,
        **more,
    }
    walk.fill("follow_up", values)


def closed(walk: Walk) -> Steps:
    """Followed up to the end, closed and archived."""
    yield from after_discharge(walk)
    yield walk.later(20)
    follow_up(walk, next_step="continue", next_date=walk.today(walk.interval(30)))
    yield walk.later(20)
    follow_up(walk, next_step="end", end_reason="康复良好")
    values = {
        "process_brief": "住院期间服务两次，链接救助一次，出院后随访两次",
        "patient_state": "恢复良好，已回家",
        "closure_reason": ["goal_reached", "discharged"],
        "disposition": "close",
    }
    walk.fill("closure", values)
    walk.sign("closure", "worker")
    yield walk.later(1)
    archivist = walk.house.institution.archivist
    walk.fill("archive", {"secrecy": "restricted", "shelf": "医务-C-01"}, by=archivist)
    walk.sign("archive", "archivist")
    walk.reach("closed", "close", by=archivist)


def readmitted(walk: Walk) -> Steps:
    """Came back to the ward: a new case linked with the closed one."""
    yield from closed(walk)
    yield walk.later(25)
    walk.act("readmit", reason="再次因胸闷入院。")


TOLD = {
    "hosp_readmitted": readmitted,
    "hosp_closed": closed,
    "hosp_after_discharge": after_discharge,
    "hosp_evaluating": discharged,
    "hosp_serving": serving,
    "hosp_planning": planning,
    "hosp_assessing": assessing,
    "hosp_enquired": enquired,
    "hosp_admitted": admitted,
}

"""What somebody writes into each form of the mental-health case: complete answers, one value changed at will."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

APPLICATION: Data = {
    "client_name": "张秀兰",
    "gender": "female",
    "birth_date": "1970-01-05",
    "phone": "13800138042",
    "address_province": "内蒙古自治区",
    "address_city": "鄂尔多斯市",
    "address_district": "东胜区",
    "application_channel": "self",
    "client_needs": "希望重新外出工作",
    "urgent_risk": False,
    "follow_up": "yes",
    "accept_basis": "in_scope",
    "scope_action": "accept",
    "emergency_contact_name": "李明",
    "emergency_contact_phone": "13900139000",
}
CONSENT: Data = {
    "introduction_given": True,
    "confidentiality_explained": True,
    "agreement_form": "written",
    "signer_type": "client",
    "agency_feedback_authorised": "no",
}
RISK_PROFILE: Data = {
    "illness_type": "schizophrenia",
    "condition_stability": "stable",
    "danger_level": "1",
    "danger_assessed_on": "2026-03-01",
    "medication_adherence": "regular",
    "social_security": ["resident_ins"],
    "family_situation": "与姐姐同住",
}
ASSESSMENT: Data = {
    "personal_background": "病情稳定",
    "environment_systems": "邻里关系良好",
    "client_perception": "希望独立",
    "resources_strengths_barriers": "有工作经验",
    "problem_diagnosis": "缺少支持",
    "needs_analysis": "就业与社交",
    "priority_problems": [{"problem": "就业", "decided_with": ["client"]}],
}
PLAN: Data = {
    "overall_goal": "恢复社会功能",
    "goal_1": "每周外出三次",
    "plan_items": [
        {
            "schedule": "三月至五月",
            "strategy": "技能训练",
            "mode": "面谈",
            "client_responsibility": "按时参加",
            "worker_role": "陪同练习",
            "evaluation_method": "量表",
            "domain": "social_function",
        }
    ],
    "signer_type": "client",
    "evaluator": "林晓燕",
}
REFERRAL: Data = {
    "direction": "external",
    "receiver_type": "rehab",
    "receiver_org": "康复中心",
    "reason": ["psychological"],
    "summary": "需要心理支持",
    "client_agrees": True,
    "urgent": False,
}
SERVICE_RECORD: Data = {
    "service_mode": ["face"],
    "duration_minutes": 45,
    "audio_recorded": "no",
    "video_recorded": "no",
    "service_content": "练习乘坐公交",
    "eval_service": "顺利",
    "eval_client": "积极",
    "eval_worker": "保持中立",
    "next_plan": "下周继续",
    "risk_signs": False,
}
EVALUATION: Data = {
    "answered_by": "self",
    "services_received": "面谈",
    "coping_improved_answer": "yes",
    "satisfaction": "5",
    "improvement_score": "8",
    "goal_attainment": "full",
    "process_evaluation": "按计划进行",
    "outcome_evaluation": "目标达成",
    "worker_reflection": "可更早联系家属",
    "stakeholders_involved": True,
    "stakeholder_evaluation": "家属认可",
    "improvement_suggestions": "增加同伴活动",
}
CLOSURE: Data = {
    "closure_reason": ["goal_reached"],
    "client_informed_of_end": "yes",
    "closure_summary": "目标达成",
    "follow_up_plan": "每月回访",
    "signer_type": "client",
    "closure_notice_date": "2026-03-01",
    "relapse_factors": "停药",
    "revisit_frequency_days": 30,
    "revisit_times": 1,
}
VISIT: Data = {
    "visit_mode": "phone",
    "contact_made": True,
    "current_state": "稳定",
    "maintained": "yes",
    "risk_signs": False,
    "reopen": False,
}
HOME_VISIT: Data = {
    "suitable_for_visit": True,
    "visit_risk": False,
    "visit_address": "春晖路1号",
    "departure_at": "2026-03-05T14:00",
    "expected_return_at": "2026-03-05T15:30",
    "visit_status": "planned",
}

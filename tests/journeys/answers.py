"""What people answer on the seven forms and around them, by field name; one person's story, told on any screen."""

from __future__ import annotations

from typing import Any

Answers = dict[str, Any]

APPLICATION_FIRST_PART: Answers = {
    "gender": "female",
    "birth_date": "1969-8-14",
    "address_province": "河北省",
    "address_city": "石家庄市",
    "address_district": "长安区",
    "application_channel": "referral",
    "application_channel_referral_note": "长安社区居委会刘主任",
    "client_needs": "出院半个月，睡不好，怕出门。希望有人陪着去社区医院取药。",
    "urgent_risk": False,
    "emergency_contact_name": "李明",
    "emergency_contact_phone": "１３９ 0000 5678",
}
ACCEPTED: Answers = {"follow_up": "yes", "accept_basis": "in_scope", "scope_action": "accept"}
DECLINED: Answers = {
    "follow_up": "no",
    "decline_basis": ["beyond_centre"],
    "referral_offer": "declined",
    "decline_action": ["informed"],
}
CONSENT: Answers = {
    "introduction_given": "true",
    "confidentiality_explained": "true",
    "agreement_form": "written",
    "signer_type": "client",
    "agreed_sessions": "8",
    "agency_feedback_authorised": "no",
}
RISK_PROFILE: Answers = {
    "illness_type": "schizophrenia",
    "condition_stability": "fairly",
    "danger_level": "1",
    "danger_assessed_on": "2026-3-4",
    "medication_adherence": "regular",
    "social_security": ["resident_ins", "free_medication"],
    "family_situation": "与丈夫同住，丈夫白天上班，女儿在外地。",
}
ASSESSMENT: Answers = {
    "personal_background": "病情基本稳定，睡眠差；能料理家务，很少出门。",
    "environment_systems": "丈夫支持；社区医院步行十分钟；邻里来往少。",
    "client_perception": "担心复发，觉得拖累家人，愿意试一试。",
    "resources_strengths_barriers": "服药规律，会做面食；怕见人，缺少同伴。",
    "problem_diagnosis": "社会交往退缩，对出门取药有顾虑。",
    "needs_analysis": "先解决出门取药，再逐步恢复交往。",
}
PRIORITY_PROBLEM: Answers = {
    "priority_problems-0-problem": "独自去社区医院取药",
    "priority_problems-0-decided_with": ["client", "family"],
}
PLAN: Answers = {
    "overall_goal": "三个月内能独自到社区医院取药",
    "goal_1": "能在陪同下出门",
    "evaluator": "林晓燕",
    "signer_type": "client",
}
PLAN_ROW: Answers = {
    "plan_items-0-schedule": "第1至4周，每周一次",
    "plan_items-0-strategy": "陪同外出，逐步减少陪伴",
    "plan_items-0-mode": "面谈、社区走访",
    "plan_items-0-client_responsibility": "每天在楼下走十分钟",
    "plan_items-0-worker_role": "社工陪同并记录",
    "plan_items-0-evaluation_method": "每次外出后的自评",
}
SERVICE_RECORD: Answers = {
    "service_mode": ["phone"],
    "start_at": "2026-3-5T09:00",
    "duration_minutes": "30",
    "audio_recorded": "no",
    "video_recorded": "no",
    "service_content": "我昨天自己下楼走了一圈，没有想象的那么怕。",
    "eval_service": "按计划进行。",
    "eval_client": "愿意尝试，情绪平稳。",
    "eval_worker": "多肯定、少催促。",
    "next_plan": "下周陪同去取药一次。",
    "risk_signs": False,
}
EVALUATION: Answers = {
    "answered_by": "assisted",
    "services_received": "电访、陪我出门",
    "coping_improved_answer": "yes",
    "satisfaction": "5",
    "improvement_score": "8",
    "goal_attainment": "full",
    "outcome_evaluation": "目标达成，能独自取药。",
    "worker_reflection": "放慢节奏，尊重服务对象的步子。",
    "stakeholders_involved": True,
    "stakeholder_evaluation": "丈夫说她愿意出门了，家里轻松不少。",
    "improvement_suggestions": "保持每周外出，鼓励参加社区活动。",
}
CLOSURE: Answers = {
    "closure_reason": ["goal_reached"],
    "client_informed_of_end": "yes",
    "closure_summary": "目标达成，服务对象能独自到社区医院取药，并愿意继续。",
    "follow_up_plan": "一个月后电话回访一次。",
    "closure_notice_date": "2026-3-4",
    "relapse_factors": "换季睡眠变差时及时复诊，并告诉社工。",
    "revisit_frequency_days": "30",
    "revisit_times": "1",
    "signer_type": "client",
}
REVISIT: Answers = {
    "visit_mode": "phone",
    "contact_made": True,
    "current_state": "睡眠好转，每周自己取药。",
    "maintained": "yes",
    "risk_signs": False,
    "reopen": False,
}

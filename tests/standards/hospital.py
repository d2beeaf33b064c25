"""What is written into each form of the hospital case (001 §7.2): complete answers, one value changed at will."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

HEAD: Data = {"case_no": "2026-H-0007", "client_name": "李明", "responsible_worker": "u-chen"}
ENQUIRY: Data = {
    "enquiry_at": "2026-03-02T08:30",
    "client_name": "李明",
    "source": "self",
    "preliminary_needs": "希望起诉用人单位",
    "in_scope": "no",
    "out_of_scope_reason": "属于法律援助",
    "referral_result": "referred",
    "referred_to": "区司法局",
    "service_terminated": True,
}
DECLINED: Data = {
    **{
        name: value
        for name, value in ENQUIRY.items()
        if name not in ("out_of_scope_reason", "referral_result")
    },
    "in_scope": "yes",
    "declined_reason": "家里自己照顾",
}
DECLINED.pop("referred_to")
CONSENT: Data = {
    "explained_purpose": True,
    "explained_roles": True,
    "explained_confidentiality": True,
    "explained_duties": True,
    "willing": "yes",
    "sharing_consent": True,
    "signer_type": "patient",
}
INTAKE: Data = {
    "intake_date": "2026-03-02",
    "patient_source": "ward_round",
    "client_name": "李明",
    "gender": "male",
    "birth_date": "1960-06-01",
    "phone": "13800138000",
    "inpatient_no": "ZY20260301",
    "department": "心内科",
    "bed_no": "8",
    "admission_date": "2026-03-01",
    "disease_info": "冠心病，拟行支架手术",
    "social_insurance": ["resident"],
    "family_members": [{"name": "王芬", "relation": "妻子", "phone": "13900139000"}],
    "main_problems": "担心手术费用",
    "main_needs": "希望了解救助政策",
}
SUMMARY: Data = {
    "diagnosis": "冠状动脉粥样硬化性心脏病",
    "medication": [
        {"drug": "阿司匹林", "dose": "100mg 每日一次"},
        {"drug": "阿托伐他汀", "dose": "20mg 每晚"},
    ],
    "treatment_period": "两周",
    "treatment_method": "经皮冠状动脉支架植入术",
    "treatment_cost": 42000,
    "prognosis": "良好",
    "nursing_plan": "一级护理，术后制动六小时",
    "medication_changed": False,
}
SCREENING: Data = {
    "screened_on": "2026-03-02",
    "risk_groups": ["none"],
    "crisis_present": False,
    "urgent_intervention": False,
}
CRISIS: Data = {
    "risk_groups": ["suicide"],
    "crisis_present": True,
    "urgent_intervention": True,
    "crisis_source": "得知病情后绝望",
    "crisis_severity": "high",
    "coping_ability": "愿意与妻子交谈",
    "past_coping": "失业时曾向弟弟求助，有效",
}
ASSESSMENT: Data = {
    "assessed_on": "2026-03-02",
    "diagnosis": SUMMARY["diagnosis"],
    "medication_history": "阿司匹林、阿托伐他汀",
    "treatment_period": "两周",
    "treatment_method": SUMMARY["treatment_method"],
    "treatment_cost": 42000,
    "prognosis": "良好",
    "nursing_plan": SUMMARY["nursing_plan"],
    "patient_resources": "有退休金，识字",
    "social_relations": "妻子照顾，儿子在外地",
    "psych_reaction": "焦虑，担心费用",
    "role_adaptation": "尚不习惯被照顾",
    "scales_used": ["none"],
    "problems": [
        {
            "problem": "手术费用不足",
            "need": "医疗救助",
            "difficulty": "mid",
            "urgency": "urgent",
            "priority": 1,
        },
        {"problem": "焦虑", "need": "情绪支持", "difficulty": "easy", "urgency": "soon", "priority": 2},
    ],
    "priority_agreed": True,
    "case_nature": ["medical_aid", "emotion"],
    "feedback_to_team_on": "2026-03-02",
}
STAGE_ROW: Data = {
    "stage": "inpatient",
    "worker_duty": "链接救助、情绪支持",
    "medical_duty": "手术与用药",
    "patient_task": "准备救助材料，按时服药",
}
PLAN: Data = {
    "version": 1,
    "medical_participants": "吴医生、赵护士",
    "overall_goal": "顺利完成手术并平稳康复",
    "theory": "社会支持网络理论",
    "goals": [{"goal": "获得医疗救助", "plan": "一周内递交申请", "stage": "inpatient"}],
    "treatment_plan": SUMMARY["treatment_method"],
    "nursing_plan": SUMMARY["nursing_plan"],
    "psychosocial_plan": "每周两次情绪支持",
    "roles": [STAGE_ROW],
    "communication_mechanism": "每周一次病例讨论会",
    "evaluation_scheme": "过程：服务记录；成效：访谈与量表",
    "plan_explained": True,
    "client_opinion": "同意，希望先解决费用",
    "signer_type": "patient",
}
RECORD: Data = {
    "session_no": 1,
    "case_goal": "缓解对费用的担心",
    "session_at": "2026-03-02T09:00",
    "duration_minutes": 40,
    "place": "心内科病房",
    "course_stage": "inpatient",
    "recipients": ["patient", "family"],
    "service_types": ["medical_aid", "emotion"],
    "methods": ["casework"],
    "process_record": "说明救助政策，倾听担心。",
}
DISCHARGE: Data = {
    "medical_participants": "吴医生、赵护士",
    "discharge_date": "2026-03-10",
    "arrangement": "上午办理出院，家属接回",
    "procedures_explained": True,
    "home_environment": "二楼无电梯，可扶行",
    "rehab_schedule": "第一周每日步行十分钟，逐周加量",
    "recovery_evaluation": "每月复诊评估一次",
    "home_care_training": "教会妻子量血压和观察伤口",
    "follow_up_frequency_days": 30,
    "follow_up_until": "2026-06-08",
    "client_opinion": "同意",
    "signer_type": "patient",
}
EVALUATION: Data = {
    "evaluation_date": "2026-03-02",
    "data_method": ["interview"],
    "objective_data": "救助金已到账",
    "subjective_data": "病患表示安心",
    "goal_results": [{"goal": "获得医疗救助", "result": "full"}],
    "patient_change": "情绪平稳，主动参加康复",
    "patient_satisfaction": "5",
    "process_evaluation": "按计划提供服务五次",
    "outcome_evaluation": "目标达成",
    "opinion_by": "patient",
    "worker_reflection": "更早联系救助会更好",
    "tracking_plan": "出院后每月电话随访",
    "patient_opinion": "非常感谢",
}
CLOSURE: Data = {
    "process_brief": "共服务五次，链接救助一次",
    "patient_state": "恢复良好，已回家",
    "closure_reason": ["goal_reached", "discharged"],
    "disposition": "close",
    "discharged_on": "2026-03-02",
    "closure_date": "2026-03-02",
}
FOLLOW_UP: Data = {
    "follow_up_at": "2026-03-02T09:00",
    "mode": "phone",
    "reached": True,
    "plan_execution": "按计划步行、服药",
    "recovery_state": "无胸痛",
    "support_given": "鼓励坚持，指导测血压",
    "community_matching": False,
    "next_step": "end",
    "end_reason": "康复良好",
}
MEDIATION: Data = {"dispute": "对手术费用有疑问", "authorisation": "both"}
SURVEY: Data = {
    "department": "心内科",
    "survey_date": "2026-03-02",
    "respondent": "patient",
    "overall": "5",
    "by_area": {"nurse": "5"},
    "msw_awareness": "yes",
    "msw_satisfaction": "4",
}
WISH: Data = {"kind": "wish", "event_date": "2026-03-02", "wish": "与孙女视频", "fulfilled": "pending"}
HOME_VISIT: Data = {
    "suitable_for_visit": True,
    "danger_level": "na",
    "visit_status": "planned",
    "visit_risk": False,
    "visit_address": "幸福路1号",
}

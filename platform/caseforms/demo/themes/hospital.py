"""A patient of the cardiology ward: the words of the hospital's stories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ward:
    """What is written about patients of one ward."""

    department: str
    disease: str
    problem: str
    need: str
    diagnosis: str
    medication: tuple[tuple[str, str], ...]
    treatment: str
    nursing: str
    resources: str
    relations: str
    reaction: str
    goal: str
    talks: tuple[str, ...]


WARD = Ward(
    department="心内科",
    disease="冠心病，拟行支架手术",
    problem="手术费用不足，担心拖累家人",
    need="申请医疗救助",
    diagnosis="冠状动脉粥样硬化性心脏病",
    medication=(("阿司匹林", "100mg 每日一次"), ("阿托伐他汀", "20mg 每晚")),
    treatment="经皮冠状动脉支架植入术",
    nursing="一级护理，术后制动六小时",
    resources="有居民医保和少量积蓄，识字，愿意配合",
    relations="配偶照顾，子女在外地，弟弟住同城",
    reaction="焦虑，担心费用和术后能否劳动",
    goal="顺利完成手术并平稳康复",
    talks=(
        "说明医疗救助的条件与材料，一起列出清单；倾听对手术的担心，请主管医生当面解释风险。",
        "救助材料已递交；与配偶谈照护分工，示范放松呼吸；病患表示昨晚睡得踏实。",
        "救助审批通过；讨论出院后的复诊和步行安排，鼓励记录每日步数。",
    ),
)

"""What is not about one person: groups, activities, volunteers, aid, complaints and referrals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseforms.demo.story import Telling
from caseforms.demo.walk import Walk

Steps = Iterator[datetime]
STAFF = ("陈护士", "刘护士", "杨医生", "黄护士", "曾医师", "罗技师")
PATIENTS = ("王一凡", "李建国", "赵素云", "周德胜", "吴小梅")


def group(kind: str, name: str, people: tuple[str, ...], planned: int, held: int) -> Telling:
    """A group with so many planned sessions, of which so many were held; a whole one is closed and archived."""

    def tell(walk: Walk) -> Steps:
        walk.open()
        values = {
            "group_name": name, "group_type": kind, "goal": "学会识别压力信号，掌握两种放松方法，建立同伴支持",
            "recruitment": "科室推荐与自愿报名", "place": "住院部示教室", "planned_members": len(people),
            "planned_sessions": planned, "evaluation_method": "前后测与意见反馈表", "risk_plan": "情绪激动时由社工陪同离场，个别面谈",
            "sessions": [
                {"no": number, "topic": TOPICS[number - 1], "date": walk.today(7 * number)}
                for number in range(1, planned + 1)
            ],
            **({"theme": ["sugar"]} if kind == "lifestyle" else {}),
        }  # fmt: skip
        walk.fill("plan", values)
        walk.sign("plan", "worker", "supervisor")
        yield walk.later(2)
        for person in people:
            walk.fill("enrolment", {"member_name": person, "confidential_agree": True})
            walk.sign_for("enrolment", "member", person)
        walk.act("start_group")
        for number in range(1, held + 1):
            yield walk.later(5)
            role = "staff" if kind == "staff_relief" else "patient"
            signed_in(walk, name, people, role, session_no=number)
            walk.fill("session", {"process": WORK[number - 1], "goal_reached": "full"})
            walk.sign("session", "worker")
        if held == planned:
            yield from _ended(walk, name)

    return tell


TOPICS = ("认识压力", "呼吸与肌肉放松", "情绪的名字", "同伴支持", "带着方法回去")
WORK = (
    "破冰与约定保密；用温度计画出本周压力，分享夜班后的疲惫。",
    "练习腹式呼吸和渐进式肌肉放松，讨论在值班间隙怎么用。",
    "用情绪卡片谈一件“说不出口”的小事，组员互相回应。",
    "两人一组做支持网络图，约定互相提醒休息。",
    "回顾五次活动，写给三个月后的自己；填写意见反馈表。",
)


def signed_in(walk: Walk, name: str, people: tuple[str, ...], role: str, **more: Any) -> None:
    """A sign-in sheet."""
    rows = [{"name": person, "role": role, "signature": True} for person in people]
    values = {"held_on": walk.today(), "place": "住院部示教室", "activity_name": name, "people": rows}
    walk.fill("signin", {**values, **more})


def _ended(walk: Walk, name: str) -> Steps:
    yield walk.later(1)
    walk.fill("feedback", {"overall": "5"})
    walk.reach("evaluating", "finish_sessions")
    walk.draft("evaluation", {})


def activity(category: str, name: str, ends: str = "summarised") -> Telling:
    """An activity that goes as far as a stage."""

    def tell(walk: Walk) -> Steps:
        walk.open()
        hour = walk.wall(hours=24 * 7)
        values = {
            "activity_name": name, "activity_category": category, "format": ["lecture"], "goal": "让参加者带走两个能用的方法",
            "target_group": "住院患者、家属与医护人员", "planned_people": 20, "start_at": hour,
            "end_at": walk.wall(hours=24 * 7 + 1), "place": "门诊大厅", "schedule": [{"time": "9:00", "content": "签到与开场"}],
            "risk_plan": "护士站负责急救箱，社工维持秩序",
        }  # fmt: skip
        walk.fill("plan", values)
        if ends == "draft":
            return
        yield walk.later(1)
        walk.sign("plan", "approver", by="head")
        if ends == "approved":
            return
        yield walk.later(5)
        staff = category.startswith("staff")
        signed_in(walk, name, STAFF if staff else PATIENTS, "staff" if staff else "patient")
        walk.reach("held", "hold")

    return tell


def volunteer(ends: str) -> Telling:
    """A volunteer on the way to a stage."""

    def tell(walk: Walk) -> Steps:
        client = walk.client
        walk.open()
        values = {
            "name": client.name, "gender": client.gender, "birth_date": client.born, "phone": client.phone, "source": "public",
            "services": ["escort"], "team": "爱心志愿队", "station": "dongkang", "training_done": ends != "applied",
        }  # fmt: skip
        walk.fill("profile", values)
        if ends == "applied":
            return
        walk.sign_for("profile", "volunteer", client.name)
        yield walk.later(3)
        walk.act("approve")
        if ends == "approved":
            return
        walk.act("begin")
        for day in range(3):
            yield walk.later(4 + day)
            walk.fill(
                "service_record",
                {"service_date": walk.today(), "start_time": "08:30", "end_time": "10:15", "service_kind": "escort",
                 "escort_steps": ["guide", "register"]},
            )  # fmt: skip
        if ends == "inactive":
            walk.act("pause", reason="外出学习三个月。")
        elif ends == "left":
            walk.act("leave", reason="搬到外地。")

    return tell


def aid(ends: str) -> Telling:
    """An application for a meal card that goes as far as a stage."""

    def tell(walk: Walk) -> Steps:
        client = walk.client
        walk.open()
        values = {
            "three_no": True, "client_name": client.name, "gender": client.gender, "aid_kind": "meal_card",
            "diagnosis": "脑梗死", "difficulty": "无收入，家中无人照料", "verification": "病区走访、与居委会电话核实，情况属实",
        }  # fmt: skip
        walk.fill("application", values)
        walk.sign_for("application", "client", client.name)
        walk.sign("application", "worker")
        walk.reach("verified", "verify")
        if ends == "verified":
            return
        yield walk.later(2)
        decision: dict[str, Any] = {
            "approval": "approved",
            "approval_reason": "符合救助条件",
            "amount_approved": 600,
        }
        if ends == "rejected":
            decision = {"approval": "rejected", "approval_reason": "已由民政专项全额救助，不重复发放"}
        walk.correct("application", decision, "审批", by="head")
        walk.sign("application", "approver", by="head")
        if ends == "rejected":
            walk.reach("rejected", "reject", by="head", reason="已由民政专项救助。")
            return
        walk.reach("approved", "approve", by="head")
        yield walk.later(1)
        walk.fill("disbursement", {"amount": 600})
        walk.sign_for("disbursement", "client", client.name)
        walk.sign("disbursement", "issuer")
        walk.reach("given", "give")

    return tell

"""The forms outside cases and the PHQ-9: what is computed, what is asked together, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms import answers
from tests.standards import shipped
from tests.standards.shipped import changed, errors

HEAD = {"case_no": "2026-MH-0001", "client_name": "李明", "responsible_worker": "u-chen"}
NEVER = {f"q{number}": "0" for number in range(1, 10)}
PHQ9 = {
    **HEAD,
    "administered_on": "2026-03-05",
    "occasion": "baseline",
    "answered_by": "self",
    "items": NEVER | {"q1": "2"},
    "difficulty": "1",
}
RISK = {
    "risk": "入户被伤害",
    "likelihood": "4",
    "impact": "5",
    "strategy": "reduce",
    "plan": "两人同行",
    "backup_plan": "改为电话",
    "owner": "王志明",
}
RISKS = {"risks": [RISK, {**RISK, "likelihood": "1", "impact": "3"}]}
COMPLAINT = {
    "received_at": "2026-03-05T09:00",
    "channel": "phone",
    "anonymous": False,
    "complainant": "李女士",
    "phone": "13800138000",
    "kind": "complaint",
    "content": "约好的时间没有来",
    "complaint_no": "2026-T-0001",
}
ANSWERED = {
    **COMPLAINT,
    "handler": "u-wang",
    "department": "social_work",
    "response": "已致歉",
    "responded_at": "2026-03-05T10:00",
    "category": "attitude",
    "justified": "yes",
    "handling": "重新约定",
    "improvement": "提前提醒",
}
LOAN = {
    "archive_no": "P000001",
    "borrower": "u-chen",
    "purpose": "督导",
    "borrowed_at": "2026-03-05T09:00",
    "due_on": "2026-03-12",
}
TRAINING = {
    "staff_name": "u-chen",
    "topic": "mental_health",
    "training_date": "2026-03-01",
    "hours": 8,
    "provider": "市社工协会",
}
STAFF = {
    "staff_name": "u-chen",
    "role": "social_worker",
    "employment": "full_time",
    "certificate_level": "assistant",
    "certificate_no": "ZL-1",
    "education": "bachelor",
    "major": "social_work",
    "medical_knowledge": True,
}
OBJECTIVES = {
    "policy": "以服务对象为中心",
    "year": 2026,
    "objectives": [{"objective": "满意度", "target": "90%"}],
    "duties": "质控组负责",
    "key_processes": "接案、预估",
}
EVALUATION = {
    "evaluation_type": "third_party",
    "evaluator": "评估中心",
    "period": "2026年上半年",
    "effect": "多数目标达成",
    "satisfaction": 92.5,
    "problems": "记录不及时",
    "improvement": "每周检查",
}
DRILL = {
    "drill_date": "2026-03-05",
    "plan_ref": "走失应急预案",
    "participants": "全体社工",
    "scenario": "模拟走失",
    "result": "用时25分钟",
}
PLAN = {
    "plan_name": "走失应急预案",
    "principles": "先救人",
    "command": "主任指挥",
    "people": "值班社工两名",
    "equipment": "急救箱",
    "procedure": "发现、报告、寻找",
    "coordination": "与派出所联动",
}


def finished(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The record as it is kept."""
    return dict(answers.finalise(shipped.form(name), data, shipped.context()))


def scored(total: int) -> dict[str, Any]:
    """Answers of the PHQ-9 that add up to a total."""
    items = {}
    for number in range(1, 10):
        items[f"q{number}"] = str(min(3, total))
        total -= int(items[f"q{number}"])
    return {**PHQ9, "items": items}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scale-phq9", PHQ9),
        ("emergency-plan", PLAN),
        ("emergency-drill", DRILL),
        ("risk-register", RISKS),
        ("training-record", TRAINING),
        ("staff-qualification", STAFF),
        ("quality-objectives", OBJECTIVES),
        ("quality-evaluation", EVALUATION),
        ("complaint-record", COMPLAINT),
        ("complaint-record", ANSWERED),
        ("archive-borrowing", LOAN),
    ],
)
def test_a_complete_record_is_taken(name: str, data: dict[str, Any]) -> None:
    assert errors(name, data) == set()


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        (0, "none"), (4, "none"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
        (15, "modsevere"), (19, "modsevere"), (20, "severe"), (27, "severe"),
    ],
)  # fmt: skip
def test_the_phq9_adds_up_and_falls_into_its_band(total: int, severity: str) -> None:
    record = finished("scale-phq9", scored(total))

    assert (record["total"], record["severity"]) == (total, severity)


def test_the_phq9_has_no_total_while_a_question_is_open() -> None:
    open_question = {**PHQ9, "items": {name: "3" for name in NEVER if name != "q5"}}

    computed = answers.compute(shipped.form("scale-phq9"), open_question, shipped.context())

    assert "total" not in computed
    assert ("/items/q5", "required") in errors("scale-phq9", open_question)


def test_the_phq9_shows_where_to_turn_once_self_harm_is_named() -> None:
    form = shipped.form("scale-phq9")
    (help_text,) = [node for node in form.root.walk() if node.key == "crisis_help"]

    assert "12356" in form.words(help_text, "zh")
    assert help_text.condition is not None


def test_the_phq9_asks_how_hard_it_was_only_after_a_yes() -> None:
    form = shipped.form("scale-phq9")

    assert answers.effective(form, PHQ9).visible("/difficulty")
    assert not answers.effective(form, {**PHQ9, "items": NEVER}).visible("/difficulty")


def test_the_words_of_the_phq9_are_locked() -> None:
    form = shipped.form("scale-phq9")

    assert all(
        form.fields[pointer].schema.get("x-locked")
        for pointer in ("/items", "/difficulty", "/total", "/severity")
    )


@pytest.mark.requirement("R-002-52")
def test_a_risk_is_scored_from_its_two_answers() -> None:
    record = finished("risk-register", {"risks": [{**RISK, "score": 1}]})

    assert record["risks"][0]["score"] == 20


@pytest.mark.parametrize(
    "column", ["risk", "likelihood", "impact", "strategy", "plan", "backup_plan", "owner"]
)
def test_a_risk_without_one_of_its_answers_is_refused(column: str) -> None:
    row = changed(RISK, **{column: None})

    assert {pointer for pointer, _ in errors("risk-register", {"risks": [row]})} >= {f"/risks/0/{column}"}


@pytest.mark.parametrize("answer", list(PLAN))
def test_an_emergency_plan_has_all_its_parts(answer: str) -> None:
    assert errors("emergency-plan", changed(PLAN, **{answer: None})) == {(f"/{answer}", "required")}


def test_a_complaint_says_who_complains_unless_it_is_anonymous() -> None:
    assert errors("complaint-record", changed(COMPLAINT, complainant=None, phone=None)) == {
        ("/complainant", "required"),
        ("/phone", "required"),
    }
    assert (
        errors("complaint-record", changed(COMPLAINT, anonymous=True, complainant=None, phone=None)) == set()
    )


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"handler": None}, ("/response", "check.handler-known")),
        ({"department": None}, ("/response", "check.department-known")),
        ({"responded_at": "2026-03-05T08:59"}, ("/responded_at", "check.after-receipt")),
        ({"person_complained": "u-wang"}, ("/handler", "check.not-the-person")),
        ({"justified": "unknown", "improvement": None}, ("/justified", "check.decided")),
        ({"category": None}, ("/category", "required")),
        ({"handling": None}, ("/handling", "required")),
        ({"improvement": None}, ("/improvement", "required")),
    ],
)
def test_an_answered_complaint_is_complete(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert errors("complaint-record", changed(ANSWERED, **changes)) == {refused}


@pytest.mark.parametrize(
    ("name", "data", "changes", "refused"),
    [
        ("emergency-drill", DRILL, {"drill_date": "2026-03-06"}, ("/drill_date", "check.not-future")),
        ("training-record", TRAINING, {"training_date": "2026-03-06"}, ("/training_date", "check.not-future")),
        ("training-record", TRAINING, {"hours": 0}, ("/hours", "exclusiveMinimum")),
        ("training-record", TRAINING, {"confirmed_by": "u-chen"}, ("/confirmed_by", "check.not-oneself")),
        ("training-record", TRAINING, {"topic": "scales"}, ("/passed", "required")),
        ("archive-borrowing", LOAN, {"due_on": "2026-03-04"}, ("/due_on", "check.after-borrowing")),
        ("archive-borrowing", LOAN, {"returned_at": "2026-03-05T08:59"}, ("/returned_at", "check.after-borrowing")),
        ("quality-evaluation", EVALUATION, {"satisfaction": 101}, ("/satisfaction", "maximum")),
        ("quality-evaluation", EVALUATION, {"satisfaction": None}, ("/satisfaction", "required")),
        ("quality-objectives", OBJECTIVES, {"objectives": []}, ("/objectives", "required")),
        ("staff-qualification", STAFF, {"certificate_no": None}, ("/certificate_no", "required")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_question(
    name: str, data: dict[str, Any], changes: dict[str, Any], refused: tuple[str, str]
) -> None:
    found = errors(name, changed(data, **changes))

    assert {(pointer, code) for pointer, code in found} == {refused}


def test_a_volunteer_needs_no_certificate_on_record() -> None:
    volunteer = {"staff_name": "u-chen", "role": "volunteer", "employment": "part_time"}

    assert errors("staff-qualification", volunteer) == set()

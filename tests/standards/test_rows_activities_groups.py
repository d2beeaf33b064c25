"""Groups and activities through the services: plans, enrolment, sign-in, sessions, links with the cases of their members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caseforms.services import cases, permissions, records, worklist
from caseforms.services.identifiers import new_id
from tests.services.world import refused
from tests.standards import shipped
from tests.standards.hall import ACTIVITY, GROUP, Hall, hall

__all__ = ["hall"]


def codes(form: str, field: str) -> set[str]:
    """The codes that a field of a shipped form offers."""
    found = shipped.form(form)
    return {code for code, _ in found.choices(found.fields[f"/{field}"], "zh")}


def numbered(hall: Hall) -> tuple[str, str]:
    """A person's case that has been taken on: its id and its number."""
    case_id = hall.accepted()
    number = hall.view(case_id).line.case_no
    assert number
    return case_id, number


@pytest.mark.requirement("R-000-16")
def test_an_activity_takes_every_form_of_health_education() -> None:
    assert codes("activity-plan", "format") >= {"lecture", "online", "consult", "brochure", "video", "media"}


@pytest.mark.requirement("R-000-17", "R-004-17")
def test_a_group_is_of_every_type_that_the_standards_name() -> None:
    types = {"patient_mutual", "caregiver", "lifestyle", "staff_relief", "chronic_club", "daily_care"}

    assert codes("group-plan", "group_type") >= types
    assert codes("group-plan", "theme") >= {"salt", "sugar", "smoking", "exercise"}


@pytest.mark.requirement("R-001-05", "R-003-21", "R-004-22", "R-004-23")
@pytest.mark.parametrize(
    "category",
    ["policy", "open_day", "advocacy", "health_talk", "peer", "patient_care", "staff_care", "staff_relief"],
)
def test_an_activity_of_every_category_that_the_standards_name_is_planned_and_approved(
    hall: Hall, category: str
) -> None:
    case_id = hall.approved_activity(activity_category=category)
    (plan,) = next(each for each in hall.view(case_id, "he").slots if each.name == "plan").records

    assert hall.stage(case_id, "he") == "approved"
    assert hall.content(plan.id, "he")["activity_category"] == category


@pytest.mark.requirement("R-001-64")
@pytest.mark.parametrize(("workflow", "plan"), [("activity", ACTIVITY), ("group", GROUP)])
def test_a_plan_without_its_risk_plan_is_refused(hall: Hall, workflow: str, plan: dict[str, object]) -> None:
    draft = hall.start(hall.begin(workflow), "plan")
    without = {name: value for name, value in plan.items() if name != "risk_plan"}

    assert "required" in " ".join(refused(lambda: hall.submit(draft, without)))
    assert hall.submit(draft, plan).record.status == "submitted"


@pytest.mark.requirement("R-001-16", "R-002-10")
def test_a_case_shows_the_group_its_person_is_a_member_of_and_the_group_shows_the_case(hall: Hall) -> None:
    case_id, number = numbered(hall)

    group = hall.running_group(number)

    (on_case,) = hall.view(case_id).links
    (on_group,) = hall.view(group).links
    assert (on_case.case_id, on_case.title, on_case.subject) == (group, "糖友控糖小组", "group")
    assert (on_group.case_id, on_group.label) == (case_id, number)


@pytest.mark.requirement("R-002-08", "R-000-37")
def test_a_case_shows_the_activity_its_person_signed_in_at(hall: Hall) -> None:
    case_id, number = numbered(hall)
    activity = hall.approved_activity()

    hall.sign_in(activity, {"name": "张秀兰", "case_no": number}, {"name": "路人"})

    assert [(link.case_id, link.subject) for link in hall.view(case_id).links] == [(activity, "activity")]
    assert hall.stage(activity) == "held"


def test_a_number_that_no_case_has_is_refused_with_its_row(hall: Hall) -> None:
    activity = hall.approved_activity()

    assert refused(lambda: hall.sign_in(activity, {"name": "张秀兰", "case_no": "2026-MH-9999"})) == (
        "case.unknown-number",
    )


def test_a_group_is_listed_by_its_name_and_its_number(hall: Hall) -> None:
    group = hall.begin("group")
    draft = hall.start(group, "plan")
    unnamed = hall.view(group).line

    hall.do(records.save_draft, "lin", draft.line.id, {**draft.data, "group_name": "戒烟小组"}, 1, hall.now)

    line = hall.view(group).line
    assert (unnamed.client_name, line.client_name) == ("", "戒烟小组")
    assert (line.case_no or "").startswith("2026-G-")
    listed = hall.do(worklist.cases, "lin", hall.now, scope="all", subject="group", limit=100).items
    assert {each.subject for each in listed} == {"group"}
    assert group in {each.id for each in listed}


def test_a_group_starts_with_two_who_have_signed_the_confidentiality_agreement(hall: Hall) -> None:
    group = hall.begin("group")
    plan = hall.fill(group, "plan", GROUP)
    hall.signs(plan, "worker", "lin")
    assert hall.stage(group) == "planned"
    hall.signs(plan, "supervisor", "wang")
    hall.enrol(group, "王一")
    unsigned = hall.fill(group, "enrolment", {"member_name": "李二", "confidential_agree": True})

    alone = refused(lambda: hall.act(group, "start_group"))
    hall.signs(unsigned, "member", "lin", "李二")

    assert alone == ("case.guard",)
    assert hall.act(group, "start_group") == "running"


def test_who_does_not_agree_to_confidentiality_does_not_join(hall: Hall) -> None:
    group = hall.begin("group")
    plan = hall.fill(group, "plan", GROUP)
    hall.signs(plan, "worker", "lin")
    hall.signs(plan, "supervisor", "wang")
    draft = hall.start(group, "enrolment")

    assert refused(lambda: hall.submit(draft, {"member_name": "赵三", "confidential_agree": False}))


def test_the_attendance_of_a_session_is_ticked_from_its_sign_in_sheet(hall: Hall) -> None:
    group = hall.running_group()
    hall.sign_in(group, {"name": "王一"}, session_no=1, activity_name="小组活动")

    draft = hall.start(group, "session")

    assert draft.data["session_no"] == 1
    assert draft.data["attendance"] == [{"name": "王一", "present": True}, {"name": "李二", "present": False}]


def test_a_session_without_its_sign_in_sheet_is_refused(hall: Hall) -> None:
    group = hall.running_group()
    draft = hall.start(group, "session")
    rows = [{"name": "王一", "present": True}]
    told = {"process": "分享", "goal_reached": "full", "attendance": rows, "held_at": "2026-03-02T08:00"}

    assert refused(lambda: hall.submit(draft, told)) == ("case.guard",)


@pytest.mark.requirement("R-004-10")
def test_a_group_of_five_sessions_is_evaluated_after_the_fifth(hall: Hall) -> None:
    group = hall.running_group(group_type="staff_relief", planned_sessions=5)
    for number in range(1, 5):
        hall.session(group, number)
    too_early = refused(lambda: hall.act(group, "finish_sessions"))

    hall.session(group, 5)

    assert too_early == ("case.guard",)
    assert hall.act(group, "finish_sessions") == "evaluating"
    draft = hall.start(group, "evaluation")
    shown = {"goal_attainment": "达成", "reflection": "互助良好"}
    scored = [{"name": "王一", "baseline": 10, "score": 14}, {"name": "李二", "baseline": 8, "score": 9}]
    record = hall.submit(draft, {**shown, "post_scores": scored}).record.id
    assert hall.content(record)["attendance_rate"] == 50
    assert hall.content(record)["pre_post"] == 2.5


def test_a_stress_relief_group_of_four_sessions_is_warned_of(hall: Hall) -> None:
    draft = hall.start(hall.begin("group"), "plan")

    four = hall.submit(draft, {**GROUP, "group_type": "staff_relief", "planned_sessions": 4})

    assert [each.pointer for each in four.warnings] == ["/planned_sessions"]


def test_when_one_of_two_members_leaves_the_group_ends_early(hall: Hall) -> None:
    group = hall.running_group()
    member = next(slot for slot in hall.view(group).slots if slot.name == "enrolment").records[0]

    hall.act(group, "member_leaves", reason="出院回乡", data={"record": member.id})

    assert [flag.name for flag in hall.view(group).flags] == ["too_few"]
    assert "case.guard" in refused(lambda: hall.start(group, "session"))
    assert hall.act(group, "evaluate_early", reason="组员不足") == "evaluating"


@pytest.mark.requirement("R-004-03", "R-004-07", "R-004-08")
def test_an_activity_is_held_only_when_people_have_signed_in(hall: Hall) -> None:
    activity = hall.approved_activity(activity_category="volunteer")

    approved = hall.stage(activity)
    offered = {action.name: action.allowed for action in hall.view(activity).actions}
    hall.sign_in(activity, {"name": "王一"})

    assert approved == "approved"
    assert offered["hold"] is False
    assert hall.stage(activity) == "held"


@pytest.mark.requirement("R-004-12", "R-004-11")
def test_care_for_staff_is_done_only_with_feedback(hall: Hall) -> None:
    activity = hall.approved_activity(activity_category="staff_care")
    hall.sign_in(activity, {"name": "王一", "role": "staff"})
    hall.fill(activity, "summary", {"process": "慰问", "result": "达成"}, "he")
    waiting = hall.stage(activity)

    hall.fill(activity, "feedback", {"overall": "5", "opinion": "希望每月一次"}, "he")

    assert waiting == "held"
    assert hall.stage(activity) == "summarised"


def test_the_summary_counts_who_signed_in_and_who_was_satisfied(hall: Hall) -> None:
    activity = hall.approved_activity()
    hall.sign_in(activity, {"name": "王一"}, {"name": "李二"})
    for overall in ("5", "2"):
        hall.fill(activity, "feedback", {"overall": overall}, "he")
    draft = hall.start(activity, "summary", "he")

    few = refused(lambda: hall.submit(draft, {"actual_people": 1, "process": "讲座", "result": "达成"}, "he"))
    record = hall.submit(draft, {"process": "讲座", "result": "达成"}, "he").record.id

    assert draft.data["actual_people"] == 2
    assert few
    assert hall.content(record)["satisfaction_rate"] == 50


def test_nobody_approves_an_activity_of_their_own(hall: Hall) -> None:
    both = replace(hall.wang, roles=frozenset({"supervisor", "social_worker"}))
    activity = hall.do(cases.open_case, both, "activity", hall.now).id
    draft = hall.do(records.start, both, activity, "plan", hall.now)
    body = {**draft.data, **ACTIVITY}
    hall.do(records.submit, both, draft.line.id, body, draft.version, hall.now, new_id())
    plan = draft.line.id

    assert refused(lambda: hall.signs(plan, "approver", "wang"))
    hall.signs(plan, "approver", "sun")
    assert hall.stage(activity) == "approved"


def test_a_postponed_activity_keeps_its_approval_when_only_its_time_changes(hall: Hall) -> None:
    activity = hall.approved_activity()
    plan = next(slot for slot in hall.view(activity).slots if slot.name == "plan").records[0]

    hall.act(activity, "postpone", "he", reason="场地停电")
    hall.correct(plan.id, {"start_at": "2026-03-09T08:00", "end_at": "2026-03-09T09:00"}, "he")
    kept = hall.do(records.view, "he", plan.id, hall.now).line.signed
    hall.correct(plan.id, {"budget": 900}, "he")
    voided = hall.do(records.view, "he", plan.id, hall.now).line.signed

    assert [each.valid for each in kept] == [True]
    assert [each.valid for each in voided] == [False]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("social_worker", {"group", "activity", "aid"}),
        ("assistant", {"group", "activity", "aid", "volunteer"}),
        ("coordinator", {"activity", "volunteer"}),
        ("volunteer", set()),
        ("administrator", set()),
        ("medical", set()),
    ],
)
def test_each_role_opens_its_own_kinds_of_work(role: str, may: set[str]) -> None:
    subjects = ("group", "activity", "volunteer", "aid")

    assert {each for each in subjects if permissions.allowed([role], "open-case", subject=each)} == may


def test_who_has_no_part_in_groups_does_not_know_of_one(hall: Hall) -> None:
    group = hall.begin("group")

    assert refused(lambda: hall.do(cases.view, "admin", group, hall.now)) == ("case.not-found",)
    assert refused(lambda: hall.do(cases.view, "gao", group, hall.now)) == ("case.not-found",)
    assert not hall.do(cases.view, "sun", group, hall.now).header_only

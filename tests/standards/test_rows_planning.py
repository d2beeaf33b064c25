"""002 §4 to §6.3 through the services: consent, health and social life, the order of problems, the plan."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.rendering import paper
from caseforms.rendering.reader import Reader
from caseforms.services import records, signing
from tests.services import filled
from tests.services.world import World, refused
from tests.standards.sheets import text

ROW: dict[str, Any] = filled.PLAN["plan_items"][0]
PROBLEMS = [
    {"problem": "停药", "decided_with": ["client", "family"]},
    {"problem": "找工作", "decided_with": ["client"]},
    {"problem": "与邻居的矛盾", "decided_with": ["family"]},
]


def printed(world: World, record_id: str, revision: int | None = None, published: bool = True) -> str:
    """The words on the sheet of a record."""
    view = world.do(records.view, "lin", record_id, world.now, revision=revision, purpose="print")
    reader = Reader(language="zh", now=world.now)
    return text(str(paper.sheet(view.form, view.data, reader, published=published).html))


def content(world: World, record_id: str, revision: int | None = None) -> dict[str, Any]:
    """What a record holds."""
    return world.do(records.view, "lin", record_id, world.now, revision=revision).data


@pytest.mark.requirement("R-002-01")
def test_with_the_consent_of_the_family_a_case_is_taken_on(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    asked = refused(lambda: world.act(case_id, "accept"))
    family = {**filled.CONSENT, "signer_type": "family", "signer_relationship": "女儿"}
    consent = world.fill(case_id, "consent", family)

    world.do(signing.sign, "lin", consent, "client", "typed", world.now, typed="李明", signer_name="李明")
    world.sign(consent, "worker")

    assert set(asked) == {"case.guard"}
    assert world.act(case_id, "accept") == "pre_assessment"


@pytest.mark.requirement("R-002-02", "R-002-13")
@pytest.mark.parametrize("untold", ["confidentiality_explained", "introduction_given"])
@pytest.mark.parametrize(
    "form", [{}, {"agreement_form": "oral", "oral_notice": "已说明", "witness_name": "李明"}]
)
def test_a_consent_given_without_the_explanations_is_refused(
    world: World, untold: str, form: dict[str, str]
) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    draft = world.start(case_id, "consent")

    codes = refused(lambda: world.submit(draft, {**filled.CONSENT, **form, untold: False}))

    assert codes
    assert world.do(records.view, "lin", draft.line.id, world.now).line.status == "draft"


@pytest.mark.requirement("R-002-20")
def test_the_opinions_of_other_agencies_are_kept_and_printed(world: World) -> None:
    rows = [
        {"agency": "社区卫生服务中心", "opinion": "继续随访"},
        {"agency": "残联", "opinion": "可办理残疾证"},
    ]

    profile = world.fill(world.accepted(), "risk_profile", {**filled.RISK_PROFILE, "multi_agency": rows})

    kept = [
        {name: row[name] for name in ("agency", "opinion")} for row in content(world, profile)["multi_agency"]
    ]
    words = printed(world, profile)
    assert kept == rows
    assert (
        words.index("社区卫生服务中心")
        < words.index("继续随访")
        < words.index("残联")
        < words.index("可办理残疾证")
    )


@pytest.mark.requirement("R-002-21")
@pytest.mark.parametrize("rows", [None, [], [{"problem": "停药"}], [{"problem": "停药", "decided_with": []}]])
def test_an_assessment_that_sets_no_problem_first_with_somebody_is_refused(
    world: World, rows: list[Any] | None
) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    draft = world.start(case_id, "assessment")

    assert refused(lambda: world.submit(draft, {**filled.ASSESSMENT, "priority_problems": rows or []}))


@pytest.mark.requirement("R-002-21")
def test_the_order_of_the_problems_survives_draft_record_revision_and_paper(world: World) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    draft = world.start(case_id, "assessment")
    answers = {**draft.data, **filled.ASSESSMENT, "priority_problems": PROBLEMS}
    saved = world.do(records.save_draft, "lin", draft.line.id, answers, draft.version, world.now)
    world.submit(draft, answers, version=saved.version)
    turned = {**content(world, draft.line.id), "priority_problems": PROBLEMS[::-1]}

    world.do(
        records.correct, "lin", draft.line.id, turned, 1, world.now, "a" * 32, "与服务对象重新商定了次序"
    )

    def order(revision: int) -> list[str]:
        return [row["problem"] for row in content(world, draft.line.id, revision)["priority_problems"]]

    def on_paper(revision: int) -> list[str]:
        words = printed(world, draft.line.id, revision, published=False)
        return sorted(("停药", "找工作", "与邻居的矛盾"), key=words.index)

    assert [row["problem"] for row in saved.data["priority_problems"]] == ["停药", "找工作", "与邻居的矛盾"]
    assert order(1) == on_paper(1) == ["停药", "找工作", "与邻居的矛盾"]
    assert order(2) == on_paper(2) == ["与邻居的矛盾", "找工作", "停药"]


@pytest.mark.requirement("R-002-26")
@pytest.mark.parametrize("missing", ["overall_goal", "goal_1"])
def test_a_plan_without_its_goals_is_refused(world: World, missing: str) -> None:
    draft = world.start(world.assessed(), "plan")

    assert refused(lambda: world.submit(draft, {**filled.PLAN, missing: ""})) == ("answer.required",)


@pytest.mark.requirement("R-002-31")
def test_while_the_new_plan_waits_for_signatures_service_goes_on_under_the_old_one(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    first = world.view(case_id)
    (one,) = next(slot.records for slot in first.slots if slot.name == "plan")
    before = content(world, one.id)
    two = world.start(case_id, "plan")
    plan = {**filled.PLAN, "plan_type": "supplementary", "overall_goal": "重返岗位"}
    unexplained = refused(lambda: world.submit(two, plan))
    world.submit(two, {**plan, "supplement_reason": "病情好转"})

    served = world.fill(case_id, "service_record", filled.SERVICE_RECORD)

    assert unexplained == ("answer.required",)
    assert two.line.number == 2
    assert content(world, one.id) == before
    assert content(world, served)["session_no"] == 1
    assert "plan_waiting" in world.view(case_id).line.flags


@pytest.mark.requirement("R-002-30")
def test_no_service_record_and_no_intervention_before_the_plan(world: World) -> None:
    case_id = world.assessed()

    offers = {offer.slot: offer for offer in world.view(case_id).offers}

    assert not offers["service_record"].allowed
    assert set(refused(lambda: world.act(case_id, "confirm_plan"))) == {"case.guard"}
    assert set(refused(lambda: world.start(case_id, "service_record"))) == {"case.guard"}

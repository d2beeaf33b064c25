"""002 §5 in what is counted and found again: domains of plans, resources, referrals, what the profile prints."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import statistics
from tests.services import filled
from tests.services.world import World
from tests.standards.test_rows_planning import content, printed

ROW: dict[str, Any] = filled.PLAN["plan_items"][0]


def counted(counts: tuple[statistics.Count, ...]) -> dict[str, int]:
    """The counts that are not nought."""
    return {count.code: count.number for count in counts if count.number}


@pytest.mark.requirement("R-002-04")
def test_a_plan_row_about_health_is_kept_counted_and_found_by_its_domain(world: World) -> None:
    case_id = world.assessed()
    rows = [{**ROW, "domain": "health"}, {**ROW, "domain": "health"}, {**ROW, "domain": "family"}]
    plan = world.fill(case_id, "plan", {**filled.PLAN, "plan_items": rows})

    found = world.do(statistics.of_institution, "wang")
    health = world.do(statistics.listed, "lin", "domain", "health")
    community = world.do(statistics.listed, "lin", "domain", "community")

    assert [row["domain"] for row in content(world, plan)["plan_items"]] == ["health", "health", "family"]
    assert counted(found.domains) == {"health": 1, "family": 1}
    assert [line.record_id for line in health.items] == [plan]
    assert community.items == ()


@pytest.mark.requirement("R-002-04")
def test_a_medical_referral_begins_with_what_the_case_knows(world: World) -> None:
    case_id = world.assessed()

    draft = world.start(case_id, "referral")

    known = {name: draft.data[name] for name in ("case_no", "client_name", "summary", "responsible_worker")}
    assert known == {
        "case_no": "2026-MH-0001",
        "client_name": "张秀兰",
        "summary": filled.ASSESSMENT["problem_diagnosis"],
        "responsible_worker": world.lin.user_id,
    }
    assert draft.sources["/summary"].origin == "form:mh-assessment"


@pytest.mark.requirement("R-002-06")
def test_a_link_to_education_is_kept_and_counted(world: World) -> None:
    case_id = world.assessed()
    link = {"resource_type": ["education"], "provider_org": "社区学院", "obtained": "pending"}
    record = world.fill(case_id, "resource", link)

    found = world.do(statistics.of_institution, "wang")

    assert content(world, record)["resource_type"] == ["education"]
    assert counted(found.resources) == {"education": 1}
    assert [line.record_id for line in world.do(statistics.listed, "lin", "resource", "education").items] == [
        record
    ]


@pytest.mark.requirement("R-002-06")
def test_the_social_function_is_kept_and_printed_with_the_profile(world: World) -> None:
    words = "能独自乘车，尚不能独自购物"

    profile = world.fill(world.accepted(), "risk_profile", {**filled.RISK_PROFILE, "social_function": words})

    assert content(world, profile)["social_function"] == words
    assert words in printed(world, profile)


@pytest.mark.requirement("R-002-04")
def test_the_statistics_page_leads_to_the_plans_of_a_domain(told: World, visit) -> None:
    case_id = told.assessed()
    told.fill(case_id, "plan", {**filled.PLAN, "plan_items": [{**ROW, "domain": "health"}]})

    wang = visit("wang").open("/statistics")
    link = next(
        each.attributes["href"]
        for each in wang.page.all("a")
        if "kind=domain" in each.attributes["href"] and "level=health" in each.attributes["href"]
    )

    assert wang.open(link).sees("张秀兰")
    assert not wang.open(link.replace("level=health", "level=family")).sees("张秀兰")
    wang.open("/statistics/records?kind=nothing", expect=404)

"""All seven forms of one case, as published, from a stranger's application to the archive; on a tablet and on a desk."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def assessed(lin: Walker, case: str) -> None:
    """Risk profile first, then the assessment form with what was decided together."""
    chapters.file(lin, case, "risk_profile", answers.RISK_PROFILE)
    chapters.file(lin, case, "assessment", answers.ASSESSMENT | answers.PRIORITY_PROBLEM)


def planned(lin: Walker, wang: Walker, case: str) -> None:
    """The plan with its three signatures, in order."""
    plan = chapters.file(lin, case, "plan", answers.PLAN | answers.PLAN_ROW)
    chapters.client_signs(lin, plan)
    chapters.signs(lin, plan, "worker")
    chapters.signs(wang, plan, "supervisor")


def closed(lin: Walker, wang: Walker, case: str) -> None:
    """Evaluation, then the closure form with its three signatures."""
    chapters.act(lin, case, "start_evaluation")
    chapters.file(lin, case, "evaluation", answers.EVALUATION)
    chapters.act(lin, case, "start_closing")
    closure = chapters.file(lin, case, "closure", answers.CLOSURE)
    chapters.client_signs(lin, closure)
    chapters.signs(lin, closure, "worker")
    chapters.signs(wang, closure, "supervisor")


@pytest.mark.parametrize(("size", "language"), [("tablet", "zh"), ("desktop", "en")])
def test_a_case_walks_through_all_seven_forms(walk, house, size, language):
    lin = walk("lin", size=size, language=language)
    wang = walk("wang", size=size, language=language)
    stages = []

    case = chapters.accepted(lin)
    stages.append(chapters.stage(lin, case))
    lin.look(f"case-accepted-{language}")
    assessed(lin, case)
    stages.append(chapters.stage(lin, case))
    planned(lin, wang, case)
    stages.append(chapters.stage(lin, case))
    chapters.file(lin, case, "service_record", answers.SERVICE_RECORD)
    closed(lin, wang, case)
    stages.append(chapters.stage(lin, case))
    lin.look(f"case-closed-{language}")

    phases = {
        "zh": ["预估", "计划", "介入", "结案后回访"],
        "en": ["Assessment", "Planning", "Intervention", "Follow-up"],
    }
    assert stages == phases[language]

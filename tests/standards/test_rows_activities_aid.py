"""Aid through the services: application, verification, decision with its reason, budget, what was given, the list."""

from __future__ import annotations

import pytest

from caseforms.services import institutions, registers
from tests.services.world import refused
from tests.standards.hall import AID, Hall, hall

__all__ = ["hall"]
CHILD = {
    "three_no": True, "aid_kind": "child_medical", "guardian_name": "李父", "monthly_income": 1800, "medical_cost": 30000,
    "amount_requested": 5000,
}  # fmt: skip


@pytest.mark.requirement("R-001-12")
@pytest.mark.parametrize("kind", ["fund", "goods", "work_injury", "placement", "gov_relief"])
def test_every_kind_of_aid_that_the_standard_names_goes_its_way_to_the_money(hall: Hall, kind: str) -> None:
    case_id = hall.given_aid(aid_kind=kind, monthly_income=1800, medical_cost=30000, amount_requested=5000)

    assert hall.stage(case_id) == "given"


@pytest.mark.requirement("R-001-03")
@pytest.mark.parametrize("decision", ["approved", "rejected"])
def test_a_decision_without_its_reason_is_refused(hall: Hall, decision: str) -> None:
    _, record = hall.verified_aid()

    assert "required" in " ".join(
        refused(lambda: hall.correct(record, {"approval": decision, "amount_approved": 100}, "sun"))
    )


@pytest.mark.requirement("R-001-03", "R-004-15")
def test_the_list_shows_every_application_of_the_period_with_its_decision(hall: Hall) -> None:
    hall.given_aid(client_name="王得助")
    hall.decided_aid("rejected", client_name="钱未批")
    hall.verified_aid(client_name="孙待定")

    drawn = hall.do(registers.start, "sun", "aid-list", hall.now).data["rows"]

    rows = {row["client_name"]: row for row in drawn}
    assert rows["王得助"]["decision"] == "同意"
    assert (rows["王得助"]["amount"], rows["王得助"]["receipt_signature"]) == (1500, True)
    assert rows["钱未批"]["decision"] == "不同意"
    assert rows["钱未批"]["decision_reason"] == "符合救助条件"
    assert rows["孙待定"]["decision"] == "—"


def test_who_verified_does_not_approve(hall: Hall) -> None:
    case_id, record = hall.verified_aid()
    worker = hall.actors["lin"]

    assert refused(lambda: hall.act(case_id, "approve", "lin"))
    assert refused(lambda: hall.signs(record, "approver", "lin")) == ("permission.denied",)
    assert worker.user_id == hall.view(case_id).line.responsible


@pytest.mark.requirement("R-004-13")
def test_a_three_no_person_without_papers_can_apply(hall: Hall) -> None:
    without = {name: value for name, value in AID.items() if name not in ("id_number", "phone", "address")}
    draft = hall.start(hall.begin("aid"), "application")

    assert hall.submit(draft, without).record.status == "submitted"


def test_anybody_else_shows_papers_and_proof(hall: Hall) -> None:
    draft = hall.start(hall.begin("aid"), "application")

    assert refused(lambda: hall.submit(draft, {**AID, "three_no": False}))


@pytest.mark.requirement("R-004-13")
def test_more_meal_cards_than_the_year_has_need_a_reason(hall: Hall) -> None:
    draft = hall.start(hall.decided_aid(), "disbursement")
    hall.do(institutions.set_setting, "admin", "aid.budget.meal_card", 1000, hall.now)

    over = refused(lambda: hall.submit(draft, {"amount": 1500}))
    given = hall.submit(draft, {"amount": 1500}, reasons={"within_budget_given": "企业追加捐赠"})

    assert over == ("record.reason-needed",)
    assert given.record.status == "submitted"
    hall.do(institutions.set_setting, "admin", "aid.budget.meal_card", 20000, hall.now)


@pytest.mark.requirement("R-004-14")
def test_a_child_counts_when_something_was_given(hall: Hall) -> None:
    before = hall.do(registers.start, "sun", "aid-list", hall.now).data["count_child"]
    hall.decided_aid(**CHILD)
    approved = hall.do(registers.start, "sun", "aid-list", hall.now).data["count_child"]

    hall.given_aid(**CHILD)

    assert approved == before
    assert hall.do(registers.start, "sun", "aid-list", hall.now).data["count_child"] == before + 1


def test_no_more_is_given_than_was_approved(hall: Hall) -> None:
    draft = hall.start(hall.decided_aid(), "disbursement")

    assert refused(lambda: hall.submit(draft, {"amount": 1600})) == ("case.guard",)


def test_a_rejected_application_comes_again_once(hall: Hall) -> None:
    case_id = hall.decided_aid("rejected")

    assert hall.act(case_id, "appeal", reason="补充低保证明") == "applied"
    assert "appeal" not in {action.name for action in hall.view(case_id).actions}


def test_a_case_shows_the_aid_asked_for_under_its_number(hall: Hall) -> None:
    person = hall.accepted()
    number = hall.view(person).line.case_no

    aid, _ = hall.verified_aid(case_no=number)

    assert [(link.case_id, link.subject) for link in hall.view(person).links] == [(aid, "aid")]


def test_aid_lapses_when_the_client_of_its_case_has_died(hall: Hall) -> None:
    person = hall.accepted()
    number = hall.view(person).line.case_no
    waiting, _ = hall.verified_aid(case_no=number)
    given = hall.given_aid(case_no=number)
    elsewhere, _ = hall.verified_aid()

    hall.act(person, "record_death", reason="家属电话告知")

    assert [hall.stage(case_id) for case_id in (waiting, given, elsewhere)] == ["lapsed", "given", "verified"]

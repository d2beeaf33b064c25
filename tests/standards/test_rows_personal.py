"""002 appendix A 一.1 and 一.2: the person stays out of discussions, exports and other hands; who to call is known."""

from __future__ import annotations

import json

import pytest

from caseforms.services import audit, deidentifying, records
from tests.services import filled
from tests.services.world import World, refused

SECRETS = ("张秀兰", "13800138042", "150602197001050027", "春晖路七号院", "李明", "13900139000", "1970-01-05")
IDENTIFIED = {
    **filled.APPLICATION,
    "id_number": "150602197001050027",
    "address_detail": "春晖路七号院",
    "client_needs": "张秀兰（13800138042）住春晖路七号院，女儿李明照顾",
}


def told_of(world: World) -> str:
    """A case whose texts name the person; its id."""
    case_id = world.open()
    world.fill(case_id, "application", IDENTIFIED)
    world.sign(world.fill(case_id, "consent", filled.CONSENT), "client", "worker")
    world.act(case_id, "accept")
    world.fill(case_id, "risk_profile", {**filled.RISK_PROFILE, "family_situation": "张秀兰与李明同住"})
    return case_id


@pytest.mark.requirement("R-002-74", "R-002-76")
def test_a_case_shown_for_discussion_names_nobody(world: World) -> None:
    case_id = told_of(world)

    told = world.do(deidentifying.of_case, "wang", case_id, world.now)

    words = json.dumps([one.data for one in told], ensure_ascii=False)
    number = world.view(case_id).line.case_no
    assert [secret for secret in (*SECRETS, str(number), "林晓燕") if secret in words] == []
    assert "□□与□□同住" in words
    assert "schizophrenia" in words
    assert "export" in [line.verb for line in world.do(audit.log, "wang", case_id).items]


@pytest.mark.requirement("R-002-74")
def test_the_page_and_the_file_for_discussion_name_nobody(told: World, visit) -> None:
    case_id = told_of(told)

    wang = visit("wang").open(f"/cases/{case_id}?tab=print").follow("Show it without the person")
    shown = next(wang.page.all("main")).text
    saved = wang.client.get(f"/cases/{case_id}/deidentified.json").text

    assert [secret for secret in SECRETS if secret in shown or secret in saved] == []
    assert "Schizophrenia" in shown
    assert "□□与□□同住" in shown
    assert "□□与□□同住" in saved


@pytest.mark.requirement("R-002-74", "R-002-75")
@pytest.mark.parametrize("actor", ["chen", "he", "qian", "sun", "liu", "admin", "wu"])
def test_roles_without_the_right_to_export_get_no_case_without_its_person_either(
    world: World, actor: str
) -> None:
    case_id = told_of(world)

    assert refused(lambda: world.do(deidentifying.of_case, actor, case_id, world.now)) == (
        "permission.denied",
    )


@pytest.mark.requirement("R-002-75")
def test_a_volunteer_neither_prints_nor_exports_what_they_wrote_themselves(world: World) -> None:
    case_id = world.open("chen")
    draft = world.start(case_id, "application", "chen")

    codes = [
        refused(lambda: world.do(records.view, "chen", draft.line.id, world.now, purpose="print")),
        refused(lambda: world.do(records.view, "chen", draft.line.id, world.now, purpose="export")),
    ]

    assert codes == [("permission.denied",)] * 2


@pytest.mark.requirement("R-002-75")
@pytest.mark.parametrize("path", ["bundle", "bundle.pdf", "deidentified", "deidentified.json"])
def test_no_address_lets_a_volunteer_take_a_case_away(told: World, visit, path: str) -> None:
    case_id = told.open("chen")

    visit("chen").open(f"/cases/{case_id}/{path}", expect=403)


@pytest.mark.requirement("R-002-76")
@pytest.mark.parametrize("missing", ["phone", "emergency_contact_name", "emergency_contact_phone"])
def test_a_case_that_is_taken_on_needs_a_number_to_call(world: World, missing: str) -> None:
    draft = world.start(world.open(), "application")

    assert refused(lambda: world.submit(draft, {**filled.APPLICATION, missing: ""})) == ("answer.required",)


@pytest.mark.requirement("R-002-76")
def test_that_there_is_nobody_to_call_is_accepted_and_stands_on_the_case(told: World, visit) -> None:
    alone = {
        name: value for name, value in filled.APPLICATION.items() if not name.startswith("emergency_contact")
    }
    case_id = told.open()
    draft = told.start(case_id, "application")

    told.submit(draft, {**alone, "emergency_contact_none": True})

    assert visit("lin").open(f"/cases/{case_id}").sees("No emergency contact")


@pytest.mark.requirement("R-002-76")
def test_who_is_not_taken_on_is_not_asked_whom_to_call(world: World) -> None:
    gone = (
        "accept_basis",
        "scope_action",
        "emergency_contact_name",
        "emergency_contact_phone",
    )
    answers = {name: value for name, value in filled.APPLICATION.items() if name not in gone}
    declined = {"follow_up": "no", "decline_basis": ["client_refused"], "decline_action": ["informed"]}
    draft = world.start(world.open(), "application")

    assert refused(lambda: world.submit(draft, {**answers, **declined})) == ()

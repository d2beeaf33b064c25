"""What the mission asks of every form: both languages without a gap, drafts that stay, values that say where they come from."""

from __future__ import annotations

import pytest

from caseforms import definitions, wording
from caseforms.services import library
from caseforms.wording import LANGUAGES
from tests.services import filled
from tests.services.world import World
from tests.web import stories


@pytest.mark.requirement("R-M-02")
@pytest.mark.parametrize("name", sorted(library.forms()))
def test_no_label_hint_option_or_message_of_a_form_lacks_a_language(name: str) -> None:
    form = library.forms()[name]

    report = wording.coverage(definitions.needed_keys(form), form.texts, LANGUAGES)

    assert {one.language: one.missing for one in report} == {"zh": (), "en": ()}


@pytest.mark.requirement("R-M-02")
def test_every_label_and_message_of_the_workflow_stands_in_both_languages() -> None:
    document = library.workflow(None, "mental-health-case").document

    assert [path for path, text in _texts(document) if not (text.get("zh") and text.get("en"))] == []


def _texts(node: object, path: str = "") -> list[tuple[str, dict[str, str]]]:
    """Every pair of words in a document."""
    if isinstance(node, dict):
        if "zh" in node or "en" in node:
            return [(path, node)]
        return [found for name, each in node.items() for found in _texts(each, f"{path}/{name}")]
    if isinstance(node, list):
        return [found for number, each in enumerate(node) for found in _texts(each, f"{path}/{number}")]
    return []


@pytest.mark.requirement("R-M-02")
def test_the_same_answers_are_read_in_either_language(visit) -> None:
    lin = visit("lin")
    stories.new_case(lin)
    lin.press("Submit", stories.APPLICATION)
    record = lin.address.split("?")[0]

    english = lin.open(f"/language/en?to={record}").page.text
    chinese = lin.open(f"/language/zh?to={record}").page.text

    for needs in (english, chinese):
        assert stories.APPLICATION["client_needs"] in needs
    assert "Female" in english
    assert "女" in chinese


@pytest.mark.requirement("R-M-06")
def test_a_draft_is_there_again_after_the_page_was_loaded_anew(visit) -> None:
    chen = visit("chen")
    chen.follow("Register a new client").press(
        "Begin the application", {"name": "赵海", "phone": "13911112222"}
    )
    record = chen.address.split("?")[0]
    token = {"X-CSRFToken": chen.value_of("csrf_token"), "Accept": "application/json"}
    body = {"client_needs": "希望有人陪着去取药", "_record_version": chen.value_of("_record_version")}

    kept = chen.client.put(f"{record}/draft", data=body, headers=token)

    assert kept.status_code == 200
    assert visit("chen").open(record).value_of("client_needs") == "希望有人陪着去取药"


@pytest.mark.requirement("R-002-26")
def test_the_plan_shows_the_needs_of_the_assessment_as_taken_from_there(told: World, visit) -> None:
    draft = told.start(told.assessed(), "plan")

    lin = visit("lin").open(f"/records/{draft.line.id}")

    for name, source in (
        ("needs_summary", "needs_analysis"),
        ("resources_summary", "resources_strengths_barriers"),
    ):
        assert lin.value_of(name) == filled.ASSESSMENT[source]
        wrapper = next(
            each
            for each in lin.page.all("div", "section")
            if each.attributes.get("data-pointer") == f"/{name}"
        )
        assert "From Assessment" in wrapper.text

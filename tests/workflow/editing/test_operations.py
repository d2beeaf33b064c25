"""Operations on a workflow: each can be taken back, none loses a reference, none writes over a colleague."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.locations import shipped
from caseforms.problems import Refused
from caseforms.workflow import editing, parse
from caseforms.workflow.editing.naming import iter_guards
from caseforms.workflow.editing.places import GROUPS, item_at
from tests.workflow.samples import document, text

SHIPPED = sorted(path.stem for path in shipped("workflows").glob("*.json") if ".schema" not in path.name)
Document = dict[str, Any]


def small() -> Document:
    """A case of two open stages with an action under two conditions, and a scenario that names one of them."""
    return {
        "id": "visit",
        "version": "1.0.0",
        "title": text("Visit"),
        "standard": {"document": "001"},
        "start": "asked",
        "roles": {"worker": text("worker"), "head": text("head")},
        "wording": {"done": text("First {form}")},
        "forms": {
            "request": {"definition": "request", "label": text("Request"), "stages": ["asked"]},
            "report": {"definition": "report", "label": text("Report"), "stages": ["under_way"]},
        },
        "stages": {
            "asked": {"label": text("Asked"), "phase": "接案"},
            "under_way": {"label": text("Under way"), "phase": "介入"},
            "over": {"label": text("Over"), "phase": "结案", "final": True},
        },
        "actions": {
            "go": {
                "label": text("Go"),
                "from": ["asked"],
                "to": "under_way",
                "by": ["worker"],
                "when": [{"stage": ["asked", "under_way"]}, {"done": "request"}],
            },
            "end": {"label": text("End"), "from": ["under_way"], "to": "over", "by": ["worker"]},
        },
        "timers": {
            "report": {
                "label": text("Report"),
                "force": "shall",
                "start": "forms.request.first_submitted_on",
                "working_days": 15,
                "met": {"submitted": "report"},
            }
        },
        "may_hold_when_empty": [],
        "scenarios": [
            {
                "name": "begun",
                "title": text("Begun"),
                "lines": [{"at": "2026-03-02", "as": "worker:li", "do": "open"}],
                "expect": {"stage": "asked", "refused": {"go": "actions.go.when.1"}},
            }
        ],
    }


def written(value: Document) -> str:
    """The text of a document: the order of keys counts."""
    return json.dumps(value, ensure_ascii=False)


@st.composite
def operations(draw: st.DrawFn, value: Document) -> dict[str, Any]:
    """An operation on something that is there, sensible or not."""
    kind = draw(st.sampled_from([each for each, group in GROUPS.items() if value.get(group)]))
    members = value[GROUPS[kind]]
    names = [each["name"] for each in members] if kind == "scenario" else list(members)
    name = draw(st.sampled_from(names))
    item = f"{kind}:{name}"
    node = members[names.index(name)] if kind == "scenario" else members[name]
    guards = [item_at(place) for place, _ in iter_guards(value)]
    guard = draw(st.sampled_from(guards))
    said = {"stage": [next(iter(value["stages"]))], "message": text("Not yet")}
    anchor = draw(st.sampled_from([None, *(f"{kind}:{each}" for each in names if each != name)]))
    found: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"op": "rename", "item": item, "to": f"{name}_anew"},
                {"op": "remove-item", "item": item},
                {"op": "move", "item": item, "anchor": {"before": anchor}},
                {"op": "unset", "item": item, "property": draw(st.sampled_from(list(node)))},
                {"op": "set", "item": item, "property": "clause", "value": "6.1"},
                {"op": "set", "item": item, "property": "label.zh", "value": "改了"},
                {
                    "op": "add-item",
                    "item": f"flag:{name}_flag",
                    "value": {"label": text("F"), "tone": "warning"},
                },
                {"op": "add-item", "item": guard, "value": said},
                {"op": "remove-item", "item": guard},
                {"op": "move", "item": guard, "anchor": {"before": None}},
                {"op": "set", "item": guard, "property": "id", "value": "called_so"},
                {"op": "set", "item": guard, "value": {**said, "force": "should"}},
            ]
        )
    )
    return found


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_undoing_gives_the_very_bytes_that_stood_there(data: st.DataObject) -> None:
    before = data.draw(
        st.sampled_from([small(), json.loads((shipped("workflows") / "group.json").read_text("utf-8"))])
    )
    for _ in range(4):
        operation = data.draw(operations(before))
        try:
            operation = dict(editing.prepared(before, operation))
            after = editing.apply(before, operation)
        except Refused:
            continue

        back = editing.apply_all(after, editing.inverse(before, operation))

        assert written(dict(back)) == written(before)
        before = json.loads(written(dict(after)))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_name_in_a_shipped_workflow_is_known_to_lead_somewhere(name: str) -> None:
    value = json.loads((shipped("workflows") / f"{name}.json").read_text(encoding="utf-8"))
    there = {
        (kind, each) for kind, group in GROUPS.items() if kind != "scenario" for each in value.get(group, {})
    }
    there |= {("scenario", each["name"]) for each in value["scenarios"]}
    there |= {("clock", each) for kind, each in there if kind in {"timer", "schedule"}}
    there |= {("stage", each) for each in ("*", "same", "previous")}

    lost = {(each.kind, each.name) for each in editing.mentions(value) if each.kind != "guard"} - there

    assert lost <= {("slot", "intake")}  # `intake.…` in a form of the volunteers: a field, not a slot


def test_renaming_a_stage_carries_actions_forms_guards_and_scenarios() -> None:
    before = small()

    after = editing.apply(before, {"op": "rename", "item": "stage:asked", "to": "requested"})

    assert '"asked"' not in written(dict(after))
    assert after["start"] == "requested"
    assert after["actions"]["go"]["when"][0]["stage"] == ["requested", "under_way"]
    assert after["scenarios"][0]["expect"]["stage"] == "requested"
    assert list(after["stages"]) == ["requested", "under_way", "over"]


def test_renaming_a_form_of_the_shipped_case_leaves_its_scenarios_true() -> None:
    before = document()

    after = editing.apply(before, {"op": "rename", "item": "slot:risk_profile", "to": "danger"})

    flow = parse(after)
    assert "danger" in flow.slots
    assert not [
        each for each in editing.mentions(after) if each.name == "risk_profile" and each.kind == "slot"
    ]


def test_a_name_that_something_already_speaks_of_is_no_new_name() -> None:
    value = small()
    value["actions"]["end"]["set"] = ["lost"]
    value["flags"] = {"found": {"label": text("Found"), "tone": "warning"}}

    with pytest.raises(Refused) as refused:
        editing.apply(value, {"op": "rename", "item": "flag:found", "to": "lost"})

    assert refused.value.problems[0].code == "workflow.editing.already-there"


def test_removing_what_is_used_is_refused_and_says_where() -> None:
    with pytest.raises(Refused) as refused:
        editing.apply(small(), {"op": "remove-item", "item": "slot:request"})

    assert refused.value.problems[0].code == "workflow.editing.in-use"
    assert set(refused.value.problems[0].params["used"]) == {"action:go", "timer:report"}  # type: ignore[call-overload]


def test_a_guard_put_before_another_takes_the_scenarios_along() -> None:
    guard = {"op": "add-item", "item": "guard:action.go.when.0", "value": {"done": "request"}}

    after = editing.apply(small(), guard)

    assert after["scenarios"][0]["expect"]["refused"] == {"go": "actions.go.when.2"}


def test_the_guard_that_a_scenario_waits_for_is_not_removed() -> None:
    with pytest.raises(Refused) as refused:
        editing.apply(small(), {"op": "remove-item", "item": "guard:action.go.when.1"})

    assert refused.value.problems[0].params["used"] == ["scenario:begun"]


def test_an_approval_goes_with_its_guard_and_comes_back_with_it() -> None:
    before = small() | {"may_hold_when_empty": ["actions.go.when.0", "other"]}
    operation = {"op": "remove-item", "item": "guard:action.go.when.0"}

    after = editing.apply(before, operation)
    back = editing.apply_all(after, editing.inverse(before, operation))

    assert after["may_hold_when_empty"] == ["other"]
    assert after["scenarios"][0]["expect"]["refused"] == {"go": "actions.go.when.0"}
    assert written(dict(back)) == written(before)


def test_what_a_colleague_changed_meanwhile_is_not_written_over() -> None:
    mine = editing.prepared(
        small(), {"op": "set", "item": "timer:report", "property": "working_days", "value": 12}
    )
    theirs = editing.apply(
        small(), {"op": "set", "item": "timer:report", "property": "working_days", "value": 10}
    )

    with pytest.raises(Refused) as refused:
        editing.apply(theirs, mine)

    assert refused.value.problems[0].code == "workflow.editing.changed-meanwhile"


def test_changes_of_different_items_come_to_the_same_in_either_order() -> None:
    one = {"op": "set", "item": "timer:report", "property": "working_days", "value": 12}
    other = {"op": "set", "item": "stage:asked", "property": "label.en", "value": "Wanted"}

    assert editing.apply_all(small(), [one, other]) == editing.apply_all(small(), [other, one])


def test_what_would_be_no_workflow_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        editing.apply(
            small(), {"op": "set", "item": "timer:report", "property": "working_days", "value": "twelve"}
        )

    assert refused.value.problems[0].pointer == "/timers/report/working_days"


def test_a_value_set_twice_is_set_once_and_one_set_back_not_at_all() -> None:
    def days(count: int) -> editing.Operation:
        return {"op": "set", "item": "timer:report", "property": "working_days", "value": count}

    assert [each["value"] for each in editing.compacted(small(), [days(14), days(13), days(12)])] == [12]
    assert editing.compacted(small(), [days(14), days(15)]) == ()


def test_the_difference_names_the_item_the_property_and_how_much_it_matters() -> None:
    after = editing.apply_all(
        small(),
        [
            {"op": "set", "item": "timer:report", "property": "working_days", "value": 12},
            {"op": "set", "item": "stage:asked", "property": "label.en", "value": "Wanted"},
            {"op": "remove-item", "item": "action:end"},
        ],
    )

    found = {(each.item, each.property): each.change_class for each in editing.difference(small(), after)}

    assert found == {
        ("timer:report", "working_days"): "widening",
        ("stage:asked", "label"): "safe",
        ("action:end", ""): "breaking",
    }

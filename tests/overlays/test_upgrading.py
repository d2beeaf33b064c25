"""A new version of the standard comes into a layer three-way: what does not touch merges, the rest waits for a person."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.definitions.editing import apply_all, difference, normal, prepared, write
from caseforms.locations import shipped
from caseforms.overlays import upgrade
from caseforms.problems import Refused
from caseforms.workflow import editing as workflow_editing
from tests.definitions.editing.drawing import Drawing
from tests.definitions.written import choice, control, form_of, text

Document = dict[str, Any]
OLD = normal(
    form_of(
        {"name": text("姓名", maxLength=50), "kind": choice("yes", "no"), "extra": text("附加")},
        required=["name"],
        controls=[control("name"), control("kind"), control("extra")],
    )
)


def setting(item: str, name: str, value: Any) -> Document:
    return {"op": "set", "item": item, "property": name, "value": value}


OURS = [
    setting("field:/name", "title", "称呼"),
    setting("field:/name", "maxLength", 20),
    {"op": "remove-item", "item": "field:/extra"},
    {
        "op": "add-item",
        "item": "field:/own",
        "value": {"schema": text("自定")},
        "anchor": {"in": "form", "before": "field:/kind"},
    },
]


def test_what_the_standard_changes_elsewhere_is_merged_and_told() -> None:
    new = apply_all(
        OLD, [setting("field:/name", "description", "按身份证"), setting("field:/kind", "title", "类别")]
    )

    found = upgrade(OLD, new, OURS)

    built = apply_all(new, found.operations)
    assert (found.conflicts, found.dropped) == ((), ())
    assert [(one.item, one.property) for one in found.merged] == [("field:/name", "description")]
    assert built["schema"]["properties"]["name"] == {
        "type": "string",
        "title": "称呼",
        "description": "按身份证",
        "maxLength": 20,
    }
    assert list(built["schema"]["properties"]) == ["name", "own", "kind"]


def test_two_changes_of_one_thing_are_a_conflict_with_three_values() -> None:
    new = apply_all(OLD, [setting("field:/name", "title", "全名")])

    found = upgrade(OLD, new, OURS)

    (conflict,) = found.conflicts
    assert (conflict.item, conflict.property, conflict.reason) == ("field:/name", "title", "changed")
    assert (conflict.old_base, conflict.new_base, conflict.ours["value"]) == ("姓名", "全名", "称呼")
    assert "称呼" not in write(apply_all(new, found.operations)), "nothing is resolved silently"


@pytest.mark.parametrize(
    ("chosen", "title"), [("ours", "称呼"), ("theirs", "全名"), ({"value": "两者"}, "两者")]
)
def test_a_conflict_is_settled_as_a_person_decides(chosen: Any, title: str) -> None:
    new = apply_all(OLD, [setting("field:/name", "title", "全名")])

    found = upgrade(OLD, new, OURS, {"field:/name title": chosen})

    assert found.conflicts == ()
    assert apply_all(new, found.operations)["schema"]["properties"]["name"]["title"] == title


def test_what_both_say_alike_is_dropped_from_the_layer() -> None:
    new = apply_all(
        OLD, [setting("field:/name", "title", "称呼"), {"op": "remove-item", "item": "field:/extra"}]
    )

    found = upgrade(OLD, new, OURS)

    assert found.conflicts == ()
    assert [(one["op"], one["item"]) for one in found.dropped] == [
        ("set", "field:/name"),
        ("remove-item", "field:/extra"),
    ]


def test_a_question_that_the_standard_gave_up_is_a_conflict_and_can_be_kept() -> None:
    new = apply_all(OLD, [{"op": "remove-item", "item": "field:/kind"}])
    ours = [setting("field:/kind", "title", "类别")]

    found = upgrade(OLD, new, ours)
    kept = upgrade(OLD, new, ours, {found.conflicts[0].key: "ours"})

    assert [(one.reason, one.new_base) for one in found.conflicts] == [("removed", None)]
    built = apply_all(new, kept.operations)
    assert built["schema"]["properties"]["kind"]["title"] == "类别"
    assert built["translations"]["en"]["kind.no"] == "no"


def test_a_question_that_the_standard_changed_is_not_removed_unseen() -> None:
    new = apply_all(OLD, [setting("field:/extra", "title", "补充说明")])

    found = upgrade(OLD, new, OURS)

    assert [(one.item, one.property, one.reason) for one in found.conflicts] == [
        ("field:/extra", "title", "changed")
    ]


def test_the_same_name_added_on_both_sides_is_a_conflict() -> None:
    new = apply_all(
        OLD,
        [
            {
                "op": "add-item",
                "item": "field:/own",
                "value": {"schema": text("别的")},
                "anchor": {"in": "form"},
            }
        ],
    )

    found = upgrade(OLD, new, OURS)

    assert [(one.item, one.reason) for one in found.conflicts] == [("field:/own", "added")]


def test_a_place_beside_something_that_went_is_found_again() -> None:
    new = apply_all(OLD, [{"op": "remove-item", "item": "field:/kind"}])

    found = upgrade(OLD, new, [OURS[3]])

    assert found.conflicts == ()
    assert [one["scope"] for one in apply_all(new, found.operations)["ui"]["elements"]][
        -1
    ] == "#/properties/own"


def test_what_the_layer_renamed_is_compared_under_its_name_above() -> None:
    new = apply_all(OLD, [setting("field:/kind", "title", "类别")])
    ours = [{"op": "rename", "item": "field:/kind", "to": "sort"}, setting("field:/sort", "title", "种类")]

    found = upgrade(OLD, new, ours)

    assert "field:/kind title" in {one.key for one in found.conflicts}


FORMS = {
    path.stem: normal(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(shipped("form_definitions").glob("*/*.json"))[::5]
    if path.stat().st_size < 25_000
}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_an_upgrade_equals_doing_both_where_they_do_not_touch(seed: int, name: str) -> None:
    base = FORMS[name]
    ours, theirs = _changes(Random(seed), base), _changes(Random(seed + 1), base)
    if {one["item"] for one in ours} & {one["item"] for one in theirs}:
        return
    try:
        both = apply_all(apply_all(base, theirs), ours)
    except Refused:
        return

    found = upgrade(base, apply_all(base, theirs), ours)

    assert found.conflicts == ()
    assert write(apply_all(apply_all(base, theirs), found.operations)) == write(both)


def _changes(random: Random, base: Document) -> list[Document]:
    """Some changes of properties, each of another item, without their ``was``."""
    found: dict[str, Document] = {}
    now = base
    for _ in range(12):
        drawing = Drawing(random, now)
        operation = random.choice((drawing.setting, drawing.saying, drawing.unsetting, drawing.translating))()
        try:
            after = apply_all(now, [prepared(now, operation)])
        except Refused:
            continue
        if str(operation["item"]) not in found and difference(now, after):
            found[str(operation["item"])] = operation
            now = after
    return list(found.values())[:4]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(FORMS)))
def test_an_upgrade_to_the_same_base_changes_nothing(seed: int, name: str) -> None:
    base = FORMS[name]
    ours = _changes(Random(seed), base)

    found = upgrade(base, base, ours)

    assert (found.conflicts, found.dropped, found.merged) == ((), (), ())
    assert write(apply_all(base, found.operations)) == write(apply_all(base, ours))


FLOW = json.loads((shipped("workflows") / "mental-health-case.json").read_text(encoding="utf-8"))
SOONER = setting("timer:assessment", "working_days", 10)


def changed_flow(*operations: Document) -> Document:
    return workflow_editing.apply_all(FLOW, operations)  # type: ignore[return-value]


def test_a_workflow_is_taken_over_in_the_same_way() -> None:
    new = changed_flow(setting("timer:assessment", "soon", 5), setting("timer:intake", "soon", 1))

    found = upgrade(FLOW, new, [SOONER], editing=workflow_editing)

    timers: Any = workflow_editing.apply_all(new, found.operations)["timers"]
    assert found.conflicts == ()
    assert (timers["assessment"]["working_days"], timers["assessment"]["soon"]) == (10, 5)
    assert [(one.item, one.property) for one in found.merged] == [("timer:assessment", "soon")]


def test_a_deadline_that_both_changed_waits_for_a_person() -> None:
    new = changed_flow(setting("timer:assessment", "working_days", 12))

    found = upgrade(FLOW, new, [SOONER], editing=workflow_editing)
    kept = upgrade(FLOW, new, [SOONER], {"timer:assessment working_days": "ours"}, workflow_editing)

    assert [(one.old_base, one.new_base, one.ours["value"]) for one in found.conflicts] == [(15, 12, 10)]
    timers: Any = workflow_editing.apply_all(new, kept.operations)["timers"]
    assert timers["assessment"]["working_days"] == 10


def test_a_condition_is_contested_when_the_standard_changed_the_list_it_stands_in() -> None:
    number = len(FLOW["actions"]["accept"]["when"])
    ours = {
        "op": "add-item",
        "item": f"guard:action.accept.when.{number}",
        "value": {"id": "own_rule", "unflagged": "suspended", "lasting": False},
    }
    theirs = {**ours, "value": {"id": "their_rule", "unflagged": "suspended", "lasting": False}}

    alone = upgrade(FLOW, changed_flow(setting("timer:intake", "soon", 1)), [ours], editing=workflow_editing)
    both = upgrade(FLOW, changed_flow(theirs), [ours], editing=workflow_editing)

    assert alone.conflicts == ()
    assert [(one.item, one.property) for one in both.conflicts] == [("action:accept", "when")]


def test_what_a_layer_renamed_in_a_workflow_is_compared_under_its_name_above() -> None:
    ours = [
        {"op": "rename", "item": "timer:assessment", "to": "estimate"},
        setting("timer:estimate", "working_days", 10),
    ]
    new = changed_flow(setting("timer:assessment", "working_days", 12))

    found = upgrade(FLOW, new, ours, editing=workflow_editing)

    assert "timer:assessment working_days" in {one.key for one in found.conflicts}

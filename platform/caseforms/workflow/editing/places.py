"""Where the items of a workflow stand: `action:accept`, `guard:action.accept.when.0`, `scenario:accepted`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseforms.workflow.editing.refusing import refuse
from caseforms.workflow.editing.tree import Place

Document = Mapping[str, Any]

WORKFLOW = "workflow"
GROUPS: Mapping[str, str] = {
    "role": "roles",
    "slot": "forms",
    "stage": "stages",
    "flag": "flags",
    "fact": "derived",
    "action": "actions",
    "timer": "timers",
    "schedule": "schedules",
    "alert": "alerts",
    "track": "tracks",
    "setting": "settings",
    "scenario": "scenarios",
}
"""Kinds of items that have a name of their own, and the part of the document that holds them."""
KINDS = {group: kind for kind, group in GROUPS.items()}
PARTS = frozenset({"guard", "effect", "signature"})
"""Kinds that stand inside another item: `guard:action.accept.when.0` is a part of `action:accept`."""
NAMES_OF_MEMBERS = ("id", "role", "name")
"""By what a member of a list can be called instead of its number: a guard, a signature, a scenario."""


def kind_of(item: str) -> str:
    """`action` of `action:accept`."""
    return item.partition(":")[0]


def name_of(item: str) -> str:
    """`accept` of `action:accept`."""
    return item.partition(":")[2]


def owner_of(item: str) -> str:
    """The item with a name of its own that an item is or belongs to."""
    if kind_of(item) not in PARTS:
        return item
    kind, name, *_ = name_of(item).split(".")
    return f"{kind}:{name}"


def place_of(document: Document, item: str) -> Place:
    """Where the item stands, or would stand. Refused `workflow.editing.unknown-item` for what no workflow can have."""
    kind, name = kind_of(item), name_of(item)
    if item == WORKFLOW:
        return ()
    if kind in GROUPS and name:
        return _walked(document, (GROUPS[kind],), [name])
    steps = name.split(".")
    if kind not in PARTS or len(steps) < 3 or steps[0] not in GROUPS:
        refuse("workflow.editing.unknown-item", item=item)
    owner = _walked(document, (GROUPS[steps[0]],), [steps[1]])
    return _walked(document, owner, steps[2:])


def item_at(place: Place, kind: str = "guard") -> str:
    """The item that stands at a place; what is deeper than an item with a name of its own is a `kind` of part."""
    if not place:
        return WORKFLOW
    group, *rest = place
    owner = KINDS[str(group)]
    if len(rest) == 1:
        return f"{owner}:{rest[0]}"
    return f"{kind}:{'.'.join(str(step) for step in (owner, *rest))}"


def _walked(document: Document, place: Place, steps: list[str]) -> Place:
    node: Any = document
    for step in place:
        node = _member(node, step)
    for step in steps:
        found: str | int = step
        if isinstance(node, list):
            found = _index(node, step)
        elif step.isdecimal():
            found = int(step)  # into a list that is not there yet
        place = (*place, found)
        node = _member(node, found)
    return place


def _member(node: Any, step: str | int) -> Any:
    if isinstance(node, Mapping):
        return node.get(step)
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None


def _index(members: list[Any], step: str) -> int:
    if step.isdecimal():
        return int(step)
    for index, member in enumerate(members):
        if isinstance(member, Mapping) and step in (member.get(name) for name in NAMES_OF_MEMBERS):
            return index
    return len(members)

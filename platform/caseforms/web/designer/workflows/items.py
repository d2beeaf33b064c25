"""The page of one item of a workflow: what can be changed of it, its conditions, who uses it; adding and removing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from caseforms.problems import Refused
from caseforms.services.refusal import refuse
from caseforms.web.designer.workflows import effect_words, item_words, overview, posted, properties, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.guard_words import Speaker
from caseforms.web.designer.workflows.properties import GUARDS, LISTED, PROPERTIES
from caseforms.web.designer.workflows.work import Work
from caseforms.web.languages import gettext
from caseforms.workflow import editing
from caseforms.workflow.editing.tree import at, has

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
ADDED = frozenset({"stage", "slot", "flag", "action", "timer", "signature"})
"""Kinds of items that can be added here."""
SECTION_OF: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("workflow", "stage", "action"), "show"),
        **dict.fromkeys(("slot", "signature"), "forms"),
        **dict.fromkeys(("timer", "schedule", "setting"), "deadlines"),
        **dict.fromkeys(("flag", "role", "alert", "track", "fact"), "marks"),
    }
)
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@workflows.get("/<workflow_id>/items/<item>")
def item(workflow_id: str, item: str) -> str:
    """One item, to be changed."""
    return _page(work.current(workflow_id), item)


@workflows.post("/<workflow_id>/items/<item>")
def change_item(workflow_id: str, item: str) -> AnyResponse | Page:
    """Make it what was filled in."""
    found = work.current(workflow_id)
    node = node_of(found, item)
    return _attempted(
        found, item, lambda: posted.with_reason(posted.operations(item, node, request.form), request.form)
    )


@workflows.post("/<workflow_id>/items/<item>/remove")
def remove_item(workflow_id: str, item: str) -> AnyResponse | Page:
    """Take it away, unless something uses it."""
    found = work.current(workflow_id)
    said = gettext("%(what)s removed", what=item_words.called(found.document, item))
    return _attempted(found, item, lambda: [{"op": "remove-item", "item": item}], home(found, item), said)


@workflows.post("/<workflow_id>/items/<item>/move")
def move_item(workflow_id: str, item: str) -> AnyResponse | Page:
    """Put it before or behind its neighbour."""
    found = work.current(workflow_id)
    return _attempted(
        found, item, lambda: _moving(found, item, request.form.get("to") == "up"), home(found, item)
    )


@workflows.post("/<workflow_id>/items/<item>/rename")
def rename_item(workflow_id: str, item: str) -> AnyResponse | Page:
    """Give an item that was added in this work another short name; everything that speaks of it follows."""
    found = work.current(workflow_id)
    kind, _, old = item.partition(":")
    new = request.form.get("short", "").strip()
    target = url_for("workflows.item", workflow_id=workflow_id, item=f"{kind}:{new}")

    def asked() -> list[editing.Operation]:
        if not found.is_new(item) or not NAME.fullmatch(new):
            refuse("workflow.editing.short-name")
        return [] if new == old else [{"op": "rename", "item": item, "to": new}]

    return _attempted(found, item, asked, target)


@workflows.get("/<workflow_id>/new/<kind>")
def new_item(workflow_id: str, kind: str) -> str:
    """A new item, to be filled in."""
    return _new_page(work.current(workflow_id), kind)


@workflows.post("/<workflow_id>/new/<kind>")
def add_item(workflow_id: str, kind: str) -> AnyResponse | Page:
    """Add it at the end of its kind."""
    found = work.current(workflow_id)
    try:
        node = {**posted.new_node(_addable(kind), request.form), **_what_else(kind)}
    except Refused as refused:
        return _new_page(found, kind, work.reasons_of(found, refused)), 422
    name = request.form.get("short", "").strip() or _free_name(found, kind)
    added = f"{kind}:{name}"
    if kind == "signature":
        slot = request.form.get("of", "")
        added = f"signature:slot.{slot}.signatures.{len(found.document['forms'].get(slot, {}).get('signatures', ()))}"
    reasons = work.attempt(found, [{"op": "add-item", "item": added, "value": node}])
    if reasons:
        return _new_page(found, kind, reasons), 422
    return work.back_to(url_for("workflows.item", workflow_id=workflow_id, item=added), gettext("Added."))


def home(found: Work, item: str) -> str:
    """The page on which items of this kind are listed; of a part, the page of what it belongs to."""
    kind, _, name = item.partition(":")
    if kind in {"signature", "guard", "effect"}:
        owner_kind, owner, *_ = name.split(".")
        return url_for("workflows.item", workflow_id=found.workflow_id, item=f"{owner_kind}:{owner}")
    return url_for(f"workflows.{SECTION_OF.get(kind, 'show')}", workflow_id=found.workflow_id)


def node_of(found: Work, item: str) -> Any:
    """What stands under an item. Refused `workflow.editing.not-found`."""
    place = _place(found, item)
    if not has(found.document, place) or item.partition(":")[0] not in PROPERTIES:
        refuse("workflow.editing.not-found")
    return at(found.document, place)


def _place(found: Work, item: str) -> Any:
    try:
        return editing.place_of(found.document, item)
    except Refused:
        refuse("workflow.editing.not-found")


def _attempted(
    found: Work,
    item: str,
    asked: Callable[[], list[editing.Operation]],
    then: str | None = None,
    said: str | None = None,
) -> AnyResponse | Page:
    """Do what was asked and go on; what is refused comes back on the page with what was typed."""
    try:
        operations = asked()
    except Refused as refused:
        return _page(found, item, work.reasons_of(found, refused)), 422
    reasons = work.attempt(found, operations)
    if reasons:
        return _page(found, item, reasons), 422
    here = url_for("workflows.item", workflow_id=found.workflow_id, item=item)
    return work.back_to(
        then or here, said or (gettext("Kept.") if operations else gettext("Nothing was changed."))
    )


def _page(found: Work, item: str, reasons: tuple[str, ...] = ()) -> str:
    kind, _, name = item.partition(":")
    node = node_of(found, item)
    speaker = Speaker(found.flow, name if kind == "slot" else "")
    return render_template(
        "designer/workflows/item.html",
        **overview.about(found, ""),
        item=item,
        kind=kind,
        node=node,
        fields=PROPERTIES[kind],
        value_of=lambda each: node if not each.name else node.get(each.name),
        lengths=properties.LENGTHS,
        typed=request.form if reasons else {},
        reasons=reasons,
        guards=_guards(found, item, node, speaker),
        consequences=[effect_words.told(found.flow, each) for each in _consequences(node)],
        users=sorted(
            {editing.item_of(found.document, each) for each in editing.users_of(found.document, item)}
        ),
        called=lambda other: item_words.called(found.document, other),
        home=home(found, item),
        new=found.is_new(item),
        clocks=effect_words.clock(found.flow, name) if kind == "timer" else (),
    )


def _consequences(node: Any) -> list[Mapping[str, Any]]:
    found = node.get("effects", []) if isinstance(node, Mapping) else []
    return found if isinstance(found, list) else []


def _guards(
    found: Work, item: str, node: Any, speaker: Speaker
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(property, its words, [(item of the guard, sentence)]) for each place of conditions."""
    kind, _, name = item.partition(":")
    shown = []
    for each in GUARDS.get(kind, ()):
        stood = node.get(each)
        members = stood if isinstance(stood, list) else [stood] if stood else []
        lines = [
            (f"guard:{kind}.{name}.{each}" + (f".{index}" if each in LISTED else ""), speaker.sentence(one))
            for index, one in enumerate(members)
        ]
        shown.append((each, item_words.property_word(each), lines))
    return shown


def _moving(found: Work, item: str, up: bool) -> list[editing.Operation]:
    kind, _, name = item.partition(":")
    members = list(found.document.get(editing.GROUPS.get(kind, ""), {}))
    if name not in members:
        refuse("workflow.editing.not-found")
    index = members.index(name)
    before = index - 1 if up else index + 2
    if before < 0 or index + 1 >= len(members) > before:
        return []
    anchor = f"{kind}:{members[before]}" if before < len(members) else None
    return [{"op": "move", "item": item, "anchor": {"before": anchor}}]


def _addable(kind: str) -> str:
    if kind not in ADDED:
        refuse("workflow.editing.not-found")
    return kind


def _new_page(found: Work, kind: str, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "designer/workflows/new.html",
        **overview.about(found, ""),
        kind=_addable(kind),
        kind_word=item_words.kind_word(kind),
        fields=PROPERTIES[kind],
        lengths=properties.LENGTHS,
        typed=request.form or request.args,
        reasons=reasons,
        of=request.values.get("of", ""),
        value_of=lambda _: None,
        starts=effect_words.starts(found.flow),
        slot_options=properties.slots(found.flow),
        home=url_for(f"workflows.{SECTION_OF[kind]}", workflow_id=found.workflow_id),
    )


def _what_else(kind: str) -> dict[str, Any]:
    """What a new item needs beside its properties: from when a clock runs, and what ends it."""
    if kind != "timer":
        return {}
    start, ends = request.form.get("starts", ""), request.form.get("ends", "")
    if not start or not ends:
        refuse("workflow.editing.missing", what=gettext("From when it runs, and what ends it"))
    return {"start": start, "met": {"submitted": ends}}


def _free_name(found: Work, kind: str) -> str:
    """A short name that nothing has yet: `stage_2`."""
    taken = found.document.get(editing.GROUPS.get(kind, ""), {})
    number = len(taken) + 1
    while f"{kind}_{number}" in taken:
        number += 1
    return f"{kind}_{number}"

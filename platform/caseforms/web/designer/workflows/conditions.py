"""The page of one condition, and the pickers that put another together: add it, as an alternative, or as “only if”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from caseforms.problems import Refused
from caseforms.services.refusal import refuse
from caseforms.web.designer.workflows import items, overview, picking, posted, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.guard_words import Speaker, operator_of
from caseforms.web.designer.workflows.properties import PROPERTIES
from caseforms.web.designer.workflows.work import Work
from caseforms.web.languages import gettext
from caseforms.workflow import editing
from caseforms.workflow.editing.tree import at, has
from caseforms.workflow.guards import MARKS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
GROUPED = frozenset({"any", "all"})
MODES = frozenset({"add", "any", "all", "only"})
"""What becomes of a condition that was put together: a further one, an alternative, one more part, an “only if”."""


@workflows.get("/<workflow_id>/conditions/<item>")
def condition(workflow_id: str, item: str) -> str:
    """One condition: what it says, its parts, the words that people read, how binding it is."""
    return _page(work.current(workflow_id), item)


@workflows.post("/<workflow_id>/conditions/<item>")
def change_condition(workflow_id: str, item: str) -> AnyResponse | Page:
    """Keep its words, its clause and how binding it is."""
    found = work.current(workflow_id)
    try:
        operations = posted.operations(item, items.node_of(found, item), request.form)
    except Refused as refused:
        return _page(found, item, work.reasons_of(found, refused)), 422
    reasons = work.attempt(found, operations)
    if reasons:
        return _page(found, item, reasons), 422
    here = url_for("workflows.condition", workflow_id=workflow_id, item=item)
    return work.back_to(here, gettext("Kept.") if operations else gettext("Nothing was changed."))


@workflows.post("/<workflow_id>/conditions/<item>/remove")
def remove_condition(workflow_id: str, item: str) -> AnyResponse | Page:
    """Take it away, unless a trial run still expects it."""
    found = work.current(workflow_id)
    reasons = work.attempt(found, [{"op": "remove-item", "item": item}])
    if reasons:
        return _page(found, item, reasons), 422
    return work.back_to(_around(found, item), gettext("Condition removed."))


@workflows.get("/<workflow_id>/pick")
def pick(workflow_id: str) -> str:
    """The next step in putting a condition together."""
    return _picker(work.current(workflow_id))


@workflows.post("/<workflow_id>/pick")
def picked(workflow_id: str) -> AnyResponse | Page:
    """Add what was put together."""
    found = work.current(workflow_id)
    target, mode = _target(found)
    try:
        node = picking.built(found.flow, _slot_of(target), request.form)
        node |= posted.new_node("guard", request.form) if mode == "add" else {}
        operations = _added(found, target, mode, node)
    except Refused as refused:
        return _picker(found, work.reasons_of(found, refused)), 422
    reasons = work.attempt(found, operations)
    if reasons:
        return _picker(found, reasons), 422
    return work.back_to(_after(found, target, mode), gettext("Condition added."))


def _page(found: Work, item: str, reasons: tuple[str, ...] = ()) -> str:
    node = items.node_of(found, item)
    speaker = Speaker(found.flow, _slot_of(item))
    operator = operator_of(node)
    parts = [
        (
            f"{item}.{operator}" + (f".{index}" if isinstance(node[operator], list) else ""),
            speaker.sentence(part),
        )
        for index, part in enumerate(speaker.parts(node))
    ]
    return render_template(
        "designer/workflows/condition.html",
        **overview.about(found, ""),
        item=item,
        node=node,
        operator=operator,
        sentence=speaker.core(node),
        only=(f"{item}.when", speaker.core(node["when"])) if "when" in node else None,
        parts=parts,
        fields=PROPERTIES["guard"],
        value_of=lambda each: node.get(each.name),
        typed=request.form if reasons else {},
        reasons=reasons,
        nested=_is_nested(item),
        home=_around(found, item),
    )


def _picker(found: Work, reasons: tuple[str, ...] = ()) -> str:
    target, mode = _target(found)
    own = _slot_of(target)
    step = picking.step(found.flow, own, request.values)
    return render_template(
        "designer/workflows/pick.html",
        **overview.about(found, ""),
        target=target,
        mode=mode,
        kinds=picking.kinds(own),
        step=step,
        chosen=request.values,
        fields=PROPERTIES["guard"],
        typed=request.form,
        value_of=lambda _: None,
        reasons=reasons,
        home=_after(found, target, mode),
    )


def _target(found: Work) -> tuple[str, str]:
    """The condition (or the free place for one) that is meant, and what is to be done there."""
    target, mode = request.values.get("at", ""), request.values.get("mode", "add")
    if mode not in MODES or not target.startswith("guard:"):
        refuse("workflow.editing.not-found")
    try:
        place = editing.place_of(found.document, target)
    except Refused:
        refuse("workflow.editing.not-found")
    if not has(found.document, place[:2]) or (mode != "add" and not has(found.document, place)):
        refuse("workflow.editing.not-found")
    return target, mode


def _added(found: Work, target: str, mode: str, node: dict[str, Any]) -> list[editing.Operation]:
    if mode == "add":
        return [{"op": "add-item", "item": target, "value": node}]
    stood: Mapping[str, Any] = at(found.document, editing.place_of(found.document, target))
    if mode == "only":
        before = stood.get("when")
        value = node if before is None else {"all": [before, node]}
        return [{"op": "set", "item": target, "property": "when", "value": value}]
    if operator_of(stood) == mode:
        return [{"op": "add-item", "item": f"{target}.{mode}.{len(stood[mode])}", "value": node}]
    core = {name: value for name, value in stood.items() if name not in MARKS}
    marks = {name: value for name, value in stood.items() if name in MARKS}
    return [{"op": "set", "item": target, "value": {**marks, mode: [core, node]}}]


def _after(found: Work, target: str, mode: str) -> str:
    if mode == "add":
        return items.home(found, target)
    return url_for("workflows.condition", workflow_id=found.workflow_id, item=target)


def _slot_of(item: str) -> str:
    """The form whose record a condition may speak of as “this form”."""
    kind, name, *_ = item.partition(":")[2].split(".")
    return name if kind == "slot" else ""


def _around(found: Work, item: str) -> str:
    """The page of the condition that this one is a part of; else of the item that it belongs to."""
    if not _is_nested(item):
        return items.home(found, item)
    steps = item.split(".")[:-1]
    if steps[-2:-1] == ["effects"]:  # the condition of a consequence
        return items.home(found, item)
    outer = ".".join(steps if steps[-1] not in GROUPED else steps[:-1])
    return url_for("workflows.condition", workflow_id=found.workflow_id, item=outer)


def _is_nested(item: str) -> bool:
    """Whether a condition stands inside another: the words that people read belong to the outer one."""
    return any(step in {*GROUPED, "not"} for step in item.split(".")) or _is_only(item)


def _is_only(item: str) -> bool:
    """Whether it is the “only if” of a condition, or of a consequence: not the list of an action's conditions."""
    return item.endswith(".when") and len(item.split(".")) > 3

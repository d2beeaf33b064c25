"""One-click remedies for what the linter finds, where there is one that needs no words and loses no answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from caseforms.definitions.editing.items import Item, field_item
from caseforms.definitions.editing.operations import apply_all
from caseforms.definitions.editing.places import has_field, layout_of
from caseforms.definitions.editing.properties import value_of
from caseforms.definitions.editing.sharing import Document, at
from caseforms.definitions.editing.sheet import sheet_name
from caseforms.definitions.editing.verb import Operation, Operations
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT, escape, scope_segments, split


def lint_remedies(problem: Problem, document: Mapping[str, Any]) -> Operations:
    """The operations that mend a problem of a form; none where somebody has to decide or find words."""
    remedy = REMEDIES.get(problem.code)
    found = dict(document)
    try:
        operations = remedy(problem, found) if remedy else ()
        apply_all(found, operations)
    except Refused:
        return ()
    return operations


def _field(problem: Problem) -> Item:
    """The field in whose schema a problem was found."""
    pointer = ""
    steps = iter(split(problem.pointer)[1:])
    for step in steps:
        if step == "properties":
            pointer += f"/{escape(next(steps))}"
        elif step == "items":
            pointer += "/*"
        else:
            break
    return Item("field", pointer.removesuffix("/*"))


def _without(*names: str) -> Callable[[Problem, Document], Operations]:
    """The remedy of taking properties away that lead nowhere."""

    def remedy(problem: Problem, document: Document) -> Operations:
        item = _field(problem)
        return tuple(
            {"op": "unset", "item": str(item), "property": name}
            for name in names
            if value_of(document, item, name) is not ABSENT
        )

    return remedy


def _stale(problem: Problem, _: Document) -> Operations:
    language = split(problem.pointer)[1]
    return ({"op": "translate", "item": f"text:{language}:{problem.params['key']}", "value": None},)


def _option(problem: Problem, _: Document) -> Operations:
    return ({"op": "unset", "item": str(_field(problem)), "property": f"options.{problem.params['option']}"},)


def _read_only(problem: Problem, _: Document) -> Operations:
    return ({"op": "set", "item": str(_field(problem)), "property": "readOnly", "value": True},)


def _closed(problem: Problem, document: Document) -> Operations:
    """A rule that does not hold while nothing is answered."""
    item = _field(problem)
    rule = value_of(document, item, "rule")
    told = {**rule, "condition": _failing_when_empty(rule["condition"])}
    return ({"op": "set", "item": str(item), "property": "rule", "value": told},)


def _failing_when_empty(condition: Any) -> Any:
    if "conditions" in condition:
        return {**condition, "conditions": [_failing_when_empty(one) for one in condition["conditions"]]}
    return {**condition, "failWhenUndefined": True} if "schema" in condition else condition


def _shown_with_choice(problem: Problem, document: Document) -> Operations:
    """A companion is shown while its choice is made."""
    item = _field(problem)
    companion = value_of(document, item, "options.companionOf")
    base = layout_of(document).find(str(item)).base
    target = Item("field", base + "".join(f"/{name}" for name in scope_segments(companion["scope"]) or ()))
    chosen: dict[str, Any] = {"const": companion["value"]}
    schema = chosen if value_of(document, target, "type") != "array" else {"contains": chosen}
    condition = {"scope": companion["scope"], "schema": schema, "failWhenUndefined": True}
    rule = {"effect": "SHOW", "condition": condition}
    return ({"op": "set", "item": str(item), "property": "rule", "value": rule},)


def _swapped(problem: Problem, document: Document) -> Operations:
    """Limits that were written the wrong way round."""
    item, least, most = str(_field(problem)), str(problem.params["least"]), str(problem.params["most"])
    owner = _field(problem)
    return (
        {"op": "set", "item": item, "property": least, "value": value_of(document, owner, most)},
        {"op": "set", "item": item, "property": most, "value": value_of(document, owner, least)},
    )


def _check_gone(problem: Problem, document: Document) -> Operations:
    pointer = _field(problem).name
    check = Item("check", pointer if has_field(document, pointer) else "", str(problem.params["check"]))
    return ({"op": "remove-item", "item": str(check)},)


def _print_gone(problem: Problem, document: Document) -> Operations:
    """The cell without the part that prints nothing."""
    steps = [int(step) if step.isdigit() else step for step in split(problem.pointer)]
    if len(steps) < 7 or steps[5] != "content":
        return ()
    path = tuple(steps[:5])
    content = at(document, (*path, "content"))
    left = [part for number, part in enumerate(content) if number != steps[6]]
    return ({"op": "set", "item": sheet_name(document, path), "property": "content", "value": left},)


def _drawn(problem: Problem, document: Document) -> Operations:
    """A question that nobody can answer is put at the end of the first section, or of the rows it belongs to."""
    item = _field(problem)
    layout = layout_of(document)
    holder = item.name.rpartition("/")[0].removesuffix("/*")
    if holder:
        place: str | None = field_item(holder)
    else:
        held = (spot for spot in layout.spots if spot.element.get("type") in ("Group", "VerticalLayout"))
        place = next((layout.named(spot.path) for spot in held if spot.base == ""), None)
    anchor: Operation = {"in": place, "before": None}
    return ({"op": "move", "item": str(item), "anchor": anchor},) if place else ()


REMEDIES: Mapping[str, Callable[[Problem, Document], Operations]] = {
    "definition.translation-stale": _stale,
    "definition.unknown-option": _option,
    "definition.computed-not-read-only": _read_only,
    "definition.condition-open": _closed,
    "definition.companion-rule": _shown_with_choice,
    "definition.companion-of-nothing": _without("options.companionOf"),
    "definition.companion-choice": _without("options.companionOf"),
    "definition.limits": _swapped,
    "definition.default": _without("default"),
    "definition.compute-reads-nothing": _without("x-compute", "x-compute-when"),
    "definition.check-reads-nothing": _check_gone,
    "definition.signed-date": _without("x-signed-date"),
    "definition.prefill-unknown-form": _without("x-prefill"),
    "definition.prefill-unknown-field": _without("x-prefill"),
    "definition.paper-unknown-field": _print_gone,
    "definition.required-without-control": _drawn,
    "definition.no-control": _drawn,
}
"""What mends which problem."""

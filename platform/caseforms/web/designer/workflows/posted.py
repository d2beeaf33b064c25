"""What was filled in on the page of an item, turned into operations: only what differs from what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from caseforms.services.refusal import refuse
from caseforms.web.designer.workflows.properties import LENGTHS, PROPERTIES, Property
from caseforms.workflow import editing

Form = MultiDict[str, str]
Node = Mapping[str, Any]
LANGUAGES = ("zh", "en")
LONGEST = 500
MOST_DIGITS = 5


def operations(item: str, node: Node, form: Form) -> list[editing.Operation]:
    """The operations that make an item what was posted. Refused `workflow.editing.words`, `.number`, `.missing`."""
    return list(_operations(item, node, form))


def with_reason(operations: list[editing.Operation], form: Form) -> list[editing.Operation]:
    """The operations with the reason that was written for them, if any."""
    why = form.get("why", "").strip()[:LONGEST]
    return [{**each, "reason": why} for each in operations] if why else operations


def new_node(kind: str, form: Form) -> dict[str, Any]:
    """A new item as it was posted."""
    node: dict[str, Any] = {}
    for each in PROPERTIES[kind]:
        if each.kind == "length":
            node |= _length(form)
        elif (value := read(each, form)) is not None:
            node[each.name] = value
    return node


def read(each: Property, form: Form) -> Any:
    """The value of one property; None when nothing was given."""
    value = READ[each.kind](each, form)
    if value is None and not each.optional:
        refuse("workflow.editing.missing", what=each.word)
    return value


def _operations(item: str, node: Node, form: Form) -> Iterator[editing.Operation]:
    for each in PROPERTIES[item.partition(":")[0]]:
        if each.kind == "length":
            yield from _of_length(item, node, form)
            continue
        if not each.name:
            value = read(each, form)
            if value != node:
                yield {"op": "set", "item": item, "value": value}
            continue
        stood = node.get(each.name)
        if f"{each.name}-kept" in form or (each.kind == "choice" and isinstance(stood, Mapping)):
            continue
        value = _as_written(each, read(each, form), stood)
        if value is None and stood is not None and stood is not False:
            yield {"op": "unset", "item": item, "property": each.name}
        elif value is not None and value != stood:
            yield {"op": "set", "item": item, "property": each.name, "value": value}


def _as_written(each: Property, value: Any, stood: Any) -> Any:
    """The same choice keeps the form in which it was written: one stage alone, the names in their order."""
    if each.kind != "many" or value is None:
        return value
    before = stood if isinstance(stood, list) else [stood] if stood else []
    if set(before) == set(value):
        return stood
    return [name for name in before if name in value] + [name for name in value if name not in before]


def _of_length(item: str, node: Node, form: Form) -> Iterator[editing.Operation]:
    old = next((unit for unit in LENGTHS if unit in node), None)
    if old is None or "length" not in form:
        return
    ((unit, number),) = _length(form).items()
    if unit == old:
        if number != node[old]:
            yield {"op": "set", "item": item, "property": old, "value": number}
        return
    changed = {
        unit if name == old else name: number if name == old else value for name, value in node.items()
    }
    yield {"op": "set", "item": item, "value": changed}


def _length(form: Form) -> dict[str, int]:
    unit, written = form.get("length-unit", "working_days"), form.get("length", "").strip()
    if unit not in LENGTHS or not _is_number(written) or int(written) == 0:
        refuse("workflow.editing.number")
    return {unit: int(written)}


def _words(each: Property, form: Form) -> dict[str, str] | None:
    found = {language: form.get(f"{each.name or 'name'}-{language}", "").strip() for language in LANGUAGES}
    if not any(found.values()):
        return None
    if not all(found.values()) or max(map(len, found.values())) > LONGEST:
        refuse("workflow.editing.words", what=each.word, limit=LONGEST)
    return found


def _text(each: Property, form: Form) -> str | None:
    return form.get(each.name, "").strip()[:LONGEST] or None


def _number(each: Property, form: Form) -> int | None:
    written = form.get(each.name, "").strip()
    if written and not _is_number(written):
        refuse("workflow.editing.number")
    return int(written) if written else None


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS


def _choice(each: Property, form: Form) -> str | None:
    return form.get(each.name) or None


def _many(each: Property, form: Form) -> list[str] | None:
    return list(dict.fromkeys(form.getlist(each.name))) or None


def _yes(each: Property, form: Form) -> bool | None:
    return True if form.get(each.name) else None


READ: Mapping[str, Callable[[Property, Form], Any]] = MappingProxyType(
    {"words": _words, "text": _text, "number": _number, "choice": _choice, "many": _many, "yes": _yes}
)

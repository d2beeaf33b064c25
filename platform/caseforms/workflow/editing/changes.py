"""What was changed between two documents, item by item, and what each operation says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from caseforms.workflow.editing.naming import Document
from caseforms.workflow.editing.operations import Operation, property_of
from caseforms.workflow.editing.places import KINDS, WORKFLOW, kind_of, name_of, owner_of, place_of
from caseforms.workflow.editing.tree import at, has

Text = Mapping[str, str]
Class = Literal["safe", "widening", "breaking"]
WORDS = frozenset({"label", "title", "message", "consequence", "wording", "clause", "kinds", "tone", "name"})
"""Properties that say something and decide nothing."""
ENDING = frozenset({"stage", "slot", "action", "flag", "alert", "track", "schedule"})
"""Items that running cases stand in or have in their log: taking one away may leave a case without it."""
NOTHING: Mapping[str, Text] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What an operation does, to be worded at the edge: `code` is the operation, `params` what it speaks of."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` is added, removed, moved or changed; `safe` changes no case, `breaking` may strand one."""

    item: str
    kind: Literal["added", "removed", "moved", "changed"]
    property: str
    before: Any
    after: Any
    change_class: Class


def difference(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference, in the order of the parts of a workflow."""
    return tuple(_differences(before, after))


def sentence(document_before: Document, operation: Operation) -> Sentence:
    """What an operation does, with the names that people know the item by."""
    item = str(operation["item"])
    params: dict[str, Any] = {"item": item, "kind": kind_of(item), "label": label_of(document_before, item)}
    if operation["op"] in {"set", "unset"}:
        params["property"] = ".".join(str(step) for step in property_of(operation))
        params |= {"was": operation.get("was"), "value": operation.get("value")}
    if operation["op"] == "add-item" and isinstance(operation["value"], Mapping):
        params["label"] = _label(operation["value"]) or params["label"]
    if operation["op"] == "move":
        before = (operation.get("anchor") or {}).get("before")
        params["before"] = label_of(document_before, before) if before else NOTHING
    if operation["op"] == "rename":
        params["to"] = operation["to"]
    return Sentence(str(operation["op"]), params)


def label_of(document: Document, item: str) -> Text:
    """By what people know an item: its label or title; of a part, that of the item it belongs to; else its name."""
    owner = owner_of(item)
    place = place_of(document, owner)
    found = _label(at(document, place)) if has(document, place) else {}
    return found or {"zh": name_of(owner), "en": name_of(owner)}


def _label(node: Any) -> Text:
    if not isinstance(node, Mapping):
        return {}
    found = node.get("label") or node.get("title") or ({} if "zh" not in node else node)
    return found if isinstance(found, Mapping) else {}


def _differences(before: Document, after: Document) -> Iterator[Change]:
    for part in dict.fromkeys((*before, *after)):
        old, new = before.get(part), after.get(part)
        if old == new and _order(old) == _order(new):
            continue
        if part == "scenarios":
            yield from _of_group(part, _by_name(old), _by_name(new))
        elif part in KINDS:
            yield from _of_group(part, old or {}, new or {})
        elif part != "version":
            yield Change(WORKFLOW, "changed", part, old, new, _class_of(WORKFLOW, part))


def _order(value: Any) -> list[str]:
    return list(value) if isinstance(value, Mapping) else []


def _by_name(scenarios: Any) -> Mapping[str, Any]:
    return {each["name"]: each for each in scenarios or ()}


def _of_group(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    kind = KINDS[part]
    for name in dict.fromkeys((*old, *new)):
        item = f"{kind}:{name}"
        if name not in new:
            yield Change(item, "removed", "", old[name], None, "breaking" if kind in ENDING else "widening")
        elif name not in old:
            yield Change(item, "added", "", None, new[name], "safe" if kind == "scenario" else "widening")
        else:
            yield from _of_item(item, old[name], new[name])
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        yield Change(f"{kind}:", "moved", "", kept, [name for name in new if name in old], "safe")


def _of_item(item: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(item, "changed", name, old.get(name), new.get(name), _class_of(item, name))


def _class_of(item: str, name: str) -> Class:
    if name in WORDS or kind_of(item) in {"scenario", "role"} or name == "may_hold_when_empty":
        return "safe"
    return "breaking" if (kind_of(item), name) == ("slot", "definition") else "widening"

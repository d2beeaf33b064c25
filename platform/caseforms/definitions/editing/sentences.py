"""What an operation does, as a value to be worded at the edge, and by what words people know an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from caseforms.definitions.editing.items import Item, item_of
from caseforms.definitions.editing.operations import prepared
from caseforms.definitions.editing.places import check_path, choice_path, layout_of, schema_path
from caseforms.definitions.editing.properties import value_of
from caseforms.definitions.editing.sharing import Document, at
from caseforms.definitions.editing.sheet import sheet_places
from caseforms.definitions.editing.translating import home_of, label_key
from caseforms.definitions.editing.verb import Operation
from caseforms.problems import Refused
from caseforms.rules.pointers import ABSENT
from caseforms.wording.picking import BASE_LANGUAGE

Text = Mapping[str, str]
NOTHING: Text = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """``code`` is the operation; ``params`` what it speaks of: ``item``, its ``kind`` and ``label``, and by operation
    ``property`` ``value`` ``was``, ``in`` and ``before`` (labels), ``to``, ``language``."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def sentence(document_before: Mapping[str, Any], operation: Operation) -> Sentence:
    """What an operation on a document does, with the words that people know its items by."""
    document = dict(document_before)
    item = item_of(operation["item"])
    params: dict[str, Any] = {"item": str(item), "kind": item.kind, "label": _label(document, operation)}
    for key in ("property", "value", "was", "to"):
        if key in operation:
            params[key] = operation[key]
    if "was" not in operation:
        params["was"] = _was(document, operation)
    if item.kind == "text":
        params["language"] = item.name
    anchor = operation.get("anchor")
    if isinstance(anchor, Mapping):
        for key in ("in", "before", "around"):
            params[key] = label_of(document, str(anchor[key])) if anchor.get(key) else NOTHING
    return Sentence(str(operation["op"]), params)


def _was(document: Document, operation: Operation) -> Any:
    try:
        return prepared(document, operation).get("was")
    except Refused:
        return None


def _label(document: Document, operation: Operation) -> Text:
    """The label of an item; of one that is only put in now, what it brings."""
    item = str(operation["item"])
    if str(operation.get("op", "")).startswith("add-") and isinstance(operation.get("value"), Mapping):
        value = operation["value"]
        own = value.get("schema", value).get("title") or value.get("label") or value.get("text")
        if isinstance(own, str):
            said = {
                language: text
                for language, words in (operation.get("translations") or {}).items()
                for key, text in words.items()
                if key.rpartition(".")[2] in ("label", "text", item_of(item).part)
            }
            return {BASE_LANGUAGE: own, **said}
    return label_of(document, item)


def label_of(document: Mapping[str, Any], item: str) -> Text:
    """The words that people know an item by, in each language that says them; its name if nobody wrote any."""
    try:
        found = dict(_said(dict(document), item_of(item)))
    except Refused:
        found = {}
    return found or {BASE_LANGUAGE: item.partition(":")[2] or item}


def _said(document: Document, item: Item) -> Iterator[tuple[str, str]]:
    own, key = _LABELS[item.kind](document, item)
    if isinstance(own, str) and own:
        yield BASE_LANGUAGE, own
    for language, words in (document.get("translations") or {}).items():
        if key in words:
            yield language, words[key]


def _of_form(document: Document, _: Item) -> tuple[Any, str]:
    return document.get("title"), "title"


def _of_field(document: Document, item: Item) -> tuple[Any, str]:
    layout = layout_of(document)
    spots = layout.all(str(item))
    written = spots[0].element.get("label") if spots else None
    title = at(document, schema_path(document, item.name)).get("title")
    return written if isinstance(written, str) else title, f"{label_key(document, item.name, layout)}.label"


def _of_choice(document: Document, item: Item) -> tuple[Any, str]:
    choice = at(document, choice_path(document, item))
    title = choice.get("title") if isinstance(choice, dict) else None
    return title or item.part, f"{label_key(document, item.name, layout_of(document))}.{item.part}"


def _of_check(document: Document, item: Item) -> tuple[Any, str]:
    check_path(document, item)
    return None, f"{label_key(document, item.name, layout_of(document))}.check.{item.part}"


def _of_group(document: Document, item: Item) -> tuple[Any, str]:
    element = layout_of(document).find(str(item)).element
    name = "text" if element.get("type") == "Label" else "label"
    return element.get(name), f"{item.name}.{name}"


def _of_pair(document: Document, item: Item) -> tuple[Any, str]:
    kind = "field" if item.name.startswith("/") else "group"
    return _LABELS[kind](document, Item(kind, item.name))


def _of_text(document: Document, item: Item) -> tuple[Any, str]:
    home = home_of(document, item.part)
    if home is None:
        return None, item.part
    return at_base(document, item.part), item.part


def at_base(document: Document, key: str) -> Any:
    """A text as it stands in the document itself, or None."""
    home = home_of(document, key)
    found = value_of(document, item_of(home[0]), home[1]) if home else ABSENT
    return None if found is ABSENT else found


def _of_sheet(document: Document, item: Item) -> tuple[Any, str]:
    value = at(document, sheet_places(document).get(str(item), ("paper", "caption")))
    cell = value["cells"][0] if isinstance(value, dict) and value.get("cells") else value
    for part in cell.get("content") or () if isinstance(cell, dict) else ():
        if isinstance(part.get("text"), str):
            return part["text"], f"paper.{part.get('key')}"
        for key in ("value", "boxes", "date", "signature", "label"):
            if isinstance(part.get(key), str) and part[key].startswith("/"):
                return _of_field(document, Item("field", part[key]))
    return document.get("title"), "title"


_LABELS = {
    "form": _of_form,
    "field": _of_field,
    "choice": _of_choice,
    "check": _of_check,
    "group": _of_group,
    "pair": _of_pair,
    "text": _of_text,
    "paper": _of_form,
    "row": _of_sheet,
    "cell": _of_sheet,
}

"""The words of reports and conflicts: verdicts, kinds of items, what was changed, values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from caseforms.problems.entry import N_
from caseforms.rendering.paper.sheet import STANDARDS
from caseforms.web import frame, languages
from caseforms.web.designer import sentences, told
from caseforms.web.designer.naming import names_of
from caseforms.web.languages import gettext, ngettext

JSON = Mapping[str, Any]
VERDICTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "compliesWith": (
            N_("Complies with the standard"),
            N_("Everything the standard asks is there as it asks it; at most the wording differs."),
        ),
        "extends": (
            N_("Extends the standard"),
            N_("Everything the standard asks is there; some things are stricter or asked in addition."),
        ),
        "inspiredBy": (
            N_("Inspired by the standard"),
            N_(
                "Something that the standard asks was loosened, changed or taken away: it no longer counts as met."
            ),
        ),
    }
)
LINES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "same": (N_("same"), "", "check"),
        "text-changed": (N_("other words"), "", "pen"),
        "added": (N_("added"), "info", "plus"),
        "tightened": (N_("stricter"), "info", "lock"),
        "loosened": (N_("loosened"), "shall", "alert"),
        "retyped": (N_("other kind of answer"), "shall", "alert"),
        "dropped": (N_("taken away"), "shall", "cross"),
    }
)
"""What became of an item: its words, its tone, its icon."""
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "form": N_("the whole form"),
        "field": N_("question"),
        "choice": N_("choice"),
        "check": N_("rule for the answer"),
        "group": N_("section"),
        "pair": N_("questions side by side"),
        "text": N_("text"),
        "paper": N_("printed sheet"),
        "row": N_("printed sheet"),
        "cell": N_("printed sheet"),
        "workflow": N_("the whole process"),
        "slot": N_("form of the process"),
        "stage": N_("stage"),
        "flag": N_("mark"),
        "fact": N_("worked-out value"),
        "action": N_("step"),
        "guard": N_("condition of a step"),
        "effect": N_("consequence of a step"),
        "timer": N_("deadline"),
        "schedule": N_("recurring task"),
        "alert": N_("alert"),
        "track": N_("side track"),
        "signature": N_("signature"),
        "scenario": N_("trial run"),
    }
)
PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "label": N_("the words"),
        "message": N_("the words"),
        "working_days": N_("working days"),
        "days": N_("days"),
        "hours": N_("hours"),
        "months": N_("months"),
        "force": N_("how binding it is"),
        "by": N_("who may"),
        "when": N_("the conditions"),
        "signatures": N_("who signs"),
        "retention": N_("how long it is kept"),
        "definition": N_("which form"),
        "clause": N_("the clause"),
        "required": N_("whether it must be answered"),
        "from": N_("from which stages"),
        "to": N_("to which stage"),
        "due": N_("when it is due"),
    }
)


PART_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "form": N_("a form of its own"),
        "workflow": N_("a process of its own"),
        "changes": N_("changes to a standard"),
        "layer": N_("local standard"),
        "lists": N_("settings"),
        "indicators": N_("settings"),
        "standard": N_("all forms and processes of the standard"),
    }
)
"""What a part of a pack is."""


def part_kind(kind: str) -> str:
    """What a part of a pack is."""
    return gettext(PART_KINDS.get(kind, kind))


def happened(kind: str) -> str:
    """What became of a whole item."""
    told_of = {"added": gettext("added"), "removed": gettext("removed"), "moved": gettext("moved")}
    return told_of.get(kind, gettext("changed"))


def standard_name(document: str) -> str:
    """What a standard is called."""
    return gettext(STANDARDS[document]) if document in STANDARDS else document


def verdict(code: str) -> str:
    """A verdict in words."""
    return gettext(VERDICTS[code][0])


def meaning(code: str) -> str:
    """What a verdict says."""
    return gettext(VERDICTS[code][1])


def kind_of(item: str) -> str:
    """What sort of thing an item is."""
    kind = item.partition(":")[0]
    return gettext(KINDS[kind]) if kind in KINDS else ""


def aspect(name: str) -> str:
    """What of an item was changed."""
    head, tail = name.partition(".")[0], name.rpartition(".")[2]
    if head in told.PROPERTIES:
        return told.PROPERTIES[head]()
    known = PROPERTIES.get(head) or PROPERTIES.get(tail)
    return gettext(known) if known else gettext("a setting")


def aspects(changes: Iterable[Any], document: JSON) -> str:
    """Everything of an item that was changed, each once, with its values where they can be read at a glance."""
    return gettext("; ").join(dict.fromkeys(_aspect(each, document) for each in changes))


def _aspect(change: Any, document: JSON) -> str:
    plain = [each for each in (change.before, change.after) if not isinstance(each, str | int | float | None)]
    if plain or change.before is None or change.after is None:
        return aspect(change.property)
    before, after = (value(each, change.property, document) for each in (change.before, change.after))
    return f"{aspect(change.property)} {before} → {after}"


def value(found: Any, name: str, document: JSON) -> str:
    """A value as people read it, whatever it is made of."""
    if name == "required" or isinstance(found, bool):
        return gettext("yes") if found else gettext("no")
    if found is None:
        return gettext("nothing")
    if isinstance(found, str | int | float):
        return str(found)
    if isinstance(found, Mapping):
        return _mapping(found, name, document)
    plain = [each for each in found if isinstance(each, str | int | float)]
    if len(plain) == len(found):
        return gettext(", ").join(map(str, plain))
    return ngettext("%(num)d entry", "%(num)d entries", len(found))


def _mapping(found: JSON, name: str, document: JSON) -> str:
    if "zh" in found:
        return frame.worded(found)
    if "condition" in found and "ui" in document:
        return sentences.shown_when({"rule": found}, names_of(document, languages.current()))
    title = found.get("title") or found.get("label") or found.get("schema", {}).get("title")
    if title:
        return value(title, name, document)
    if "const" in found:
        return str(found["const"])
    return ngettext("%(num)d setting", "%(num)d settings", len(found))


def ours(operation: JSON, document: JSON) -> str:
    """What the institution's own change makes of an item."""
    match operation["op"]:
        case "set":
            return value(operation["value"], str(operation.get("property", "")), document)
        case "unset":
            return value(None, str(operation.get("property", "")), document)
        case "translate":
            return value(operation["value"], "", document)
        case "remove-item" | "remove-choice":
            return gettext("taken away")
        case "move":
            return gettext("moved to another place")
        case "rename":
            return gettext("other name in exports")
    return value(operation.get("value"), "", document)

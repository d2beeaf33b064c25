"""Who else refers to an item of a form: workflows, other forms' prefilling, tables of indicators, other layers, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.definitions import Definition
from caseforms.services import in_force, indicator_tables, library, publications
from caseforms.services.in_force import FORM
from caseforms.storage.tables import LayerRow
from caseforms.workflow import Workflow

GUARD, PREFILL, INDICATOR, OVERLAY, EXPORT = "workflow", "prefill", "indicator", "overlay", "export"


@dataclass(frozen=True, slots=True)
class Use:
    """One place that refers to an item: what kind of place, in which document, where in it, in whose words."""

    item: str
    kind: str
    owner: str
    title: Mapping[str, str]
    place: str


def of(session: Session, kind: str, definition_id: str, items: Iterable[str]) -> tuple[Use, ...]:
    """Every use of these items of a form, each once; what uses a field uses its choices too."""
    if kind != FORM:
        return ()
    wanted: dict[str, list[str]] = {}
    for item in items:
        pointer = field_of(item)
        if pointer:
            wanted.setdefault(pointer, []).append(item)
    if not wanted:
        return ()
    found = [
        *_of_workflows(session, definition_id, wanted),
        *_of_prefill(session, definition_id, wanted),
        *_of_indicators(definition_id, wanted),
        *_of_layers(session, definition_id, wanted),
        *_of_lists(session, definition_id, wanted),
    ]
    return tuple({(each.item, each.kind, each.owner, each.place): each for each in found}.values())


def field_of(item: str) -> str:
    """The pattern pointer of the field that an item is, or belongs to; empty for what belongs to no field.

    >>> field_of("choice:/gender#male"), field_of("group:basic")
    ('/gender', '')
    """
    kind, _, rest = item.partition(":")
    return rest.partition("#")[0] if kind in ("field", "choice", "check") and rest.startswith("/") else ""


def _of_workflows(session: Session, definition_id: str, wanted: Mapping[str, list[str]]) -> Iterator[Use]:
    for flow in library.workflows(session).values():
        slots = [name for name, slot in flow.slots.items() if slot.definition == definition_id]
        if not slots:
            continue
        for place, text in _strings(flow.document, ""):
            for pointer in _named(_in_workflow(flow, slots, place, text), wanted):
                for item in wanted[pointer]:
                    yield Use(item, GUARD, flow.id, flow.title, place)


def _in_workflow(flow: Workflow, slots: list[str], place: str, text: str) -> str:
    """The path in the form that a text of a workflow names: `plan.goal`, `forms.plan.latest.goal`, `this.data.goal`."""
    head, _, rest = text.partition(".")
    if head == "forms":
        head, _, rest = rest.partition(".")
        _, _, rest = rest.partition(".")
    elif head == "this" and rest.startswith("data."):
        own = any(f"/{slot}/" in f"{place}/" for slot in slots) or len(flow.slots) == len(slots)
        return rest.removeprefix("data.") if own else ""
    return rest if head in slots else ""


def _of_prefill(session: Session, definition_id: str, wanted: Mapping[str, list[str]]) -> Iterator[Use]:
    start = f"form:{definition_id}."
    for other in library.form_definitions(session).values():
        for place, text in _strings(other.schema, ""):
            if text.startswith(start):
                for pointer in _named(text.removeprefix(start).partition("=")[0], wanted):
                    for item in wanted[pointer]:
                        yield Use(item, PREFILL, other.id, _titles(other), place)


def _of_indicators(definition_id: str, wanted: Mapping[str, list[str]]) -> Iterator[Use]:
    start = f"forms.{definition_id}."
    for table in indicator_tables.tables().values():
        for place, text in _strings(table.document, ""):
            path = text.removeprefix(start).partition(".")[2] if text.startswith(start) else ""
            if not path and definition_id in table.registers() and text.startswith("this.data."):
                path = text.removeprefix("this.data.")
            for pointer in _named(path, wanted):
                for item in wanted[pointer]:
                    yield Use(item, INDICATOR, table.id, table.title, place)


def _of_layers(session: Session, definition_id: str, wanted: Mapping[str, list[str]]) -> Iterator[Use]:
    """What local standards change of the same items."""
    titles = {row.code: row.title for row in session.scalars(select(LayerRow))}
    version = in_force.versions(session, FORM).get(definition_id, ("", ""))[0]
    row = publications.of_version(session, FORM, definition_id, version)
    for part in publications.below(row):
        for number, operation in enumerate(part["operations"]):
            for item in wanted.get(field_of(str(operation.get("item", ""))), ()):
                yield Use(item, OVERLAY, part["layer"], titles.get(part["layer"], {}), f"/{number}")


def _of_lists(session: Session, definition_id: str, wanted: Mapping[str, list[str]]) -> Iterator[Use]:
    """Fields that lists filter, sort and count by, and that exports carry as columns of their own."""
    form = library.form(session, definition_id) if definition_id in library.known(session, FORM) else None
    for pointer, items in wanted.items():
        field = form.fields.get(pointer) if form is not None else None
        if form is not None and field is not None and "x-index" in field.schema:
            for item in items:
                yield Use(item, EXPORT, definition_id, _titles(form.definition), pointer)


def _named(path: str, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """Those of the wanted pointers that a dotted path leads to or through."""
    pointer = "/" + path.partition("=")[0].replace("[]", "/*").replace(".", "/")
    for each in wanted if path else ():
        if pointer == each or pointer.startswith(f"{each}/"):
            yield each


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text of a document, names included, with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield f"{place}/{name}", str(name)
            yield from _strings(inner, f"{place}/{name}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{place}/{number}")


def _titles(definition: Definition) -> dict[str, str]:
    english = definition.translations.get("en", {}).get("title", definition.title)
    return {"zh": definition.title, "en": english}

"""Fields an actor may not change in a record: filled by somebody else, by the registry, or on pages not theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rules.operators import equal
from caseforms.services import permissions, prefill
from caseforms.services.actors import Actor
from caseforms.services.refusal import problem, refuse_all
from caseforms.storage.tables import Record

_GONE: Any = object()
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def locked(
    actor: Actor,
    record: Record,
    form: Form,
    pages: tuple[int, ...] | None,
    stands: Mapping[str, Any],
    only_named: bool = False,
) -> frozenset[str]:
    """Pointers of the top fields that this actor may only read. `pages` None: all pages are theirs.

    A field with `x-edit-by` is for the one person whom the content as it `stands` names there; `only_named` actors
    have nothing else to fill.
    """
    found = set(record.locked)
    mine = {
        pointer
        for pointer in _reserved(form)
        if stands.get(form.fields[pointer].schema["x-edit-by"][1:]) == actor.user_id
    }
    found |= top_pointers(form) if only_named else _reserved(form)
    found -= mine
    for pointer, roles in _edited_by(form):
        if actor.roles.isdisjoint(roles):
            found.add(pointer)
    if pages is not None:
        found |= top_pointers(form) - on_pages(form, pages)
    only = permissions.fields_only(actor.roles, record.slot)
    if only is not None:
        found |= top_pointers(form) - {f"/{name}" for name in only}
    return frozenset(found)


def _reserved(form: Form) -> frozenset[str]:
    known: frozenset[str] | None = form.memory.get("reserved")
    if known is None:
        known = frozenset(pointer for pointer, field in form.fields.items() if "x-edit-by" in field.schema)
        form.memory["reserved"] = known
    return known


def _edited_by(form: Form) -> tuple[tuple[str, frozenset[str]], ...]:
    """The top fields that some roles fill, each with these; what a counter fills is for nobody."""
    known: tuple[tuple[str, frozenset[str]], ...] | None = form.memory.get("edited_by")
    if known is None:
        top = [(pointer, field) for pointer, field in form.fields.items() if pointer.count("/") == 1]
        known = form.memory["edited_by"] = tuple(
            (pointer, frozenset(() if prefill.counter_of(field) else field.schema["x-edit-roles"]))
            for pointer, field in top
            if prefill.counter_of(field) or "x-edit-roles" in field.schema
        )
    return known


def waits_for(actor: Actor, form: Form, stands: Mapping[str, Any]) -> bool:
    """Whether the content names the actor as the one who has to fill a field (`x-edit-by`) that is not filled yet."""
    return any(
        stands.get(form.fields[pointer].schema["x-edit-by"][1:]) == actor.user_id
        and not stands.get(form.fields[pointer].name)
        for pointer in _reserved(form)
    )


def without_overtaken(form: Form, stands: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without what somebody said who is no longer the one named (`x-edit-by`)."""
    overtaken = {
        form.fields[pointer].name
        for pointer in _reserved(form)
        if (naming := form.fields[pointer].schema["x-edit-by"][1:]) in stands
        and stands[naming] != data.get(naming)
    }
    return {name: value for name, value in data.items() if name not in overtaken}


def pages_of(actor: Actor, record: Record, form: Form) -> tuple[int, ...] | None:
    """The pages this actor sees and fills; None means all."""
    if permissions.first_page_only(actor.roles, record.slot):
        return (0,)
    return None


def on_pages(form: Form, pages: Iterable[int]) -> frozenset[str]:
    """Pointers of the top fields drawn on these pages."""
    nodes = [form.pages[number] for number in pages if number < len(form.pages)]
    return frozenset(
        "/" + node.field.pointer.split("/")[1]
        for page in nodes
        for node in page.walk()
        if node.field is not None
    )


def top_pointers(form: Form) -> frozenset[str]:
    """Pointers of every top field."""
    return frozenset(pointer for pointer in form.fields if pointer.count("/") == 1)


def standing(form: Form, data: Mapping[str, Any]) -> frozenset[str]:
    """Pointers of the top fields in which something stands."""
    return frozenset(pointer for pointer in top_pointers(form) if data.get(pointer[1:]) not in _NOTHING)


def prefilled_locks(form: Form, data: Mapping[str, Any]) -> list[str]:
    """The fields that keep the value they began with: changed at its source, never here."""
    return [
        pointer
        for pointer, field in form.fields.items()
        if "*" not in pointer and prefill.is_locked(field) and _at(data, pointer) is not _GONE
    ]


def guarded(stands: Mapping[str, Any], given: Mapping[str, Any], locks: frozenset[str]) -> dict[str, Any]:
    """What was given with the locked fields as they stand. Refused when a locked field was given another value."""
    data = dict(given)
    wrong: list[Problem] = []
    for pointer in sorted(locks):
        old, new = _at(stands, pointer), _at(data, pointer)
        if new is not _GONE and (old is _GONE or not equal(old, new)):
            wrong.append(problem("record.locked-field", pointer))
        elif old is not _GONE:
            data = _with(data, pointer[1:].split("/"), old)
    refuse_all(wrong)
    return data


def _at(data: Mapping[str, Any], pointer: str) -> Any:
    """The value at a pointer of object names, `_GONE` when it is not there."""
    value: Any = data
    for name in pointer[1:].split("/"):
        if not isinstance(value, Mapping) or name not in value:
            return _GONE
        value = value[name]
    return value


def _with(data: Mapping[str, Any], names: list[str], value: Any) -> dict[str, Any]:
    """The data with a value at a path of object names; what is on the way is copied, never changed."""
    first, *rest = names
    inner = data.get(first)
    return {**data, first: _with(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value}


def visible_part(form: Form, data: Mapping[str, Any], pages: tuple[int, ...] | None) -> dict[str, Any]:
    """What an actor who is held to some pages may see of the content."""
    if pages is None:
        return dict(data)
    shown = on_pages(form, pages)
    return {name: value for name, value in data.items() if f"/{name}" in shown}

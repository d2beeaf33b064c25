"""Every path, field and code that a table names, looked up in the form definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions import Definition
from caseforms.indicators.expressions import DAYS
from caseforms.indicators.model import Table
from caseforms.problems import Problem
from caseforms.workflow.guards import LEAVES, LOGICAL, compile_guard, leaves
from caseforms.workflow.references import DATA_FACTS, SLOT_FACTS, codes_of

Forms = Mapping[str, Definition]
Found = Iterator[Problem]
ENTRY_FACTS = frozenset(
    [
        "id",
        "number",
        "revision",
        "author",
        "complete",
        "signed",
        "signers",
        "submitted_on",
        "submitted_at",
        "first_submitted_on",
        "first_submitted_at",
        "completed_on",
        "completed_at",
    ]
)
WORDS = frozenset(
    [
        "id",
        "number",
        "section",
        "label",
        "criterion",
        "force",
        "clause",
        "basis",
        "text",
        "when_empty",
        "coverage",
        "given",
        "warn_above",
        "logic",
        "distinct",
        "combine",
        "kind",
        "blind",
        "grace",
        "workflows",
        "registers",
        "sources",
        "exclude",
        "entered",
        "clock",
        "pauses",
        "days",
        "working_days",
        "target_setting",
    ]
)
"""Members that hold no path."""
FORMS = frozenset({"form", "done"})
BARE = frozenset({"planned", "rows"})
"""Members that hold the name of a field of the form they stand beside."""


def unknown(table: Table, forms: Forms) -> Found:
    """Every path and guard of the document, wherever it stands, looked up in the forms."""
    for key in ("exclusions", "figures", "rows"):
        yield from _walk(table.document.get(key), f"/{key}", "", forms, table)


def _walk(node: object, place: str, form: str, forms: Forms, table: Table) -> Found:
    """`form` is the one whose record `this` is."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _walk(each, f"{place}/{index}", form, forms, table)
    elif isinstance(node, str):
        yield from _path(node, place, form, forms, table)
    elif isinstance(node, Mapping) and _is_guard(node):
        yield from _guard(node, place, form, forms, table)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key not in WORDS:
                yield from _member(node, key, value, place, form, forms, table)


def _member(
    node: Mapping[str, Any], key: str, value: Any, place: str, form: str, forms: Forms, table: Table
) -> Found:
    own = (
        form if "text" in node else str(node.get("form", form))
    )  # what is missing is judged on the look's own form
    if key in FORMS:
        if value not in forms:
            yield Problem("indicators.missing-form", f"{place}/{key}", {"name": value, "row": place})
    elif key == "covers":
        for pair in value.values():
            yield from _path(f"this.data.{pair[1]}", f"{place}/{key}", pair[0], forms, table)
    else:
        inner = str(node["done"]) if key in ("done_at", "planned") and "done" in node else own
        text = f"this.data.{value}" if key in BARE and value else value
        yield from _walk(text, f"{place}/{key}", inner, forms, table)


def _is_guard(node: Mapping[str, Any]) -> bool:
    first = next(iter(node), "")
    return len(node) == 1 and first in (*LEAVES, *LOGICAL) and first not in DAYS


def _guard(node: Mapping[str, Any], place: str, form: str, forms: Forms, table: Table) -> Found:
    try:
        guard = compile_guard(node, place)
    except (KeyError, ValueError) as error:
        yield Problem("indicators.format", place, {"reason": str(error)})
        return
    for leaf in leaves(guard):
        path = ".".join(leaf.path)
        yield from _path(path, place, form, forms, table)
        yield from _codes(leaf.path, leaf.schema, place, form, forms)


def _path(path: str, place: str, form: str, forms: Forms, table: Table) -> Found:
    steps = tuple(path.split("."))
    if len(steps) < 2 or " " in path:
        return
    if steps[0] == "forms":
        definition = forms.get(steps[1])
        if definition is None:
            yield Problem("indicators.missing-form", place, {"name": steps[1], "row": place})
        elif len(steps) > 2 and steps[2] not in SLOT_FACTS:
            yield Problem("indicators.unknown-path", place, {"name": path})
        elif len(steps) > 3 and steps[2] in DATA_FACTS and _field(definition, steps[3:]) is None:
            yield Problem("indicators.missing-field", place, {"name": ".".join(steps[3:]), "form": steps[1]})
    elif steps[0] == "this" and form:
        yield from _of_this(steps, path, place, form, forms)
    elif steps[0] == "settings" and steps[1] not in table.settings:
        yield Problem("indicators.unknown-path", place, {"name": path})


def _of_this(steps: tuple[str, ...], path: str, place: str, form: str, forms: Forms) -> Found:
    definition = forms.get(form)
    if definition is None or steps[1] in ENTRY_FACTS or steps[1] == "row":
        return
    if steps[1] != "data":
        yield Problem("indicators.unknown-path", place, {"name": path})
    elif _field(definition, steps[2:]) is None:
        yield Problem("indicators.missing-field", place, {"name": ".".join(steps[2:]), "form": form})


def _codes(path: tuple[str, ...], schema: Mapping[str, Any], place: str, form: str, forms: Forms) -> Found:
    definition, steps = None, path
    if path[0] == "forms" and len(path) > 3 and path[2] in DATA_FACTS:
        definition, steps = forms.get(path[1]), path[3:]
    elif path[:2] == ("this", "data") and form:
        definition, steps = forms.get(form), path[2:]
    offered = codes_of(_field(definition, steps)) if definition is not None else frozenset()
    for code in _expected(schema) if offered else ():
        if code not in offered:
            yield Problem("indicators.unknown-code", place, {"name": str(code), "field": ".".join(steps)})


def _expected(schema: Mapping[str, Any]) -> Iterator[object]:
    if "const" in schema:
        yield schema["const"]
    yield from schema.get("enum", ())
    for key in ("contains", "items", "not"):
        if isinstance(schema.get(key), Mapping):
            yield from _expected(schema[key])


def _field(definition: Definition, path: tuple[str, ...]) -> Mapping[str, Any] | None:
    schema: Any = definition.schema
    for segment in path:
        schema = schema.get("properties", {}).get(segment) if isinstance(schema, Mapping) else None
        if schema is None:
            return None
    return schema if isinstance(schema, Mapping) else None

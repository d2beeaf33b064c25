"""Lints what a definition refers to by name: computed values, checks, prefilling, signed dates, the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions.compiling import compile  # noqa: A004 - see there
from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Form
from caseforms.definitions.linting.layout import schema_place
from caseforms.definitions.ordering import row_of
from caseforms.problems import Problem, Refused
from caseforms.rules.expressions import fields_read
from caseforms.rules.pointers import split


def references(form: Form, known: Mapping[str, Definition]) -> Iterator[Problem]:
    """Problems of names that lead nowhere."""
    for field in form.fields.values():
        yield from _of_computed(form, field)
        yield from _of_signed_date(form, field)
        yield from _of_prefill(field, known)
    for pointer, check in form.checks:
        for read in fields_read(check["that"], row_of(pointer)):
            if not exists(form, read):
                place = f"{schema_place(pointer)}/x-checks"
                yield Problem("definition.check-reads-nothing", place, {"check": check["id"], "field": read})
    yield from _twice(form)
    yield from _of_paper(form)


def exists(form: Form, pattern: str) -> bool:
    """Whether a pattern names a field, a row, or something inside a signature or file."""
    if pattern in form.fields or pattern == "":
        return True
    above = pattern.removesuffix("/*")
    return above != pattern and above in form.fields and form.fields[above].type == "array"


def _of_computed(form: Form, field: Field) -> Iterator[Problem]:
    if "x-compute" not in field.schema:
        return
    place = schema_place(field.pointer)
    for read in fields_read(field.schema["x-compute"], row_of(field.pointer)):
        if not exists(form, read):
            yield Problem("definition.compute-reads-nothing", f"{place}/x-compute", {"field": read})
    if field.schema.get("readOnly") is not True and "x-compute-when" not in field.schema:
        yield Problem("definition.computed-not-read-only", place, {"field": field.name}, "warning")


def _of_signed_date(form: Form, field: Field) -> Iterator[Problem]:
    signature = field.schema.get("x-signed-date")
    if signature is None:
        return
    other = form.fields.get(f"{field.pointer.rpartition('/')[0]}/{signature}")
    if other is None or "x-signature" not in other.schema:
        yield Problem(
            "definition.signed-date", f"{schema_place(field.pointer)}/x-signed-date", {"field": signature}
        )


def _of_prefill(field: Field, known: Mapping[str, Definition]) -> Iterator[Problem]:
    written = field.schema.get("x-prefill")
    for source in [written] if isinstance(written, str) else written or ():
        if not source.startswith("form:") or not known:
            continue
        name, _, path = source.removeprefix("form:").partition("=")[0].partition(".")
        place = f"{schema_place(field.pointer)}/x-prefill"
        if name not in known:
            yield Problem("definition.prefill-unknown-form", place, {"form": name}, "warning")
        elif not _is_field(known[name], path):
            yield Problem("definition.prefill-unknown-field", place, {"form": name, "field": path})


def _is_field(definition: Definition, path: str) -> bool:
    try:
        other = compile(definition)
    except Refused:
        return True  # that definition has problems of its own
    return exists(other, "/" + path.replace("[]", "/*").replace(".", "/"))


def _twice(form: Form) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for pointer, check in form.checks:
        if (pointer, check["id"]) in seen:
            yield Problem(
                "definition.check-twice", f"{schema_place(pointer)}/x-checks", {"check": check["id"]}
            )
        seen.add((pointer, check["id"]))


_PAPER_KEYS = ("value", "boxes", "signature", "date", "rows", "label")


def _of_paper(form: Form) -> Iterator[Problem]:
    columns = {split(pointer)[-1] for pointer in form.fields if "/*/" in pointer}
    for place, key, pointer in _paper_pointers(form.definition.paper, "/paper"):
        known = exists(form, pointer) if pointer.startswith("/") else pointer in columns
        if not known:
            yield Problem("definition.paper-unknown-field", f"{place}/{key}", {"field": pointer})


def _paper_pointers(value: Any, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _paper_pointers(one, f"{place}/{number}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in _PAPER_KEYS and isinstance(inner, str):
                yield place, key, inner
            elif key == "lines" and isinstance(inner, dict):
                for code, pointer in inner.items():
                    if isinstance(pointer, str):
                        yield f"{place}/lines", code, pointer
            else:
                yield from _paper_pointers(inner, f"{place}/{key}")

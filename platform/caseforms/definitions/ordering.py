"""The order in which computed fields are computed: what is read comes before what reads it."""

from __future__ import annotations

from collections.abc import Mapping

from caseforms.definitions.form import Field
from caseforms.rules.expressions import fields_read


def row_of(pointer: str) -> str:
    """The pattern of the innermost row around a field, ``""`` outside rows."""
    above = pointer.rpartition("/")[0]
    while above and not above.endswith("/*"):
        above = above.rpartition("/")[0]
    return above


def reads(field: Field) -> set[str]:
    """Pattern pointers that a computed field is computed from."""
    return set(fields_read(field.schema.get("x-compute"), row_of(field.pointer)))


def in_order(fields: Mapping[str, Field]) -> tuple[Field, ...]:
    """The computed fields, each after those it reads; a circle is left in the order of the schema."""
    computed = {pointer: field for pointer, field in fields.items() if "x-compute" in field.schema}
    ordered: dict[str, Field] = {}

    def visit(pointer: str, above: frozenset[str]) -> None:
        if pointer in ordered or pointer in above:
            return
        needed = reads(computed[pointer])
        for other in computed:
            if any(other == one or other.startswith(one + "/") for one in needed):
                visit(other, above | {pointer})
        ordered[pointer] = computed[pointer]

    for pointer in computed:
        visit(pointer, frozenset())
    return tuple(ordered.values())

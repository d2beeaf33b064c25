"""Which kind draws a field: ranked testers over (ui element, schema), highest rank wins."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from caseforms.rendering.kinds.kind import Kind

JSON = Mapping[str, Any]

MODULES = (
    "text", "long_text", "integer", "number", "date", "time", "date_time", "yes_no", "confirm", "choice_radio",
    "choice_select", "many", "address", "person", "people", "rows", "matrix", "signature", "file", "computed",
    "static_text", "nested", "phone", "id_number",
)  # fmt: skip


def _found() -> Mapping[str, Kind]:
    kinds = (import_module(f"caseforms.rendering.kinds.{module}").KIND for module in MODULES)
    return MappingProxyType({kind.name: kind for kind in kinds})


KINDS: Mapping[str, Kind] = _found()
"""Every kind by its name, read-only."""


def kind_of(ui: JSON, schema: JSON) -> Kind:
    """The kind with the highest rank for this element and schema; plain text where none wants it."""
    ranked = max(KINDS.values(), key=lambda kind: kind.rank(ui, schema))
    return ranked if ranked.rank(ui, schema) > 0 else KINDS["text"]

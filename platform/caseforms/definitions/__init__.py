"""Owns form definitions: read, lint, compile, take in bare schemas, generate a layout."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from caseforms.definitions.compiling import compile  # noqa: A004 - see there
from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Form, Node, Requirement, Rule
from caseforms.definitions.reading import parse, read

if TYPE_CHECKING:
    from caseforms.definitions.generating import generate_ui
    from caseforms.definitions.importing import from_schema
    from caseforms.definitions.linting import lint
    from caseforms.definitions.linting.words import needed_keys

__all__ = [
    "Definition",
    "Field",
    "Form",
    "Node",
    "Requirement",
    "Rule",
    "compile",
    "from_schema",
    "generate_ui",
    "lint",
    "needed_keys",
    "parse",
    "read",
]
_LATER = {
    "from_schema": "importing",
    "generate_ui": "generating",
    "lint": "linting",
    "needed_keys": "linting.words",
}


def __getattr__(name: str) -> Any:
    """What only the makers of definitions need is imported when it is first asked for, not with every page."""
    if name not in _LATER:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return found

"""Owns form definitions: read, lint, compile, take in bare schemas, generate a layout."""

from __future__ import annotations

from caseforms.definitions.compiling import compile  # noqa: A004 - see there
from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Form, Node, Requirement, Rule
from caseforms.definitions.generating import generate_ui
from caseforms.definitions.importing import from_schema
from caseforms.definitions.linting import lint
from caseforms.definitions.linting.words import needed_keys
from caseforms.definitions.reading import parse, read

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

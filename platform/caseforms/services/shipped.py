"""The shipped definitions and workflows, read from their files once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from caseforms import definitions as forms
from caseforms import locations
from caseforms import workflow as flows
from caseforms.definitions import Definition
from caseforms.services.chain import digest
from caseforms.workflow import Workflow

Document = Mapping[str, Any]


@cache
def form_documents() -> Mapping[str, tuple[str, Document]]:
    """Every shipped definition as it stands in its file, by id: the file's name and its document."""
    return _documents("form_definitions", "*/*.json")


@cache
def workflow_documents() -> Mapping[str, tuple[str, Document]]:
    """Every shipped workflow as it stands in its file, by id."""
    return _documents("workflows", "*.json")


@cache
def definitions() -> Mapping[str, Definition]:
    """Every shipped definition by id."""
    return {name: forms.parse(document, source) for name, (source, document) in form_documents().items()}


@cache
def workflows() -> Mapping[str, Workflow]:
    """Every shipped workflow by id, its fields named by the shipped forms."""
    return {
        name: flows.parse(document, definitions(), source)
        for name, (source, document) in workflow_documents().items()
    }


@cache
def workflow_hashes() -> Mapping[str, str]:
    """The sha256 of every shipped workflow, by id."""
    return {name: digest(flow.document) for name, flow in workflows().items()}


@cache
def subjects() -> Mapping[str, tuple[str, ...]]:
    """The ids of the shipped workflows by what their cases are about."""
    found: dict[str, tuple[str, ...]] = {}
    for flow in workflows().values():
        found[flow.subject] = (*found.get(flow.subject, ()), flow.id)
    return found


def forget() -> None:
    """Read the files again when next asked."""
    for known in (form_documents, workflow_documents, definitions, workflows, workflow_hashes, subjects):
        known.cache_clear()


def _documents(folder: str, pattern: str) -> Mapping[str, tuple[str, Document]]:
    home = locations.shipped(folder)
    paths = [path for path in sorted(home.glob(pattern)) if not path.name.endswith(".schema.json")]
    read = [(_name(path, home), json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return {document.get("id", name): (name, document) for name, document in read}


def _name(path: Path, home: Path) -> str:
    return str(path.relative_to(home))

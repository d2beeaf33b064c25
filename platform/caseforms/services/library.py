"""Published definitions and workflows: the shipped files, their rows by version and sha256, and compiled forms."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms import definitions, locations
from caseforms import workflow as flows
from caseforms.definitions import Definition, Form
from caseforms.services.chain import digest
from caseforms.services.refusal import refuse
from caseforms.storage import Store
from caseforms.storage.tables import FormVersion, WorkflowVersion
from caseforms.workflow import Workflow

_compiled: dict[str, Form] = {}
_published: dict[tuple[str, str], str] = {}
"""(definition id, version) -> sha256 of what was read: a published version never changes."""
_workflows: dict[tuple[str, str], Workflow] = {}
_lock = threading.Lock()


def register_shipped(store: Store, now: datetime) -> None:
    """Enter every shipped definition and workflow into the registers.

    Raises Refused `library.version-changed` when a version is registered with other bytes: a published version is
    immutable, a change needs a new version number.
    """
    with store.transaction(None) as session:
        for form_definition in _shipped_definitions().values():
            register_form(session, form_definition, now)
        for flow in _shipped_workflows().values():
            register_workflow(session, flow, now)


def register_form(session: Session, definition: Definition, now: datetime) -> None:
    """Enter one definition; again with the same content is fine."""
    row = session.get(FormVersion, (definition.id, definition.version))
    if row is None:
        session.add(
            FormVersion(
                definition_id=definition.id,
                version=definition.version,
                sha256=definition.sha256,
                document=dict(definition.document),
                registered_at=now,
            )
        )
        session.flush()
    elif row.sha256 != definition.sha256:
        refuse("library.version-changed", name=definition.id, version=definition.version)


def register_workflow(session: Session, flow: Workflow, now: datetime) -> None:
    """Enter one workflow; again with the same content is fine."""
    sha256 = digest(flow.document)
    row = session.get(WorkflowVersion, (flow.id, flow.version))
    if row is None:
        session.add(
            WorkflowVersion(
                workflow_id=flow.id,
                version=flow.version,
                sha256=sha256,
                document=dict(flow.document),
                registered_at=now,
            )
        )
        session.flush()
    elif row.sha256 != sha256:
        refuse("library.version-changed", name=flow.id, version=flow.version)


def forms() -> Mapping[str, Form]:
    """The newest form of each shipped definition, by id."""
    return {name: _form_of(found) for name, found in _shipped_definitions().items()}


def form(session: Session | None, definition_id: str, version: str | None = None) -> Form:
    """The compiled form: the newest shipped one, or a version that was registered.

    Raises Refused `library.unknown-form`.
    """
    shipped = _shipped_definitions().get(definition_id)
    if shipped is not None and version in (None, shipped.version):
        return _form_of(shipped)
    if version is not None and (known := _compiled.get(_published.get((definition_id, version), ""))):
        return known
    wanted = select(FormVersion).where(FormVersion.definition_id == definition_id)
    wanted = (
        wanted.where(FormVersion.version == version)
        if version
        else wanted.order_by(FormVersion.registered_at.desc())
    )
    row = session.scalar(wanted.limit(1)) if session is not None else None
    if row is None:
        refuse("library.unknown-form", name=definition_id, version=version or "")
    found = _compiled.get(row.sha256) or _form_of(definitions.parse(row.document, definition_id))
    _published[definition_id, row.version] = found.definition.sha256
    return found


def workflow(session: Session | None, workflow_id: str, version: str | None = None) -> Workflow:
    """The compiled workflow. Raises Refused `library.unknown-workflow`."""
    shipped = _shipped_workflows().get(workflow_id)
    if shipped is not None and version in (None, shipped.version):
        return shipped
    if version is not None and (workflow_id, version) in _workflows:
        return _workflows[workflow_id, version]
    wanted = select(WorkflowVersion).where(WorkflowVersion.workflow_id == workflow_id)
    wanted = (
        wanted.where(WorkflowVersion.version == version)
        if version
        else wanted.order_by(WorkflowVersion.registered_at.desc())
    )
    row = session.scalar(wanted.limit(1)) if session is not None else None
    if row is None:
        refuse("library.unknown-workflow", name=workflow_id, version=version or "")
    found = flows.parse(row.document, _shipped_definitions())
    _workflows[workflow_id, row.version] = found
    return found


def workflows() -> Mapping[str, Workflow]:
    """The newest of each shipped workflow, by id."""
    return _shipped_workflows()


def by_subject() -> Mapping[str, tuple[str, ...]]:
    """The ids of the shipped workflows by what their cases are about."""
    found: dict[str, tuple[str, ...]] = {}
    for flow in _shipped_workflows().values():
        found[flow.subject] = (*found.get(flow.subject, ()), flow.id)
    return found


def forget() -> None:
    """Read the shipped files again (tests that bring their own)."""
    _shipped_definitions.cache_clear()
    _shipped_workflows.cache_clear()
    _compiled.clear()
    _published.clear()
    _workflows.clear()


def _form_of(definition: Definition) -> Form:
    found = _compiled.get(definition.sha256)
    if found is None:
        with _lock:
            found = _compiled.setdefault(definition.sha256, definitions.compile(definition))
    return found


@cache
def _shipped_definitions() -> Mapping[str, Definition]:
    documents = _documents(locations.shipped("form_definitions"), "*/*.json")
    parsed = [definitions.parse(document, source) for source, document in documents]
    return {found.id: found for found in parsed}


@cache
def _shipped_workflows() -> Mapping[str, Workflow]:
    documents = _documents(locations.shipped("workflows"), "*.json")
    parsed = [flows.parse(document, _shipped_definitions(), source) for source, document in documents]
    return {found.id: found for found in parsed}


def _documents(folder: Path, pattern: str) -> list[tuple[str, dict[str, Any]]]:
    paths = [path for path in sorted(folder.glob(pattern)) if not path.name.endswith(".schema.json")]
    return [(str(path.relative_to(folder)), json.loads(path.read_text(encoding="utf-8"))) for path in paths]

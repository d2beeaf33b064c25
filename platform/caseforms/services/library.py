"""Published definitions and workflows, compiled: what is in force for an institution, and every version ever in force."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from caseforms import definitions
from caseforms import workflow as flows
from caseforms.definitions import Definition, Form
from caseforms.services import in_force, shipped
from caseforms.services.chain import digest
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.refusal import refuse
from caseforms.storage import Store
from caseforms.storage.base import SHARED
from caseforms.storage.sessions import INSTITUTION
from caseforms.storage.tables import FormVersion, Record, Revision, WorkflowVersion
from caseforms.workflow import Workflow

Key = tuple[str, str, str]
Row = TypeVar("Row", FormVersion, WorkflowVersion)
_compiled: dict[str, Form] = {}
"""Forms by the sha256 of their definition."""
_published: dict[Key, str] = {}
"""(institution, id, version) -> sha256 of what was read: a published version never changes."""
_workflows: dict[tuple[str, ...], Workflow] = {}
"""Workflows by the sha256 of their document and of each form of the institution's own that names their fields."""
_lock = threading.Lock()


def register_shipped(store: Store, now: datetime) -> None:
    """Enter every shipped definition and workflow into the registers.

    Raises Refused `library.version-changed` when a version is registered with other bytes: a published version is
    immutable, a change needs a new version number.
    """
    with store.transaction(None) as session:
        for form_definition in shipped.definitions().values():
            register_form(session, form_definition, now)
        for flow in shipped.workflows().values():
            register_workflow(session, flow, now)


def register_form(session: Session, definition: Definition, now: datetime) -> None:
    """Enter one definition, for the session's institution or (without one) for all; again with the same content is fine."""
    known = _row(session, FormVersion, FormVersion.definition_id == definition.id, definition.version)
    if known is None:
        session.add(
            FormVersion(
                institution_id=_owner(session),
                definition_id=definition.id,
                version=definition.version,
                sha256=definition.sha256,
                document=dict(definition.document),
                registered_at=now,
            )
        )
        session.flush()
    elif known.sha256 != definition.sha256:
        refuse("library.version-changed", name=definition.id, version=definition.version)


def register_workflow(session: Session, flow: Workflow, now: datetime) -> None:
    """Enter one workflow, for the session's institution or (without one) for all; again with the same content is fine."""
    sha256 = digest(flow.document)
    known = _row(session, WorkflowVersion, WorkflowVersion.workflow_id == flow.id, flow.version)
    if known is None:
        session.add(
            WorkflowVersion(
                institution_id=_owner(session),
                workflow_id=flow.id,
                version=flow.version,
                sha256=sha256,
                document=dict(flow.document),
                registered_at=now,
            )
        )
        session.flush()
    elif known.sha256 != sha256:
        refuse("library.version-changed", name=flow.id, version=flow.version)


def forms(session: Session | None = None) -> Mapping[str, Form]:
    """The form in force of every definition, by id: the institution's own where it has published one."""
    own = in_force.versions(session, FORM)
    known = {name: _form_of(found) for name, found in shipped.definitions().items() if name not in own}
    return known | {name: form(session, name) for name in own}


def form(session: Session | None, definition_id: str, version: str | None = None) -> Form:
    """The compiled form: a version that was published, or what is in force for the session's institution.

    Raises Refused `library.unknown-form`; `library.tampered` when a published version is not what it was.
    """
    sha256 = ""
    if version is None:
        version, sha256 = in_force.versions(session, FORM).get(definition_id, (None, ""))
    ours = shipped.definitions().get(definition_id)
    if ours is not None and version in (None, ours.version):
        return _form_of(ours)
    sha256 = sha256 or _published.get((_owner(session), definition_id, version or ""), "")
    return _compiled.get(sha256) or _form_read(session, definition_id, version, sha256)


def form_of(session: Session, record: Record, revision: Revision | None = None) -> Form:
    """The form that a record answers, or an earlier revision of it: its very content, told by the hash that was kept.

    Raises Refused `library.tampered` when that version holds something else by now.
    """
    own = revision if revision is not None and revision.definition_version else record
    version, sha256 = own.definition_version or "", own.definition_sha256 or ""
    known = _compiled.get(sha256)
    if known is not None:
        return known
    found = form(session, record.definition_id, version)
    if found.definition.sha256 != sha256:
        refuse("library.tampered", name=record.definition_id, version=version)
    return found


def form_definitions(session: Session | None = None) -> Mapping[str, Definition]:
    """The definition in force of every id, none of them compiled for it."""
    own = {name: form(session, name).definition for name in in_force.versions(session, FORM)}
    return {**shipped.definitions(), **own}


def form_document(session: Session, definition_id: str, version: str | None = None) -> Mapping[str, Any]:
    """The document of a form as its file has it, or as it was published. Version, refusals: as with `form`."""
    found = form(session, definition_id, version).definition
    ours = shipped.definitions().get(definition_id)
    if ours is not None and found.version == ours.version:
        return shipped.form_documents()[definition_id][1]
    row = _row(session, FormVersion, FormVersion.definition_id == definition_id, found.version)
    assert row is not None  # it was read just now
    return row.document


def workflow_document(session: Session, workflow_id: str, version: str | None = None) -> Mapping[str, Any]:
    """The document of a workflow. Version, refusals: as with `workflow`."""
    return workflow(session, workflow_id, version).document


def known(session: Session, kind: str) -> frozenset[str]:
    """The ids of all forms or workflows that there are for the session's institution."""
    files = shipped.form_documents() if kind == FORM else shipped.workflow_documents()
    return frozenset((*files, *in_force.versions(session, kind)))


def newest_standard(session: Session, kind: str, name: str) -> str:
    """The newest version of a standard's form or workflow that the institution has at hand; empty for its own."""
    table = FormVersion if kind == FORM else WorkflowVersion
    named = FormVersion.definition_id if kind == FORM else WorkflowVersion.workflow_id
    rows = session.scalars(select(table.version).where(named == name, table.version.not_like("%+%")))
    files = shipped.form_documents() if kind == FORM else shipped.workflow_documents()
    found = [*rows, *([files[name][1]["version"]] if name in files else [])]
    return max(found, key=lambda version: tuple(map(int, version.split("."))), default="")


def workflow(session: Session | None, workflow_id: str, version: str | None = None) -> Workflow:
    """The compiled workflow, its fields named by the institution's forms. Version, refusals: as with `form`."""
    sha256 = ""
    if version is None:
        version, sha256 = in_force.versions(session, WORKFLOW).get(workflow_id, (None, ""))
    ours = shipped.workflows().get(workflow_id)
    if ours is not None and version in (None, ours.version):
        return _named(session, ours, shipped.workflow_hashes()[workflow_id])
    sha256 = sha256 or _published.get((_owner(session), workflow_id, version or ""), "")
    found = _workflows.get((sha256,))
    if found is None:
        found, sha256 = _workflow_read(session, workflow_id, version, sha256)
    return _named(session, found, sha256)


def workflows(session: Session | None = None) -> Mapping[str, Workflow]:
    """The workflow in force of every id."""
    names = dict.fromkeys((*shipped.workflows(), *in_force.versions(session, WORKFLOW)))
    return {name: workflow(session, name) for name in names}


def by_subject(session: Session | None = None) -> Mapping[str, tuple[str, ...]]:
    """The ids of the workflows by what their cases are about; that is the same in every version of a workflow."""
    known = shipped.subjects()
    for name in in_force.versions(session, WORKFLOW).keys() - shipped.workflows().keys():
        subject = workflow(session, name).subject
        known = {**known, subject: (*known.get(subject, ()), name)}
    return known


def forget() -> None:
    """Read the shipped files again (tests that bring their own)."""
    shipped.forget()
    _compiled.clear()
    _published.clear()
    _workflows.clear()


def _owner(session: Session | None) -> str:
    return (session.info.get(INSTITUTION) or SHARED) if session is not None else SHARED


def _form_of(definition: Definition) -> Form:
    found = _compiled.get(definition.sha256)
    if found is None:
        with _lock:
            found = _compiled.setdefault(definition.sha256, definitions.compile(definition))
    return found


def _form_read(session: Session | None, definition_id: str, version: str | None, sha256: str) -> Form:
    row = _row(session, FormVersion, FormVersion.definition_id == definition_id, version)
    if row is None:
        refuse("library.unknown-form", name=definition_id, version=version or "")
    found = definitions.parse(row.document, definition_id)
    if {found.sha256, sha256 or row.sha256} != {row.sha256}:
        refuse("library.tampered", name=definition_id, version=row.version)
    _published[_owner(session), definition_id, row.version] = row.sha256
    return _form_of(found)


def _workflow_read(
    session: Session | None, workflow_id: str, version: str | None, sha256: str
) -> tuple[Workflow, str]:
    """The workflow in the register, and its sha256."""
    row = _row(session, WorkflowVersion, WorkflowVersion.workflow_id == workflow_id, version)
    if row is None:
        refuse("library.unknown-workflow", name=workflow_id, version=version or "")
    if {digest(row.document), sha256 or row.sha256} != {row.sha256}:
        refuse("library.tampered", name=workflow_id, version=row.version)
    _published[_owner(session), workflow_id, row.version] = row.sha256
    found = flows.parse(row.document, shipped.definitions())
    return _workflows.setdefault((row.sha256,), found), row.sha256


def _named(session: Session | None, flow: Workflow, sha256: str) -> Workflow:
    """The workflow with the names that the institution's own forms give their fields, when it has any of them."""
    own = in_force.versions(session, FORM)
    used = sorted({slot.definition for slot in flow.slots.values()} & own.keys()) if own else ()
    if not used:
        return flow
    key = (sha256, *(own[name][1] for name in used))
    if key not in _workflows:
        own_forms = {name: form(session, name).definition for name in used}
        _workflows[key] = flows.parse(flow.document, {**shipped.definitions(), **own_forms})
    return _workflows[key]


def _row(
    session: Session | None, table: type[Row], named: ColumnElement[bool], version: str | None
) -> Row | None:
    """A registered version: the institution's own before one for all; without a version the newest for all."""
    if session is None:
        return None
    wanted = select(table).where(named)
    if version is None:
        wanted = wanted.where(table.institution_id == SHARED).order_by(table.registered_at.desc())
    else:
        wanted = wanted.where(table.version == version).order_by(table.institution_id.desc())
    return session.scalar(wanted.limit(1))

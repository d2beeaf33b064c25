"""What can be changed without code: forms and workflows, each with its operations, its linter and its register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from caseforms import definitions
from caseforms import workflow as flows
from caseforms.problems import Problem
from caseforms.services import library, shipped
from caseforms.services.chain import digest
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.refusal import refuse

Document = dict[str, Any]
Operation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is changed by operations; `room` is where these live."""

    name: str
    room: str
    shipped: Callable[[], Mapping[str, tuple[str, Mapping[str, Any]]]]
    document: Callable[[Session, str, str | None], Mapping[str, Any]]
    lint: Callable[[Session, Document], tuple[Problem, ...]]
    register: Callable[[Session, Document, datetime], str]

    @property
    def editing(self) -> Any:
        """The room with the operations, imported when somebody edits: no page that draws or stores needs it."""
        return import_module(self.room)

    def known(self, session: Session) -> frozenset[str]:
        """The ids of all there are for the session's institution."""
        return library.known(session, self.name)

    def normal(self, document: Mapping[str, Any]) -> Document:
        """The document with its keys in the order in which they are written, so that undoing gives the same bytes."""
        return dict(self.editing.normal(document)) if self.name == FORM else dict(document)

    def apply_all(self, document: Document, operations: Iterable[Operation]) -> Document:
        """The document after the operations. Raises Refused `editing.…`."""
        found: Document = self.editing.apply_all(document, operations)
        return found


def title_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The title of a form or workflow in both languages."""
    title = document.get("title", document.get("id", ""))
    if isinstance(title, Mapping):
        return {"zh": str(title.get("zh", "")), "en": str(title.get("en", ""))}
    english = document.get("translations", {}).get("en", {}).get("title", title)
    return {"zh": str(title), "en": str(english)}


def kind(name: str) -> Kind:
    """The kind of a name. Refused `design.unknown-kind`."""
    found = KINDS.get(name)
    if found is None:
        refuse("design.unknown-kind", kind=name)
    return found


def standard_of(document: Mapping[str, Any]) -> str:
    """The number of the standard document that a form or workflow comes from; empty for the institution's own."""
    standard = document.get("standard")
    return str(standard.get("document", "")) if isinstance(standard, Mapping) else ""


def _lint_form(session: Session, document: Document) -> tuple[Problem, ...]:
    definition, problems = definitions.read(document)
    return problems if definition is None else definitions.lint(definition, library.form_definitions(session))


def _lint_workflow(session: Session, document: Document) -> tuple[Problem, ...]:
    return flows.lint(document, library.form_definitions(session))


def _register_form(session: Session, document: Document, now: datetime) -> str:
    definition = definitions.parse(document)
    library.register_form(session, definition, now)
    return definition.sha256


def _register_workflow(session: Session, document: Document, now: datetime) -> str:
    flow = flows.parse(document, library.form_definitions(session))
    library.register_workflow(session, flow, now)
    return digest(flow.document)


KINDS: Mapping[str, Kind] = {
    FORM: Kind(
        FORM,
        "caseforms.definitions.editing",
        shipped.form_documents,
        library.form_document,
        _lint_form,
        _register_form,
    ),
    WORKFLOW: Kind(
        WORKFLOW,
        "caseforms.workflow.editing",
        shipped.workflow_documents,
        library.workflow_document,
        _lint_workflow,
        _register_workflow,
    ),
}

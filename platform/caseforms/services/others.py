"""What a new version of a form would break elsewhere: guards of workflows, tables of indicators, prefilling, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from caseforms import definitions
from caseforms import workflow as flows
from caseforms.definitions import Definition, Form
from caseforms.indicators import references
from caseforms.problems import Problem
from caseforms.services import indicator_tables, library, relied_on, uses
from caseforms.services.actors import Actor
from caseforms.services.editable import Document
from caseforms.services.in_force import FORM
from caseforms.services.refusal import problem

Forms = Mapping[str, Definition]


def broken(
    session: Session, actor: Actor, kind: str, definition_id: str, document: Document
) -> tuple[Problem, ...]:
    """What would lead nowhere and leads somewhere now, each with where it stands; nothing for what is new."""
    if kind != FORM or definition_id not in library.known(session, FORM):
        return ()
    before, definition = library.form(session, definition_id), definitions.parse(document)
    after, old = definitions.compile(definition), library.form_definitions(session)
    new = {**old, definition_id: definition}
    return (
        *_of_workflows(session, actor, definition_id, old, new),
        *_of_tables(actor, old, new),
        *_of_prefill(session, actor, definition_id, before, after),
        *(
            problem("publishing.relied-on", field=before.label(before.fields[pointer], actor.language))
            for pointer in relied_on.missing(definition_id, before, after)
        ),
    )


def _of_workflows(
    session: Session, actor: Actor, definition_id: str, old: Forms, new: Forms
) -> Iterator[Problem]:
    for flow in library.workflows(session).values():
        if any(slot.definition == definition_id for slot in flow.slots.values()):
            for each in _added(flows.unmet_by_forms(flow, old), flows.unmet_by_forms(flow, new)):
                yield _told("publishing.breaks-workflow", flow.title, actor, each)


def _of_tables(actor: Actor, old: Forms, new: Forms) -> Iterator[Problem]:
    for table in indicator_tables.tables().values():
        for each in _added(references.unknown(table, old), references.unknown(table, new)):
            yield _told("publishing.breaks-table", table.title, actor, each)


def _of_prefill(
    session: Session, actor: Actor, definition_id: str, before: Form, after: Form
) -> Iterator[Problem]:
    gone = [f"field:{pointer}" for pointer in before.fields if pointer not in after.fields]
    for use in uses.of(session, FORM, definition_id, gone):
        if use.kind == uses.PREFILL and use.owner != definition_id:
            params = {"title": use.title[actor.language], "name": uses.field_of(use.item)}
            yield Problem("publishing.breaks-prefill", use.place, params)


def _added(before: Any, after: Any) -> Iterator[Problem]:
    known = {(each.code, each.pointer, str(each.params)) for each in before}
    yield from (each for each in after if (each.code, each.pointer, str(each.params)) not in known)


def _told(code: str, title: Mapping[str, str], actor: Actor, each: Problem) -> Problem:
    words = title.get(actor.language) or title.get("zh", "")
    return Problem(code, each.pointer, {"title": words, "name": each.params.get("name", "")})

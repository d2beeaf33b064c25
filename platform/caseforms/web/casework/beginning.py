"""New work: what somebody may open, by what it is about, and opening at once what needs no person looked up first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import abort, redirect, render_template, request, url_for

from caseforms.services import cases, library, permissions, records
from caseforms.services.actors import Actor
from caseforms.web import frame, subject_words, unit_of_work, visits
from caseforms.web.casework.blueprints import opening
from caseforms.web.casework.opening import record_id_of
from caseforms.workflow import Workflow

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@dataclass(frozen=True, slots=True)
class Offered:
    """One kind of case on the page: `at_once` when its first form opens without looking for a person."""

    workflow: str
    title: Mapping[str, str]
    first_form: str
    at_once: bool


@opening.get("/new")
def choose() -> str:
    """Everything the visitor may begin, grouped by what it is about."""
    actor = visits.actor()
    groups = [(subject_words.kind(subject), found) for subject, found in offered(actor).items()]
    return render_template("casework/new.html", groups=groups, case_id=uuid4().hex)


@opening.post("/new/<workflow_id>")
def open_at_once(workflow_id: str) -> AnyResponse:
    """Open a case that is not about a person, and its first form; the same page sent twice opens one."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    workflow = library.workflow(session, workflow_id)
    if workflow.about_person:
        abort(404)
    wanted = request.form.get("case_id") or uuid4().hex
    opened = cases.open_case(session, actor, workflow.id, now, case_id=wanted)
    begun = records.start(
        session, actor, opened.id, first_slot(workflow), now, record_id=record_id_of(opened.id)
    )
    return redirect(url_for("record.show", record_id=begun.line.id), 303)


def offered(actor: Actor) -> dict[str, list[Offered]]:
    """The workflows the actor may open, by subject, a person's first."""
    found: dict[str, list[Offered]] = {}
    for flow in sorted(
        library.workflows(unit_of_work.session()).values(), key=lambda each: not each.about_person
    ):
        if permissions.allowed(actor.roles, "open-case", subject=flow.subject):
            slot = flow.slots[first_slot(flow)]
            line = Offered(flow.id, flow.title, frame.worded(slot.label), not flow.about_person)
            found.setdefault(flow.subject, []).append(line)
    return found


def first_slot(workflow: Workflow) -> str:
    """The form that a new case begins with."""
    return next(name for name, slot in workflow.slots.items() if workflow.start in slot.stages)

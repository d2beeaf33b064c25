"""Publishing a workflow: what differs, what the standard says to it, the note and the day; the versions and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from caseforms.problems import Refused
from caseforms.services import casework, permissions, publications, publishing, running_cases
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer.workflows import item_words, overview, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.work import WORKFLOW, Work
from caseforms.web.languages import gettext
from caseforms.workflow.editing import Change

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
CLASSES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "safe": lambda: gettext("changes no case"),
        "widening": lambda: gettext("changes what may be done or is due"),
        "breaking": lambda: gettext("takes away something that cases stand in"),
    }
)
STATES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "waiting": lambda: gettext("waits for a second person"),
        "planned": lambda: gettext("planned"),
        "in_force": lambda: gettext("in force"),
        "replaced": lambda: gettext("replaced"),
        "withdrawn": lambda: gettext("withdrawn"),
    }
)


@workflows.get("/<workflow_id>/publish")
def publish(workflow_id: str) -> str:
    """What would be published."""
    return _page(work.current(workflow_id))


@workflows.post("/<workflow_id>/publish")
def publish_now(workflow_id: str) -> AnyResponse | Page:
    """Publish it with its note, now or on a day."""
    found = work.current(workflow_id)
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        if found.design is None:
            refuse("publishing.nothing-changed")
        note, day = request.form.get("note", ""), _from_at(request.form.get("from_at", ""))
        line = publishing.publish(session, actor, found.design.id, note, now, day)
    except Refused as refused:
        faults.take_back(refused)
        return _page(found, work.reasons_of(found, refused)), 422
    said = gettext("Version %(version)s: %(state)s.", version=line.version, state=STATES[line.state]())
    return work.back_to(url_for("workflows.running", workflow_id=workflow_id), said)


@workflows.get("/<workflow_id>/versions")
def versions(workflow_id: str) -> str:
    """Every version that the institution has published."""
    return _versions(work.current(workflow_id))


@workflows.post("/<workflow_id>/versions")
def act_on_version(workflow_id: str) -> AnyResponse | Page:
    """Publish the content of an earlier version again, approve a version that waits, or withdraw one."""
    found = work.current(workflow_id)
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    wanted = request.form.get("publication", "")
    try:
        match request.form.get("do"):
            case "approve":
                line = publishing.approve(session, actor, wanted, now)
            case "withdraw":
                line = publishing.withdraw(session, actor, wanted, now)
            case _:
                version, note = request.form.get("version", ""), request.form.get("note", "")
                line = publishing.roll_back(session, actor, WORKFLOW, workflow_id, version, note, now)
    except Refused as refused:
        faults.take_back(refused)
        return _versions(found, work.reasons_of(found, refused)), 422
    said = gettext("Version %(version)s: %(state)s.", version=line.version, state=STATES[line.state]())
    return work.back_to(url_for("workflows.versions", workflow_id=workflow_id), said)


def _from_at(written: str) -> datetime | None:
    """The morning of a day, where the institution is; None: now."""
    if not written:
        return None
    found = casework.calendar_of(unit_of_work.session()).instant(f"{written[:10]}T00:00")
    if found is None:
        refuse("publishing.past", "/from_at")
    return found


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    changes = publishing.difference_of(session, actor, found.design.id).changes if found.design else ()
    shown = [(item_words.difference_words(_either(found, each), each), each.change_class) for each in changes]
    return render_template(
        "designer/workflows/publish.html",
        **overview.about(found, "publish"),
        changes=sorted(shown, key=lambda each: publishing.CLASSES.index(each[1]), reverse=True),
        classes=CLASSES,
        second=publications.asks_second(session),
        total=sum(running_cases.open_cases(session, actor, found.workflow_id).values()),
        typed=request.form,
        reasons=reasons,
    )


def _either(found: Work, change: Change) -> Mapping[str, object]:
    """The document in which the item still has its name."""
    return found.base if change.kind == "removed" else found.document


def _versions(found: Work, reasons: tuple[str, ...] = ()) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    return render_template(
        "designer/workflows/versions.html",
        **overview.about(found, "versions"),
        lines=publishing.history(session, actor, WORKFLOW, found.workflow_id),
        states=STATES,
        may_approve=permissions.allowed(actor.roles, "approve-forms"),
        typed=request.form,
        reasons=reasons,
    )

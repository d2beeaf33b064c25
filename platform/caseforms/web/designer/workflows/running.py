"""The open cases of a workflow: what a change would mean for them, moving them to the version in force, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from caseforms.problems import Refused
from caseforms.services import library, moving_cases, running_cases
from caseforms.services.moving_cases import BACK, Moved
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer.workflows import overview, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.work import Work
from caseforms.web.languages import gettext, ngettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
MOST = 200


@workflows.get("/<workflow_id>/cases")
def cases(workflow_id: str) -> str:
    """What would change for the open cases if they followed the workflow as it stands in this work."""
    found = work.current(workflow_id)
    session, actor = unit_of_work.session(), visits.actor()
    after = request.args.get("after", "")
    shown = running_cases.affected(session, actor, found.flow, unit_of_work.now(), after, MOST)
    return render_template(
        "designer/workflows/cases.html",
        **overview.about(found, "cases"),
        shown=shown,
        after=after,
        total=sum(running_cases.open_cases(session, actor, workflow_id).values()),
    )


@workflows.get("/<workflow_id>/running")
def running(workflow_id: str) -> str:
    """Which versions the open cases follow, and moving them."""
    return _page(work.current(workflow_id))


@workflows.post("/<workflow_id>/running")
def move(workflow_id: str) -> AnyResponse | Page:
    """Let the open cases follow the version in force, or go back to the one that they came from."""
    found = work.current(workflow_id)
    session, actor = unit_of_work.session(), visits.actor()
    version = BACK if request.form.get("to") == BACK else library.workflow(session, workflow_id).version
    reason = request.form.get("reason", "")
    try:
        done = moving_cases.begin(session, actor, workflow_id, version, reason, unit_of_work.now())
    except Refused as refused:
        faults.take_back(refused)
        return _page(found, work.reasons_of(found, refused)), 422
    return work.back_to(url_for("workflows.running", workflow_id=workflow_id), moved_words(done))


def moved_words(done: Moved) -> str:
    """What a move came to."""
    said = ngettext(
        "%(num)d case follows the other version now.",
        "%(num)d cases follow the other version now.",
        done.moved,
    )
    if done.stayed:
        stayed = ngettext(
            "%(num)d case stays as it is: its stage or one of its forms is not there any more.",
            "%(num)d cases stay as they are: their stage or one of their forms is not there any more.",
            done.stayed,
        )
        said = f"{said} {stayed}"
    return gettext("%(said)s The others follow in the next minutes.", said=said) if done.more else said


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    in_force = library.workflow(session, found.workflow_id)
    after = request.args.get("after", "")
    shown = running_cases.affected(session, actor, in_force, unit_of_work.now(), after, MOST)
    versions = running_cases.open_cases(session, actor, found.workflow_id)
    return render_template(
        "designer/workflows/running.html",
        **overview.about(found, "running"),
        in_force=in_force.version,
        versions=versions,
        shown=shown,
        after=after,
        total=sum(versions.values()),
        others=sum(count for version, count in versions.items() if version != in_force.version),
        back=moving_cases.moved_here(session, actor, found.workflow_id),
        under_way=moving_cases.under_way(session),
        typed=request.form,
        reasons=reasons,
    )

"""Doing something with a case: the page that names the consequence and asks the reason, and the deed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.services import accounts, cases, record_choices, tasks
from caseforms.services.cases import CaseView
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework.blueprints import case
from caseforms.web.casework.case import page as case_page
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@case.get("/cases/<case_id>/act/<action>")
@unit_of_work.logs_what_is_seen
def act(case_id: str, action: str) -> Page:
    """What would follow from an action, why it is not possible yet, and what it asks."""
    return _page(case_id, action)


@case.post("/cases/<case_id>/act/<action>")
def acted(case_id: str, action: str) -> AnyResponse | Page:
    """Do it; refused, the page comes back with the reasons and what was typed."""
    answers = {
        name.removeprefix("ask-"): value for name, value in request.form.items() if name.startswith("ask-")
    }
    try:
        cases.act(
            unit_of_work.session(),
            visits.actor(),
            case_id,
            action,
            unit_of_work.now(),
            reason=request.form.get("reason", "").strip(),
            data=answers or None,
            expected_stage=request.form.get("stage") or None,
        )
    except problems.Refused as refused:
        status = faults.status_of(refused)
        if status in (403, 404):
            raise
        unit_of_work.abandon()
        return _page(case_id, action, faults.words_of(refused)), status
    flash(gettext("Done, and written into the course of the case."))
    return redirect(url_for("case.show", case_id=case_id), 303)


@case.post("/cases/<case_id>/accept")
def accept(case_id: str) -> AnyResponse:
    """Take a case that nobody is in charge of."""
    cases.accept(unit_of_work.session(), visits.actor(), case_id, unit_of_work.now())
    flash(gettext("You are in charge of this case now."))
    return redirect(url_for("case.show", case_id=case_id), 303)


@case.post("/cases/<case_id>/note")
def note(case_id: str) -> AnyResponse:
    """Add a note to the course of the case."""
    text = request.form.get("text", "").strip()
    if text:
        cases.note(unit_of_work.session(), visits.actor(), case_id, text, unit_of_work.now())
    return redirect(url_for("case.show", case_id=case_id) + "#log", 303)


@case.post("/cases/<case_id>/tasks")
def note_task(case_id: str) -> AnyResponse | Page:
    """Note that a task was tried, or is dropped for a reason."""
    note_it = tasks.waive if request.form.get("do") == "waive" else tasks.attempt
    key, reason = request.form.get("task", ""), request.form.get("reason", "").strip()
    try:
        note_it(unit_of_work.session(), visits.actor(), case_id, key, unit_of_work.now(), reason=reason)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return case_page(case_id, faults.words_of(refused)), 422
    flash(gettext("Done, and written into the course of the case."))
    return redirect(url_for("case.show", case_id=case_id), 303)


def _page(case_id: str, name: str, reasons: tuple[str, ...] = ()) -> str:
    actor, session = visits.actor(), unit_of_work.session()
    view = cases.view(session, actor, case_id, unit_of_work.now(), log=False)
    action = _action_of(view, name)
    return render_template(
        "casework/act.html",
        view=view,
        action=action,
        reasons=reasons,
        typed=request.form,
        colleagues=accounts.people(session, actor),
        own_records=_records_of(view, action.slot),
        to_choose=_to_choose(case_id, action) if "record" in action.asks else [],
    )


def _to_choose(case_id: str, action: Any) -> list[tuple[str, str]]:
    """The records that an action may be about: each by its number and the name that stands in it."""
    found = record_choices.named(unit_of_work.session(), visits.actor(), case_id, action.slot)
    return [
        (record_id, gettext("No. %(number)s", number=number) + (f" · {name}" if name else ""))
        for record_id, number, name in found
    ]


def _action_of(view: CaseView, name: str) -> Any:
    for action in view.actions:
        if action.name == name:
            return action
    raise NotFound


def _records_of(view: CaseView, slot: str) -> tuple[Any, ...]:
    """Records of the slot that an action leans on, the newest first."""
    found = next((each for each in view.slots if each.name == slot), None)
    return tuple(reversed(found.records)) if found else ()

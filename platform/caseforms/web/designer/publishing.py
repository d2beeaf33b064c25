"""Publishing a form: what changes, what that means for answers that are there, a note, a day; then its versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import designs, permissions, publishing
from caseforms.services.refusal import refuse
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer import changes_told, standing, told, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.work import FORM, Work
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
CLASSES: Mapping[str, tuple[str, Callable[[], str]]] = MappingProxyType(
    {
        "safe": ("", lambda: gettext("safe: no answer is touched")),
        "widening": ("info", lambda: gettext("wider: more answers are allowed")),
        "breaking": ("shall", lambda: gettext("stricter: answers given so far may no longer fit")),
    }
)
STATES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "planned": lambda: gettext("planned"),
        "waiting": lambda: gettext("waits for a second person"),
        "in_force": lambda: gettext("in force"),
        "replaced": lambda: gettext("replaced"),
        "withdrawn": lambda: gettext("withdrawn"),
    }
)


@designer.get("/forms/<definition_id>/publish")
def publish(definition_id: str) -> Page:
    """What publishing would change and mean, and the form to do it with."""
    return _page(work.current(definition_id))


@designer.post("/forms/<definition_id>/publish")
def do_publish(definition_id: str) -> AnyResponse | Page:
    """Make a version of what has been changed."""
    found = work.current(definition_id)
    if found.design is None:
        refuse("publishing.nothing-changed")
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        line = publishing.publish(
            session, actor, found.design.id, request.form.get("note", ""), now, _from(now)
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(
            work.current(definition_id), tuple(told.reason(found.document, p) for p in refused.problems)
        ), 422
    flash(gettext("Version %(version)s: %(state)s.", version=line.version, state=STATES[line.state]()))
    return redirect(url_for("designer.history", definition_id=definition_id), 303)


@designer.post("/forms/<definition_id>/aside")
def put_aside(definition_id: str) -> AnyResponse:
    """End the work without publishing it."""
    found = work.current(definition_id)
    if found.design is not None:
        designs.put_aside(unit_of_work.session(), visits.actor(), found.design.id, unit_of_work.now())
        flash(gettext("The changes were put aside. The form stays as it is in force."))
    return redirect(url_for("designer.form", definition_id=definition_id), 303)


@designer.get("/forms/<definition_id>/history")
def history(definition_id: str) -> str:
    """Every version of a form, with what changed and the way back."""
    session, actor = unit_of_work.session(), visits.actor()
    found = work.current(definition_id)
    lines = publishing.history(session, actor, FORM, definition_id)
    wanted = request.args.get("version", "")
    chosen = next((line for line in lines if line.version == wanted), None)
    changes: tuple[Any, ...] = ()
    if chosen is not None and chosen.previous:
        changes = publishing.difference(session, actor, FORM, definition_id, chosen.previous, chosen.version)
    return render_template(
        "designer/history.html",
        form_id=definition_id,
        title=found.document["title"],
        lines=lines,
        states={name: word() for name, word in STATES.items()},
        classes=CLASSES,
        chosen=chosen,
        changes=[changes_told.of(found.document, each) for each in changes],
        standing=standing.of(found),
        me=actor.user_id,
        may_approve=permissions.allowed(actor.roles, "approve-forms"),
    )


@designer.post("/forms/<definition_id>/history")
def act_on_version(definition_id: str) -> AnyResponse:
    """Roll back to a version, approve one that waits, or withdraw one that is not in force yet."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    posted = request.form
    try:
        match posted.get("do"):
            case "approve":
                line = publishing.approve(session, actor, posted.get("publication", ""), now)
            case "withdraw":
                line = publishing.withdraw(session, actor, posted.get("publication", ""), now)
            case _:
                version, note = posted.get("version", ""), posted.get("note", "")
                line = publishing.roll_back(session, actor, FORM, definition_id, version, note, now)
        flash(gettext("Version %(version)s: %(state)s.", version=line.version, state=STATES[line.state]()))
    except problems.Refused as refused:
        faults.take_back(refused)
        for words in faults.words_of(refused):
            flash(words, "shall")
    return redirect(url_for("designer.history", definition_id=definition_id), 303)


def _page(found: Work, reasons: tuple[str, ...] = ()) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    changes: tuple[Any, ...] = ()
    if found.design is not None:
        try:
            changes = publishing.difference_of(session, actor, found.design.id).changes
        except problems.Refused as refused:
            reasons = (*reasons, *faults.words_of(refused))
    return render_template(
        "designer/publish.html",
        form_id=found.definition_id,
        title=found.document["title"],
        work=found,
        standing=standing.of(found),
        changes=[changes_told.of(found.document, each) for each in changes],
        classes=CLASSES,
        reasons=reasons,
        typed=request.form,
    )


def _from(now: datetime) -> datetime | None:
    """The beginning of the day from which the version is to hold; None for at once."""
    typed = request.form.get("from_day", "").strip()
    if not typed:
        return None
    try:
        day = datetime.fromisoformat(typed).date()
    except ValueError:
        refuse("designer.no-day", typed=typed[:40])
    zone = ZoneInfo(unit_of_work.settings().institution_timezone)
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    return None if start <= now else start

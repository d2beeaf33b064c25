"""Tablets of the house: the list, a code to let one in, and what is done when one is lent, lost or worn out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from caseforms import problems
from caseforms.services import tablets as kept
from caseforms.services.tablets import Ticket
from caseforms.web import faults, pictures, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
ENTRANCE = "/field/enrol"


@administration.get("/tablets")
def tablets() -> Page:
    """Every tablet, with what it said of itself at its last contact."""
    return _page()


@administration.post("/tablets")
def invite_tablet() -> Page:
    """A code for a new tablet, shown on this page and never again."""
    name = request.form.get("name", "")
    try:
        ticket = kept.invite(unit_of_work.session(), visits.actor(), name, unit_of_work.now())
    except problems.Refused as refused:
        return _refused(refused, name)
    return _page(ticket=ticket)


@administration.post("/tablets/<tablet_id>/name")
def rename_tablet(tablet_id: str) -> AnyResponse | Page:
    """Another name for a tablet."""
    try:
        kept.rename(unit_of_work.session(), visits.actor(), tablet_id, request.form.get("name", ""))
    except problems.Refused as refused:
        return _refused(refused)
    return redirect(url_for("administration.tablets"), 303)


@administration.post("/tablets/<tablet_id>")
def change_tablet(tablet_id: str) -> AnyResponse:
    """Lock a tablet, unlock it, or take it out of use for good."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    what = request.form.get("do", "")
    if what not in SAID:
        raise BadRequest
    if what == "expire":
        kept.expire(session, actor, tablet_id, now)
    else:
        kept.lock(session, actor, tablet_id, what == "lock", now)
    flash(SAID[what]())
    return redirect(url_for("administration.tablets"), 303)


SAID: dict[str, Callable[[], str]] = {
    "lock": lambda: gettext("Locked. Nobody takes anything along on it; what it holds is still delivered."),
    "unlock": lambda: gettext("Unlocked."),
    "expire": lambda: gettext("Out of use. It forgets everything at its next contact."),
}


def _refused(refused: problems.Refused, typed: str = "") -> Page:
    faults.take_back(refused)
    return _page(reasons=faults.words_of(refused), typed=typed), 422


def _page(reasons: tuple[str, ...] = (), typed: str = "", ticket: Ticket | None = None) -> str:
    address = _address(ticket) if ticket is not None else ""
    return render_template(
        "administration/tablets.html",
        tablets=kept.listed(unit_of_work.session(), visits.actor()),
        reasons=reasons,
        typed=typed,
        ticket=ticket,
        address=address,
        picture=pictures.scannable(address) if address else "",
    )


def _address(ticket: Ticket) -> str:
    """What the code says. The token stands behind the #, so that no log of any server ever sees it."""
    root = unit_of_work.settings().public_url.rstrip("/") or request.url_root.rstrip("/")
    return f"{root}{ENTRANCE}#{ticket.token}"

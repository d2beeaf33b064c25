"""Sending a link: made for one record or for a form of a case, shown once with its picture to scan, withdrawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from caseforms.services import links, records
from caseforms.services.links import Issued
from caseforms.web import pictures, unit_of_work, visits
from caseforms.web.casework import filling
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

sending = Blueprint("sending", __name__)
DAYS_FOR_ONE, DAYS_FOR_MANY = 7, 30
Page = str | tuple[str, int]


@sending.post("/records/<record_id>/link")
def for_record(record_id: str) -> Page:
    """A link to sign this record, or to fill in this draft, from elsewhere."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    purpose, role = request.form.get("purpose", "fill"), request.form.get("role", "client")
    view = records.view(session, actor, record_id, now, log=False)
    pages = filling.client_pages(view.form) if purpose == "fill" else ()
    days = _number("days", DAYS_FOR_ONE)
    issued = links.for_record(session, actor, record_id, purpose, role, now, days=days, pages=pages)
    return _page(issued, view.line.title, url_for("record.show", record_id=record_id), uses=1)


@sending.post("/cases/<case_id>/link/<slot>")
def for_slot(case_id: str, slot: str) -> Page:
    """A link by which the client fills in a form of the case, each time anew."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    days, uses = _number("days", DAYS_FOR_MANY), _number("uses", DAYS_FOR_MANY)
    issued = links.for_slot(session, actor, case_id, slot, now, days=days, uses=uses)
    title = links.open_of(session, now, case_id=case_id, slot=slot)[0].title
    return _page(issued, title, url_for("case.show", case_id=case_id), uses=uses)


@sending.post("/links/<link_id>/withdraw")
def withdraw(link_id: str) -> AnyResponse:
    """The link opens nothing any more."""
    case_id = links.revoke(unit_of_work.session(), visits.actor(), link_id, unit_of_work.now())
    flash(gettext("The link is withdrawn: whoever opens it now is told to ask for a new one."))
    return redirect(url_for("case.show", case_id=case_id) if case_id else url_for("worklist.home"), 303)


def _number(name: str, usual: int) -> int:
    typed = request.form.get(name, "")
    return int(typed) if is_count(typed) else usual


def _page(issued: Issued, title: object, back: str, *, uses: int) -> str:
    path = url_for("links.look", token=issued.token)
    root = unit_of_work.settings().public_url.rstrip("/") or request.url_root.rstrip("/")
    address = root + path
    return render_template(
        "links/sent.html",
        address=address,
        picture=pictures.scannable(address),
        title=title,
        expires_at=issued.expires_at,
        uses=uses,
        back=back,
    )

"""Pages behind a link, for people without an account: the receiver's part of a referral."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from flask import render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from caseforms import problems, rendering
from caseforms.services import institutions, links, receiving
from caseforms.services.links import Issued
from caseforms.services.receiving import ReceiversPart
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework.blueprints import record
from caseforms.web.languages import gettext
from caseforms.web.registers.blueprints import public
from caseforms.web.registers.open_pages import outside_reader

Page = str | tuple[str, int]
PAGE = receiving.PART + 1
ROLE = "third_party"


@record.post("/records/<record_id>/receiver")
def invite(record_id: str) -> str:
    """A link for the receiver of a referral, shown this once."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    issued = receiving.invite(session, actor, record_id, now)
    return render_template(
        "registers/link.html", address=_address(issued), issued=issued, record_id=record_id
    )


@public.get("/referral/<token>")
@visits.public
@visits.for_the_client
def referral(token: str) -> Page:
    """The receiver's part of the form, and nothing else of it."""
    with unit_of_work.store().transaction(_institution(token)) as session:
        known = receiving.part(session, token, unit_of_work.now())
    return _page(token, known, known.data)


@public.post("/referral/<token>")
@visits.public
@visits.for_the_client
def referral_answered(token: str) -> Page:
    """Take in what the receiver wrote; the link is used up, another one is given for the result."""
    now, home = unit_of_work.now(), _institution(token)
    with unit_of_work.store().reading(home) as session:
        known = receiving.part_unseen(session, token, now)
    decoded = rendering.decode(known.form, request.form, {}, reader=outside_reader(ROLE), closed=known.closed)
    data = rendering.merge(dict(known.data), decoded)
    if decoded.problems or decoded.refused or decoded.again:
        return _page(
            token, known, data, decoded.problems, decoded.raw, status=422 if decoded.problems else 200
        )
    submission = request.form.get("_submission", "") or uuid4().hex
    try:
        with unit_of_work.store().transaction(home) as session:
            reason = gettext("Answered by the receiver over a link")
            following = receiving.answer(session, token, data, now, submission, reason)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        return _page(token, known, data, refused.problems, decoded.raw, status=422)
    return render_template(
        "registers/link_used.html", number=known.number, address=_address(following) if following else ""
    )


def _institution(token: str) -> str:
    with unit_of_work.store().reading(None) as session:
        return links.institution_of(session, token)


def _address(issued: Issued) -> str:
    return url_for("public.referral", token=issued.token, _external=True)


def _page(
    token: str,
    known: ReceiversPart,
    data: Mapping[str, Any],
    found: Iterable[problems.Problem] = (),
    raw: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> Page:
    wrong = tuple(found)
    with unit_of_work.store().reading(known.opened.actor.institution_id) as session:
        home = institutions.get(session, known.opened.actor)
    drawn = rendering.draw(
        known.form,
        data,
        outside_reader(ROLE),
        problems=tuple(each for each in wrong if each.pointer),
        page=PAGE,
        pages=(PAGE,),
        locked=known.closed,
        csrf=generate_csrf(),
        action=url_for("public.referral_answered", token=token),
        raw=raw,
    )
    html = render_template(
        "registers/outside.html",
        institution=home,
        known=known,
        drawn=drawn,
        reasons=[faults.words(each) for each in wrong if not each.pointer],
        submission=request.form.get("_submission") or uuid4().hex,
    )
    return html, status

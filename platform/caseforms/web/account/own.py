"""One's own account: password, second factor, language and display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from caseforms import problems
from caseforms.services import accounts, mailing
from caseforms.web import faults, pictures, unit_of_work, visits
from caseforms.web.account import doors
from caseforms.web.account.blueprint import account
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]


@account.get("/account")
def mine() -> Page:
    """The account page."""
    return _page()


@account.post("/account/password")
def change_password() -> AnyResponse | Page:
    """Change the password."""
    if reasons := doors.replace_password():
        return _page(reasons), 422
    flash(gettext("The password is changed."))
    return redirect(url_for("account.mine"), 303)


@account.post("/account/email")
def change_email() -> AnyResponse | Page:
    """Keep the address that letters about news go to."""
    typed = request.form.get("email", "")
    try:
        kept = mailing.set_address(unit_of_work.session(), visits.actor(), typed)
    except problems.Refused as refused:
        unit_of_work.abandon()
        return _page(faults.words_of(refused), typed), 422
    flash(gettext("News will be announced by e-mail.") if kept else gettext("No e-mail will be sent to you."))
    return redirect(url_for("account.mine"), 303)


@account.post("/account/second-factor/new")
def second_factor() -> Page:
    """Offer a second factor: a picture to scan, and the same secret to type."""
    offer = accounts.start_totp(unit_of_work.session(), visits.actor())
    return _factor_page(offer.secret, offer.uri)


@account.post("/account/second-factor")
def confirm_second_factor() -> AnyResponse | Page:
    """Switch the second factor on with a first code, and show the recovery codes once."""
    try:
        codes = accounts.confirm_totp(
            unit_of_work.session(), visits.actor(), request.form.get("code", "").strip(), unit_of_work.now()
        )
    except problems.Refused as refused:
        unit_of_work.abandon()
        secret, uri = request.form.get("secret", ""), request.form.get("uri", "")
        return _factor_page(secret, uri, faults.words_of(refused)), 422
    return render_template("account/recovery_codes.html", codes=codes)


@account.post("/account/second-factor/off")
def drop_second_factor() -> AnyResponse | Page:
    """Switch the second factor off; the password is asked again."""
    given, address = request.form.get("password", ""), request.remote_addr or ""
    found = accounts.drop_totp(unit_of_work.session(), visits.actor(), given, address, unit_of_work.now())
    if found:
        return _page(tuple(faults.words(each) for each in found)), 422
    flash(gettext("The second factor is switched off."))
    return redirect(url_for("account.mine"), 303)


def _page(reasons: tuple[str, ...] = (), email: str | None = None) -> str:
    session, actor = unit_of_work.session(), visits.actor()
    return render_template(
        "account/mine.html",
        has_second_factor=accounts.has_totp(session, actor),
        reasons=reasons,
        username=visits.username(),
        email=mailing.address(session, actor) if email is None else email,
    )


def _factor_page(secret: str, uri: str, reasons: tuple[str, ...] = ()) -> str:
    """The offer travels with the page, so that a mistyped code does not ask for a new scan."""
    if not uri.startswith("otpauth://"):
        raise BadRequest
    return render_template(
        "account/second_factor.html", secret=secret, uri=uri, picture=pictures.scannable(uri), reasons=reasons
    )

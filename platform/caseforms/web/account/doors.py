"""Coming and going: sign in (with a second factor where there is one), the forced first password, sign out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import accounts, institutions, look
from caseforms.web import faults, kept_forms, unit_of_work, visits
from caseforms.web.account import demo
from caseforms.web.account.blueprint import account
from caseforms.web.languages import gettext, local_address

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

CODE_PROBLEMS = frozenset({"account.code-needed", "account.code-wrong"})


@account.get("/sign-in")
@visits.public
def sign_in() -> AnyResponse | Response:
    """The sign-in page; whoever is signed in already goes on."""
    if visits.current() is not None:
        return redirect(_wanted(), 303)
    return _page(200)


@account.post("/sign-in")
@visits.public
def signed_in() -> AnyResponse | Response:
    """Try to sign in; what a lapsed session had typed is offered again."""
    username = request.form.get("username", "").strip()
    signed = try_password(username, request.form.get("password", ""), request.form.get("code", "").strip())
    if signed.problem is not None or signed.actor is None:
        return _page(
            429 if signed.problem and signed.problem.code == "account.locked" else 422, signed.problem
        )
    start_visit(signed, username)
    if signed.must_change_password:
        return redirect(url_for("account.first_password", to=_wanted()), 303)
    again = kept_forms.send_again(signed.actor.user_id)
    return make_response(again) if again else redirect(_wanted(), 303)


def try_password(username: str, password: str, code: str) -> accounts.SignIn:
    """One attempt, kept by the service whatever its outcome (lock-out counts them)."""
    with unit_of_work.store().transaction(None) as writing:
        address = request.remote_addr or ""
        return accounts.sign_in(writing, username, password, address, unit_of_work.now(), code=code)


def start_visit(signed: accounts.SignIn, username: str) -> None:
    """Begin the visit that `signed` opened, with the person's own language and display."""
    assert signed.actor is not None
    with unit_of_work.store().reading(signed.actor.institution_id) as reading:
        kept = accounts.preferences(reading, signed.actor)
        name, seen = institutions.get(reading, signed.actor).name, look.of(reading)
    visits.begin(signed.token, signed.actor, username, visits.preferences_from(kept), name, seen)


@account.get("/account/first-password")
def first_password() -> str:
    """The page on which a first (or reset) password is replaced."""
    return render_template(
        "account/first_password.html", reasons=(), to=local_address(request.args.get("to", "/"))
    )


@account.post("/account/first-password")
def replace_first_password() -> AnyResponse | tuple[str, int]:
    """Replace it, and go on to where the person was going."""
    to = local_address(request.form.get("to", "/"))
    if reasons := replace_password():
        return render_template("account/first_password.html", reasons=reasons, to=to), 422
    return redirect(to, 303)


def replace_password() -> tuple[str, ...]:
    """Change the password by the posted fields; the reasons when it is refused.

    Every session of the person ends with it, so this one is begun again (a person with a second factor signs in).
    """
    form, actor = request.form, visits.actor()
    new = form.get("new_password", "")
    if new != form.get("new_password_again", ""):
        return (gettext("The two new passwords differ. Type the same one twice."),)
    old, address = form.get("old_password", ""), request.remote_addr or ""
    with unit_of_work.store().transaction(actor.institution_id) as writing:
        found = accounts.change_password(writing, actor, old, new, address, unit_of_work.now())
    if found:
        return tuple(faults.words(each) for each in found)
    username = visits.username()
    signed = try_password(username, new, "")
    if signed.actor is None:
        visits.end()
    else:
        start_visit(signed, username)
    return ()


@account.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session here and in the database."""
    with unit_of_work.store().transaction(None) as writing:
        accounts.sign_out(writing, visits.token(), unit_of_work.now())
    visits.end()
    return redirect(url_for("account.sign_in"), 303)


def _wanted() -> str:
    return local_address(request.values.get("to") or "/")


def _page(status: int, problem: problems.Problem | None = None) -> Response:
    words = problems.explain(problem, gettext) if problem else ""
    page = render_template(
        "account/sign_in.html",
        problem=words,
        code_needed=problem is not None and problem.code in CODE_PROBLEMS,
        username=request.values.get("username", ""),
        to=request.values.get("to", ""),
        expired=bool(request.args.get("expired")),
        kept=kept_forms.received() if request.method == "POST" else [],
        **demo.shown(),
    )
    return make_response(page, status)

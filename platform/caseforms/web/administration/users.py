"""The users of the institution: adding, roles, leaving, a new first password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import accounts, permissions, team
from caseforms.services.actors import Actor
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
GIVEN_ROLES = tuple(role for role in permissions.ROLES if role not in ("client", "system"))


@administration.get("/users")
def users() -> Page:
    """Everybody who may sign in, and the form for a new user."""
    return _page()


@administration.post("/users")
def add_user() -> AnyResponse | Page:
    """Add a user; the first password is shown once."""
    form = request.form
    try:
        added = accounts.add_user(
            unit_of_work.session(),
            visits.actor(),
            form.get("username", ""),
            form.get("name", ""),
            form.getlist("roles"),
            unit_of_work.now(),
            language=form.get("language", "zh"),
            team_ids=form.getlist("teams"),
        )
    except problems.Refused as refused:
        return _refused(refused)
    return render_template(
        "administration/first_password.html", user=added.user, password=added.first_password
    )


@administration.get("/users/<user_id>")
def user(user_id: str) -> Page:
    """One user: roles, state, a new password."""
    found = next((each for each in _users() if each.id == user_id), None)
    if found is None:
        return faults.page(404)  # type: ignore[return-value]  # a Response is a page too
    return render_template("administration/user.html", user=found, roles=GIVEN_ROLES)


@administration.post("/users/<user_id>/roles")
def set_roles(user_id: str) -> AnyResponse | Page:
    """Give exactly the ticked roles."""
    return _changed(
        user_id,
        lambda: accounts.set_roles(*_asked(), user_id, request.form.getlist("roles"), unit_of_work.now()),
    )


@administration.post("/users/<user_id>/active")
def set_active(user_id: str) -> AnyResponse | Page:
    """Let the user sign in, or no longer."""
    active = request.form.get("active") == "yes"
    return _changed(user_id, lambda: accounts.set_active(*_asked(), user_id, active, unit_of_work.now()))


@administration.post("/users/<user_id>/password")
def reset_password(user_id: str) -> AnyResponse | Page:
    """A new first password, shown once."""
    password = accounts.reset_password(*_asked(), user_id, unit_of_work.now())
    found = next(each for each in _users() if each.id == user_id)
    return render_template("administration/first_password.html", user=found, password=password)


def _asked() -> tuple[Session, Actor]:
    return unit_of_work.session(), visits.actor()


def _users() -> tuple[accounts.UserLine, ...]:
    return accounts.users(unit_of_work.session(), visits.actor(), unit_of_work.now())


def _changed(user_id: str, change: Callable[[], object]) -> AnyResponse | Page:
    try:
        change()
    except problems.Refused as refused:
        return _refused(refused)
    flash(gettext("Saved."))
    return redirect(url_for("administration.user", user_id=user_id), 303)


def _refused(refused: problems.Refused) -> Page:
    faults.take_back(refused)
    return _page(faults.words_of(refused)), 422


def _page(reasons: tuple[str, ...] = ()) -> str:
    teams = team.teams(unit_of_work.session(), visits.actor())
    return render_template(
        "administration/users.html",
        users=_users(),
        roles=GIVEN_ROLES,
        teams=teams,
        reasons=reasons,
        typed=request.form,
    )

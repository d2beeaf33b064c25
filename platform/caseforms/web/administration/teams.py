"""Teams: who works together and sees each other's to-dos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from caseforms.services import accounts, team
from caseforms.web import unit_of_work, visits
from caseforms.web.administration.blueprint import administration

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@administration.get("/teams")
def teams() -> str:
    """Every team with its members."""
    session, actor = unit_of_work.session(), visits.actor()
    return render_template(
        "administration/teams.html", teams=team.teams(session, actor), people=accounts.people(session, actor)
    )


@administration.post("/teams")
def add_team() -> AnyResponse:
    """A new team."""
    team.create(
        unit_of_work.session(), visits.actor(), request.form.get("name", "").strip(), unit_of_work.now()
    )
    return redirect(url_for("administration.teams"), 303)


@administration.post("/teams/<team_id>/name")
def rename_team(team_id: str) -> AnyResponse:
    """Another name for a team."""
    name = request.form.get("name", "").strip()
    team.rename(unit_of_work.session(), visits.actor(), team_id, name, unit_of_work.now())
    return redirect(url_for("administration.teams"), 303)


@administration.post("/teams/<team_id>/members")
def change_members(team_id: str) -> AnyResponse:
    """Add a user to a team, or take one out."""
    change = team.remove_user if request.form.get("out") else team.add_user
    change(unit_of_work.session(), visits.actor(), team_id, request.form.get("user", ""), unit_of_work.now())
    return redirect(url_for("administration.teams"), 303)

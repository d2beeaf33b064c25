"""Statistics: numbers without names for whoever may see them, and the service records of one level for workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from caseforms.problems import Problem, Refused
from caseforms.services import department_statistics, permissions, satisfaction, statistics, timeliness
from caseforms.web import unit_of_work, visits
from caseforms.web.quality import charts
from caseforms.web.registers.blueprints import statistics as area

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

OPEN_TO_THIRD_PARTY = frozenset({"statistics", "quality", "account", "public"})
OF_EVERY_PAGE = frozenset({"static", "language", "display", "asset"})


@area.before_app_request
def only_numbers() -> AnyResponse | None:
    """An evaluator from outside sees the statistics and nothing else (002 8.1 b (2))."""
    visitor = visits.actor_or_none() if "." in (request.endpoint or "") else None
    if visitor is None or visitor.roles != frozenset({"third_party"}):
        return None
    if request.blueprint in OPEN_TO_THIRD_PARTY or request.endpoint in OF_EVERY_PAGE:
        return None
    if request.endpoint == "worklist.home":
        return redirect(url_for("statistics.show"), 303)
    raise Refused((Problem("permission.denied", "", {"verb": "read"}),))


@area.get("/statistics")
def show() -> str:
    """Cases by stage, service records by level, satisfaction."""
    session, actor = unit_of_work.session(), visits.actor()
    months = satisfaction.by_month(session, actor, unit_of_work.now())
    return render_template(
        "registers/statistics.html",
        months=months,
        chart=_chart(months) if any(each.answers for each in months) else None,
        known=satisfaction.of_social_workers(session, actor),
        found=statistics.of_institution(session, actor),
        departments=department_statistics.by_department(session, actor),
        promptness=timeliness.promptness(session, actor),
        may_list=permissions.allowed(actor.roles, "search"),
    )


def _chart(months: tuple[satisfaction.Month, ...]) -> charts.Trend:
    """The share of satisfied answers over the months."""
    drawn = [
        (
            each.name[2:],
            each.satisfied_percent,
            "" if each.satisfied_percent is None else f"{each.satisfied_percent:.0f}%",
        )
        for each in months
    ]  # whole percents: a dozen of them stand side by side
    return charts.trend(drawn, None)


@area.get("/statistics/records")
def at_level() -> str:
    """The records of one level, domain or resource, in the cases that this person reads."""
    session, actor = unit_of_work.session(), visits.actor()
    permissions.require(actor, "search")
    kind, level = request.args.get("kind", "level"), request.args.get("level", "family")
    if kind not in statistics.KINDS:
        raise NotFound
    page = statistics.listed(session, actor, kind, level, after=request.args.get("after"))
    counts = statistics.by_kind(session, kind)
    return render_template("registers/at_level.html", kind=kind, level=level, levels=counts, page=page)


@area.get("/statistics/late")
def late() -> str:
    """The records of service that were written later than the institution asks, in the cases that this person reads."""
    session, actor = unit_of_work.session(), visits.actor()
    page = timeliness.late(session, actor, after=request.args.get("after"))
    return render_template("registers/late.html", page=page)

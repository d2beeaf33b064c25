"""The tables by period, one table with its rows, one row with its trend and its units; making and printing the record."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, url_for

from caseforms.indicators import Figures, Period, Table, Verdict, holding, named, run_of
from caseforms.problems import Problem, Refused
from caseforms.services import (
    adopting,
    indicator_tables,
    library,
    permissions,
    quality_lists,
    quality_records,
    quality_tables,
    record_lines,
    recounting,
    starting,
)
from caseforms.services.actors import Actor
from caseforms.storage.tables import Record
from caseforms.web import frame, time_words, unit_of_work, visits
from caseforms.web.institutions.words import standard_name
from caseforms.web.languages import gettext
from caseforms.web.quality import charts, words
from caseforms.web.quality.blueprint import quality

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

PERIODS = 8
SHOWN = 12
LONGEST_NUMBER = 9


@quality.get("")
def index() -> str:
    """The tables, and their last periods."""
    session, actor = unit_of_work.session(), visits.actor()
    permissions.require(actor, "statistics")
    listed = [
        (table, [_line(table, period) for period in reversed(_recent(table))])
        for table in indicator_tables.tables().values()
    ]
    outside = actor.roles <= {"third_party"}
    return render_template(
        "quality/index.html",
        tables=listed,
        current=recounting.is_current(session),
        today=time_words.today(),
        followed=[]
        if outside
        else [(each, standard_name(each)) for each in sorted(adopting.adopted(session))],
    )


@quality.get("/<table_id>/<period_name>")
def table(table_id: str, period_name: str) -> str:
    """One table in one period."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    period = _period(period_name)
    found = quality_tables.of_period(session, actor, table_id, period, now)
    wanted = indicator_tables.table(table_id)
    record = quality_records.of_period(session, table_id, period)
    slot = starting.slot_of_alone(wanted.form)
    return render_template(
        "quality/table.html",
        table=wanted,
        period=period,
        figures=found,
        sections=_sections(wanted, found),
        words=words,
        record=record,
        signed=record is not None and quality_records.is_signed(session, record),
        may_read=_may_read(actor, slot, record),
        may_begin=permissions.allowed(actor.roles, "start", slot) and record is None,
        over=period.end < time_words.today(),
        until=min(period.end, time_words.today()),
        residents=quality_tables.asked(session, wanted).given.get(quality_tables.RESIDENTS),
        asks_residents=any(row.given for row in wanted.rows),
        may_set=permissions.allowed(actor.roles, "start", slot),
        kinds=[(kind, holding(period.start, kind).name) for kind in wanted.periods],  # type: ignore[arg-type]
        current=recounting.is_current(session),
        sources=_sources,
    )


@quality.post("/<table_id>/<period_name>")
def begin(table_id: str, period_name: str) -> AnyResponse:
    """Begin the record of a period; the same page sent twice begins one."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    record = quality_records.begin(session, actor, table_id, _period(period_name), now)
    return redirect(url_for("record.show", record_id=record.id), 303)


@quality.post("/<table_id>/<period_name>/residents")
def residents(table_id: str, period_name: str) -> AnyResponse:
    """Note how many residents are covered."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    text = request.form.get("residents", "").strip()
    number = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
    if text and number is None:
        raise Refused(Problem("indicators.residents", "/covered_residents"))
    quality_tables.set_residents(session, actor, number, now)
    flash(gettext("Saved. Row 3.3 is counted with it."), "message")
    return redirect(url_for("quality.table", table_id=table_id, period_name=period_name), 303)


@quality.get("/<table_id>/<period_name>/<row_id>")
def row(table_id: str, period_name: str, row_id: str) -> str:
    """One row: how it came out, its trend, its teams, and the units behind it."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    period, wanted = _period(period_name), indicator_tables.table(table_id)
    series = quality_tables.trend(session, actor, table_id, row_id, period, PERIODS, now)
    part = request.args.get("part", "")
    page = quality_lists.units(
        session,
        actor,
        table_id,
        row_id,
        period,
        now,
        part_id=part,
        after=request.args.get("after"),
        limit=SHOWN,
    )
    teams = quality_tables.of_teams(session, actor, table_id, row_id, period, now)
    found = indicator_tables.row(wanted, row_id)
    return render_template(
        "quality/row.html",
        table=wanted,
        row=found,
        period=period,
        verdict=series[-1][1],
        series=series,
        chart=_chart(series) if found.percent else None,
        team_bars=_team_bars(teams) if len(teams) > 1 else (),
        part=part,
        page=page,
        words=words,
        outside=actor.roles <= {"third_party"},
        sources=_sources(found.sources),
    )


@quality.get("/<table_id>/<period_name>.csv")
def as_csv(table_id: str, period_name: str) -> Response:
    """The numbers of a table for other programs: no name, no number of a case (001 C.1 c)."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    period = _period(period_name)
    found = quality_tables.of_period(session, actor, table_id, period, now)
    text = io.StringIO()
    writer = csv.writer(text)
    heads = (gettext("No."), gettext("Indicator"), gettext("Numerator"), gettext("Denominator"))
    writer.writerow(
        [*heads, gettext("Rate (%%)"), gettext("Standard"), gettext("Result"), gettext("Remarks")]
    )
    for verdict in found.rows:
        results = {"yes": "√", "no": "×", "na": gettext("not applicable")}
        writer.writerow(
            [
                verdict.row.number,
                frame.worded(verdict.row.label),
                verdict.count.good,
                verdict.count.all,
                verdict.shown,
                frame.worded(verdict.row.criterion),
                results[verdict.met],
                "; ".join(words.remarks(verdict)),
            ]
        )
    name = f"{table_id}-{period.name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def _period(name: str) -> Period:
    found = named(name)
    if found is None:
        raise Refused(Problem("indicators.not-found"))
    return found


def _recent(found: Table) -> tuple[Period, ...]:
    kind = found.periods[0]
    return run_of(holding(time_words.today(), kind), PERIODS)  # type: ignore[arg-type]


def _line(found: Table, period: Period) -> dict[str, Any]:
    """One period of a table: how far its record is."""
    session = unit_of_work.session()
    record = quality_records.of_period(session, found.id, period)
    signed = record is not None and quality_records.is_signed(session, record)
    running = period.end >= time_words.today()
    said = gettext("running") if running else words.standing(record.status if record else "", signed)
    return {
        "period": period,
        "words": words.period(period),
        "said": said,
        "signed": signed,
        "running": running,
    }


def _sections(found: Table, judged: Figures) -> list[tuple[Any, list[Verdict]]]:
    return [
        (title, [verdict for verdict in judged.rows if verdict.row.section == name])
        for name, title in found.sections.items()
    ]


def _sources(names: tuple[str, ...]) -> str:
    """The titles of the forms that a row is counted from."""
    session = unit_of_work.session()
    known = library.forms(session)
    titles = [frame.worded(record_lines.title(session, name)) for name in names if name in known]
    return gettext(", ").join(titles)


def _may_read(actor: Actor, slot: str, record: Record | None) -> bool:
    return record is not None and permissions.allowed(actor.roles, "read", slot)


def _chart(series: tuple[tuple[Period, Verdict], ...]) -> charts.Trend:
    values = [
        (
            words.short(period),
            None if verdict.percent is None else float(verdict.percent),
            f"{verdict.shown}%",
        )
        for period, verdict in series
    ]
    return charts.trend(values, float(series[-1][1].row.percent or 0))


def _team_bars(teams: tuple[Any, ...]) -> tuple[charts.Bar, ...]:
    """The shares of the teams; which letter is which team stands nowhere."""
    found = [
        (gettext("Team %(letter)s", letter=chr(ord("A") + place)), 100 * team.good / team.all, team)
        for place, team in enumerate(teams[:26])
        if team.all
    ]
    return tuple(
        charts.Bar(label, f"{percent:.1f}% ({team.good} / {team.all})", round(percent, 1))
        for label, percent, team in found
    )

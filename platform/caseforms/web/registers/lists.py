"""The registers and their records: what waits, what was written, and beginning a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import redirect, render_template, request, url_for

from caseforms.services import library, permissions, register_dates, registers, staff_findings, users
from caseforms.services import training as hours
from caseforms.services.actors import Actor
from caseforms.web import time_words, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.registers import words
from caseforms.web.registers.blueprints import registers as area

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

SORTED = {"risk-register": "/risks/*/score"}
"""Registers that may be put in the order of an indexed number."""
EARLIEST, LATEST = 2000, 2100


@area.get("/registers")
def index() -> str:
    """Every register of this person, and what waits in them."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    names = registers.definitions_of(actor)
    titles = {name: library.form(session, name) for name in names}
    found = register_dates.waiting(session, actor, now)
    counts = {name: sum(1 for line in found if line.definition_id == name) for name in names}
    return render_template(
        "registers/index.html",
        forms=titles,
        counts=counts,
        waiting=waiting(found),
    )


@area.get("/registers/<definition_id>")
def listed(definition_id: str) -> str:
    """The records of one register."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    year, text = asked_year(), request.args.get("q", "").strip()
    sort = SORTED.get(definition_id, "") if request.args.get("sort") == "number" else ""
    page = registers.listed(
        session, actor, definition_id, year=year, text=text, sort=sort, after=request.args.get("after")
    )
    form, someone = library.form(session, definition_id), readers.reader()
    columns = registers.columns(form)
    return render_template(
        "registers/list.html",
        form=form,
        definition_id=definition_id,
        lines=[words.line(form, columns, line, someone) for line in page.items],
        following=page.next,
        year=year,
        text=text,
        sort=sort,
        sortable=definition_id in SORTED,
        may_start=permissions.allowed(actor.roles, "start", definition_id.replace("-", "_")),
        record_id=uuid4().hex,
        waiting=waiting(register_dates.waiting(session, actor, now, definition_id)),
        **_beside(definition_id, actor, year),
    )


@area.post("/registers/<definition_id>")
def begin(definition_id: str) -> AnyResponse:
    """Begin a record; the same page sent twice begins one."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    begun = registers.start(session, actor, definition_id, now, request.form.get("record_id") or None)
    return redirect(url_for("record.show", record_id=begun.line.id), 303)


def waiting(found: tuple[register_dates.RegisterDue, ...]) -> list[dict[str, Any]]:
    """What waits, ready for the page: its words, how long, and where it leads."""
    names = users.names(unit_of_work.session())
    return [
        {
            "words": words.due(line, names),
            "since": words.since(line),
            "address": url_for("record.show", record_id=line.record_id)
            if line.record_id
            else url_for("registers.listed", definition_id=line.definition_id),
        }
        for line in found
    ]


def asked_year() -> int | None:
    """The year of the filter, None for all of them."""
    text = request.args.get("year", "")
    return int(text) if text.isdecimal() and EARLIEST <= int(text) <= LATEST else None


def _beside(definition_id: str, actor: Actor, year: int | None) -> Mapping[str, Any]:
    """What a register shows besides its records."""
    session, now = unit_of_work.session(), unit_of_work.now()
    if definition_id == "training-record":
        this_year = year or time_words.today().year
        return {
            "training_year": this_year,
            "training": hours.year_of(session, actor, this_year, now),
            "hours_a_year": hours.HOURS_A_YEAR,
            "to_confirm": hours.unconfirmed(session, actor),
        }
    if definition_id == "staff-qualification":
        findings = staff_findings.findings(session, actor, now)
        return {"findings": [(each, words.finding(each)) for each in findings]}
    if definition_id == "supervision-record" and permissions.allowed(
        actor.roles, "read", "supervision_record"
    ):
        findings = staff_findings.unsupervised(session, actor, now)
        return {"findings": [(each, words.finding(each)) for each in findings]}
    if definition_id == "risk-register" and permissions.allowed(actor.roles, "read", "risk_register"):
        return {"risks": registers.risks(session, actor)}
    return {}

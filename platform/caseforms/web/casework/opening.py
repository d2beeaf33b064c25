"""Opening a case: first find the person (one person, one file), then begin the application."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import abort, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.answers import reading
from caseforms.services import cases, library, persons, prefill, records
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.casework.blueprints import opening
from caseforms.web.languages import gettext
from caseforms.web.worklist.home import only_volunteers

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

FIRST_WORKFLOW = "mental-health-case"
Page = str | tuple[str, int]


@opening.get("/cases/new")
def person() -> Page:
    """Who is it? Name, and what helps to recognise somebody who is known already."""
    return _ask(request.args.get("name", ""), person_id=request.args.get("person", ""))


@opening.post("/cases/new")
def begin() -> AnyResponse | Page:
    """Open the case for a known or a new person, or show whom it may be first."""
    actor, given = visits.actor(), _given()
    if not given["name"] and not request.form.get("person_id"):
        return _ask("", reasons=(gettext("Write the name of the person, or how they are called."),)), 422
    if reason := _unreadable_day():
        return _ask(given["name"], reasons=(reason,)), 422
    if (
        not request.form.get("person_id")
        and not request.form.get("somebody_else")
        and not only_volunteers(actor.roles)
    ):
        alike = persons.likely_duplicates(
            unit_of_work.session(), actor, given["name"], given["birth_date"], given["phone"]
        )
        if alike:
            return render_template("casework/alike.html", alike=alike, given=_typed(), case_id=_case_id())
    try:
        return redirect(url_for("record.show", record_id=_open(given)), 303)
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return _ask(given["name"], reasons=faults.words_of(refused)), 422


def _open(given: dict[str, str]) -> str:
    """Open the case (once, however often the page is sent) and its first form; returns the record's id."""
    actor, session, now, case_id = visits.actor(), unit_of_work.session(), unit_of_work.now(), _case_id()
    workflow = library.workflow(session, request.form.get("workflow") or FIRST_WORKFLOW)
    if not workflow.about_person:
        abort(404)
    person_id = request.form.get("person_id") or _registered(given, _from(case_id, "person"))
    name = "" if person_id else given["name"]
    opened = cases.open_case(
        session, actor, workflow.id, now, person_id=person_id, case_id=case_id, client_name=name
    )
    first_slot = next(name for name, slot in workflow.slots.items() if workflow.start in slot.stages)
    begun = records.start(session, actor, opened.id, first_slot, now, record_id=record_id_of(case_id))
    if not person_id and begun.version == 1:  # nobody is registered yet who could fill it in
        named = prefill.identity_fields(begun.form)
        typed = {named[each]: value for each, value in given.items() if value and each in named}
        records.save_draft(session, actor, begun.line.id, {**begun.data, **typed}, begun.version, now)
    return begun.line.id


def _registered(given: dict[str, str], person_id: str) -> str | None:
    """The file of a new person, made once; a volunteer's client is registered by the worker who takes over."""
    actor, session = visits.actor(), unit_of_work.session()
    if only_volunteers(actor.roles):
        return None
    try:
        return persons.row(session, person_id).id
    except problems.Refused:
        return persons.register(session, actor, given, unit_of_work.now(), person_id=person_id).id


def record_id_of(case_id: str) -> str:
    """The id of the first record of a case opened on a page."""
    return _from(case_id, "record")


def _from(case_id: str, what: str) -> str:
    """An id that follows from the case's: sending the page twice makes one person and one record."""
    return sha256(f"{what}:{case_id}".encode()).hexdigest()[:32]


def _ask(name: str, reasons: tuple[str, ...] = (), person_id: str = "") -> str:
    session = unit_of_work.session()
    known = persons.line(persons.row(session, person_id)) if person_id else None
    return render_template(
        "casework/who.html",
        name=name,
        typed=_typed() if request.method == "POST" else {},
        reasons=reasons,
        case_id=_case_id() if request.method == "POST" else uuid4().hex,
        kinds=_kinds(),
        wanted=request.values.get("workflow", ""),
        known=known,
    )


def _kinds() -> list[tuple[str, str]]:
    """The workflows about a person, the ones most cases are of first."""
    found = [each for each in library.workflows(unit_of_work.session()).values() if each.about_person]
    found.sort(key=lambda each: each.id != FIRST_WORKFLOW)
    return [(each.id, frame.worded(each.title)) for each in found]


def _case_id() -> str:
    return request.form.get("case_id") or uuid4().hex


def _typed() -> dict[str, str]:
    return {
        name: request.form.get(name, "") for name in ("name", "birth_date", "phone", "gender", "workflow")
    }


def _given() -> dict[str, str]:
    """The typed identity in the registry's spelling."""
    typed = _typed()
    day = reading.parse_date(typed["birth_date"]) if typed["birth_date"].strip() else ""
    return {
        "name": reading.normalise_text(typed["name"]),
        "birth_date": day if isinstance(day, str) else "",
        "phone": typed["phone"].strip(),
        "gender": typed["gender"] if typed["gender"] in ("male", "female") else "",
    }


def _unreadable_day() -> str:
    typed = request.form.get("birth_date", "").strip()
    if typed and not isinstance(reading.parse_date(typed), str):
        return gettext("The date of birth could not be read. Write it like 1969-8-14.")
    return ""

"""Pages open to everybody: the published rules of quality, the anonymous surveys, a complaint without sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import render_template, request, url_for
from flask_babel import get_translations
from flask_wtf.csrf import generate_csrf

from caseforms import problems, rendering
from caseforms.definitions import Form
from caseforms.services import library, public_forms
from caseforms.services.institutions import InstitutionLine
from caseforms.web import assets, faults, languages, unit_of_work, visits
from caseforms.web.casework import clause_texts
from caseforms.web.registers.blueprints import public

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Page = str | tuple[str, int]
FORMS = {
    "survey": "public-awareness-survey",
    "complaint": "complaint-record",
    "hospital": "hospital-satisfaction",
}
FIRST_PAGE = 1
PHASES = frozenset({"before", "after", "general"})


@dataclass(frozen=True, slots=True)
class Visited:
    """The institution whose public pages are open, and the form asked for."""

    institution: InstitutionLine
    name: str
    form: Form


@public.get("/public/<code>")
@visits.public
@visits.for_the_client
def rules(code: str) -> str:
    """The quality policy, objectives and rules that the institution has made public, and what anybody may send."""
    line = _institution(code)
    with unit_of_work.store().reading(line.id) as session:
        published = public_forms.published(session, unit_of_work.now())
        form = library.form(session, "quality-objectives")
        hospital = public_forms.is_hospital(session)
    drawn = _read(form, published) if published else ""
    return render_template("registers/public.html", institution=line, drawn=drawn, hospital=hospital)


@public.get("/public/<code>/<any(survey, complaint, hospital):name>")
@visits.public
@visits.for_the_client
def blank(code: str, name: str) -> Page:
    """The form, empty."""
    visited = _visited(code, name)
    with unit_of_work.store().reading(visited.institution.id) as session:
        return _page(visited, _first(session, visited))


@public.post("/public/<code>/<any(survey, complaint, hospital):name>")
@visits.public
@visits.for_the_client
def send(code: str, name: str) -> Page:
    """Take the form in; what is wrong with it is said at its field."""
    visited, now = _visited(code, name), unit_of_work.now()
    decoded = rendering.decode(
        visited.form, request.form, {}, reader=outside_reader(), closed=_closed(visited.form)
    )
    submission = request.form.get("_submission", "")
    with unit_of_work.store().reading(visited.institution.id) as session:
        data = rendering.merge(_first(session, visited), decoded)
    if decoded.problems or decoded.refused or decoded.again:
        return _page(visited, data, decoded.problems, decoded.raw, status=422 if decoded.problems else 200)
    try:
        with unit_of_work.store().transaction(visited.institution.id) as session:
            sent = public_forms.send(
                session,
                visited.institution.id,
                FORMS[name],
                data,
                now,
                submission or uuid4().hex,
                request.remote_addr or "",
            )
            number = str(public_forms.number_of(session, sent))
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        return _page(visited, data, refused.problems, decoded.raw, status=422)
    return render_template("registers/thanks.html", institution=visited.institution, name=name, number=number)


def _institution(code: str) -> InstitutionLine:
    with unit_of_work.store().reading(None) as session:
        return public_forms.institution(session, code)


def _visited(code: str, name: str) -> Visited:
    institution = _institution(code)
    with unit_of_work.store().reading(institution.id) as session:
        return Visited(institution, name, library.form(session, FORMS[name]))


def _first(session: Session, visited: Visited) -> dict[str, Any]:
    return public_forms.blank(session, FORMS[visited.name], unit_of_work.now(), _phase())


def _phase() -> str:
    asked = request.args.get("phase", "")
    return asked if asked in PHASES else "general"


def _page(
    visited: Visited,
    data: Mapping[str, Any],
    found: Iterable[problems.Problem] = (),
    raw: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> Page:
    known = tuple(found)
    action = url_for(
        "public.send", code=visited.institution.code, name=visited.name, phase=request.args.get("phase")
    )
    drawn = rendering.draw(
        visited.form,
        data,
        outside_reader(),
        problems=tuple(each for each in known if each.pointer),
        page=FIRST_PAGE,
        pages=(FIRST_PAGE,),
        locked=_closed(visited.form),
        csrf=generate_csrf(),
        action=action,
        raw=raw,
    )
    html = render_template(
        "registers/public_form.html",
        institution=visited.institution,
        form=visited.form,
        drawn=drawn,
        reasons=[faults.words(each) for each in known if not each.pointer],
        submission=request.form.get("_submission") or uuid4().hex,
    )
    return html, status


def _read(form: Form, published: Mapping[str, Any]) -> str:
    return str(rendering.draw(form, published, outside_reader(), mode="read", pages=(FIRST_PAGE,)))


def _closed(form: Form) -> frozenset[str]:
    """Whatever the public does not fill in: later pages, other people's fields, what a link has set."""
    first = {node.field.pointer for node in form.pages[FIRST_PAGE - 1].walk() if node.field is not None}
    return frozenset(
        pointer
        for pointer, field in form.fields.items()
        if (pointer not in first and not any(pointer.startswith(f"{one}/") for one in first))
        or "x-edit-roles" in field.schema
        or field.schema.get("x-prefill-locked") is True
    )


def outside_reader(role: str = "public") -> rendering.Reader:
    """Somebody unknown: no colleagues to choose from, no names to see."""
    return rendering.Reader(
        language=languages.current(),
        zone=unit_of_work.settings().institution_timezone,
        role=role,
        divisions_url=assets.asset("vendor/divisions.json"),
        now=unit_of_work.now(),
        icons_url=assets.asset("vendor/icons.svg"),
        clause_text=clause_texts.sentence,
        translate=get_translations(),
    )

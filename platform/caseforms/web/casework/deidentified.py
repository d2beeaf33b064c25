"""A case without its person, to discuss it: on screen, on paper, as JSON."""

from __future__ import annotations

from flask import Response, json, render_template

from caseforms.rendering import paper as sheets
from caseforms.services import deidentifying
from caseforms.services.deidentifying import Told
from caseforms.web import frame, languages, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.casework.blueprints import case


@case.get("/cases/<case_id>/deidentified")
@unit_of_work.logs_what_is_seen
def deidentified(case_id: str) -> str:
    """Every record of the work with the client, without names, numbers and contacts."""
    someone = readers.reader()
    spoken = (languages.current(),)
    spoken = (languages.current(),)
    drawn = [
        (
            one,
            sheets.sheet(one.form, one.data, someone, languages=spoken, published=False, number=number).html,
        )
        for number, one in enumerate(_told(case_id), 1)
    ]
    return render_template("casework/deidentified.html", drawn=drawn, case_id=case_id)


@case.get("/cases/<case_id>/deidentified.json")
@unit_of_work.logs_what_is_seen
def deidentified_json(case_id: str) -> Response:
    """The same as JSON."""
    content = [{"title": frame.worded(one.title), "data": one.data} for one in _told(case_id)]
    return Response(json.dumps(content, ensure_ascii=False, indent=1), mimetype="application/json")


def _told(case_id: str) -> tuple[Told, ...]:
    return deidentifying.of_case(unit_of_work.session(), visits.actor(), case_id, unit_of_work.now())

"""A draft and a newer version of its form: what moving would change, and the move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms.services import newer_versions, records
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.casework.blueprints import record
from caseforms.web.counting import is_count
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@record.get("/records/<record_id>/newer")
@unit_of_work.logs_what_is_seen
def newer(record_id: str) -> str:
    """What the draft would be under the version in force, beside what it is."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    view = records.view(session, actor, record_id, now)
    found, someone = newer_versions.offered(session, actor, record_id, now), readers.reader()
    changes = [
        {
            "label": readers.label_of(
                found.new if found.new.pattern(each.pointer) else found.old, each.pointer, someone
            ),
            "old": readers.in_words(found.old, each.pointer, each.old, someone),
            "new": readers.in_words(found.new, each.pointer, each.new, someone),
        }
        for each in found.changes
    ]
    lost = [
        {
            "label": readers.label_of(found.old, pointer, someone),
            "old": readers.in_words(found.old, pointer, value, someone),
        }
        for pointer, value in found.lost
    ]
    return render_template(
        "casework/newer.html",
        view=view,
        found=found,
        changes=changes,
        lost=lost,
        asked=[readers.label_of(found.new, pointer, someone) for pointer in found.asked],
        problems=[
            (readers.label_of(found.new, each.pointer, someone), faults.words(each))
            for each in found.problems
        ],
    )


@record.post("/records/<record_id>/newer")
def move(record_id: str) -> AnyResponse:
    """Move the draft, as it was looked at."""
    typed = request.form.get("_record_version", "")
    seen = int(typed) if is_count(typed) else 0
    newer_versions.move(unit_of_work.session(), visits.actor(), record_id, seen, unit_of_work.now())
    flash(
        gettext(
            "The draft has the newer version of the form now. What has no place in it stays in its history."
        )
    )
    return redirect(url_for("record.show", record_id=record_id), 303)

"""A draft and a newer version of its form: what moving would change, and the move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms.rendering import Reader
from caseforms.services import newer_versions, records
from caseforms.services.newer_versions import Newer
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
    changes = list(_told(found, someone))
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


def _told(found: Newer, someone: Reader) -> Iterator[dict[str, str]]:
    """Each change in words; an answer that only goes by another name inside is no change to anybody."""
    came = {repr(each.new): each for each in found.changes if each.kind == "added"}
    for each in found.changes:
        old = readers.in_words(found.old, each.pointer, each.old, someone)
        if each.kind == "changed":
            label = readers.label_of(found.new, each.pointer, someone)
            yield {
                "label": label,
                "old": old,
                "new": readers.in_words(found.new, each.pointer, each.new, someone),
            }
        elif each.kind == "removed":
            label, other = readers.label_of(found.old, each.pointer, someone), came.pop(repr(each.old), None)
            there = readers.label_of(found.new, other.pointer, someone) if other is not None else ""
            if there != label:
                yield {"label": label, "old": old, "new": f"{there}: {old}" if there else ""}
    for each in came.values():
        label = readers.label_of(found.new, each.pointer, someone)
        yield {"label": label, "old": "", "new": readers.in_words(found.new, each.pointer, each.new, someone)}

"""The person in front of a form: what rendering needs to know of whoever asks, and values in their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import get_translations

from caseforms.definitions import Form
from caseforms.rendering import Reader
from caseforms.rendering.faces import sketch
from caseforms.rendering.paper import SignatureView
from caseforms.services import accounts, calendar, staff_rules, users
from caseforms.web import assets, languages, unit_of_work, visits
from caseforms.web.casework import clause_texts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def reader(language: str | None = None) -> Reader:
    """Whoever asks, as a reader of forms; `language` only where the page shows another one than the frame."""
    actor = visits.actor()

    def choices_of(roles: Sequence[str]) -> Sequence[tuple[str, str]]:
        # The session is asked for when it is needed: the unit of work may have ended since.
        session = unit_of_work.session()
        people = accounts.people(session, actor, roles or None)
        return tuple(staff_rules.selectable(session, people, roles).items())

    return Reader(
        language=language or languages.current(),
        zone=unit_of_work.settings().institution_timezone,
        people=users.names(unit_of_work.session()),
        role=actor.roles,
        choices_of=choices_of,
        url_for_file=lambda attachment_id: url_for("record.attachment", attachment_id=attachment_id),
        divisions_url=assets.asset("vendor/divisions.json"),
        streets_url=assets.asset("vendor/streets/"),
        now=unit_of_work.now(),
        icons_url=assets.asset("vendor/icons.svg"),
        clause_text=clause_texts.sentence,
        translate=None if language else get_translations(),
    )


def calendar_around(day: date, session: Session | None = None) -> dict[str, list[str]]:
    """The days off and the weekend days worked of the year before, of this year and of the next."""
    known = calendar.years(unit_of_work.session() if session is None else session)
    years = [line for line in known if abs(line.year - day.year) <= 1]
    return {
        "off": [each.isoformat() for line in years for each in line.off],
        "work": [each.isoformat() for line in years for each in line.work],
    }


def signatures(
    given: Mapping[str, Any], image: Callable[[str], str] | None = None
) -> dict[str, SignatureView]:
    """Signatures as forms and sheets show them; `image` gives the address of a picture (paper embeds it)."""
    address = image or (lambda attachment_id: url_for("record.attachment", attachment_id=attachment_id))
    return {
        pointer: SignatureView(
            signer_name=each.signer_name,
            method=each.method,
            date=each.date,
            strokes=each.strokes or (),
            image_url=address(each.image_id) if each.image_id else "",
            typed=each.typed,
            valid=each.valid,
        )
        for pointer, each in given.items()
    }


def label_of(form: Form, pointer: str, someone: Reader) -> str:
    """What the form calls the field at a concrete pointer; in a row with the row's number."""
    pattern = form.pattern(pointer) or pointer
    face = sketch(form, someone.language).faces.get(pattern)
    if face is not None:
        return face.label
    parent, _slash, last = pointer.rpartition("/")
    if last.isdigit() and parent:
        return f"{label_of(form, parent, someone)} {int(last) + 1}"
    return last


def in_words(form: Form, pointer: str, value: Any, someone: Reader) -> str:
    """The value at a pointer in the reader's words; a row as its filled columns."""
    if value is None or value in ("", []):
        return ""
    pattern = form.pattern(pointer) or pointer
    face = sketch(form, someone.language).faces.get(pattern)
    if isinstance(value, Mapping) and (face is None or face.inner):
        parts = [
            in_words(form, f"{pointer}/{name}", each, someone)
            for name, each in value.items()
            if not name.startswith("_")
        ]
        return " · ".join(part for part in parts if part)
    if face is None:
        return str(value)
    return face.kind.show(face, value, someone)

"""The piece of work on one form: what has been changed so far, or what is in force while nobody has begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from caseforms.rendering import Reader
from caseforms.services import designs, levels, library
from caseforms.services.designs import Design
from caseforms.web import languages, unit_of_work, visits
from caseforms.web.casework import readers

JSON = Mapping[str, Any]
FORM = "form"


@dataclass(frozen=True, slots=True)
class Work:
    """A form as it stands: `design` is None while nothing has been changed since the version in force."""

    definition_id: str
    document: JSON
    design: Design | None

    @property
    def head(self) -> int:
        """The number of the last step."""
        return self.design.head if self.design else 0

    @property
    def changed_at(self) -> datetime | None:
        """When the last step was made."""
        return self.design.updated_at if self.design and self.design.head else None


def current(definition_id: str) -> Work:
    """The work on a form as it stands; what is in force where nobody has begun. Refused `library.unknown-form`."""
    session, actor = unit_of_work.session(), visits.actor()
    layer = visits.layer()
    design = designs.current(session, actor, FORM, definition_id, layer)
    if design is not None:
        return Work(definition_id, design.document, design)
    if layer:
        return Work(definition_id, levels.document(session, FORM, definition_id, layer), None)
    return Work(definition_id, library.form(session, definition_id).definition.document, None)


def begun(definition_id: str) -> Work:
    """The same, with a piece of work opened when there is none: for whoever is about to change something."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    found = current(definition_id)
    if found.design is not None:
        return found
    design = designs.open_(session, actor, FORM, definition_id, now, visits.layer())
    return Work(definition_id, design.document, design)


def shown_language() -> str:
    """The language in which the form is looked at: as asked for, else that of the page."""
    wanted = request.values.get("show", "")
    return wanted if wanted in languages.LOCALES else languages.current()


def reader(language: str | None = None) -> Reader:
    """Nobody in particular, who may answer everything: the form is seen whole."""
    language = language or shown_language()
    someone = readers.reader(language if language != languages.current() else None)
    return Reader(
        language=language,
        zone=someone.zone,
        people=someone.people,
        choices_of=someone.choices_of,
        divisions_url=someone.divisions_url,
        streets_url=someone.streets_url,
        now=someone.now,
        icons_url=someone.icons_url,
        clause_text=someone.clause_text,
        translate=someone.translate,
    )

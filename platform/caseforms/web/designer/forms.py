"""The list of forms: by standard, to be searched, with what the institution is working on and what it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import render_template, request

from caseforms.definitions import Form
from caseforms.services import designs, library
from caseforms.web import languages, unit_of_work, visits
from caseforms.web.designer import picking
from caseforms.web.designer.blueprint import designer

if TYPE_CHECKING:
    from caseforms.services.designs import DesignLine

PRINTED = "附录"
"""What a standard prints stands in its appendices, and first in the list."""
ORDER = ("002", "001", "000", "003", "004")


@dataclass(frozen=True, slots=True)
class Line:
    """One form in the list: `own` when the institution's version differs from the standard's."""

    id: str
    title: str
    clause: str
    version: str
    own: bool
    steps: int = 0
    by: str = ""
    changed_at: datetime | None = None


@designer.get("")
def forms() -> str:
    """Every form of the institution."""
    session, actor = unit_of_work.session(), visits.actor()
    work = {line.definition_id: line for line in designs.listed(session, actor, "form")}
    wanted = request.args.get("q", "").strip()
    groups: dict[str, list[Line]] = {}
    for form in library.forms(session).values():
        if wanted.casefold() in _searched(form):
            document = str(form.definition.standard.get("document", ""))
            groups.setdefault(document, []).append(_line(form, work))
    for lines in groups.values():
        lines.sort(key=lambda line: (not line.clause.startswith(PRINTED), line.clause))
    new = [line for line in work.values() if not line.base_version]
    ordered = sorted(groups, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    return render_template(
        "designer/forms.html",
        groups=[(picking.standard_word(name), name, groups[name]) for name in ordered],
        new=new,
        wanted=wanted,
        working=sorted(work.values(), key=lambda line: line.updated_at, reverse=True)[:6],
    )


def _searched(form: Form) -> str:
    texts = (
        form.text("title", "zh", form.definition.title),
        form.text("title", "en", ""),
        form.definition.id,
    )
    return "\n".join(texts).casefold()


def _line(form: Form, work: Mapping[str, DesignLine]) -> Line:
    definition = form.definition
    open_work = work.get(definition.id)
    return Line(
        definition.id,
        form.text("title", languages.current(), definition.title),
        str(definition.standard.get("clause", "")),
        definition.version,
        "+" in definition.version,
        open_work.steps if open_work else 0,
        open_work.opened_by_name if open_work else "",
        open_work.updated_at if open_work else None,
    )

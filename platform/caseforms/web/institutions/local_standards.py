"""Local standards between a standard and the institution: who they are, what they change, what each item below may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.overlays import permission_of
from caseforms.problems.entry import N_
from caseforms.services import editable, layers, levels, library
from caseforms.services.in_force import FORM, WORKFLOW
from caseforms.services.layers import LayerLine
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.institutions import words
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
KINDS: Mapping[str, str] = MappingProxyType(
    {"province": N_("province"), "city": N_("city"), "trade": N_("trade association")}
)
PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "": N_("as above leaves it"),
        "locked": N_("locked: nothing"),
        "relabel": N_("other words only"),
        "tighten": N_("words, and stricter"),
        "free": N_("anything"),
    }
)
EVERY = "*"
MOST_RANK = 99


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item of a form: what it is called, what this layer leaves, what holds for those below in the end."""

    item: str
    label: str
    kind: str
    given: str
    holds: str
    locked: bool


@institutions.get("/local")
def local() -> str:
    """The local standards, the one nearest to the standard first, and the form for a new one."""
    return _list()


@institutions.post("/local")
def keep_local() -> AnyResponse | Page:
    """A new local standard, or other words for one."""
    posted = request.form
    rank = posted.get("rank", "")
    try:
        layers.keep(
            unit_of_work.session(),
            visits.actor(),
            posted.get("code", "").strip(),
            {"zh": posted.get("title_zh", ""), "en": posted.get("title_en", "")},
            posted.get("kind", ""),
            min(int(rank), MOST_RANK) if rank.isdecimal() else 1,
            unit_of_work.now(),
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        return _list(faults.words_of(refused)), 422
    flash(gettext("Saved."))
    return redirect(url_for("institutions.local"), 303)


@institutions.get("/local/<code>")
def local_one(code: str) -> str:
    """One local standard: what it changes, and for a chosen form what it leaves to those below, item by item."""
    line = _line(code)
    kind, _, name = request.args.get("of", "").partition(":")
    chosen = (kind, name) if kind == FORM and name in library.known(unit_of_work.session(), FORM) else None
    return render_template(
        "institutions/local_one.html",
        line=line,
        touched=[(kind, name, _title(kind, name)) for kind, name in line.changed],
        forms=sorted((_title(FORM, name), name) for name in _standard_forms()),
        chosen=chosen,
        chosen_title=_title(*chosen) if chosen else "",
        items=list(_items(line, *chosen)) if chosen else [],
        every=line.permissions.get(levels.key(*chosen), {}).get(EVERY, "") if chosen else "",
        permissions=[(code, gettext(word)) for code, word in PERMISSIONS.items()],
        kinds={code: gettext(word) for code, word in KINDS.items()},
    )


@institutions.post("/local/<code>")
def permit(code: str) -> AnyResponse:
    """Keep what those below may do with each item of a form."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    line, name = _line(code), request.form.get("form", "")
    present = line.permissions.get(levels.key(FORM, name), {})
    for field, given in request.form.items():
        mark, _, item = field.partition(" ")
        if mark == "may" and given != present.get(item, ""):
            layers.permit(session, actor, code, FORM, name, item, given or None, now)
    flash(gettext("Saved. It holds for every change that is made from now on."))
    return redirect(url_for("institutions.local_one", code=code, of=levels.key(FORM, name)), 303)


@institutions.post("/local/<code>/work")
def work_on_local(code: str) -> AnyResponse:
    """Let form design work on this local standard instead of the institution's own changes, for this visit."""
    line = _line(code)
    visits.work_on(code, line.title)
    flash(gettext("Form design now changes “%(title)s”.", title=frame.worded(line.title)))
    return redirect(url_for("designer.forms"), 303)


@institutions.post("/local/own")
def work_on_own() -> AnyResponse:
    """Back to the institution's own changes."""
    visits.work_on("", {})
    return redirect(url_for("designer.forms"), 303)


@institutions.post("/local/<code>/away")
def take_local_away(code: str) -> AnyResponse | Page:
    """Work without it: whatever it changed is published anew without it."""
    note = request.form.get("note", "")
    try:
        layers.take_away(unit_of_work.session(), visits.actor(), code, note, unit_of_work.now())
    except problems.Refused as refused:
        faults.take_back(refused)
        return _list(faults.words_of(refused)), 422
    if visits.layer() == code:
        visits.work_on("", {})
    flash(gettext("The local standard no longer stands between the standard and you."))
    return redirect(url_for("institutions.local"), 303)


def _list(reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "institutions/local.html",
        lines=layers.listed(unit_of_work.session(), visits.actor()),
        kinds=[(code, gettext(word)) for code, word in KINDS.items()],
        typed=request.form,
        reasons=reasons,
    )


def _line(code: str) -> LayerLine:
    found = layers.listed(unit_of_work.session(), visits.actor())
    line = next((each for each in found if each.code == code), None)
    if line is None:
        raise NotFound
    return line


def _standard_forms() -> Iterator[str]:
    """Every form that a standard stands above."""
    session = unit_of_work.session()
    yield from (name for name in editable.kind(FORM).shipped() if levels.base_of(session, FORM, name))


def _title(kind: str, name: str) -> str:
    document = editable.kind(kind).document(unit_of_work.session(), name, None)
    return frame.worded(editable.title_of(document)) if kind in (FORM, WORKFLOW) else name


def _items(line: LayerLine, kind: str, name: str) -> Iterator[ItemShown]:
    """Every question of a form as the layer makes it, in the order of the form."""
    known = editable.kind(kind)
    document = levels.document(unit_of_work.session(), kind, name, line.code)
    given: Any = line.permissions.get(levels.key(kind, name), {})
    for item, entry in known.editing.inventory(document).items():
        if item.startswith("field:"):
            yield ItemShown(
                item,
                frame.worded(known.editing.label_of(document, item)),
                words.kind_of(item),
                str(given.get(item, "")),
                gettext(PERMISSIONS[permission_of(document, item, given)]),
                locked=entry.properties.get("x-locked") is True,
            )

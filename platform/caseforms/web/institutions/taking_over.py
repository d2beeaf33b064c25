"""Newer versions of standards: taking one over below our own changes, each conflict on a page of its own, then publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import adopting, editable, upgrading
from caseforms.services.in_force import FORM
from caseforms.services.refusal import refuse
from caseforms.services.upgrading import Contested, Upgrading
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.designer import changes_told
from caseforms.web.institutions import words
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
LONGEST_VALUE = 2000


@institutions.get("/newer")
def newer() -> str:
    """What could be taken over now, from the standards that the institution works by."""
    session, actor = unit_of_work.session(), visits.actor()
    followed = adopting.adopted(session)
    found = upgrading.available(session, actor)
    return render_template(
        "institutions/newer.html",
        lines=[each for each in found if each.standard in followed],
        others=sum(1 for each in found if each.standard not in followed),
        words=words,
    )


@institutions.post("/newer")
def begin() -> AnyResponse:
    """Begin to take a version over, or go on with it."""
    posted = request.form
    found = upgrading.begin(
        unit_of_work.session(),
        visits.actor(),
        posted.get("kind", ""),
        posted.get("name", ""),
        posted.get("version", ""),
        unit_of_work.now(),
    )
    return redirect(url_for("institutions.upgrade", upgrade_id=found.id), 303)


@institutions.get("/newer/<upgrade_id>")
def upgrade(upgrade_id: str) -> Page:
    """How far it is: conflicts to decide, what merged by itself, what need not be said any more."""
    return _page(_found(upgrade_id))


@institutions.get("/newer/<upgrade_id>/conflict")
def conflict(upgrade_id: str) -> Page:
    """One conflict: how it was, how the standard has it now, how we have it."""
    return _conflict_page(_found(upgrade_id), request.args.get("key", ""))


@institutions.post("/newer/<upgrade_id>/conflict")
def decide(upgrade_id: str) -> AnyResponse | Page:
    """Decide a conflict; the next open one follows."""
    key, choice = request.form.get("key", ""), request.form.get("choice", "")
    try:
        found = upgrading.resolve(
            unit_of_work.session(), visits.actor(), upgrade_id, key, _decision(choice), unit_of_work.now()
        )
    except problems.Refused as refused:
        faults.take_back(refused)
        return _conflict_page(_found(upgrade_id), key, faults.words_of(refused)), 422
    left = found.open
    if left and choice != "open":
        return redirect(url_for("institutions.conflict", upgrade_id=upgrade_id, key=left[0].key), 303)
    return redirect(url_for("institutions.upgrade", upgrade_id=upgrade_id), 303)


@institutions.post("/newer/<upgrade_id>")
def publish_upgrade(upgrade_id: str) -> AnyResponse | Page:
    """Publish our changes on the newer version."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        line = upgrading.publish(session, actor, upgrade_id, request.form.get("note", ""), now)
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(_found(upgrade_id), faults.words_of(refused)), 422
    flash(
        gettext("Version %(version)s waits for a second person.", version=line.version)
        if line.state == "waiting"
        else gettext("Version %(version)s is in force.", version=line.version)
    )
    return redirect(url_for("institutions.newer"), 303)


def _found(upgrade_id: str) -> Upgrading:
    return upgrading.get(unit_of_work.session(), visits.actor(), upgrade_id)


def _page(found: Upgrading, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "institutions/upgrade.html",
        upgrade=found,
        title=frame.worded(found.title),
        conflicts=[_shown(found, each) for each in found.contested],
        merged=[_change(found, each) for each in found.merged],
        dropped=[_said(found, each) for each in found.dropped],
        reasons=reasons,
        typed=request.form,
    )


def _conflict_page(found: Upgrading, key: str, reasons: tuple[str, ...] = ()) -> str:
    number = next((n for n, each in enumerate(found.contested, 1) if each.key == key), 0)
    if not number:
        refuse("upgrading.no-conflict")
    return render_template(
        "institutions/conflict.html",
        upgrade=found,
        title=frame.worded(found.title),
        conflict=_shown(found, found.contested[number - 1]),
        number=number,
        reasons=reasons,
        typed=request.form,
    )


def _decision(choice: str) -> Any:
    """What was chosen; None leaves the conflict open again."""
    if choice == "open":
        return None
    if choice != "value":
        return choice
    written = request.form.get("value", "").strip()
    if not written or len(written) > LONGEST_VALUE:
        refuse("upgrading.value", "/value", limit=LONGEST_VALUE)
    return {"value": written}


def _shown(found: Upgrading, contested: Contested) -> dict[str, Any]:
    """A conflict in words; a text can also be written anew."""
    one, document = contested.conflict, found.document
    decided = contested.decided
    own = isinstance(one.ours.get("value"), str) and one.ours["op"] in ("set", "translate")
    return {
        "key": contested.key,
        "piece": _label(found, one.item),
        "kind": words.kind_of(one.item),
        "aspect": words.aspect(one.property) if one.property else "",
        "old": words.value(one.old_base, one.property, document),
        "new": gettext("taken away")
        if one.reason == "removed"
        else words.value(one.new_base, one.property, document),
        "ours": words.ours(one.ours, document),
        "reason": one.reason,
        "why": faults.words(problems.Problem(one.problem)) if one.problem else "",
        "layer": contested.layer,
        "decided": "" if decided is None else "value" if isinstance(decided, dict) else str(decided),
        "value": decided["value"] if isinstance(decided, dict) else "",
        "may_write": own,
    }


def _change(found: Upgrading, change: Any) -> dict[str, str]:
    """A change of the standard that came in by itself."""
    if found.kind == FORM:
        told = changes_told.of(found.document, change)
        return {"piece": told.piece, "words": told.words, "before": told.before, "after": told.after}
    return {
        "piece": _label(found, change.item),
        "words": words.aspect(change.property) if change.property else gettext("changed"),
        "before": words.value(change.before, change.property, found.document),
        "after": words.value(change.after, change.property, found.document),
    }


def _said(found: Upgrading, operation: Any) -> dict[str, str]:
    """One of our own changes that is not needed any more."""
    return {"piece": _label(found, str(operation["item"])), "words": words.ours(operation, found.document)}


def _label(found: Upgrading, item: str) -> str:
    """What an item is called in the standard so far; what is newer, as it is called now."""
    known = editable.kind(found.kind)
    old = known.document(unit_of_work.session(), found.definition_id, found.old_base)
    said = known.editing.label_of(old, item)
    if item.partition(":")[2] in said.values():
        said = known.editing.label_of(found.document, item)
    return frame.worded(said)

"""What a page is told after a step: the pieces that look otherwise now, the new order, panel and dock, who did what."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template

from caseforms.rendering import pieces
from caseforms.rendering.pieces import Piece
from caseforms.services import designs
from caseforms.web import frame, time_words, unit_of_work, visits
from caseforms.web.designer import page, standing, work
from caseforms.web.designer.canvas import Canvas, Shown
from caseforms.web.designer.work import Work
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
MOST = 24
_seen: OrderedDict[tuple[str, int, str], Canvas] = OrderedDict()
"""Canvases by design, step and language, as pages have been told of them; a page that comes from another process is drawn anew."""
_lock = threading.Lock()


def answer(found: Work, seen: int, chosen: str, *, typing: bool = False) -> dict[str, Any]:
    """Everything that differs from what a page saw at step `seen`; without the panel for somebody who types in it. The
    dock is asked for afterwards: whoever works on a form does not wait for its problems to be found."""
    canvas = Canvas(found.document, work.reader())
    before = canvas if seen >= found.head else _canvas_at(found, seen, canvas.reader.language)
    keep(found, canvas)
    told: dict[str, Any] = {"head": found.head, "title": canvas.names.title, **_colleagues(found, seen)}
    if found.design is not None:
        told["undo"], told["redo"] = found.design.undo is not None, found.design.redo is not None
        told["saved"] = frame.saved_words(time_words.clock_time(found.design.updated_at))
    told |= differing(before, canvas, found.definition_id)
    if not typing:
        told |= page.beside(found, canvas, chosen, scripted=True)
    return told


def differing(before: Canvas | None, after: Canvas, form_id: str) -> dict[str, Any]:
    """The pieces to draw again, the order in each container whose order changed, the pieces that are gone. Without a
    canvas to compare with, everything is drawn again."""
    if before is None:
        changed = [item for item in after.pieces if item != "form"]
    else:
        changed = [
            item
            for item, piece in after.pieces.items()
            if item != "form"
            and (item not in before.pieces or not after.looks_like(before, piece, before.pieces[item]))
        ]
    outermost = [item for item in changed if not _within(after, item, frozenset(changed))]
    shown = after.shown(outermost)
    known = before.pieces if before else {}
    return {
        "whole": before is None,
        "pieces": {item: _html(shown[item], after, form_id) for item in outermost},
        "order": {
            item: [child.item for child in piece.children]
            for item, piece in after.pieces.items()
            if not piece.leaf and _order(known.get(item)) != _order(piece)
        },
        "gone": [item for item in known if item not in after.pieces],
    }


def outline(found: Work) -> Iterable[Piece]:
    """Every piece of a form as it stands."""
    return pieces.outline(found.document).walk()


def is_inner(found: Work, item: str) -> bool:
    """Whether a name is that of a question inside another one, or of the whole form."""
    if not item.startswith("field:"):
        return item == "form"
    return bool(Canvas(found.document, work.reader()).names.schema(item.removeprefix("field:")))


def anchor(item: str) -> str | None:
    """The id of a piece's element on the page."""
    return Shown(item, "", "", "", 0, "", (), None).id if item else None


def _order(piece: Piece | None) -> list[str] | None:
    return [child.item for child in piece.children] if piece else None


def _within(canvas: Canvas, item: str, others: frozenset[str]) -> bool:
    around = canvas.pieces[item].inside
    while around:
        if around in others:
            return True
        around = canvas.pieces[around].inside
    return False


def _html(shown: Shown, canvas: Canvas, form_id: str) -> str:
    return render_template("designer/piece_alone.html", shown=shown, canvas=canvas, form_id=form_id)


def _colleagues(found: Work, seen: int) -> dict[str, Any]:
    """What others did meanwhile, by name; and one's own last step, to be read out."""
    if found.design is None or found.head <= seen:
        return {"others": [], "said": ""}
    session, actor = unit_of_work.session(), visits.actor()
    steps = designs.steps(session, actor, found.design.id, seen)
    theirs = [each for each in steps if each.by != actor.user_id]
    own = [each for each in steps if each.by == actor.user_id]
    return {
        "others": [
            gettext(
                "%(name)s: %(change)s", name=each.by_name, change=standing.changed(found.document, each).words
            )
            for each in theirs
        ],
        "said": standing.changed(found.document, own[-1]).words if own else "",
    }


def _canvas_at(found: Work, number: int, language: str) -> Canvas | None:
    """The form as it stood after a step; None where this process never saw it so."""
    if found.design is None:
        return None
    with _lock:
        return _seen.get((found.design.id, number, language))


def keep(found: Work, canvas: Canvas) -> None:
    """Remember how a form stands, to say later what changed since."""
    if found.design is None:
        return
    with _lock:
        _seen.setdefault((found.design.id, found.head, canvas.reader.language), canvas)
        while len(_seen) > MOST:
            _seen.popitem(last=False)

"""Packs: giving away what one has made in one file, and looking at somebody's pack before any of it is taken."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from caseforms import problems
from caseforms.exchange import Pack, Part, opened, written
from caseforms.exchange.packs import LARGEST_PACK
from caseforms.services import editable, packing, unpacking
from caseforms.services.packing import Piece
from caseforms.services.refusal import refuse
from caseforms.services.unpacking import Planned
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.designer import changes_told
from caseforms.web.institutions import words
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext, ngettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
HELD_FOR = 24 * 3600
"""Seconds between looking at a pack and taking it."""
MOST_SHOWN = 40
LONGEST_NOTE = 500


@institutions.get("/packs")
def packs() -> Page:
    """What can be given away, and the way to bring a pack in."""
    return _page()


@institutions.post("/packs")
def give() -> Response | Page:
    """One file with what was chosen."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    try:
        pieces = packing.packed(session, actor, request.form.getlist("part"), now)
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(faults.words_of(refused)), 422
    made_by = frame.worded(visits.institution())
    parts = (Part(each.kind, each.id, each.version, each.document) for each in pieces)
    content = written(parts, made_by=made_by, made_at=now.isoformat(), note=note)
    name = f"caseforms-{now:%Y%m%d}.zip"
    return send_file(BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name)


@institutions.post("/packs/look")
def look_into() -> Page:
    """What a pack would change, before any of it is taken."""
    file = request.files.get("file")
    content = file.stream.read(LARGEST_PACK + 1) if file else b""
    try:
        if not content:
            refuse("packing.no-file")
        pack = opened(content)
    except problems.Refused as refused:
        return _page(faults.words_of(refused)), 422
    held = unit_of_work.store().files.keep(content)
    return _look_page(pack, _seal().dumps([visits.actor().user_id, held.sha256]))


@institutions.post("/packs/take")
def take() -> AnyResponse | Page:
    """Take all of the pack that was looked at, or nothing."""
    token = request.form.get("pack", "")
    pack = opened(_held(token))
    try:
        plan = unpacking.take(
            unit_of_work.session(),
            visits.actor(),
            _pieces(pack),
            request.form.get("note", ""),
            unit_of_work.now(),
        )
    except problems.Refused as refused:
        if faults.status_of(refused) == 403:
            raise
        unit_of_work.abandon()
        return _look_page(pack, token, faults.words_of(refused)), 422
    taken = sum(1 for each in plan if each.outcome != "same")
    flash(ngettext("%(num)d part was taken.", "%(num)d parts were taken.", taken))
    if any(each.outcome == "newer" for each in plan):
        return redirect(url_for("institutions.newer"), 303)
    return redirect(url_for("institutions.packs"), 303)


def _page(reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "institutions/packs.html",
        offers=[
            (each, _offer_words(each), words.part_kind(each.kind))
            for each in packing.offers(unit_of_work.session(), visits.actor())
        ],
        chosen=request.form.getlist("part"),
        note=request.form.get("note", ""),
        reasons=reasons,
    )


def _look_page(pack: Pack, token: str, reasons: tuple[str, ...] = ()) -> str:
    plan = unpacking.planned(unit_of_work.session(), visits.actor(), _pieces(pack))
    return render_template(
        "institutions/pack.html",
        pack=pack,
        token=token,
        plan=[_shown(each) for each in plan],
        wrong=any(each.problems for each in plan),
        nothing=all(each.outcome == "same" for each in plan),
        reasons=reasons,
        typed=request.form,
    )


def _pieces(pack: Pack) -> list[Piece]:
    return [Piece(each.kind, each.id, each.version, each.document) for each in pack.parts]


def _held(token: str) -> bytes:
    """The pack that this person looked at. Refused `packing.stale`."""
    try:
        owner, digest = _seal().loads(token, max_age=HELD_FOR)
    except (BadSignature, ValueError):
        refuse("packing.stale")
    path = unit_of_work.store().files.path(digest)
    if owner != visits.actor().user_id or not path.is_file():
        refuse("packing.stale")
    return path.read_bytes()


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="pack")


def _offer_words(offer: packing.Offer) -> str:
    if offer.kind == packing.STANDARD:
        return words.standard_name(offer.version)
    if offer.kind == packing.LISTS:
        return gettext("Number patterns, limits and profiles")
    if offer.kind == packing.INDICATORS:
        return gettext("Targets of the tables")
    return frame.worded(offer.title)


def _shown(planned: Planned) -> dict[str, Any]:
    piece = planned.piece
    changes = [_change(planned, each) for each in planned.changes[:MOST_SHOWN]]
    return {
        "title": frame.worded(planned.title) or _plain_title(piece),
        "kind": words.part_kind(piece.kind),
        "version": piece.version,
        "outcome": planned.outcome,
        "changes": changes,
        "more": max(0, len(planned.changes) - MOST_SHOWN),
        "problems": faults.words_of(problems.Refused(planned.problems)),
    }


def _plain_title(piece: Piece) -> str:
    if piece.kind == packing.LISTS:
        return gettext("Number patterns, limits and profiles")
    return gettext("Targets of the tables") if piece.kind == packing.INDICATORS else piece.id


def _change(planned: Planned, change: Any) -> dict[str, str]:
    if isinstance(change, tuple):
        name, before, after = change
        return {"piece": name, "words": "", "before": str(before or ""), "after": str(after)}
    document = planned.document
    if planned.kind == "form" and document is not None:
        told = changes_told.of(document, change)
        return {"piece": told.piece, "words": told.words, "before": told.before, "after": told.after}
    label = change.item.partition(":")[2]
    if document is not None:
        label = frame.worded(editable.kind(planned.kind).editing.label_of(document, change.item))
    shown = document or {}
    return {
        "piece": label,
        "words": words.aspect(change.property) if change.property else words.happened(change.kind),
        "before": words.value(change.before, change.property, shown) if change.property else "",
        "after": words.value(change.after, change.property, shown) if change.property else "",
    }

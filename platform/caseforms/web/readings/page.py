"""The devices of a case: let one send, switch one off, bring readings in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import devices, links, reading_files
from caseforms.services.reading_files import Line
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

readings = Blueprint("readings", __name__)
Page = str | tuple[str, int]
KINDS: dict[str, Callable[[], str]] = {
    "bp_monitor": lambda: gettext("Blood-pressure monitor"),
    "glucometer": lambda: gettext("Blood-glucose meter"),
    "band": lambda: gettext("Fitness band"),
    "other": lambda: gettext("Another device"),
}


@readings.get("/cases/<case_id>/readings")
def show(case_id: str) -> Page:
    """The devices of this case."""
    return _page(case_id)


@readings.post("/cases/<case_id>/readings/devices")
def add(case_id: str) -> Page:
    """Let a device send; its token is shown on this page and never again."""
    kind, label = request.form.get("kind", ""), request.form.get("label", "")
    try:
        _line, token = devices.add(
            unit_of_work.session(), visits.actor(), case_id, kind, label, unit_of_work.now()
        )
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return _page(case_id, faults.words_of(refused), kind=kind, label=label), 422
    return _page(case_id, token=token)


@readings.post("/cases/<case_id>/readings/devices/<device_id>/off")
def revoke(case_id: str, device_id: str) -> AnyResponse:
    """Take nothing more from a device."""
    devices.revoke(unit_of_work.session(), visits.actor(), case_id, device_id, unit_of_work.now())
    flash(gettext("The device is switched off. What it sent stays in the case."))
    return redirect(url_for("readings.show", case_id=case_id), 303)


@readings.post("/cases/<case_id>/readings/file")
def bring(case_id: str) -> Page:
    """Take the readings of a CSV file."""
    brought = request.files.get("file")
    try:
        found = reading_files.bring(
            unit_of_work.session(),
            visits.actor(),
            case_id,
            brought.read() if brought is not None else b"",
            unit_of_work.now(),
        )
    except problems.Refused as refused:
        if faults.status_of(refused) != 422:
            raise
        unit_of_work.abandon()
        return _page(case_id, faults.words_of(refused)), 422
    return _page(case_id, brought=found)


def _page(
    case_id: str,
    reasons: tuple[str, ...] = (),
    *,
    kind: str = "bp_monitor",
    label: str = "",
    token: str = "",
    brought: tuple[Line, ...] | None = None,
) -> str:
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    case, known = devices.of_case(session, actor, case_id, now)
    return render_template(
        "readings/devices.html",
        case=case,
        devices=known,
        kinds={name: words() for name, words in KINDS.items()},
        reasons=reasons,
        links=links.open_of(session, now, case_id=case_id, slot=devices.SLOT),
        slot=devices.SLOT,
        typed={"kind": kind, "label": label},
        token=token,
        address=url_for("readings_door.take", _external=True),
        brought=brought,
        columns=", ".join(reading_files.COLUMNS),
        words=faults.words,
    )

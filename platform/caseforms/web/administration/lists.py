"""What the institution sets for itself: number patterns, how long files are kept, the duty telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from caseforms import problems
from caseforms.services import institutions, library
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.administration.blueprint import administration
from caseforms.web.languages import gettext
from caseforms.workflow.lengths import IN_DAYS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
SETTINGS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "number.application_no": lambda: gettext("Application number"),
        "number.case_no": lambda: gettext("Case number"),
        "number.hospital_no": lambda: gettext("Number of a hospital case"),
        "number.cd_no": lambda: gettext("Number of a chronic-disease case"),
        "number.referral_no": lambda: gettext("Referral number"),
        "number.archive_no": lambda: gettext("Archive number"),
        "number.complaint_no": lambda: gettext("Complaint number"),
        "drill.interval_days": lambda: gettext("Days between emergency drills (0 never asks)"),
        "evaluation.interval_days": lambda: gettext(
            "Days between evaluations of service quality (0 never asks)"
        ),
        "meeting.interval_days": lambda: gettext("Days between meetings of the joint team (0 never asks)"),
        "summary.interval_days": lambda: gettext(
            "Days between monthly summaries of the joint work (0 never asks)"
        ),
        "supervision.interval_days": lambda: gettext(
            "Days without supervision after which somebody is listed"
        ),
        "staff.profile": lambda: gettext("Demands on staff (002 §9)"),
        "staff.profile.000": lambda: gettext("Demands on staff (000 §5.1)"),
        "staff.profile.001": lambda: gettext("Demands on staff (001 §9.1)"),
        "staff.scales": lambda: gettext("Scales only by trained staff (001 §7.2.3 e)"),
        "retention.guard": lambda: gettext("Destroying files that are kept permanently"),
        "designs.approval": lambda: gettext("Who publishes changes to forms and workflows"),
        "duty.phone": lambda: gettext("Duty line of the institution"),
    }
)

WORDS_OF: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "": lambda: gettext("not checked"),
        "warn": lambda: gettext("warn, and go on"),
        "guard": lambda: gettext("refuse who falls short"),
        "refuse": lambda: gettext("refuse"),
        "alone": lambda: gettext("whoever made them"),
        "second": lambda: gettext("a second person approves them"),
    }
)


@administration.get("/lists")
def lists() -> Page:
    """The settings with their present values."""
    return _page()


@administration.post("/lists")
def keep_lists() -> AnyResponse | Page:
    """Keep the changed ones."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    try:
        for name in _named():
            value = request.form.get(name, "").strip()
            if name in request.form and value != (institutions.setting(session, name) or ""):
                institutions.set_setting(session, actor, name, value, now)
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(faults.words_of(refused)), 422
    flash(gettext("Saved. Numbers given so far stay as they are."))
    return redirect(url_for("administration.lists"), 303)


def _page(reasons: tuple[str, ...] = ()) -> str:
    session = unit_of_work.session()
    words = _named()
    kept = {name: institutions.setting(session, name) or "" for name in words}
    return render_template(
        "administration/lists.html",
        kept=kept | request.form.to_dict(),
        words=words,
        choices={name: _choices(name) for name in words},
        reasons=reasons,
    )


def _choices(name: str) -> list[tuple[str, str]]:
    """What a setting offers, in words; nothing where it is written freely."""
    workflow, _, setting = name.partition(".")
    flow = library.workflows().get(workflow)
    if flow is not None and flow.settings.get(setting, {}).get("switch"):
        return [("", gettext("no")), ("1", gettext("yes"))]
    return [(each, WORDS_OF[each]()) for each in institutions.choices(name)]


def _named() -> dict[str, str]:
    """Every setting that has a field on the page, with its words; the lengths of clocks have a page of their own."""
    named = {name: word() for name, word in SETTINGS.items()}
    for workflow in library.workflows(unit_of_work.session()).values():
        for name, setting in workflow.settings.items():
            if name.endswith(IN_DAYS):
                continue
            label = frame.worded(setting["label"])
            if setting.get("switch"):
                named.setdefault(f"{workflow.id}.{name}", label)
                continue
            words = gettext("%(what)s (empty: %(default)s)", what=label, default=f"{setting['default']:g}")
            named.setdefault(f"{workflow.id}.{name}", words)
    return named

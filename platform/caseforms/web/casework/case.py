"""The case page: where the case is, what comes next and why not, what has happened, and every form by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from werkzeug.exceptions import Forbidden, NotFound

from caseforms.services import accounts, cases, contacts, scores
from caseforms.services.cases import CaseView
from caseforms.web import unit_of_work, visits
from caseforms.web.casework import clause_texts, course_words
from caseforms.web.casework.blueprints import case
from caseforms.web.counting import is_count

WORDS = {"entry_words": course_words.entry_words, "entry_reason": course_words.entry_reason}
TABS = ("course", "team", "referrals", "print")
NEWEST, PAGE = 4, 30
"""How many records of one form the case page shows, and how many a page of all of them."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the reader can do now, sorted as the page shows it."""

    onward: tuple[Any, ...]  # actions that lead to the next stage, allowed or not
    beside: tuple[Any, ...]  # allowed actions that stay, go back, or end the case
    offers: Mapping[str, Any]  # forms that may be opened, by slot


@case.get("/cases/<case_id>")
@unit_of_work.logs_what_is_seen
def show(case_id: str) -> str:
    """The case page."""
    return page(case_id)


def page(case_id: str, reasons: tuple[str, ...] = (), typed: Mapping[str, str] | None = None) -> str:
    """The page as HTML, with what was refused and typed, if anything."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    view = cases.view(session, actor, case_id, now, log=not reasons)
    tab = request.args.get("tab", "course")
    return render_template(
        "casework/header_only.html" if view.header_only else "casework/case.html",
        view=view,
        bench=bench(view),
        tab=tab if tab in TABS else "course",
        phases=phases(view),
        newest=NEWEST,
        tasks=tasks(view),
        reasons=reasons,
        typed=typed or {},
        **WORDS,
        sentence=clause_texts.sentence,
        colleagues=accounts.people(session, actor) if tab == "team" else {},
        contacts=() if view.header_only else contacts.last(session, case_id),
        totals={} if view.header_only else scores.of_case(session, case_id),
    )


@case.get("/cases/<case_id>/forms/<slot>")
@unit_of_work.logs_what_is_seen
def records_of(case_id: str, slot: str) -> str:
    """Every record of one form in the case, newest first, page by page."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    view = cases.view(session, actor, case_id, now)
    found = next((each for each in view.slots if each.name == slot), None)
    if view.header_only:
        raise Forbidden
    if found is None:
        raise NotFound
    before = request.args.get("before", "")
    numbered = sorted(found.records, key=lambda line: -line.number)
    newest = [line for line in numbered if not is_count(before) or line.number < int(before)]
    return render_template(
        "casework/records_of.html",
        view=view,
        slot=found,
        lines=newest[:PAGE],
        earlier=newest[PAGE - 1].number if len(newest) > PAGE else None,
        totals=scores.of_case(session, case_id),
    )


@case.get("/cases/<case_id>/course")
@unit_of_work.logs_what_is_seen
def earlier(case_id: str) -> str:
    """Earlier lines of the timeline."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    before = request.args.get("before", "")
    view = cases.view(session, actor, case_id, now)
    timeline = cases.timeline(session, actor, case_id, before=int(before) if is_count(before) else None)
    return render_template("casework/course.html", view=view, timeline=timeline, **WORDS)


def bench(view: CaseView) -> Bench:
    """Sort actions and offers for the page."""
    onward = tuple(each for each in view.actions if path_of(each) == "forward")
    beside = tuple(each for each in view.actions if path_of(each) != "forward" and each.allowed)
    return Bench(onward, beside, {offer.slot: offer for offer in view.offers})


def tasks(view: CaseView) -> tuple[Any, ...]:
    """Follow-up tasks that can be noted as done, tried or dropped."""
    return tuple(item for item in view.open_items if item.kind == "task")


def path_of(action: Any) -> str:
    """`forward`, `back`, `exit` or `side`."""
    return str(getattr(action, "path", "side"))


def phases(view: CaseView) -> list[tuple[str, list[Any]]]:
    """Slots that hold records or may be opened now, by stage, the present stage first."""
    order = [step.phase for step in view.stages]
    grouped: dict[str, list[Any]] = {}
    offered = {offer.slot for offer in view.offers}
    for slot in view.slots:
        if slot.records or slot.name in offered:
            grouped.setdefault(slot.phase, []).append(slot)
    return sorted(grouped.items(), key=lambda pair: -order.index(pair[0]) if pair[0] in order else len(order))

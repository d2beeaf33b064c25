"""The start page: to-dos of a person or a team, grouped by how soon, with drafts and signatures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from caseforms.services import arrivals, case_lists, library, permissions, register_dates, tablets
from caseforms.services import worklist as lists
from caseforms.services.permissions import PERSON
from caseforms.services.worklist import TodoLine
from caseforms.web import unit_of_work, visits
from caseforms.web.registers import lists as registers
from caseforms.web.worklist import news
from caseforms.web.worklist.blueprint import worklist

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from caseforms.services.actors import Actor

SCOPES = ("mine", "team", "drafts", "signatures")
GROUPS = ("overdue", "today", "next")
BESIDE = 5  # rows of each short list beside the to-dos


@worklist.get("/")
def home() -> str:
    """The work list; volunteers get the few large tiles of their tablet."""
    actor, session, now = visits.actor(), unit_of_work.session(), unit_of_work.now()
    scope = request.args.get("scope", "mine")
    scope = scope if scope in SCOPES else "mine"
    page = lists.todo(session, actor, scope, now, after=request.args.get("after"))
    shown = {"scope": scope, "page": page, "counts": lists.counts(session, actor, now)}
    if only_volunteers(actor.roles):
        drafts = lists.todo(session, actor, "drafts", now, limit=BESIDE)
        return render_template("worklist/volunteer.html", drafts=drafts, **shown)
    if scope in ("mine", "team"):
        shown |= {
            "groups": grouped(page.items),
            "signatures": lists.todo(session, actor, "signatures", now, limit=BESIDE),
            "drafts": lists.todo(session, actor, "drafts", now, limit=BESIDE),
            "news": news.unread(),
            "arrived": _arrived(session, actor),
            "news_words": news.words,
            "news_address": news.address,
            "cases": case_lists.cases(session, actor, now, scope="mine", limit=BESIDE),
            "waiting": registers.waiting(register_dates.waiting(session, actor, now)),
        }
    return render_template("worklist/home.html", **shown, **may_open(actor.roles))


def _arrived(session: Session, actor: Actor) -> int | None:
    """How many records from tablets wait for this person; None for whoever decides on none, or has no tablet to wait for."""
    if not arrivals.decides(actor) or not tablets.any_let_in(session):
        return None
    return arrivals.count(session, actor)


def may_open(roles: frozenset[str]) -> dict[str, bool]:
    """Whether the page offers a new case of a person, and other new work."""
    known = library.by_subject(unit_of_work.session())
    able = {each for each in known if permissions.allowed(roles, "open-case", subject=each)}
    return {"may_open_person": PERSON in able, "may_open_else": bool(able - {PERSON})}


def only_volunteers(roles: frozenset[str]) -> bool:
    """Whether these roles are those of a volunteer and nobody else."""
    return roles == frozenset({"volunteer"})


def grouped(lines: tuple[TodoLine, ...]) -> dict[str, list[TodoLine]]:
    """The lines under `overdue`, `today` (an alarm always) and `next` (later, or without a day), each in its order."""
    groups: dict[str, list[TodoLine]] = {name: [] for name in GROUPS}
    for line in lines:
        group = "today" if line.kind == "alert" else line.group
        groups[group if group in groups else "next"].append(line)
    return groups

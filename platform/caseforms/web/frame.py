"""What every page shares: the bar with its places, the icons, the words of roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from markupsafe import Markup

from caseforms.services import permissions, quality_records, registers
from caseforms.services.record_views import RecordView
from caseforms.web import assets, languages, subject_words, time_words, unit_of_work, visits
from caseforms.web.languages import gettext
from caseforms.wording import cited

ADAPTING = frozenset({"designer", "workflows", "institutions"})
"""Where it matters whose changes are being made: the pages say so when these are a local standard's."""
LONG = 24  # a to-do of more characters is cut at its colon; the rest stands below it


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the bar."""

    address: str
    label: str
    current: bool


def install(app: Flask) -> None:
    """Give templates the frame's values and filters."""
    time_words.install(app)
    app.context_processor(_frame)
    app.add_template_global(icon)
    app.add_template_global(subject_words.kind, "subject_word")
    app.add_template_global(subject_words.unnamed, "unnamed")
    app.add_template_filter(worded)
    app.add_template_filter(clause_words, "cited")
    app.add_template_filter(lead)
    app.add_template_filter(rest)
    app.add_template_filter(role_word)
    app.add_template_global(phase_label)
    app.add_template_global(ask_word)
    app.add_template_global(saved_words)
    app.add_template_global(method_word)


def icon(name: str) -> Markup:
    """One stroke icon; always put a word beside it."""
    sprite = assets.asset("vendor/icons.svg")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(sprite, name)


def worded(text: Any) -> str:
    """A text that comes in both languages (`{"zh": …, "en": …}`) in the reader's; plain text as it is."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return str(text.get(languages.current()) or text.get("zh") or next(iter(text.values()), ""))


def clause_words(clause: str) -> str:
    """A clause as the reader's language writes it."""
    return cited(clause, languages.current())


def lead(words: str) -> str:
    """The part before the first colon: what to do, without the why."""
    return re.split(r"[：:]\s*", words, maxsplit=1)[0] if len(words) > LONG else words


def rest(words: str) -> str:
    """What `lead` left out."""
    parts = re.split(r"[：:]\s*", words, maxsplit=1) if len(words) > LONG else []
    return parts[1][:1].upper() + parts[1][1:] if len(parts) > 1 else ""


def role_word(role: str) -> str:
    """What people call a role."""
    words = {
        "volunteer": gettext("volunteer"),
        "asked": gettext("asked to take the case over"),
        "social_worker": gettext("social worker"),
        "assistant": gettext("social work assistant"),
        "medical": gettext("medical staff"),
        "psychologist": gettext("psychologist"),
        "dietitian": gettext("dietitian"),
        "exercise_therapist": gettext("exercise therapist"),
        "supervisor": gettext("supervisor"),
        "quality": gettext("quality department"),
        "archivist": gettext("archivist"),
        "administrator": gettext("administrator"),
        "coordinator": gettext("volunteer coordinator"),
        "head": gettext("head"),
        "third_party": gettext("third-party evaluator"),
        "client": gettext("client"),
        "guardian": gettext("guardian"),
        "worker": gettext("social worker in charge"),
        "approver": gettext("approver"),
        "leader": gettext("leader"),
        "receiver": gettext("receiving party"),
        "sender": gettext("referring party"),
        "reporter": gettext("reporter"),
        "handler": gettext("handler"),
        "evaluator": gettext("evaluator"),
        "borrower": gettext("borrower"),
        "giver": gettext("handing over"),
        "applicant": gettext("applicant"),
        "witness": gettext("witness"),
        "supervisee": gettext("supervisee"),
        "checker": gettext("inspector"),
        "reviewer": gettext("reviewer"),
        "visitor": gettext("visitor"),
        "member": gettext("group member"),
        "issuer": gettext("issuer of the aid"),
        "system": gettext("the system"),
    }
    return words.get(role, role)


def phase_label(view: Any, phase: str) -> str:
    """A phase of the work as the stage line calls it; the phase's own word when it has no stage there."""
    labels = [step.label for step in view.stages if step.phase == phase]
    return worded(
        next((label for label in labels if label.get("zh") == phase), labels[0] if labels else phase)
    )


def ask_word(name: str) -> str:
    """What an action asks besides its reason."""
    words = {
        "review_date": gettext("Look at it again on"),
        "resume_date": gettext("Expected to go on from"),
        "outcome": gettext("How it ended"),
        "stage": gettext("Go on at"),
        "record": gettext("Which form"),
        "note": gettext("Note"),
        "date": gettext("On which day"),
        "kind": gettext("How"),
    }
    return words.get(name, name.replace("_", " "))


def method_word(method: str) -> str:
    """What a way of signing is called on its button."""
    words = {
        "drawn": gettext("Sign by hand"),
        "fingerprint": gettext("Fingerprint"),
        "typed": gettext("Type the name"),
        "oral": gettext("Agree aloud"),
        "paper": gettext("Signed on paper"),
    }
    return words.get(method, method)


def saved_words(time: str) -> str:
    """What the dock says after saving."""
    return gettext("Saved %(time)s", time=time)


def _area(view: object) -> str:
    """Which entry of the bar a page belongs to: a record outside every case to its register, or to its table."""
    if isinstance(view, RecordView) and view.case is None:
        return "quality" if quality_records.is_table(view.line.definition_id) else "registers"
    return request.blueprint or ""


def _places(view: object = None) -> list[Place]:
    """The entries of the bar; `view` is what the page shows, where that tells where it belongs."""
    visitor = visits.actor_or_none()
    if visitor is None or "client" in visitor.roles:
        return []
    area = _area(view)
    if visitor.roles == frozenset({"third_party"}):
        return [
            Place(url_for("statistics.show"), gettext("Statistics"), area == "statistics"),
            Place(url_for("quality.index"), gettext("Quality"), area == "quality"),
        ]
    places = [
        Place(
            url_for("worklist.home"),
            gettext("To do"),
            area == "worklist" and request.endpoint != "worklist.cases",
        ),
        Place(
            url_for("worklist.cases"),
            gettext("Cases"),
            area in {"case", "record", "sign", "paper", "opening", "people"}
            or request.endpoint == "worklist.cases",
        ),
    ]
    if registers.definitions_of(visitor):
        places.append(Place(url_for("registers.index"), gettext("Registers"), area == "registers"))
    if permissions.allowed(visitor.roles, "statistics"):
        places.append(Place(url_for("quality.index"), gettext("Quality"), area == "quality"))
        places.append(Place(url_for("statistics.show"), gettext("Statistics"), area == "statistics"))
    if permissions.allowed(visitor.roles, "edit-forms"):
        places.append(
            Place(url_for("designer.forms"), gettext("Form design"), area in {"designer", "workflows"})
        )
        places.append(Place(url_for("institutions.standards"), gettext("Standards"), area == "institutions"))
    elif permissions.allowed(visitor.roles, "approve-forms"):
        places.append(Place(url_for("designer.approvals"), gettext("Form design"), area == "designer"))
    if "administrator" in visitor.roles:
        places.append(
            Place(url_for("administration.users"), gettext("Administration"), area == "administration")
        )
    return places


def _news_waiting() -> int:
    from caseforms.web.worklist import news  # the work list's pages stand in this frame

    return news.count()


def _frame() -> dict[str, object]:
    settings = unit_of_work.settings()
    return {
        "places": _places,
        "news_waiting": _news_waiting,
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
        "institution_name": worded(visits.institution())
        if visits.institution()
        else settings.institution_name,
        "look": visits.look(),
        "layer_title": visits.layer_title() if request.blueprint in ADAPTING else {},
        "demo": settings.demo,
        "request_id": g.get("request_id", ""),
    }

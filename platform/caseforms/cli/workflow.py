"""`caseforms workflow`: check workflow definitions, play a story through one, draw one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from caseforms import locations, workflow
from caseforms.cli import FINE, PROBLEMS
from caseforms.cli.files import json_of, object_of
from caseforms.definitions import Definition, read
from caseforms.problems import Problem, Refused, explain
from caseforms.services.calendar import as_published
from caseforms.workflow.days import Calendar
from caseforms.workflow.drawing import draw
from caseforms.workflow.mermaid import mermaid
from caseforms.workflow.simulation import moment_of_line, play
from caseforms.workflow.story import Line, Story

LOCALES = ("zh", "en")


def configure(group: argparse.ArgumentParser) -> None:
    """Adds the commands of the group."""
    commands = group.add_subparsers(metavar="COMMAND", required=True, parser_class=type(group))
    checks = commands.add_parser(
        "check", help="lint workflows and play their scenarios; all shipped ones by default"
    )
    checks.add_argument("paths", metavar="PATH", nargs="*", help="workflow files, or folders of them")
    checks.set_defaults(run=check)
    plays = commands.add_parser(
        "simulate", help="play a story through a workflow and show how the case stands"
    )
    plays.add_argument("path", metavar="PATH", help="a workflow")
    plays.add_argument(
        "--events", metavar="FILE", required=True, help="the lines of the story, as JSON; - for stdin"
    )
    plays.add_argument("--now", metavar="ISO", required=True, help="the instant to look at the case")
    plays.set_defaults(run=simulate)
    draws = commands.add_parser("diagram", help="draw a workflow: Mermaid text, or an SVG")
    draws.add_argument("path", metavar="PATH", help="a workflow")
    draws.add_argument("--svg", action="store_true", help="a drawing instead of Mermaid text")
    draws.set_defaults(run=diagram)
    for command in (checks, plays, draws):
        command.add_argument("--locale", choices=LOCALES, default="zh", help="language of the words")


def check(chosen: argparse.Namespace) -> int:
    """Writes `file:pointer:code:remedy` for each problem of each workflow."""
    forms, clauses, calendar = _forms(), _clause_numbers(), as_published()
    say = _gettext(chosen.locale)
    every: list[Problem] = []
    for path in _paths(chosen.paths or [str(locations.shipped("workflows"))]):
        try:
            document = object_of(path)
        except Refused as refused:
            problems = refused.problems
        else:
            standard = document.get("standard")
            named = standard.get("document") if isinstance(standard, Mapping) else None
            problems = workflow.lint(
                document, forms, path, clauses=clauses.get(str(named)), calendar=calendar
            )
        for problem in problems:
            words = " ".join(explain(problem, say).split())
            _write(f"{path}:{problem.pointer}:{problem.code}:{words}")
        every += problems
    return PROBLEMS if any(problem.severity == "error" for problem in every) else FINE


def simulate(chosen: argparse.Namespace) -> int:
    """Writes how the case stands after the story, as one JSON object."""
    calendar = as_published()
    found = _playable(chosen.path)
    lines = _story_lines(json_of(chosen.events), chosen.events)
    until = _moment(chosen.now, calendar)
    try:
        story = play(found, lines, until, calendar)
    except (ValueError, KeyError) as fault:
        reason = f"there is no {fault}" if isinstance(fault, KeyError) else str(fault)
        raise Refused(
            Problem("workflow.scenario-broken", "", {"reason": reason}, source=chosen.events)
        ) from None
    _write(json.dumps(_shown(story, until, chosen.locale), ensure_ascii=False, indent=2, default=str))
    return PROBLEMS if story.refused else FINE


def diagram(chosen: argparse.Namespace) -> int:
    """Writes the drawing."""
    found = _playable(chosen.path)
    _write(draw(found, chosen.locale) if chosen.svg else mermaid(found, chosen.locale), end="")
    return FINE


def _playable(path: str) -> workflow.Workflow:
    """The workflow in a file, every name in which leads somewhere. Raises Refused."""
    found = workflow.parse(object_of(path), _forms(), path)
    if unknown := workflow.unknown_names(found):
        raise Refused(Problem(each.code, each.pointer, each.params, source=path) for each in unknown)
    return found


def _shown(story: Story, until: datetime, locale: str) -> dict[str, Any]:
    seen = story.seen(until)
    return {
        "stage": seen.stage,
        "phase": seen.phase,
        "flags": list(seen.flags),
        "numbers": dict(story.state.numbers),
        "responsible": story.state.responsible,
        "actions": [
            {
                "name": action.name,
                "label": action.label[locale],
                "allowed": action.allowed,
                "why_not": [_reason(each, locale) for each in action.why_not],
                "warnings": [_reason(each, locale) for each in action.warnings],
            }
            for action in seen.actions
        ],
        "forms": [offer.slot for offer in seen.offers if offer.allowed],
        "open": [
            {
                "key": item.key,
                "kind": item.kind,
                "label": item.label[locale],
                "slot": item.slot,
                "force": item.force,
            }
            for item in seen.open_items
        ],
        "due": [
            {
                "what": due.key,
                "label": due.what[locale],
                "at": due.at.astimezone(story.calendar.zone).isoformat(timespec="seconds"),
                "day": due.day.isoformat(),
                "force": due.force,
                "status": due.status,
                "estimated": due.estimated,
            }
            for due in seen.due
        ],
        "next": seen.next_step.text[locale] if seen.next_step else "",
        "effects": [{"kind": effect.kind, **effect.data} for effect in story.followed],
        "refused": [
            {"line": line.line, "reasons": [_reason(each, locale) for each in line.reasons]}
            for line in story.refused
        ],
    }


def _reason(reason: workflow.Reason, locale: str) -> dict[str, str]:
    return {
        "code": reason.code,
        "text": reason.text[locale],
        "clause": reason.clause,
        "force": reason.force,
    }


def _story_lines(given: object, path: str) -> list[Line]:
    """The lines of a story: a list of objects that each say when, who and what."""
    if not isinstance(given, list):
        raise Refused(
            Problem("workflow.scenario-broken", "", {"reason": "a story is a list of lines"}, source=path)
        )
    verbs = workflow.VERBS
    for index, line in enumerate(given):
        missing = [
            name
            for name in ("at", "as", "do")
            if not isinstance(line, Mapping) or not isinstance(line.get(name), str)
        ]
        if missing:
            reason = f"line {index + 1} needs {', '.join(missing)}"
        elif line["do"] not in verbs:
            reason = f"line {index + 1}: “{line['do']}” is none of {', '.join(verbs)}"
        elif line["do"] in {"save", "submit", "sign", "void", "hand_over"} and "slot" not in line:
            reason = f"line {index + 1} needs slot"
        elif not isinstance(line.get("data", {}), Mapping):
            reason = f"line {index + 1}: data is no object"
        else:
            continue
        raise Refused(Problem("workflow.scenario-broken", f"/{index}", {"reason": reason}, source=path))
    return given


def _moment(text: str, calendar: Calendar) -> datetime:
    try:
        return moment_of_line(text, calendar)
    except ValueError as fault:
        raise Refused(Problem("workflow.scenario-broken", "", {"reason": str(fault)})) from None


def _paths(given: Iterable[str]) -> list[str]:
    found: list[str] = []
    for each in given:
        path = Path(each)
        if path.is_dir():
            inside = sorted(path.glob("*.json"))
            found += [str(one) for one in inside if not one.name.endswith(".schema.json")]
        else:
            found.append(each)
    if not found:
        raise Refused(Problem("file.none-found", params={"path": ", ".join(given)}))
    return found


def _forms() -> dict[str, Definition]:
    """The shipped form definitions by id; a broken one is the business of `forms check`."""
    forms: dict[str, Definition] = {}
    for path in sorted(locations.shipped("form_definitions").glob("*/*.json")):
        definition, _ = read(object_of(str(path)), str(path))
        if definition is not None:
            forms[definition.id] = definition
    return forms


def _clause_numbers() -> dict[str, frozenset[str]]:
    """What a workflow of each standard may cite: its own clauses by number, every other one by document and number."""
    folder = locations.shipped("workflows") / "clauses"
    texts = [workflow.read_clauses(object_of(str(path))) for path in sorted(folder.glob("*.json"))]
    named = {f"{found.document} {number}" for found in texts for number in found.texts}
    return {found.document: frozenset({*found.texts, *named}) for found in texts}


def _gettext(locale: str) -> Any:
    from caseforms.rendering import Reader

    return Reader(language=locale, now=datetime.now(UTC)).gettext


def _write(text: str, end: str = "\n") -> None:
    sys.stdout.buffer.write((text + end).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()

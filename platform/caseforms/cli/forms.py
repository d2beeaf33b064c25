"""`caseforms forms`: what a browser shows, posts and is told for a definition, without a browser."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from caseforms import definitions
from caseforms.answers import check
from caseforms.cli import FINE, PROBLEMS, REFUSED, form_changes
from caseforms.cli.files import definition_of, form_files, form_of, is_definition, json_of, object_of, printed
from caseforms.definitions import Definition, Form
from caseforms.problems import Problem, Refused, explain
from caseforms.rendering import Reader, decode
from caseforms.rendering.messages import sentence
from caseforms.rules import Context

MOST_INPUT = 20_000_000
"""Bytes read from stdin: a body at its limit, every character escaped, and some."""


def configure(group: argparse.ArgumentParser) -> None:
    """Adds the commands of the group."""
    commands = group.add_subparsers(metavar="COMMAND", required=True, parser_class=type(group))
    _render(commands)
    _decode(commands)
    _validate(commands)
    _check(commands)
    form_changes.configure(commands)


def _render(commands: Any) -> None:
    command = commands.add_parser("render", help="the form as an HTML page on stdout")
    _form_arguments(command)
    command.add_argument("--data", metavar="FILE", help="the record to show, as JSON")
    command.add_argument("--paper", action="store_true", help="the printed sheet instead of the page")
    command.set_defaults(run=render)


def _decode(commands: Any) -> None:
    command = commands.add_parser(
        "decode", help="a url-encoded form body on stdin as instance JSON on stdout"
    )
    _form_arguments(command)
    command.set_defaults(run=decoded)


def _validate(commands: Any) -> None:
    command = commands.add_parser("validate", help="the problems of a record as JSON lines")
    command.add_argument("path", metavar="PATH", help="a definition or a bare JSON Schema")
    command.add_argument("data", metavar="DATA", help="the record, as JSON; - for stdin")
    _shared(command)
    command.add_argument("--draft", action="store_true", help="only what could never become right")
    command.add_argument(
        "--now", metavar="ISO", type=_moment, help="the instant to check at; now when left out"
    )
    command.set_defaults(run=validate)


def _check(commands: Any) -> None:
    command = commands.add_parser(
        "check", help="lint definitions, one line for each problem; all shipped ones by default"
    )
    command.add_argument(
        "paths", metavar="PATH", nargs="*", help="definitions, bare JSON Schemas, or folders of them"
    )
    command.add_argument("--locale", choices=("zh", "en"), default="zh", help="language of the remedies")
    command.set_defaults(run=lint)


def _form_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="PATH", help="a definition or a bare JSON Schema")
    _shared(command)


def _shared(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--ui", metavar="FILE", help="a JSON Forms UI schema to use instead of the definition's"
    )
    command.add_argument("--locale", choices=("zh", "en"), default="zh", help="language of the words")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def render(chosen: argparse.Namespace) -> int:
    """Writes the page, or with --paper the sheet."""
    form = form_of(chosen.path, chosen.ui)
    data = object_of(chosen.data) if chosen.data else {}
    reader = Reader(language=chosen.locale, now=datetime.now(UTC))
    from caseforms.rendering import page

    printed(page.paper(form, data, reader) if chosen.paper else page.page(form, data, reader))
    return FINE


def decoded(chosen: argparse.Namespace) -> int:
    """Writes the instance; what cannot be read stands on stderr, and a body that must not be kept writes nothing."""
    form = form_of(chosen.path, chosen.ui)
    reader = Reader(language=chosen.locale)
    read = decode(form, _body(sys.stdin.buffer.read(MOST_INPUT + 1)), reader=reader)
    if read.refused:
        first = next(problem for problem in read.problems)
        print(f"caseforms: {first.code} {sentence(form, first, reader)}", file=sys.stderr)
        return REFUSED
    for problem in read.problems:
        print(_line(form, problem, reader), file=sys.stderr)
    printed(json.dumps(read.data, ensure_ascii=False))
    return PROBLEMS if read.problems else FINE


def _body(raw: bytes) -> Mapping[str, list[str]]:
    if len(raw) > MOST_INPUT:
        raise Refused(Problem("body.too-large", params={"limit": MOST_INPUT}))
    try:
        text = raw.decode("utf-8").strip("\r\n")
        return parse_qs(text, keep_blank_values=True, encoding="utf-8", errors="strict") if text else {}
    except UnicodeDecodeError:
        raise Refused(Problem("body.not-utf8")) from None


def validate(chosen: argparse.Namespace) -> int:
    """Writes one JSON object for each problem; a warning does not count as one for the exit status."""
    form = form_of(chosen.path, chosen.ui)
    reader = Reader(language=chosen.locale)
    context = Context.at(chosen.now or datetime.now(UTC))
    problems = check(form, json_of(chosen.data), context, draft=chosen.draft)
    for problem in problems:
        printed(_line(form, problem, reader))
    return _status(problems)


def lint(chosen: argparse.Namespace) -> int:
    """Writes `file:pointer:code:remedy` for each problem of each definition."""
    reader = Reader(language=chosen.locale)
    paths = form_files(chosen.paths)
    found = [(path, *_read(path)) for path in paths]
    known = {definition.id: definition for _, definition, _ in found if definition is not None}
    every: list[Problem] = []
    for path, definition, broken in found:
        linted = definitions.lint(definition, known) if definition and not definition.open_world else ()
        for problem in (*broken, *linted):
            printed(f"{path}:{problem.pointer}:{problem.code}:{_remedy(problem, reader)}")
            every.append(problem)
    return _status(every)


def _read(path: str) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition in a file and what is wrong with it; a file that holds none is a problem, not the end."""
    try:
        document = object_of(path)
        if is_definition(document):
            return definitions.read(document, path)
        return definition_of(path), ()
    except Refused as refused:
        return None, refused.problems


def _remedy(problem: Problem, reader: Reader) -> str:
    """What is wrong and what to do about it, on one line."""
    return " ".join(explain(problem, reader.gettext).split())


def _line(form: Form, problem: Problem, reader: Reader) -> str:
    return json.dumps(
        {
            "code": problem.code,
            "pointer": problem.pointer,
            "params": dict(problem.params),
            "severity": problem.severity,
            "message": sentence(form, problem, reader),
        },
        ensure_ascii=False,
        default=str,
    )


def _status(problems: Iterable[Problem]) -> int:
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else FINE

"""The shipped definitions, made ready for the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from caseforms import answers, definitions
from caseforms.definitions import Form
from caseforms.locations import shipped
from caseforms.problems import Problem
from caseforms.rules import Context

TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)  # four in the afternoon in Shanghai


def names() -> tuple[str, ...]:
    """The ids of all shipped definitions."""
    return tuple(sorted(path.stem for path in shipped("form_definitions").glob("*/*.json")))


@cache
def form(name: str) -> Form:
    """The compiled form of a shipped definition."""
    (path,) = shipped("form_definitions").glob(f"*/{name}.json")
    return definitions.compile(definitions.parse(json.loads(path.read_text(encoding="utf-8")), path.name))


def context(facts: Mapping[str, Any] | None = None) -> Context:
    """The afternoon of 5 March 2026."""
    return Context(now=NOW, today=TODAY, facts=facts or {})


def problems(
    name: str, data: Mapping[str, Any], facts: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """What is wrong with data that somebody submits."""
    return answers.check(form(name), data, context(facts))


def errors(
    name: str, data: Mapping[str, Any], facts: Mapping[str, Any] | None = None
) -> set[tuple[str, str]]:
    """Pointer and rule of everything that refuses the data; empty when it may be submitted."""
    found = (problem for problem in problems(name, data, facts) if problem.severity == "error")
    return {(problem.pointer, problem.code.removeprefix("answer.")) for problem in found}


def warnings(
    name: str, data: Mapping[str, Any], facts: Mapping[str, Any] | None = None
) -> set[tuple[str, str]]:
    """Pointer and rule of everything that only warns."""
    found = (problem for problem in problems(name, data, facts) if problem.severity == "warning")
    return {(problem.pointer, problem.code.removeprefix("answer.")) for problem in found}


def changed(data: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The data with other answers; None takes an answer away."""
    return {name: value for name, value in {**data, **changes}.items() if value is not None}

"""How a service says no: one problem, raised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from caseforms.problems import Problem, Refused


def problem(code: str, pointer: str = "", **params: object) -> Problem:
    """One problem of the catalogue with its parameters."""
    return Problem(code, pointer, params)


def refuse(code: str, pointer: str = "", **params: object) -> NoReturn:
    """Raise Refused with this one problem."""
    raise Refused((problem(code, pointer, **params),))


def refuse_all(problems: Iterable[Problem]) -> None:
    """Raise Refused when there is any problem."""
    found = tuple(problems)
    if found:
        raise Refused(found)

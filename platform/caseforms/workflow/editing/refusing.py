"""The one way in which the editing of workflows says no."""

from __future__ import annotations

from typing import NoReturn

from caseforms.problems import Problem, Refused


def refuse(code: str, pointer: str = "", **params: object) -> NoReturn:
    """Raise Refused with one problem."""
    raise Refused(Problem(code, pointer, params))

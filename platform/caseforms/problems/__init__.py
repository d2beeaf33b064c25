"""Owns what can be wrong: a problem as a value, and the catalogue of causes and remedies.

Every other module of this package holds the entries of one room as ``ENTRIES``; they are merged here,
so a room adds its own module and touches nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Literal

from caseforms.problems.entry import N_, Entry

__all__ = ["CATALOGUE", "N_", "Entry", "Problem", "Refused", "entry_of", "explain"]

Severity = Literal["error", "warning"]
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: a code of the catalogue, a JSON pointer, the parameters of its words.

    ``source`` names the file, where there is one; ``severity`` "warning" does not stop anything.
    """

    code: str
    pointer: str = ""
    params: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    severity: Severity = "error"
    source: str = ""


class Refused(Exception):
    """No, because: carries the problems that led to the refusal."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(", ".join(f"{one.code} {one.pointer}".strip() for one in self.problems))


def _merged() -> dict[str, Entry]:
    merged: dict[str, Entry] = {}
    for module in iter_modules(__path__):
        entries: Mapping[str, Entry] = getattr(import_module(f"{__name__}.{module.name}"), "ENTRIES", {})
        twice = merged.keys() & entries.keys()
        if twice:
            raise ValueError(f"problem codes catalogued twice: {sorted(twice)}")
        merged.update(entries)
    return merged


CATALOGUE: Mapping[str, Entry] = MappingProxyType(_merged())

_UNKNOWN = Entry(N_("Something is wrong here (%(code)s)."), N_("Please tell the administrator this code."))


def entry_of(code: str) -> Entry | None:
    """The entry of a code, or of its nearest catalogued parent (``answer.check.too-late`` → ``answer.check``)."""
    while code:
        if code in CATALOGUE:
            return CATALOGUE[code]
        code = code.rpartition(".")[0]
    return None


class _Parameters(dict[str, object]):
    """Parameters of a message: one that nobody gave shows as an ellipsis instead of failing."""

    def __missing__(self, name: str) -> str:
        return "…"


def _say(message: str, params: Mapping[str, object], gettext: Callable[[str], str]) -> str:
    if not message:
        return ""
    shown = {
        name: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in params.items()
    }
    return gettext(message) % _Parameters(shown)


def explain(problem: Problem, gettext: Callable[[str], str]) -> str:
    """Cause and remedy of a problem in the reader's language, as ``gettext`` speaks it."""
    code = problem.code
    if "format" in problem.params:
        code = f"{code}.{problem.params['format']}"  # each format has its own remedy
    entry = entry_of(code) or _UNKNOWN
    params = {"code": problem.code, "pointer": problem.pointer, **problem.params}
    words = (_say(entry.cause, params, gettext), _say(entry.remedy, params, gettext))
    return " ".join(word for word in words if word)

"""Owns workflows: what a definition says, where a case is, what may happen next, why not, and by when."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from caseforms.workflow import days
from caseforms.workflow.clauses import Clause, Clauses, read_clauses
from caseforms.workflow.clocks import Due
from caseforms.workflow.days import Calendar, Year, add_working_days, working_days_between
from caseforms.workflow.effects import Effect, awaits, effects, record_of, watches
from caseforms.workflow.evaluation import Action, Evaluation, NextStep, Offer, evaluate
from caseforms.workflow.facts import facts
from caseforms.workflow.folding import consequences_of, fold
from caseforms.workflow.lengths import Length, lengths, with_settings
from caseforms.workflow.model import NAMELESS, SUBJECTS, Workflow
from caseforms.workflow.open_items import OpenItem
from caseforms.workflow.reading import parse, read
from caseforms.workflow.reasons import Reason
from caseforms.workflow.state import State
from caseforms.workflow.submission import may_hand_over, may_sign, may_submit

if TYPE_CHECKING:
    from caseforms.workflow.checking import lint, unknown_names, unmet_by_forms
    from caseforms.workflow.lines import VERBS

__all__ = [
    "NAMELESS",
    "SUBJECTS",
    "VERBS",
    "Action",
    "Calendar",
    "Clause",
    "Clauses",
    "Due",
    "Effect",
    "Evaluation",
    "Length",
    "NextStep",
    "Offer",
    "OpenItem",
    "Reason",
    "State",
    "Workflow",
    "Year",
    "add_working_days",
    "awaits",
    "consequences_of",
    "days",
    "effects",
    "evaluate",
    "facts",
    "fold",
    "lengths",
    "lint",
    "may_hand_over",
    "may_sign",
    "may_submit",
    "parse",
    "read",
    "read_clauses",
    "record_of",
    "unknown_names",
    "unmet_by_forms",
    "watches",
    "with_settings",
    "working_days_between",
]
_LATER = {"VERBS": "lines", "lint": "checking", "unknown_names": "checking", "unmet_by_forms": "checking"}


def __getattr__(name: str) -> Any:
    """What only the makers of workflows need is imported when it is first asked for, not with every page."""
    if name not in _LATER:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return found

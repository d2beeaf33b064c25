"""Owns the editing of workflows: operations on stable names, their way back, their words, what differs."""

from caseforms.workflow.editing.changes import Change, Sentence, difference, label_of, sentence
from caseforms.workflow.editing.compacting import compacted
from caseforms.workflow.editing.naming import Mention, mentions
from caseforms.workflow.editing.operations import Operation, apply, apply_all, item_of, prepared, users_of
from caseforms.workflow.editing.places import GROUPS, owner_of, place_of
from caseforms.workflow.editing.remedies import lint_remedies
from caseforms.workflow.editing.undoing import inverse

__all__ = [
    "GROUPS",
    "Change",
    "Mention",
    "Operation",
    "Sentence",
    "apply",
    "apply_all",
    "compacted",
    "difference",
    "inverse",
    "item_of",
    "label_of",
    "lint_remedies",
    "mentions",
    "owner_of",
    "place_of",
    "prepared",
    "sentence",
    "users_of",
]

"""Owns changes of form definitions: each is an operation on stable names, and can be undone, told and merged.

An operation is a JSON object ``{"op": …, "item": …}``. Operations: ``set`` ``unset`` (a property of an item),
``add-item`` ``remove-item`` ``move`` ``rename``, ``add-choice`` ``remove-choice``, ``translate``. Items: ``form``
``field:/client_name`` ``choice:/gender#male`` ``group:basic`` ``pair:/gender`` ``check:/age#adult``
``text:en:client_name.label`` ``paper`` ``row:client_name`` ``cell:/client_name``.
"""

from __future__ import annotations

from caseforms.definitions.editing.compacting import compacted
from caseforms.definitions.editing.creating import new_form
from caseforms.definitions.editing.difference import Change, difference
from caseforms.definitions.editing.inventory import Entry, inventory
from caseforms.definitions.editing.looking import Look, look
from caseforms.definitions.editing.operations import apply, apply_all, inverse, prepared
from caseforms.definitions.editing.references import Reference, freed, references
from caseforms.definitions.editing.remedies import lint_remedies
from caseforms.definitions.editing.sentences import Sentence, label_of, sentence
from caseforms.definitions.editing.verb import Operation, Operations
from caseforms.definitions.editing.writing import normal, write

__all__ = [
    "Change",
    "Entry",
    "Look",
    "Operation",
    "Operations",
    "Reference",
    "Sentence",
    "apply",
    "apply_all",
    "compacted",
    "difference",
    "freed",
    "inventory",
    "inverse",
    "label_of",
    "lint_remedies",
    "look",
    "new_form",
    "normal",
    "prepared",
    "references",
    "sentence",
    "write",
]

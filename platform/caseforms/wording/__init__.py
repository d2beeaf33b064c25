"""Owns text in two languages: picking, falling back, reporting what is missing, handing it to translators."""

from __future__ import annotations

from caseforms.problems.entry import N_
from caseforms.wording.citing import cited
from caseforms.wording.coverage import Coverage, coverage
from caseforms.wording.exchanging import from_csv, from_po, to_csv, to_po
from caseforms.wording.picking import BASE_LANGUAGE, LANGUAGES, pick

__all__ = [
    "BASE_LANGUAGE",
    "LANGUAGES",
    "N_",
    "Coverage",
    "cited",
    "coverage",
    "from_csv",
    "from_po",
    "pick",
    "to_csv",
    "to_po",
]

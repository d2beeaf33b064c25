"""Owns indicators: what a table counts, which cases count for which periods, and how the counts are judged."""

from __future__ import annotations

from caseforms.indicators.checking import lint
from caseforms.indicators.counting import contributions
from caseforms.indicators.ground import Ground, of_case, of_record
from caseforms.indicators.judging import Asked, Count, Figures, PartVerdict, Verdict, judge
from caseforms.indicators.model import Counter, Missing, Part, Row, Table
from caseforms.indicators.periods import Period, holding, named, run_of
from caseforms.indicators.reading import parse, read
from caseforms.indicators.spans import ALWAYS, NEVER, Contribution, day_of, number

__all__ = [
    "ALWAYS",
    "NEVER",
    "Asked",
    "Contribution",
    "Count",
    "Counter",
    "Figures",
    "Ground",
    "Missing",
    "Part",
    "PartVerdict",
    "Period",
    "Row",
    "Table",
    "Verdict",
    "contributions",
    "day_of",
    "holding",
    "judge",
    "lint",
    "named",
    "number",
    "of_case",
    "of_record",
    "parse",
    "read",
    "run_of",
]

"""Owns conditions and computed values: the operator table, their evaluation, the formats of texts."""

from __future__ import annotations

from caseforms.rules.conditions import holds
from caseforms.rules.context import Context
from caseforms.rules.expressions import evaluate
from caseforms.rules.formats import FORMATS

__all__ = ["FORMATS", "Context", "evaluate", "holds"]

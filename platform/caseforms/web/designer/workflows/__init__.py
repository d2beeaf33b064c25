"""Editing workflows: stages, steps, forms, conditions as sentences, deadlines, trial runs, running cases, publishing."""

from caseforms.web.designer.workflows import (  # noqa: F401  # registers the views
    checking,
    conditions,
    items,
    overview,
    publishing,
    running,
    scenarios,
)
from caseforms.web.designer.workflows.blueprint import workflows

__all__ = ["workflows"]

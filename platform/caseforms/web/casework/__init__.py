"""Casework: opening a case, the case page, its records, signatures and paper."""

from caseforms.web.casework import (  # noqa: F401  # importing registers the views
    acting,
    beginning,
    case,
    deidentified,
    drafts,
    handing_over,
    newer,
    opening,
    paper,
    people,
    record,
    record_changes,
    score_course,
    signing,
    team,
)
from caseforms.web.casework.blueprints import BLUEPRINTS

__all__ = ["BLUEPRINTS"]

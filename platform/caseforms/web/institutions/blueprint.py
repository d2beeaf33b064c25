"""The blueprint of an institution's own rules; nobody gets past it who may not edit forms, except to read the report."""

from flask import Blueprint, request

from caseforms.services import permissions
from caseforms.web import visits

institutions = Blueprint("institutions", __name__, url_prefix="/institutions")
OTHERS = frozenset(
    {"institutions.report", "institutions.report_pdf", "institutions.report_json", "institutions.logo"}
)
"""Whoever reads the numbers of the house may read the reports, as the service behind them asks; all see the logo."""


@institutions.before_request
def only_for_those_who_adapt() -> None:
    """Refuse, before a page reads anything, whoever may not change forms."""
    visitor = visits.actor()
    if request.endpoint not in OTHERS:
        permissions.require(visitor, "edit-forms")

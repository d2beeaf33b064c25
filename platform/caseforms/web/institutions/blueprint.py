"""The blueprint of an institution's own rules; nobody gets past it who may not edit forms, except to read the report."""

from flask import Blueprint, request

from caseforms.services import permissions
from caseforms.web import visits

institutions = Blueprint("institutions", __name__, url_prefix="/institutions")
REPORTS = frozenset({"institutions.report", "institutions.report_pdf", "institutions.report_json"})
"""Whoever reads the numbers of the house may read these too: the service behind them asks."""


@institutions.before_request
def only_for_those_who_adapt() -> None:
    """Refuse, before a page reads anything, whoever may not change forms."""
    if request.endpoint not in REPORTS:
        permissions.require(visits.actor(), "edit-forms")

"""The blueprint of the workflow editor; nobody gets past it who may not edit forms."""

from flask import Blueprint

from caseforms.services import permissions
from caseforms.web import visits

workflows = Blueprint("workflows", __name__, url_prefix="/designer/workflows")


@workflows.before_request
def only_for_builders() -> None:
    """Refuse, before a page reads anything, whoever may not edit workflows."""
    permissions.require(visits.actor(), "edit-forms")

"""The blueprint that building forms hangs on; nobody gets past it who may not edit forms."""

from flask import Blueprint

from caseforms.services import permissions
from caseforms.web import visits

designer = Blueprint("designer", __name__, url_prefix="/designer")


@designer.before_request
def only_for_builders() -> None:
    """Refuse, before a page reads anything, whoever may not edit forms."""
    permissions.require(visits.actor(), "edit-forms")

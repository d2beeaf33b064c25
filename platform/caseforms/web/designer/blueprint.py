"""The blueprint that building forms hangs on; nobody gets past it who may not edit forms, or approve what others built."""

from flask import Blueprint, request

from caseforms.services import permissions
from caseforms.web import visits

designer = Blueprint("designer", __name__, url_prefix="/designer")
APPROVING = frozenset({"designer.approvals", "designer.decide"})


@designer.before_request
def only_for_builders() -> None:
    """Refuse, before a page reads anything, whoever may not do what it is for."""
    verb = "approve-forms" if request.endpoint in APPROVING else "edit-forms"
    permissions.require(visits.actor(), verb)

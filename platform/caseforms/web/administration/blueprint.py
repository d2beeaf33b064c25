"""The blueprint that the administrator's pages hang on; nobody else gets past it."""

from flask import Blueprint, request

from caseforms.services import permissions
from caseforms.web import visits

administration = Blueprint("administration", __name__, url_prefix="/administration")
VERBS = {
    "users": "manage-users",
    "teams": "manage-teams",
    "calendar": "manage-calendar",
    "clocks": "manage-lists",
    "lists": "manage-lists",
    "tablets": "manage-tablets",
    "targets": "manage-lists",
}


@administration.before_request
def only_for_those_who_may() -> None:
    """Refuse, before a page reads anything, whoever may not change what it shows. The access log has its own right."""
    area = request.path.split("/")[2]
    permissions.require(visits.actor(), VERBS.get(area, "audit"))

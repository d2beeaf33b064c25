"""Administration: users, teams, the calendar of working days, number patterns, and who has looked at what."""

from caseforms.web.administration import access, calendar, lists, teams, users  # noqa: F401  # registers the views
from caseforms.web.administration.blueprint import administration

BLUEPRINTS = (administration,)

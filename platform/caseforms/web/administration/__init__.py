"""Administration: users, teams, the calendar of working days, the lengths of deadlines, targets of the tables, number patterns, and who has looked at what."""

from caseforms.web.administration import (  # noqa: F401  # registers the views
    access,
    calendar,
    clocks,
    lists,
    tablets,
    targets,
    teams,
    users,
)
from caseforms.web.administration.blueprint import administration

BLUEPRINTS = (administration,)

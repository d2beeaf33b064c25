"""The emergency page: numbers to call and an incident to record, one tap from anywhere, with or without a case."""

from caseforms.web.incident import away, emergency  # noqa: F401  # importing registers the views
from caseforms.web.incident.blueprint import incident

BLUEPRINTS = (incident,)

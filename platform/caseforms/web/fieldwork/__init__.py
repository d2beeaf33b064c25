"""The tablet's app: one page without anybody's data that the tablet keeps, its worker, and joining as a volunteer."""

from caseforms.web.fieldwork import join, shell, worker  # noqa: F401  # importing registers the views
from caseforms.web.fieldwork.blueprint import field

BLUEPRINTS = (field,)

"""The work list: what is to be done, by when and with what force; cases and people to find."""

from caseforms.web.worklist import cases, home, news  # noqa: F401  # importing registers the views
from caseforms.web.worklist.blueprint import worklist

BLUEPRINTS = (worklist,)

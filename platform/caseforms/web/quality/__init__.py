"""Quality: the tables of indicators by period, the units behind each number, and how the work stands."""

from caseforms.web.quality import tables, work  # noqa: F401  # importing registers the views
from caseforms.web.quality.blueprint import quality

BLUEPRINTS = (quality,)

__all__ = ["BLUEPRINTS"]

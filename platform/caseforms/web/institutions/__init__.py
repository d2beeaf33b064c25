"""What an institution makes of the standards: which it follows, how it stands to them, what is newer, what it gives away."""

from caseforms.web.institutions import (  # noqa: F401  # registers the views
    local_standards,
    look,
    packs,
    reporting,
    standards,
    taking_over,
)
from caseforms.web.institutions.blueprint import institutions

BLUEPRINTS = (institutions,)

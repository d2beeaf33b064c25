"""What a page says after due dates were worked out again."""

from __future__ import annotations

from caseforms.services.recomputing import Recomputed
from caseforms.web.languages import gettext


def moved_words(done: Recomputed) -> str:
    """How many cases were looked at and which way they moved, and that the others follow."""
    counted = {"cases": done.cases, "earlier": done.earlier, "later": done.later}
    if done.more:
        return gettext(
            "Kept. Due dates worked out again in the first %(cases)s cases: %(earlier)s earlier, %(later)s later. "
            "The others follow within minutes.",
            **counted,
        )
    return gettext(
        "Kept. Due dates worked out again in %(cases)s cases: %(earlier)s earlier, %(later)s later.",
        **counted,
    )

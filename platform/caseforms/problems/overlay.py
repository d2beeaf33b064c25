"""Problems of layers over a standard: what is not left to them, what the standard does not allow."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "overlay.locked": Entry(
        N_("“%(item)s” is locked by the standard above (%(clause)s)."),
        N_("Leave it as it is, or ask whoever keeps the standard."),
    ),
    "overlay.relabel-only": Entry(
        N_("Of “%(item)s” only the words may be changed (%(clause)s)."),
        N_("Change its title or hint, and leave what it asks as it is."),
    ),
    "overlay.tighten-only": Entry(
        N_(
            "“%(item)s” belongs to the standard (%(clause)s): it may be reworded and made stricter, not loosened."
        ),
        N_("Leave it in the form as strict as it is, or add a question of your own."),
    ),
    "overlay.shall-loosened": Entry(
        N_("The standard says “shall” here (%(clause)s): “%(item)s” cannot be loosened."),
        N_("Keep what the standard asks; you may ask for more."),
    ),
    "overlay.should-without-reason": Entry(
        N_("The standard says “should” here (%(clause)s): “%(item)s” is loosened without a reason."),
        N_("Give the reason with the change."),
    ),
}

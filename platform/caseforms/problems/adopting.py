"""Problems of adopting standards and of taking their newer versions over."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "adopting.not-found": Entry(
        N_("There is no such standard here, or the institution does not work by it."),
        N_("Choose one from the list of standards."),
    ),
    "upgrading.value": Entry(
        N_("There is nothing written, or more than %(limit)s characters."),
        N_("Write what shall stand there, or choose one of the three."),
    ),
}

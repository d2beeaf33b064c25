"""Problems of moving running cases to another version of their workflow."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "moving.reason": Entry(
        N_("Say why the cases are moved, in at most %(limit)s characters."),
        N_("The reason stands in the course of every case that is moved."),
    ),
    "moving.under-way": Entry(
        N_("Cases are still being moved."), N_("Wait until that is done, then ask again.")
    ),
}

"""Problems of links for people without an account."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "link.ended": Entry(
        N_("This link was used already, has run out, or was withdrawn."),
        N_("Ask the social worker who sent it for a new one."),
    ),
    "link.not-found": Entry(N_("There is no such link."), N_("Open the page of the case again.")),
    "link.not-for-clients": Entry(
        N_("This form cannot be filled in by a client alone."),
        N_("Fill it in together, or choose a form that the client may send."),
    ),
    "link.days": Entry(N_("A link holds between 1 and %(most)s days."), N_("Choose a shorter time.")),
}

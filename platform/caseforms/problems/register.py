"""Problems of the registers, of the staff rules and of the pages that need no sign-in."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "institution.days": Entry(
        N_("This interval is not a number of days."), N_("Write a whole number; 0 never asks.")
    ),
    "institution.profile": Entry(
        N_("“%(profile)s” is no way to hold staff to the standard."),
        N_("Leave it empty, or write warn or guard."),
    ),
    "register.not-found": Entry(
        N_("There is no such register."), N_("Choose one from the list of registers.")
    ),
    "register.unknown-order": Entry(
        N_("This register cannot be put in that order."), N_("Open it again from the list of registers.")
    ),
    "register.too-many": Entry(
        N_("Too many forms have come in without sign-in within the last hour."),
        N_("Try again later, or give your form to the institution by telephone or on paper."),
    ),
    "register.confirmed": Entry(N_("This training is confirmed already."), N_("Open it to see by whom.")),
    "staff.no-qualification": Entry(
        N_("This person has no qualification record, so the role of supervisor cannot be given."),
        N_("Enter the record of qualification first; give the role afterwards."),
    ),
    "staff.not-a-supervisor": Entry(
        N_(
            "A supervisor needs %(least)s years of mental-health social work and the certificate of social worker; the record says %(years)s years."
        ),
        N_("Choose another supervisor, or correct the record of qualification if it is out of date."),
    ),
}

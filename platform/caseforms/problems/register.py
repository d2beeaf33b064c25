"""Problems of the registers, of the staff rules and of the pages that need no sign-in."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

_TRAINING = N_("Enter the missing training first, or choose another worker.")
ENTRIES = {
    "institution.days": Entry(
        N_("This interval is not a number of days."), N_("Write a whole number; 0 never asks.")
    ),
    "clock.only-shorter": Entry(
        N_(
            "The standard requires this within %(default)s (%(clause)s); the institution cannot allow longer."
        ),
        N_("Write %(default)s or a smaller number."),
    ),
    "clock.range": Entry(
        N_("This length is not a whole number from 1 to %(longest)s."),
        N_("Write such a number, or leave the field empty for the default."),
    ),
    "clock.reason": Entry(
        N_("It is not said why the length is changed."),
        N_("Write the reason in at most %(limit)s characters; it is kept."),
    ),
    "clock.not-found": Entry(N_("There is no such deadline."), N_("Choose one from the list of deadlines.")),
    "institution.limit": Entry(
        N_("This limit is not a positive number."),
        N_("Write a number such as 180 or 16.7; left empty, the value of the workflow holds."),
    ),
    "institution.profile": Entry(
        N_("“%(profile)s” is no way to hold staff to the standard."),
        N_("Choose one of the ways that the page offers."),
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
    "archive.restricted": Entry(
        N_("This file is confidential: it is lent only after the head has approved it."),
        N_("Open the file under “Archive file” and ask the head to approve the loan."),
    ),
    "link.too-many": Entry(
        N_("Too many links are open at the same time."), N_("Take one back, or wait until one has been used.")
    ),
    "institution.guard": Entry(
        N_("Files kept permanently are either refused or warned about."), N_("Write refuse or warn.")
    ),
    "institution.approval": Entry(
        N_("Changes to forms are published alone or approved by a second person."),
        N_("Choose one of the two."),
    ),
    "staff.no-qualification": Entry(
        N_("This person has no qualification record, so the role of supervisor cannot be given."),
        N_("Enter the record of qualification first; give the role afterwards."),
    ),
    "staff.no-supervisor-qualification": Entry(
        N_(
            "A supervisor needs a worker's certificate, medical knowledge and Shenzhen's supervisor qualification."
        ),
        N_("Choose another supervisor, or complete the record of qualification."),
    ),
    "staff.not-a-worker-000": Entry(
        N_(
            "Who is responsible for a case needs a social work certificate and a bachelor's degree in a related field."
        ),
        N_("Choose another worker, or complete the record of qualification."),
    ),
    "staff.not-a-worker-001": Entry(
        N_("Who is responsible for a case needs a social work certificate and basic medical knowledge."),
        N_("Choose another worker, or complete the record of qualification."),
    ),
    "staff.untrained-chronic": Entry(
        N_("The training in chronic disease that is asked for before serving has not been passed."), _TRAINING
    ),
    "staff.untrained-scales": Entry(
        N_("The training in assessment scales that is asked for before serving has not been passed."),
        _TRAINING,
    ),
    "staff.untrained-intervention": Entry(
        N_("The training in intervention skills that is asked for before serving has not been passed."),
        _TRAINING,
    ),
    "staff.untrained-it": Entry(
        N_("The training in information technology that is asked for before serving has not been passed."),
        _TRAINING,
    ),
    "screening.not-agreed": Entry(
        N_("“%(name)s” has not agreed to be contacted, so no case can be opened."),
        N_("Ask again at the next screening; only those who agree are taken over."),
    ),
    "screening.no-such-row": Entry(
        N_("This row is not in the screening any more."), N_("Open the screening again and choose the row.")
    ),
    "staff.not-trained-in-scales": Entry(
        N_(
            "Scales are used only by staff whose training in them is on record, passed and confirmed (001 7.2.3 e)."
        ),
        N_("Have a trained colleague use the scale, or enter the training and have it confirmed."),
    ),
    "staff.not-a-supervisor": Entry(
        N_(
            "A supervisor needs %(least)s years of mental-health social work and the certificate of social worker; the record says %(years)s years."
        ),
        N_("Choose another supervisor, or correct the record of qualification if it is out of date."),
    ),
}

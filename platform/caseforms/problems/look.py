"""Problems of how an institution looks."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "look.name": Entry(
        N_("The institution needs a name in Chinese and in English of at most %(limit)s characters each."),
        N_("Write both."),
    ),
    "look.accent": Entry(N_("There is no such colour."), N_("Choose one of those that are shown.")),
    "look.logo-size": Entry(
        N_("The picture is larger than %(limit)s KB."), N_("Please save it smaller: a logo is shown small.")
    ),
    "look.logo-kind": Entry(N_("The logo is no PNG or JPEG picture."), N_("Please choose another file.")),
}

"""What can be wrong with a pack of forms before anybody looks at the forms themselves."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "pack.no-pack": Entry(
        N_("This file is no pack, or it was cut off on its way."),
        N_("Please choose a file that was saved with “Save as a pack”, or ask for it again."),
    ),
    "pack.no-manifest": Entry(
        N_("The pack has no readable list of its parts."), N_("Please ask its maker to save it again.")
    ),
    "pack.newer": Entry(
        N_(
            "The pack was made by a newer version of this platform (format %(version)s, known here: %(known)s)."
        ),
        N_("Please update this platform first, or ask for a pack in the older format."),
    ),
    "pack.changed": Entry(
        N_("%(path)s was changed after the pack was made."),
        N_("Please ask its maker for the pack again; nothing of it was taken over."),
    ),
    "pack.missing": Entry(
        N_("%(path)s is on the pack's list but not in the pack."),
        N_("Please ask its maker for the pack again; nothing of it was taken over."),
    ),
    "pack.unlisted": Entry(
        N_("%(path)s is in the pack but not on its list."),
        N_("Please ask its maker for the pack again; nothing of it was taken over."),
    ),
    "pack.twice": Entry(N_("The pack holds something twice."), N_("Please ask its maker to save it again.")),
    "pack.misnamed": Entry(
        N_("%(path)s holds something else than its name says."), N_("Please ask its maker to save it again.")
    ),
    "pack.unknown-kind": Entry(
        N_("The pack holds something that is not known here: %(path)s."),
        N_("Please update this platform first, or ask for a pack without it."),
    ),
    "pack.no-json": Entry(N_("%(path)s cannot be read."), N_("Please ask its maker to save the pack again.")),
    "pack.too-large": Entry(
        N_("The pack is larger than %(limit)s MB."), N_("Please ask for it in several smaller packs.")
    ),
    "pack.part-too-large": Entry(
        N_("%(path)s is larger than %(limit)s MB."), N_("Please ask its maker to look at it.")
    ),
    "pack.too-many": Entry(
        N_("The pack holds more than %(limit)s parts."), N_("Please ask for it in several smaller packs.")
    ),
}

"""Problems of what a pack holds, once it could be opened: it does not fit what is here."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "packing.nothing": Entry(N_("Nothing was chosen for the pack."), N_("Choose at least one thing.")),
    "packing.no-file": Entry(N_("No file was chosen."), N_("Choose the pack that you were given.")),
    "packing.stale": Entry(
        N_("This pack was looked at too long ago, or by somebody else."), N_("Choose the file again.")
    ),
    "packing.unreadable": Entry(
        N_("The part “%(path)s” is not built as it should be."),
        N_("Please ask its maker to save the pack again."),
    ),
    "packing.other-base": Entry(
        N_("“%(name)s” was changed on version %(theirs)s of its standard; here it stands on %(ours)s."),
        N_("Take that version over first, or ask for changes made on yours."),
    ),
    "packing.whole": Entry(
        N_("“%(name)s” is somebody's whole version of a standard's form."),
        N_("Ask for the changes to it instead: they can be put on the standard as you have it."),
    ),
    "packing.setting": Entry(
        N_("The setting “%(name)s” is not known here."), N_("Ask for a pack without it.")
    ),
}

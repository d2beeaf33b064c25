"""Problems of files that are brought along."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "attachment.empty": Entry(N_("The file is empty."), N_("Choose another file.")),
    "attachment.lost": Entry(
        N_("The file “%(name)s” is no longer on the disk."),
        N_("Tell the administrator; the record itself is not affected."),
    ),
    "attachment.not-found": Entry(N_("There is no such file."), N_("Check the address.")),
    "attachment.too-large": Entry(
        N_("The file is larger than %(limit)s MB."), N_("Take a smaller picture, or split the document.")
    ),
    "attachment.type": Entry(N_("This kind of file is not accepted here."), N_("Use one of: %(accepted)s.")),
}

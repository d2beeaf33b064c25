"""What can go wrong when a sheet is printed."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "paper.busy": Entry(N_("Another document is still being printed."), N_("Please try again in a minute.")),
    "paper.too-slow": Entry(
        N_("The document was not ready after %(seconds)s seconds."),
        N_("Print fewer sheets at once, or print from the browser."),
    ),
    "paper.failed": Entry(
        N_("The PDF could not be made."),
        N_("Print from the browser and tell the administrator, who finds details in the server's log."),
    ),
}

"""Problems of editing a workflow: operations that cannot be applied as they were meant."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "workflow.editing.operation": Entry(
        N_("This change is not one that a workflow knows."),
        N_("Open the page again and make the change there."),
    ),
    "workflow.editing.unknown-item": Entry(
        N_("What should be changed is no longer in the workflow (%(item)s)."),
        N_("Open the page again; somebody may have removed or renamed it."),
    ),
    "workflow.editing.changed-meanwhile": Entry(
        N_("Somebody else has changed this in the meantime (%(item)s)."),
        N_("Look at what stands there now, then make your change again if it is still needed."),
    ),
    "workflow.editing.already-there": Entry(N_("This name is taken (%(item)s)."), N_("Choose another name.")),
    "workflow.editing.in-use": Entry(
        N_("This is still used: %(used)s"), N_("Change these places first, then remove it.")
    ),
}

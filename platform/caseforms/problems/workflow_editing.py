"""Problems of editing a workflow: operations that cannot be applied as they were meant, and what pages ask for."""

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
    "workflow.editing.not-found": Entry(
        N_("This part of the workflow does not exist."), N_("Look for it from the workflow's own page.")
    ),
    "workflow.editing.changed-meanwhile": Entry(
        N_("Somebody else has changed this in the meantime (%(item)s)."),
        N_("Look at what stands there now, then make your change again if it is still needed."),
    ),
    "workflow.editing.already-there": Entry(N_("This name is taken (%(item)s)."), N_("Choose another name.")),
    "workflow.editing.in-use": Entry(
        N_("This is still used: %(used)s"), N_("Change these places first, then remove it.")
    ),
    "workflow.editing.counted": Entry(
        N_("The table “%(title)s” counts by this form, so it cannot leave the workflow."),
        N_("Let the form stay; take it out of stages where it is not needed."),
    ),
    "workflow.editing.missing": Entry(N_("Something is missing: %(what)s"), N_("Choose or fill it in.")),
    "workflow.editing.words": Entry(
        N_("“%(what)s” needs words in both languages, at most %(limit)s characters each."),
        N_("Fill in the Chinese and the English."),
    ),
    "workflow.editing.number": Entry(
        N_("This is no number that can stand here."), N_("Write a whole number.")
    ),
    "workflow.editing.short-name": Entry(
        N_("This short name cannot be used."),
        N_("Use small letters, digits and _, beginning with a letter; what is published keeps its name."),
    ),
    "workflow.editing.moment": Entry(
        N_("This moment is before the last line of the trial run."),
        N_("Choose the same moment or a later one."),
    ),
    "workflow.editing.unplayable": Entry(
        N_("This trial run cannot be played: something that it speaks of is not there any more."),
        N_("Take the last change back, or remove the trial run."),
    ),
}

"""Problems of work on forms and workflows, of publishing it, and of what it means for what has been filled in."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

_RELOAD = N_("Reload the page to see how it stands.")
ENTRIES = {
    "design.unknown-kind": Entry(
        N_("This is neither a form nor a workflow."), N_("Choose one from the list of forms and workflows.")
    ),
    "design.not-found": Entry(
        N_("There is no such work on a form or workflow."), N_("Open the form again from the list of forms.")
    ),
    "design.closed": Entry(
        N_("This work has been published or put aside in the meantime."),
        N_("Open the form again from the list: new changes begin on what is in force now."),
    ),
    "design.id-taken": Entry(
        N_("There is already a form or workflow with the name “%(name)s”."), N_("Choose another short name.")
    ),
    "design.too-many": Entry(
        N_("These are more than %(limit)s changes at once, or none at all."),
        N_("Make them in smaller parts."),
    ),
    "design.too-large": Entry(
        N_("These changes are larger than %(limit)s characters together."), N_("Make them in smaller parts.")
    ),
    "design.overtaken": Entry(
        N_("%(name)s has changed this form since you looked at it. Your change was not made."),
        N_("Look at what has changed, then make your change again if it is still needed."),
    ),
    "design.nothing-to-undo": Entry(N_("There is nothing of yours to take back."), _RELOAD),
    "design.nothing-to-redo": Entry(N_("There is nothing of yours to do again."), _RELOAD),
    "conformance.own": Entry(
        N_("“%(name)s” is the institution's own: no standard stands above it."),
        N_("Choose a form or workflow of a standard."),
    ),
    "design.malformed": Entry(
        N_("This is no change that a form or workflow knows."), N_("Make the change on the page again.")
    ),
    "impact.forms-only": Entry(
        N_("Only forms have answers to look through."), N_("For a workflow, look at its open cases.")
    ),
    "layer.not-found": Entry(
        N_("There is no such local standard."), N_("Choose one from the list of local standards.")
    ),
    "layer.code": Entry(
        N_("The short name of a local standard is made of small letters, digits and hyphens."),
        N_("Write for example sz-2025."),
    ),
    "layer.title": Entry(
        N_("A local standard needs a title in Chinese and in English of at most %(limit)s characters each."),
        N_("Write both."),
    ),
    "layer.kind": Entry(
        N_("A local standard is that of a province, of a city or of a trade."), N_("Choose one of the three.")
    ),
    "layer.permission": Entry(
        N_("This cannot be left to the institutions below."),
        N_("Choose one of: locked, words only, stricter only, free."),
    ),
    "moving.malformed": Entry(
        N_("It is not clear what becomes of the answers."),
        N_("Say it as one of: renamed, other codes, split into several fields."),
    ),
    "moving.unknown-field": Entry(
        N_("Answers are to be moved from or to “%(field)s”, which is no field there."),
        N_("Choose a field of the old form to move from, and one of the new form to move to."),
    ),
    "moving.elsewhere": Entry(
        N_("Answers can only be moved to fields beside the one they stand in."),
        N_("Choose a field of the same part of the form."),
    ),
    "publishing.not-found": Entry(
        N_("There is no such published version."), N_("Choose one from the history of the form.")
    ),
    "publishing.note": Entry(
        N_("It is not said what this version changes and why, or in more than %(limit)s characters."),
        N_("Write a note: colleagues read it in the history."),
    ),
    "publishing.past": Entry(N_("This moment has passed."), N_("Choose a later one, or publish at once.")),
    "publishing.nothing-changed": Entry(
        N_("Nothing differs from the version that is in force."), N_("Change something first.")
    ),
    "publishing.subject": Entry(
        N_("What the cases of a workflow are about cannot be changed."), N_("Make a new workflow instead.")
    ),
    "publishing.waits": Entry(
        N_("Version %(version)s still waits for its approval or for its day."),
        N_("Have it approved or take it back; then publish this one."),
    ),
    "publishing.breaks-workflow": Entry(
        N_("The workflow “%(title)s” still reads “%(name)s”, which would not be there any more."),
        N_("Change the workflow first, or keep the field and its choices."),
    ),
    "publishing.breaks-table": Entry(
        N_("The table “%(title)s” still counts by “%(name)s”, which would not be there any more."),
        N_("Keep the field and its choices; they may be reworded."),
    ),
    "publishing.breaks-prefill": Entry(
        N_("The form “%(title)s” still takes a value from “%(name)s”, which would not be there any more."),
        N_("Change that form first, or keep the field."),
    ),
    "publishing.relied-on": Entry(
        N_("Pages of this system read the field “%(field)s”: it cannot be taken away."),
        N_("Reword it, or hide it under a condition that never holds."),
    ),
    "upgrading.not-newer": Entry(
        N_("Version %(version)s is not newer than the one the institution works with."),
        N_("Choose a newer version of the standard."),
    ),
    "upgrading.not-found": Entry(
        N_("Nobody has begun to take this version over."), N_("Begin from the list of newer versions.")
    ),
    "upgrading.no-conflict": Entry(N_("There is no such conflict."), _RELOAD),
    "upgrading.decision": Entry(
        N_("This is no way to decide a conflict."), N_("Choose ours, the standard's, or write another value.")
    ),
    "upgrading.done": Entry(N_("This version has been taken over already."), _RELOAD),
    "upgrading.undecided": Entry(
        N_("%(number)s conflicts are not decided yet."),
        N_("Decide each of them; nothing is resolved silently."),
    ),
    "publishing.not-waiting": Entry(N_("This version is not waiting any more."), _RELOAD),
    "publishing.own": Entry(
        N_("Whoever made a version cannot approve it."), N_("Ask a second person who may approve forms.")
    ),
}

"""Problems of workflow definitions."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "workflow.format": Entry(
        N_("The workflow does not have the required format: %(reason)s"),
        N_("Correct it; workflows/workflow.schema.json describes what may stand here."),
    ),
    "workflow.unknown-stage": Entry(
        N_("There is no stage “%(name)s”."), N_("Write the name of a stage, or add the stage.")
    ),
    "workflow.unknown-role": Entry(
        N_("There is no role “%(name)s”."), N_("Write the name of a role, or add it under roles.")
    ),
    "workflow.unknown-flag": Entry(
        N_("There is no flag “%(name)s”."), N_("Write the name of a flag, or add the flag.")
    ),
    "workflow.unknown-slot": Entry(
        N_("There is no form place “%(name)s” in this workflow."),
        N_("Write the name of one under forms, or add it."),
    ),
    "workflow.unknown-action": Entry(
        N_("There is no action “%(name)s”."), N_("Write the name of an action, or add the action.")
    ),
    "workflow.unknown-alert": Entry(
        N_("There is no alert “%(name)s”."), N_("Write the name of an alert, or add it under alerts.")
    ),
    "workflow.unknown-schedule": Entry(
        N_("There is no series of tasks “%(name)s”."), N_("Write the name of one under schedules, or add it.")
    ),
    "workflow.unknown-form": Entry(
        N_("There is no form definition “%(name)s”."),
        N_("Write the id of a form definition, or add the form."),
    ),
    "workflow.unknown-signature": Entry(
        N_("The form has no signature of “%(name)s”."),
        N_("Ask for a signature the form has, or add the signature to the form."),
    ),
    "workflow.unknown-fact": Entry(
        N_("“%(name)s” leads to nothing that a case knows."),
        N_("Write the path of a form field or of a fact; field names stand in the form definition."),
    ),
    "workflow.unknown-code": Entry(
        N_("The form does not offer this choice: %(name)s"), N_("Write a code that the form offers.")
    ),
    "workflow.unknown-clause": Entry(
        N_("The standard has no clause “%(name)s”."),
        N_("Write a clause number as the clause texts spell it."),
    ),
    "workflow.no-clause": Entry(
        N_("“%(name)s” names no clause of the standard."), N_("Add the clause it comes from.")
    ),
    "workflow.untitled": Entry(
        N_("Nothing says by what name a list shows a case about “%(name)s”."),
        N_("Write under title_from the form place and field that names it."),
    ),
    "workflow.unreachable": Entry(
        N_("Nothing leads to the stage “%(name)s”."),
        N_("Add an action that leads there, or remove the stage."),
    ),
    "workflow.no-way-out": Entry(
        N_("From the stage “%(name)s” no final stage can be reached."), N_("Add an action that leads on.")
    ),
    "workflow.untyped": Entry(
        N_("The condition on “%(name)s” does not say which type of value it expects."),
        N_("Add type, const or enum: otherwise a wrong value would pass."),
    ),
    "workflow.never-holds": Entry(
        N_("The condition “%(name)s” can never be met."), N_("Look for parts that contradict each other.")
    ),
    "workflow.wordless": Entry(
        N_("The condition “%(name)s” has no words for people."), N_("Add a message in Chinese and English.")
    ),
    "workflow.holds-when-empty": Entry(
        N_("The condition “%(name)s” lets pass although nothing is known about the case."),
        N_("Write it so that it asks for what must be there, or list it under may_hold_when_empty."),
    ),
    "workflow.approved-in-vain": Entry(
        N_("“%(name)s” is listed as holding on an empty case but does not."),
        N_("Remove it from may_hold_when_empty."),
    ),
    "workflow.scenario-broken": Entry(
        N_("The scenario cannot be played: %(reason)s"), N_("Correct its lines.")
    ),
    "workflow.scenario-fails": Entry(
        N_("The scenario comes out otherwise: %(what)s should be %(expected)s and is %(found)s."),
        N_("Correct the rules, or what the scenario expects."),
    ),
}

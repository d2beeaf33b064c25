"""Problems of indicator tables, of their computing and of what people do with their values."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "indicators.format": Entry(
        N_("The table of indicators does not have the required format: %(reason)s"),
        N_("Correct it; workflows/indicators/indicators.schema.json describes what may stand here."),
    ),
    "indicators.missing-form": Entry(
        N_("The table names a missing form: “%(name)s”."),
        N_("Write the id of a form definition, or add the form."),
    ),
    "indicators.missing-field": Entry(
        N_("The form “%(form)s” has no field “%(name)s”."),
        N_("Write the name of a field of the form; names stand in the form definition."),
    ),
    "indicators.missing-workflow": Entry(
        N_("The table names a missing workflow: “%(name)s”."),
        N_("Write the id of a workflow, or add the workflow."),
    ),
    "indicators.unknown-section": Entry(
        N_("There is no section “%(name)s” in this table."), N_("Write the name of one under sections.")
    ),
    "indicators.unknown-exclusion": Entry(
        N_("There is no exclusion “%(name)s” in this table."), N_("Write the name of one under exclusions.")
    ),
    "indicators.unknown-path": Entry(
        N_("“%(name)s” leads to nothing that is known of a case."),
        N_("Write the path of a form field, of a fact or of a setting."),
    ),
    "indicators.unknown-code": Entry(
        N_("The field “%(field)s” does not offer the choice “%(name)s”."),
        N_("Write a code that the form offers."),
    ),
    "indicators.incomplete": Entry(
        N_("The row %(row)s lacks what its kind of counting needs: %(name)s."),
        N_("Add it, or choose another kind of counting."),
    ),
    "indicators.twice": Entry(
        N_("Two counts of the table have the name “%(name)s”."), N_("Give one of them another name.")
    ),
    "indicators.not-found": Entry(
        N_("There is no such table, row or period."), N_("Go back to the list of tables and choose one.")
    ),
    "indicators.running": Entry(
        N_("The numbers are already being counted anew since %(since)s, by process %(holder)s."),
        N_(
            "Wait until it has finished; if it was stopped, try again in two minutes and it goes on from there."
        ),
    ),
    "indicators.above-hundred": Entry(
        N_("Row %(row)s would be above 100 %%: %(good)s of %(all)s."),
        N_("Correct the number that was typed in: it must not be smaller than the number of participants."),
    ),
    "indicators.residents": Entry(
        N_("The number of residents covered must be a whole number of at least 1."),
        N_("Write how many people live in the communities covered, or leave it empty."),
    ),
    "indicators.setting": Entry(
        N_("“%(written)s” is not a number that can stand here."),
        N_("Write a number of at most %(most)s, or nothing for the value of the table itself."),
    ),
    "indicators.signed": Entry(
        N_("This table is signed: it stays as it is."),
        N_("If something was wrong, say so in the table of the next period."),
    ),
    "indicators.not-current": Entry(
        N_("The numbers have not been counted under the present rules yet."),
        N_("They are being counted anew in the background; “caseforms indicators rebuild” does it at once."),
    ),
    "indicators.period-open": Entry(
        N_("The period ends on %(end)s; its table can be made after that."),
        N_("Look at the numbers so far, and make the table when the period is over."),
    ),
}

"""Problems of cases, their tasks, persons, teams and numbers, and of the registers behind them."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "case.guard": Entry(N_("%(en)s"), ""),
    "case.guard-warning": Entry(N_("%(en)s"), ""),
    "case.link-to-itself": Entry(N_("A case cannot be linked to itself."), N_("Choose another case.")),
    "case.moved-on": Entry(
        N_("The case has moved on since this page was opened."),
        N_("Reload the case page and look at the next step."),
    ),
    "case.not-a-worker": Entry(
        N_("Only a social worker can be responsible for a case."), N_("Choose a social worker.")
    ),
    "case.not-found": Entry(N_("There is no such case."), N_("Check the number, or search for the name.")),
    "case.note-text": Entry(
        N_("A remark needs between 1 and %(limit)s characters."), N_("Shorten or fill in the text.")
    ),
    "case.part": Entry(N_("There is no such part in a case."), N_("Choose one of the parts offered.")),
    "case.reason-needed": Entry(N_("This step needs a reason."), N_("Write the reason in a few words.")),
    "case.responsible-stays": Entry(
        N_("The responsible worker cannot leave the case."), N_("Transfer the case first.")
    ),
    "case.taken": Entry(N_("%(name)s has already done this."), N_("Reload the case page.")),
    "case.unknown-number": Entry(
        N_("There is no case with the number %(number)s."),
        N_("Look the number up on the case page, or leave the field empty."),
    ),
    "case.unknown-action": Entry(N_("The case knows no such step."), N_("Reload the case page.")),
    "visit.not-yours": Entry(
        N_("Only the duty worker named in the sign-out can acknowledge it."),
        N_("Name another duty worker by a correction, or ask the one who is named."),
    ),
    "task.not-open": Entry(N_("This task is not open."), N_("Reload the case page.")),
    "person.name-missing": Entry(N_("The name is missing."), N_("Enter the name.")),
    "person.not-found": Entry(N_("There is no such person in the registry."), N_("Search by name or phone.")),
    "person.stale-version": Entry(
        N_("Somebody else has changed this person's data in the meantime."),
        N_("Look at the new data, then change it again."),
    ),
    "team.name": Entry(N_("The team's name is missing or already in use."), N_("Choose another name.")),
    "team.not-found": Entry(N_("There is no such team."), N_("Reload the page.")),
    "institution.not-found": Entry(
        N_("There is no such institution."), N_("Name one of those that exist, by its code.")
    ),
    "institution.number-taken": Entry(
        N_("Another kind of number already has the pattern %(pattern)s."),
        N_("Write letters into the pattern that tell the two apart."),
    ),
    "institution.number-pattern": Entry(
        N_("“%(pattern)s” gives no different numbers."),
        N_("Use {year} and {n}, for example {year}-MH-{n:04}."),
    ),
    "case.ask-date": Entry(
        N_("The day is missing, cannot be read, or lies ahead."), N_("Give the day on which it happened.")
    ),
    "case.ask-kind": Entry(N_("It is not said how."), N_("Choose one from the list.")),
    "institution.taken": Entry(
        N_("The code “%(institution)s” is already in use."), N_("Choose another code.")
    ),
    "calendar.both": Entry(N_("%(day)s is both a day off and a working day."), N_("Keep one of the two.")),
    "calendar.not-a-weekend": Entry(
        N_("%(day)s is an ordinary working day already."),
        N_("Only Saturdays and Sundays can be make-up days."),
    ),
    "calendar.other-year": Entry(N_("%(day)s is not in %(year)s."), N_("Enter it in its own year.")),
    "calendar.stale": Entry(
        N_("Somebody else has changed this year in the meantime."),
        N_("Reload the page and look at their change."),
    ),
    "calendar.status": Entry(N_("A year is either published or estimated."), N_("Choose one of the two.")),
    "library.unknown-form": Entry(
        N_("There is no form “%(name)s” %(version)s."), N_("Run “caseforms db upgrade”, or check the name.")
    ),
    "library.unknown-workflow": Entry(
        N_("There is no workflow “%(name)s” %(version)s."),
        N_("Run “caseforms db upgrade”, or check the name."),
    ),
    "library.tampered": Entry(
        N_(
            "“%(name)s” %(version)s is not what was published: somebody has changed it in the database or in its file."
        ),
        N_(
            "Nothing is filled in or shown with it. Bring the published content back, or publish a new version."
        ),
    ),
    "library.version-changed": Entry(
        N_("“%(name)s” %(version)s was published with other content."),
        N_("A published version never changes: give the new content a new version number."),
    ),
    "page.bad-cursor": Entry(
        N_("This part of the list cannot be found any more."), N_("Go back to the start of the list.")
    ),
    "page.unknown-scope": Entry(N_("There is no such list."), N_("Go back to the work list.")),
}

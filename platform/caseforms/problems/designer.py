"""Problems of building a form in the browser: wishes that lead nowhere, lists too long, files that cannot be read."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "designer.unknown-wish": Entry(
        N_("The page asked for something that cannot be done."),
        N_("Load the page again and try once more."),
    ),
    "designer.end-of-the-road": Entry(
        N_("There is no place to go to in that direction."),
        N_("Use “Move it to …” for another section."),
    ),
    "designer.no-such-place": Entry(
        N_("This piece cannot stand there."),
        N_("Pages stand among pages; sections and questions stand in pages."),
    ),
    "designer.no-number": Entry(
        N_("“%(typed)s” is no number."),
        N_("Write digits, for example 18 or 36.5."),
    ),
    "designer.no-such-answer": Entry(
        N_("The form has no question whose answer could stand there."),
        N_("Add such a question to the form first."),
    ),
    "designer.move-incomplete": Entry(
        N_("It is not said completely what becomes of the answers."),
        N_("Choose the question and fill in the boxes of that line."),
    ),
    "designer.no-day": Entry(
        N_("“%(typed)s” is no date."),
        N_("Choose a day, or leave it empty."),
    ),
    "designer.too-many-choices": Entry(
        N_("A question takes at most %(limit)s choices; this would make %(count)s."),
        N_("Split the list into several questions, or ask for words. The pasted list is still below."),
    ),
    "designer.nothing-to-work-out": Entry(
        N_("The form has no answers of the kind that this is worked out from."),
        N_("Add such a question first."),
    ),
    "designer.both-titles": Entry(
        N_("A form needs a title in Chinese and in English."),
        N_("Write both."),
    ),
    "designer.no-file": Entry(
        N_("No file was chosen."),
        N_("Choose a CSV, PO or XLIFF file."),
    ),
    "designer.file-too-large": Entry(
        N_("The file is larger than %(limit)s MB."),
        N_("Texts of one form are much smaller; check that it is the right file."),
    ),
    "designer.unreadable-file": Entry(
        N_("This file could not be read as a translation."),
        N_(
            "Take a CSV, PO or XLIFF file that was exported here; a table must begin with the columns key, zh, en."
        ),
    ),
}

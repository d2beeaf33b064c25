"""What can be wrong with a posted form, before anybody asks whether its answers are right."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "body.too-large": Entry(
        N_("The form brought more than %(limit)s characters."),
        N_("Please shorten the long texts, or attach them as a file."),
    ),
    "body.too-long": Entry(
        N_("The text in %(name)s is longer than %(limit)s characters."),
        N_("Please shorten it, or attach it as a file."),
    ),
    "body.character": Entry(
        N_("The text in %(name)s holds a character that cannot be kept."),
        N_("Please type it anew instead of pasting it."),
    ),
    "body.unknown-name": Entry(
        N_("The form has no field called %(name)s."),
        N_("Please load the page again; the form may have changed since you opened it."),
    ),
    "body.twice": Entry(
        N_("This field came twice with different answers."),
        N_("Please load the page again and answer it once."),
    ),
    "body.closed": Entry(
        N_("You cannot fill in this field."),
        N_("Please leave it to the people it belongs to, and load the page again."),
    ),
    "body.count": Entry(
        N_("The number of rows does not agree with the rows that came."),
        N_("Please load the page again; nothing was saved."),
    ),
    "body.row-id": Entry(
        N_("A row came without its mark, so that it cannot be told which one it is."),
        N_("Please load the page again; nothing was saved."),
    ),
    "body.too-many-rows": Entry(
        N_("There are more rows than the %(limit)s this list can have."),
        N_("Please remove some, or go on in another record."),
    ),
    "body.not-a-choice": Entry(
        N_("“%(typed)s” is not one of the choices."),
        N_("Please choose one of those offered."),
    ),
    "body.not-whole": Entry(
        N_("“%(typed)s” is not a whole number."),
        N_("Please write it without a decimal point."),
    ),
    "body.half-a-moment": Entry(
        N_("The day or the time is missing."),
        N_("Please write both, for example 2026-3-5 and 08:30."),
    ),
    "body.not-utf8": Entry(
        N_("The form did not come as text in UTF-8."),
        N_("Please load the page again and send it once more."),
    ),
    "body.broken-file": Entry(
        N_("The attached file cannot be recognised any more."),
        N_("Please attach it again."),
    ),
}

"""Problems of changes to a form: what the change names is not there, is held by others, or is something else by now."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "editing.unknown-operation": Entry(
        N_("There is no change called “%(op)s”."), N_("Use one of the changes the designer offers.")
    ),
    "editing.operation": Entry(
        N_("The change is not complete or says too much: “%(property)s”."),
        N_("Please give the change as the designer writes it."),
    ),
    "editing.unknown-item": Entry(
        N_("“%(item)s” is not in this form."), N_("It may have been removed or renamed; open the form again.")
    ),
    "editing.property": Entry(
        N_("“%(property)s” of “%(item)s” cannot be changed this way."),
        N_("Choose what can be changed from the properties shown."),
    ),
    "editing.value": Entry(N_("This value does not fit “%(item)s”."), N_("Choose or write another value.")),
    "editing.nothing-there": Entry(
        N_("“%(item)s” has no “%(property)s” that could be taken away."), N_("Nothing needs to be done.")
    ),
    "editing.changed-since": Entry(
        N_("Somebody has changed “%(item)s” in the meantime."),
        N_("Look at what stands there now and decide again."),
    ),
    "editing.exists": Entry(N_("“%(item)s” is there already."), N_("Choose another name.")),
    "editing.other-name": Entry(
        N_("What is put in is called “%(name)s”, not “%(item)s”."), N_("Use the same name in both places.")
    ),
    "editing.foreign-text": Entry(
        N_("The text “%(key)s” does not belong to “%(item)s”."), N_("Say it with the item it belongs to.")
    ),
    "editing.no-name": Entry(
        N_("“%(item)s” has no name of its own that could be changed."), N_("Change its title instead.")
    ),
    "editing.code-counts": Entry(
        N_("The code of “%(item)s” counts: values are computed from it."),
        N_("Add a new choice with the new code, or change what is computed first."),
    ),
    "editing.no-place": Entry(
        N_("“%(item)s” has no place of its own that could be changed."),
        N_("Move what it stands in."),
    ),
    "editing.not-inside": Entry(
        N_("“%(item)s” does not stand where the change looks for it."), N_("Choose the place again.")
    ),
    "editing.other-rows": Entry(
        N_("“%(item)s” belongs to the rows of another table."),
        N_("Move it within its own rows, or add a new question where it is needed."),
    ),
    "editing.into-itself": Entry(N_("A section cannot stand inside itself."), N_("Choose another place.")),
    "editing.not-plain": Entry(
        N_("“%(item)s” is shown by a rule or in a way of its own."),
        N_("Take that away first, or remove the question."),
    ),
    "editing.pair-in-pair": Entry(
        N_("Questions side by side cannot hold others side by side."), N_("Use a section.")
    ),
    "editing.pages": Entry(
        N_("Pages stand beside pages, and questions and sections inside them."), N_("Choose another place.")
    ),
    "editing.last-page": Entry(N_("A form keeps at least one page."), N_("Add another page first.")),
    "editing.holds-nothing": Entry(
        N_("Nothing can stand inside “%(item)s”."), N_("Choose a section or a page.")
    ),
    "editing.drawn-twice": Entry(
        N_("“%(item)s” stands in this form more than once."), N_("Leave it in one place first.")
    ),
    "editing.not-empty": Entry(
        N_("There is still something in “%(item)s”."), N_("Move or remove what stands in it first.")
    ),
    "editing.has-rule": Entry(
        N_("“%(item)s” has a rule on when it is shown."), N_("Remove the rule first, or keep it together.")
    ),
    "editing.referred-to": Entry(
        N_("“%(item)s” is still used by: %(by)s."),
        N_("Change those first; the list offers to do it for you."),
    ),
    "editing.no-choices": Entry(N_("“%(item)s” offers no choices."), N_("Choose a question with choices.")),
    "editing.last-choice": Entry(
        N_("A question with choices keeps at least one."), N_("Add another choice first.")
    ),
    "editing.too-many-choices": Entry(
        N_("A question offers at most %(limit)s choices."),
        N_("Let people type the answer, or split the question."),
    ),
}

"""The sentences that the tablet says by itself, without a network: one table, in the language of the page."""

from __future__ import annotations

from caseforms.problems.entry import N_
from caseforms.web.languages import gettext

SENTENCES = {
    # Saving and finishing
    "saved": N_("Saved on this tablet at {time}, not yet sent"),
    "not_saved": N_("Not saved just now; it is tried again. Please do not close this page."),
    "full": N_("This tablet is full: what you write now is not saved. Send what waits, or free some space."),
    "fault": N_(
        "Something went wrong here. What you have written is kept: lock the tablet and open it again."
    ),
    "nearly_full": N_("This tablet is nearly full. Send what waits before you take more photos."),
    "not_lasting": N_(
        "This browser may clear what is kept here when space runs low. Install the app on the home screen, and send soon."
    ),
    "not_filled": N_("not filled in"),
    "given_later": N_("Given when it arrives"),
    "about_field": N_("{label}: {sentence}"),
    "part_of": N_("Part {number} of {all}"),
    "person_of": N_("Person {number} of {all}"),
    "finished": N_("Finished and sealed. It is sent as soon as there is a network."),
    "file_large": N_("This file is too large for the tablet: at most 8 MB."),
    "file_unreadable": N_("This file cannot be read. Please take the photo again."),
    "sign_first": N_("There is nothing on the line yet. Please sign first."),
    "name_first": N_("Please write the name of the person who signs."),
    "signed_by": N_("Signed by {name}"),
    "fallen": N_("An answer was changed after the signature: it fell away. Please sign again."),
    "open_elsewhere": N_("This form is open in another tab of this tablet. Go on there, or close it first."),
    "no_key": N_(
        "This tablet has not yet been given the key to seal with. Connect it to the network once, then finish."
    ),
    # The lock
    "wrong_pin": N_("This is not the right PIN."),
    "pause": N_("Too many wrong PINs. Try again at {time}."),
    "weak_pin": N_("Choose another PIN: at least six digits, not in a row and not all the same."),
    "pin_differs": N_("The two PINs are not the same."),
    "sign_missing": N_("Choose a sign, so that you find your place again."),
    "waiting_sealed": N_(
        "{count} finished and sealed, waiting for the network. They are sent without a PIN."
    ),
    "choose_person": N_("Choose who you are."),
    # Setting up
    "enrolled": N_("This tablet is set up. Now the first volunteer takes a place on it."),
    "code_over": N_(
        "This code does not hold any more, or was used before. Ask the administrator for a new one."
    ),
    "not_allowed": N_("You may not use this tablet. Ask the administrator."),
    "not_enrolled": N_("This tablet is not set up yet. An administrator shows a code for it first."),
    # The network
    "away": N_("No network just now. Everything you do is kept here; it is tried again by itself."),
    "foreign": N_(
        "This network asks for a sign-in of its own first. Open any web page, sign in there, then send again."
    ),
    "unknown_tablet": N_(
        "The institution does not know this tablet any more. Nothing is lost: save the sealed records as a file and take it to the station."
    ),
    "ended": N_(
        "Your permission on this tablet has ended. What is finished is still sent. To see cases again, sign in on the network."
    ),
    "bundle_over": N_(
        "What this tablet knew of cases has expired and is gone. Connect it to the network and fetch it anew."
    ),
    "fetched": N_("Up to date"),
    "no_lock": N_(
        "This browser cannot keep anything safely (no encryption here). Use the address that begins with https."
    ),
    "update": N_("A newer version of the app is ready. It starts when the tablet is locked."),
    # Lists
    "begun": N_("begun {time}, last saved {saved}"),
    "nobody_yet": N_("Name not yet known"),
    "discard_draft": N_("Discard this draft?"),
    "discard_draft_consequence": N_(
        "What was written and signed in it is gone for good; nobody can bring it back."
    ),
    "discard_sealed": N_("Do not send this record?"),
    "discard_sealed_consequence": N_(
        "It stays sealed on this tablet for thirty days and can be sent after all; then it is gone."
    ),
    "state_waiting": N_("waiting"),
    "state_received": N_("received"),
    "state_conflict": N_("to be decided"),
    "state_aside": N_("not taken"),
    "state_discarded": N_("discarded"),
    "sealed_since": N_("Sealed {time}. Nobody can read it here."),
    "received_words": N_("Receipt {number} of {time}. Nothing of it is left on this tablet but this line."),
    "conflict_words": N_(
        "The server holds another record under the same number. Both are kept; a social worker decides."
    ),
    "aside_words": N_(
        "The server could not take it as it is. It stays here, sealed; a social worker must look."
    ),
    "discarded_words": N_("Not sent: {reason}. Kept sealed for thirty days."),
    "try_again_at": N_("Tried {tries} times; again at {time}."),
    "files": N_("{count} files"),
    "outbox_empty": N_("Nothing waits to be sent."),
    "outbox_waiting": N_(
        "{count} waiting. They are sealed: nobody can read or change them here, and each arrives once."
    ),
    # Purposes
    "begin_application": N_("Begins a new case; a social worker goes on with it"),
    "begin_alone": N_("Without a case: for a screening, an event, the street"),
    # Days
    "lunar_month": N_("month {number}"),
    "leap_month": N_("leap month {number}"),
    "both_calendars": N_("{solar}, in the lunar calendar day {day} of {month}, {year}"),
}


def words() -> dict[str, str]:
    """All sentences in the language of this request."""
    return {name: gettext(sentence) for name, sentence in SENTENCES.items()}

"""Problems of keeping, submitting, signing and attaching records."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "record.newest": Entry(
        N_("This draft has the version of the form that is in force."), N_("Go on filling it in.")
    ),
    "record.bad-id": Entry(
        N_("The record's identifier is not one this platform makes."), N_("Reload the page and try again.")
    ),
    "record.conflict": Entry(
        N_("A record with other content was already sent under the same identifier."),
        N_("Open the stored record and compare; send yours again as a new one if it is needed."),
    ),
    "record.stale-version": Entry(
        N_("Somebody else has changed this in the meantime."),
        N_("Look at their change, then save yours again; nothing you typed is lost."),
    ),
    "record.unknown-version": Entry(
        N_("The page shows a version of this draft that does not exist."),
        N_("Reload the page and try again."),
    ),
    "record.locked-field": Entry(
        N_("This field cannot be changed here."),
        N_("Have it changed where it comes from: by the person who filled it in, or in the person registry."),
    ),
    "record.not-a-draft": Entry(
        N_("This record is no longer a draft."), N_("Open it and make a correction instead.")
    ),
    "record.not-found": Entry(
        N_("There is no such record."), N_("Check the address, or look for it in the case.")
    ),
    "record.not-in-a-case": Entry(
        N_("This record belongs to no case, so it cannot be handed over."), N_("Submit it yourself.")
    ),
    "record.not-released": Entry(
        N_("This sheet goes to another department and has not been released yet."),
        N_("It can be printed once the worker and the supervisor have signed it."),
    ),
    "record.not-submitted": Entry(N_("This record has not been submitted yet."), N_("Submit it first.")),
    "record.nothing-changed": Entry(
        N_("Nothing was changed."), N_("Change what is wrong, or leave the record as it is.")
    ),
    "record.reason-needed": Entry(N_("A reason is needed here."), N_("Write the reason in a few words.")),
    "record.slot-closed": Entry(
        N_("This form cannot be started at this point of the case."),
        N_("Look at the case page: it shows what comes next."),
    ),
    "record.too-large": Entry(
        N_("The record is larger than can be kept."), N_("Shorten the text, or attach it as a file.")
    ),
    "record.unknown-field": Entry(
        N_("The form has no field called “%(name)s”."), N_("Reload the page and fill it in again.")
    ),
    "record.unknown-slot": Entry(
        N_("This case has no place for such a form."),
        N_("Choose one of the forms that the case page offers."),
    ),
    "record.unstorable-text": Entry(
        N_("The text holds characters that cannot be kept."),
        N_("Delete the invisible characters, or type the text again."),
    ),
    "sign.already": Entry(N_("This signature has already been given."), N_("Nothing more is needed.")),
    "sign.content-changed": Entry(
        N_("The content has changed since it was shown for signing."), N_("Read it again, then sign.")
    ),
    "sign.method": Entry(
        N_("This signature cannot be given in that way."), N_("Choose one of the ways offered.")
    ),
    "sign.no-image": Entry(
        N_("The picture of the fingerprint or of the signed paper is missing."),
        N_("Take or choose the picture."),
    ),
    "sign.no-name": Entry(N_("The signer's name is missing."), N_("Enter the full name.")),
    "sign.no-strokes": Entry(N_("Nothing has been drawn."), N_("Sign in the box, then confirm.")),
    "sign.no-witness": Entry(N_("An oral agreement needs a witness."), N_("Enter the name of the witness.")),
    "sign.not-asked": Entry(
        N_("This record asks for no such signature."), N_("Reload the page: its content may have changed.")
    ),
    "sign.not-submitted": Entry(N_("Only a submitted record can be signed."), N_("Submit it first.")),
    "sign.not-waivable": Entry(
        N_("Only a client's signature can be waived."), N_("Ask the colleague to sign.")
    ),
    "sign.nothing-to-withdraw": Entry(
        N_("There is no valid signature to take back."), N_("Nothing needs to be done.")
    ),
    "sign.own-account": Entry(
        N_("Colleagues sign with their own account."), N_("Ask them to sign in and sign.")
    ),
    "sign.same-person": Entry(
        N_("Whoever gave another signature that this one checks cannot give this one as well."),
        N_("Another person has to give this signature."),
    ),
    "sign.too-large": Entry(N_("The drawing is larger than can be kept."), N_("Clear it and sign again.")),
    "handover.ended": Entry(
        N_("This hand-over has ended."), N_("Give the tablet back to the worker, who can hand it over again.")
    ),
}

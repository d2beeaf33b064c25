"""Problems of tablets, of what they deliver and of what somebody decides about it."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "tablet.unknown": Entry(
        N_("This tablet is not known here."),
        N_(
            "Ask the administrator for a new code and enter the tablet again. What it holds sealed stays on it."
        ),
    ),
    "tablet.not-found": Entry(N_("There is no such tablet."), N_("Choose one from the list.")),
    "tablet.name": Entry(
        N_("The tablet needs a name of at most 120 characters."), N_("Write what stands on its back.")
    ),
    "tablet.too-many": Entry(
        N_("%(most)s tablets are entered; there is no room for more."), N_("Expire those that are gone.")
    ),
    "tablet.ticket": Entry(
        N_("This code was used or has run out."), N_("Show a new code on the page of tablets and scan it.")
    ),
    "tablet.locked": Entry(
        N_("This tablet is locked."),
        N_("What it holds is still delivered. Ask the administrator to unlock it."),
    ),
    "tablet.expired": Entry(
        N_("This tablet is no longer in use here."),
        N_("What it holds is still delivered. Ask the administrator for another one."),
    ),
    "tablet.grant-ended": Entry(
        N_("Your time on this tablet is over."),
        N_("Sign in on it again while there is a network. What is sealed is still delivered."),
    ),
    "upload.address": Entry(
        N_("This is no address of a sealed file."), N_("Send the SHA-256 of its bytes as 64 hex digits.")
    ),
    "upload.piece": Entry(
        N_("This piece does not fit into the file."),
        N_("Send at most %(most)s bytes, within the size that was announced."),
    ),
    "upload.gap": Entry(
        N_("Something is missing before this piece."), N_("Go on after the %(received)s bytes that are here.")
    ),
    "upload.too-large": Entry(
        N_("The file is larger than %(limit)s MB."), N_("Take the picture with fewer points.")
    ),
    "upload.too-many": Entry(
        N_("This tablet has sent too much within a day."), N_("It goes on by itself tomorrow.")
    ),
    "upload.spoilt": Entry(
        N_("The file did not arrive as it was sent."), N_("It is sent again from the beginning.")
    ),
    "arrival.malformed": Entry(
        N_("What was sent is no sealed record."),
        N_("Export the records to a file and bring it to the station."),
    ),
    "arrival.too-large": Entry(
        N_("The record is too large."), N_("Export it to a file and bring it to the station.")
    ),
    "arrival.too-many": Entry(
        N_("This tablet has delivered %(most)s records within a day."), N_("It goes on by itself tomorrow.")
    ),
    "arrival.files-missing": Entry(
        N_("Files of this record have not arrived yet."), N_("They are sent first, then the record.")
    ),
    "arrival.unreadable": Entry(
        N_("The record arrived but cannot be opened here."),
        N_("It is kept. Keep the tablet as it is and tell the administrator."),
    ),
    "arrival.conflict": Entry(
        N_("Other content arrived under this record before."),
        N_("Both are kept; somebody at the station decides which one holds."),
    ),
    "arrival.not-found": Entry(
        N_("There is no such record here."), N_("Choose one from the list of received records.")
    ),
    "arrival.decided": Entry(
        N_("Somebody has decided on this record already: %(name)s."),
        N_("Open it again to see how it stands."),
    ),
    "arrival.undecided": Entry(
        N_("Two contents arrived under this record."), N_("Choose first which of them holds.")
    ),
    "arrival.closed": Entry(
        N_("This record cannot be opened here."),
        N_("Put it aside with the reason, or ask the administrator."),
    ),
    "arrival.no-case": Entry(
        N_("The case of this record is not known here."),
        N_("Put it aside with the reason; it stays readable."),
    ),
    "arrival.wrong-form": Entry(
        N_("This form has no place there."), N_("Put it aside with the reason; it stays readable.")
    ),
    "arrival.already-there": Entry(
        N_("A record with this identifier stands here already."), N_("Open it and compare the two.")
    ),
    "arrival.reason": Entry(
        N_("A reason is needed."), N_("Write in a few words why, so that the volunteer understands.")
    ),
    "bring.not-a-queue": Entry(
        N_("This is no file that a tablet exported."),
        N_("Choose the file as the tablet wrote it, unchanged."),
    ),
    "bring.unknown-tablet": Entry(
        N_("No tablet of this institution wrote this file."),
        N_("Bring it to the institution that the tablet belongs to."),
    ),
}

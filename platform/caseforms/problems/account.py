"""Problems of accounts, passwords and permissions."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "permission.denied": Entry(
        N_("Your role does not allow this."), N_("Ask a colleague whose role does, or the administrator.")
    ),
    "account.wrong": Entry(
        N_("The user name or the password is wrong."), N_("Try again; after five failures there is a pause.")
    ),
    "account.locked": Entry(
        N_("There were too many failed attempts."),
        N_("Try again in %(minutes)s minutes, or ask the administrator."),
    ),
    "account.code-needed": Entry(
        N_("This account asks for a second factor."), N_("Enter the code that your app shows.")
    ),
    "account.code-wrong": Entry(
        N_("The code is wrong or was used before."), N_("Wait for the next code, or use a recovery code.")
    ),
    "account.has-second-factor": Entry(
        N_("This account has a second factor already."),
        N_("Switch it off with your password first, then set up the new one."),
    ),
    "account.signed-out": Entry(N_("You are signed out."), N_("Sign in again; what you typed is kept.")),
    "account.not-found": Entry(N_("There is no such user."), N_("Choose somebody from the list.")),
    "account.email": Entry(
        N_("This is not an e-mail address."), N_("Write it like name@example.org, or leave the line empty.")
    ),
    "account.name-missing": Entry(N_("The name is missing."), N_("Enter the name that colleagues know.")),
    "account.username": Entry(
        N_("A user name has 2 to 60 characters and no spaces."), N_("Choose another user name.")
    ),
    "account.username-taken": Entry(
        N_("The user name “%(username)s” is already in use."), N_("Choose another user name.")
    ),
    "account.unknown-role": Entry(
        N_("The role is missing or unknown: %(role)s"), N_("Choose at least one of the roles.")
    ),
    "account.old-password-wrong": Entry(N_("The present password is wrong."), N_("Enter it again.")),
    "account.password-same": Entry(N_("The new password is the old one."), N_("Choose another one.")),
    "account.password-short": Entry(
        N_("The password has fewer than %(shortest)s characters."),
        N_("Use a longer one; several words are fine."),
    ),
    "account.password-long": Entry(
        N_("The password has more than %(longest)s characters."), N_("Use a shorter one.")
    ),
    "account.password-common": Entry(
        N_("The password is easily guessed."), N_("Choose one that nobody else uses.")
    ),
    "account.password-has-name": Entry(
        N_("The password contains the user name."), N_("Choose one without it.")
    ),
}

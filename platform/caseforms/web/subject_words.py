"""What the pages call the kinds of work and the links between them."""

from __future__ import annotations

from caseforms.web.languages import gettext


def kind(subject: str) -> str:
    """The kind of work a case is, by what it is about."""
    words = {
        "person": gettext("Casework with a person"),
        "group": gettext("Group work"),
        "activity": gettext("Activities"),
        "volunteer": gettext("Volunteers"),
        "aid": gettext("Aid"),
        "complaint": gettext("Complaints"),
        "referral": gettext("Referrals"),
        "archive": gettext("Archives"),
    }
    return words.get(subject, subject)


def unnamed(subject: str) -> str:
    """What stands for the title of a case while its first form does not say one."""
    words = {
        "group": gettext("Group without a name yet"),
        "activity": gettext("Activity without a name yet"),
    }
    return words.get(subject) or gettext("Name not yet known")

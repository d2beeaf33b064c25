"""What the client of a case agreed to, as long as the consent stands: signed, data allowed, not withdrawn (000 §4.2)."""

from __future__ import annotations

from caseforms.services.casework import Casework

SLOT, VALID = "consent", "consent_valid"


def allows(work: Casework, what: str) -> bool:
    """Whether the newest consent of the case is valid, by the workflow's own rule, and says yes to `what`."""
    if work.facts(as_actor=False).get("derived", {}).get(VALID) is not True:
        return False
    given = [each["data"] for each in work.records if each["slot"] == SLOT and each["status"] == "submitted"]
    return bool(given) and given[-1].get(what) is True

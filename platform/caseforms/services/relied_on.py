"""Fields that pages of the platform read by name, whatever the workflow says: they may be reworded, not taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseforms.definitions import Form
from caseforms.services import (
    complaint_numbers,
    devices,
    duty,
    ledger,
    policies,
    reading_files,
    scores,
    statistics,
)

RELIED_ON: Mapping[str, tuple[str, ...]] = {
    "mh-application": ("/client_name",),
    "home-visit-safety": (f"/{duty.NAMED}", f"/{duty.TOLD}"),
    "aid-application": ("/aid_kind", "/approval"),
    complaint_numbers.FORM: ("/department", "/category"),
    devices.DEFINITION: tuple(f"/{name}" for name in reading_files.COLUMNS),
    ledger.FORM: ("/direction", "/reason", "/accepted", "/result", "/sent_at", "/urgent"),
    policies.OBJECTIVES: ("/policies/*/kind",),
    **{form: (pointer,) for form, pointer in (*statistics.SATISFACTION, *statistics.KINDS.values())},
}


def missing(definition_id: str, before: Form, after: Form) -> Iterator[str]:
    """What the platform reads of a form and the new one would not have any more."""
    pointers = RELIED_ON.get(definition_id, ())
    if definition_id.startswith(scores.SCALES.rstrip("%")):
        pointers = (*pointers, scores.TOTAL, scores.BAND)
    yield from (each for each in pointers if each in before.fields and each not in after.fields)

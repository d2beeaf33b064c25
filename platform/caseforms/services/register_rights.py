"""Who may do what with the records that stand outside every case: one table by register, before that of the roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Rights = Mapping[str, frozenset[str]]

NOBODY: frozenset[str] = frozenset()
STAFF = frozenset(
    {
        "volunteer",
        "social_worker",
        "assistant",
        "medical",
        "supervisor",
        "quality",
        "archivist",
        "administrator",
        "head",
        "coordinator",
    }
)
PUBLIC = frozenset({"public"})
"""Whoever fills in a public page without signing in."""
LEADING = frozenset({"supervisor", "head"})
PERSONNEL = frozenset({"administrator", "head"})
QUALITY = frozenset({"quality", "head"})
ANSWERING = frozenset({"supervisor", "head", "quality"})
AIDING = frozenset({"social_worker", "assistant", "supervisor", "head"})
BORROWING = frozenset({"social_worker", "supervisor", "medical", "head", "archivist"})

TOGETHER = frozenset({"social_worker", "assistant", "medical", "supervisor"})
"""Who works on clients side by side: doctors and nurses, social workers."""

ARCHIVES = frozenset({"archivist", "head"})

BEGINNING = ("start", "save", "submit")
CHANGING = ("correct", "void")


def _rights(
    write: frozenset[str], read: frozenset[str], change: frozenset[str] | None = None
) -> dict[str, frozenset[str]]:
    begin = dict.fromkeys(BEGINNING, write)
    later = dict.fromkeys(CHANGING, write if change is None else change)
    return {**begin, **later, "read": read, "print": read}


REGISTERS: Mapping[str, Rights] = {
    "risk_register": _rights(LEADING, LEADING | {"quality"}),
    "emergency_plan": _rights(LEADING, STAFF),
    "emergency_drill": _rights(LEADING, STAFF),
    "staff_qualification": _rights(PERSONNEL, PERSONNEL | {"supervisor"}),
    "training_record": _rights(STAFF, PERSONNEL | {"supervisor"}, PERSONNEL | {"supervisor"}),
    "quality_objectives": _rights(QUALITY, STAFF),
    "quality_evaluation": _rights(QUALITY, QUALITY | {"supervisor"}),
    "complaint_record": _rights(STAFF | PUBLIC, ANSWERING, ANSWERING),
    "aid_list": _rights(AIDING, AIDING | {"quality"}),
    "archive_borrowing": _rights(BORROWING, frozenset({"archivist", "head"}), frozenset({"archivist"})),
    "complaint_register": _rights(ANSWERING, ANSWERING),
    "supervision_record": _rights(frozenset({"supervisor"}), LEADING | {"social_worker", "assistant"}),
    "staffing_report": _rights(PERSONNEL, PERSONNEL | {"supervisor", "quality"}),
    "facility_checklist": _rights(PERSONNEL, PERSONNEL | {"supervisor", "quality"}),
    "responsibility_list": _rights(PERSONNEL | {"supervisor"}, STAFF),
    "referral_ledger": _rights(
        LEADING | {"social_worker", "quality"}, LEADING | {"social_worker", "quality"}
    ),
    "daily_communication": _rights(TOGETHER, TOGETHER),
    "weekly_meeting": _rights(TOGETHER, TOGETHER),
    "monthly_summary": _rights(LEADING | {"social_worker", "medical"}, TOGETHER | QUALITY),
    "service_log": _rights(frozenset({"social_worker", "assistant", "supervisor"}), LEADING),
    "collab_appraisal": _rights(LEADING, LEADING | {"quality"}),
    "cd_screening_register": _rights(
        frozenset({"volunteer", "social_worker", "assistant", "medical", "supervisor"}),
        frozenset({"social_worker", "supervisor"}),
    ),
    "cd_monitoring_table": _rights(QUALITY, QUALITY | {"supervisor"}),
    "kpi_table": _rights(QUALITY, QUALITY | {"supervisor"}),
    "archive_register": _rights(
        frozenset({"archivist", "system"}), ARCHIVES | {"quality", "supervisor", "system"}, ARCHIVES
    ),
    "public_awareness_survey": _rights(STAFF | PUBLIC, ANSWERING | {"coordinator"}, NOBODY),
    "hospital_satisfaction": _rights(STAFF | PUBLIC, ANSWERING | {"social_worker"}, NOBODY),
}
"""By slot: which roles do each verb. Whoever wrote a record reads it besides."""


def allowed(roles: Iterable[str], verb: str, slot: str) -> bool:
    """Whether one of the roles may do the verb with the records of this register."""
    return not REGISTERS[slot].get(verb, NOBODY).isdisjoint(roles)

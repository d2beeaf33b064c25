"""Who may do what with cases that are not about a person: one table by subject and role, before that of the roles.

A role that has no entry under a subject neither opens nor sees such cases. Besides, whoever takes part in a case reads
it as far as the entry lets them.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseforms.services.rights import ALL, CARRYING, RECORDS, Rights, slots_for

_CARRIES = CARRYING - {"persons"}
_EVERY_FORM = slots_for(RECORDS, ALL)
_LOOKS = slots_for({"read"}, ALL)
_APPROVES = Rights(
    "all",
    frozenset({"act", "note", "print", "search", "statistics", "audit"}),
    slots_for({"read", "sign"}, ALL),
)
_WORKER = Rights("own", _CARRIES, _EVERY_FORM)
_SUPERVISOR = Rights("team", _CARRIES | {"audit", "statistics"}, _EVERY_FORM)
_ASSISTANT = Rights("team", _CARRIES - {"assign", "export"}, _EVERY_FORM)
"""Activities, sign-in, volunteer and aid paperwork are the assistant's own work; scales and judgements are not there."""
_HELPING = Rights(
    "assigned",
    frozenset(),
    slots_for({"start", "save", "submit", "read"}, {"signin", "feedback", "service_record"}),
)
"""A volunteer who was let into the case: the sign-in sheet, feedback, the record of one's own service."""
_ARCHIVIST = Rights("headers", frozenset({"act", "search"}), slots_for(RECORDS, {"archive"}))
"""Fills the archive register of a file whose content stays closed."""
_DECIDES = Rights(
    "all",
    _APPROVES.verbs,
    slots_for({"read", "sign", "correct"}, ALL),
)
"""Enters the decision into the application; what is not the approver's there stays as it is."""
_BORROWS = Rights("none", frozenset(), slots_for({"read", "sign"}, {"borrowing"}))
"""Whoever is named as the borrower reads and signs that form, and nothing else of the file."""
_NOTHING_BUT_COUNTS = Rights("none", frozenset({"statistics"}))

SUBJECTS: Mapping[str, Mapping[str, Rights]] = {
    "group": {
        "social_worker": _WORKER,
        "supervisor": _SUPERVISOR,
        "assistant": Rights(
            "team",
            _CARRIES - {"assign", "export", "act"},
            {**_EVERY_FORM, "submit": frozenset({"enrolment", "signin", "feedback"})},
        ),
        "head": _APPROVES,
        "medical": Rights("shared", frozenset(), _LOOKS),
        "volunteer": _HELPING,
        "archivist": _ARCHIVIST,
        "quality": _NOTHING_BUT_COUNTS,
    },
    "activity": {
        "social_worker": Rights("team", _CARRIES, _EVERY_FORM),
        "supervisor": _SUPERVISOR,
        "assistant": _ASSISTANT,
        "head": _APPROVES,
        "coordinator": Rights("team", _CARRIES - {"assign", "export"}, _EVERY_FORM),
        "medical": Rights("shared", frozenset(), _LOOKS),
        "volunteer": _HELPING,
        "archivist": _ARCHIVIST,
        "quality": _NOTHING_BUT_COUNTS,
    },
    "volunteer": {
        "coordinator": Rights("all", _CARRIES, _EVERY_FORM),
        "social_worker": Rights("headers", frozenset({"search"}), {}),
        "supervisor": Rights("headers", frozenset({"search", "statistics"}), {}),
        "assistant": Rights("team", _CARRIES - {"assign", "act"}, _EVERY_FORM),
        "head": _APPROVES,
        "volunteer": Rights(
            "assigned", frozenset(), slots_for({"start", "save", "submit", "read"}, {"service_record"})
        ),
        "quality": _NOTHING_BUT_COUNTS,
    },
    "aid": {
        "social_worker": _WORKER,
        "supervisor": _SUPERVISOR,
        "assistant": Rights("team", _CARRIES - {"assign", "export", "act"}, _EVERY_FORM),
        "head": _DECIDES,
        "quality": _NOTHING_BUT_COUNTS,
    },
    "complaint": {
        "quality": Rights("all", _CARRIES, _EVERY_FORM),
        "head": Rights("all", _CARRIES, _EVERY_FORM),
        "supervisor": Rights("all", _CARRIES, _EVERY_FORM),
    },
    "referral": {
        "social_worker": _WORKER,
        "supervisor": _SUPERVISOR,
        "medical": Rights("assigned", _CARRIES - {"assign", "team"}, _EVERY_FORM),
        "head": _APPROVES,
    },
    "archive": {
        "archivist": Rights("all", _CARRIES, _EVERY_FORM),
        "head": Rights("all", frozenset({"act", "search", "print"}), slots_for({"read", "sign"}, ALL)),
        "supervisor": Rights("headers", frozenset({"act", "search"}), slots_for({"read", "sign"}, ALL)),
        "social_worker": _BORROWS,
        "medical": _BORROWS,
        "quality": Rights("headers", frozenset({"search"}), slots_for({"read", "sign"}, {"destruction"})),
    },
}

HOLDERS: Mapping[str, frozenset[str]] = {
    "activity": frozenset({"social_worker", "assistant", "coordinator"}),
    "volunteer": frozenset({"coordinator"}),
    "complaint": frozenset({"quality", "supervisor", "head"}),
    "archive": frozenset({"archivist"}),
}
"""The roles that are responsible for the case they open; elsewhere the social worker is."""

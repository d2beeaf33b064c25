"""Who may do what: one table of roles, verbs and slots (requirements §6), and the refusal that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from caseforms.services import register_rights
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse

ALL = frozenset({"*"})
NONE: frozenset[str] = frozenset()
WRITING = frozenset({"start", "save", "submit", "correct", "void"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What one role may do.

    `verbs` hold for the whole case; `slots` maps a verb on records to the slots it covers ("*": all); `never` wins
    over both. `sees` is which cases the role reads: own (responsible or member), team, headers, assigned or none.
    """

    sees: str
    verbs: frozenset[str] = NONE
    slots: Mapping[str, frozenset[str]] = field(default_factory=dict)
    never: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first_page_only: frozenset[str] = NONE


def _slots(verbs: Iterable[str], slots: Iterable[str]) -> dict[str, frozenset[str]]:
    return {verb: frozenset(slots) for verb in verbs}


_WORKER_SLOTS = _slots(WRITING | {"read", "sign", "hand-over"}, "*")
_CASE_VERBS = frozenset(
    {"open-case", "accept", "act", "note", "assign", "print", "export", "search", "persons", "link", "team"}
)
_JUDGEMENTS = frozenset({"assessment", "risk_profile", "plan", "evaluation", "closure", "consent"})
_ANYWHERE = frozenset({"incident"})
_INCIDENT_SLOTS = _slots(("start", "save", "submit", "read"), _ANYWHERE)

ROLES: Mapping[str, Rights] = {
    "volunteer": Rights(
        "assigned",
        frozenset({"open-case"}),
        {
            **_slots(("start", "save", "read", "hand-over"), ("application", "revisit", *_ANYWHERE)),
            "submit": frozenset({"revisit", *_ANYWHERE}),
        },
        first_page_only=frozenset({"application"}),
    ),
    "social_worker": Rights(
        "own",
        _CASE_VERBS,
        _WORKER_SLOTS,
    ),
    "assistant": Rights(
        "assigned",
        frozenset({"open-case", "note", "search", "persons"}),
        {**_slots(("start", "save", "read", "hand-over"), "*"), "submit": ALL},
        {"submit": _JUDGEMENTS, "start": NONE},
    ),
    "medical": Rights(
        "shared",
        frozenset(),
        {
            **_slots(WRITING | {"read", "sign"}, ("medical_summary", "conference", "referral", *_ANYWHERE)),
        },
    ),
    "supervisor": Rights(
        "team",
        _CASE_VERBS | {"audit", "statistics"},
        _WORKER_SLOTS,
    ),
    "quality": Rights("none", frozenset({"statistics"}), _INCIDENT_SLOTS),
    "archivist": Rights(
        "headers",
        frozenset({"act", "search"}),
        _slots(WRITING | {"read", "sign"}, ("archive", *_ANYWHERE)),
    ),
    "administrator": Rights(
        "none",
        frozenset({"manage-users", "manage-teams", "manage-calendar", "manage-lists", "audit"}),
    ),
    "head": Rights(
        "headers",
        frozenset({"act", "search", "statistics", "audit"}),
        {**_INCIDENT_SLOTS, "sign": ALL},
    ),
    "coordinator": Rights("none", frozenset(), _INCIDENT_SLOTS),
    "third_party": Rights("none", frozenset({"statistics"})),
    "client": Rights("none", frozenset(), {}),
    "public": Rights("none", frozenset(), {}),
    "system": Rights("all", frozenset({"act", "note"}), {}),
}

SIGNING: Mapping[str, frozenset[str]] = {
    "worker": frozenset({"social_worker"}),
    "supervisor": frozenset({"supervisor", "head"}),
    "leader": frozenset({"supervisor", "head"}),
    "approver": frozenset({"supervisor", "head"}),
    "archivist": frozenset({"archivist"}),
    "visitor": frozenset({"social_worker", "supervisor", "medical", "assistant"}),
    "receiver": frozenset({"social_worker", "supervisor", "medical", "head"}),
    "sender": frozenset({"social_worker", "supervisor", "medical", "head"}),
    "handler": frozenset({"supervisor", "head", "quality"}),
    "evaluator": frozenset({"quality", "head", "supervisor"}),
    "borrower": frozenset({"social_worker", "supervisor", "medical", "head", "archivist"}),
    "medical": frozenset({"medical"}),
    "giver": frozenset({"archivist", "head"}),
    "applicant": frozenset({"archivist"}),
    "witness": frozenset({"social_worker", "supervisor", "quality", "administrator"}),
    "supervisee": frozenset({"social_worker", "assistant"}),
    "checker": frozenset({"administrator", "head"}),
    "reporter": frozenset(
        {"social_worker", "supervisor", "medical", "assistant", "volunteer", "archivist", "head"}
    ),
}
"""Which staff roles may give which signature; a role that is not here is a client's, given by hand-over or noted by a worker."""


def allowed(roles: Iterable[str], verb: str, slot: str | None = None) -> bool:
    """Whether one of the roles may do the verb (on a slot, when the verb is about records)."""
    if slot is not None and slot in register_rights.REGISTERS:
        return register_rights.allowed(roles, verb, slot)
    return any(_role_may(ROLES[role], verb, slot) for role in roles if role in ROLES)


def require(actor: Actor, verb: str, slot: str | None = None) -> None:
    """Raise Refused `permission.denied` unless the actor may."""
    if not allowed(actor.roles, verb, slot):
        refuse("permission.denied", verb=verb)


def register_of(slot: str) -> str | None:
    """The slot again when its records stand in a register, which has rights of its own; else None."""
    return slot if slot in register_rights.REGISTERS else None


def may_sign(roles: Iterable[str], signature_role: str) -> bool:
    """Whether one of the roles may give a staff signature, or note a client's."""
    staff = SIGNING.get(signature_role)
    return not frozenset(roles).isdisjoint(
        staff if staff is not None else {"client", "social_worker", "supervisor"}
    )


def is_staff_signature(signature_role: str) -> bool:
    """Whether the signature is a user's own (not the client's, guardian's or another outsider's)."""
    return signature_role in SIGNING


def first_page_only(roles: Iterable[str], slot: str) -> bool:
    """Whether every role that lets the actor fill this slot stops at its first page (volunteers at the intake)."""
    known = [ROLES[role] for role in roles if role in ROLES]
    filling = [rights for rights in known if _role_may(rights, "save", slot)]
    return bool(filling) and all(slot in rights.first_page_only for rights in filling)


def starts_without_case(roles: Iterable[str], slot: str) -> bool:
    """Whether one of the roles fills this slot without reading the case (an archivist the archive register)."""
    known = [ROLES[role] for role in roles if role in ROLES]
    return any(rights.sees == "headers" and slot in rights.slots.get("start", NONE) for rights in known)


def _role_may(rights: Rights, verb: str, slot: str | None) -> bool:
    if slot is None:
        return verb in rights.verbs
    if slot in rights.never.get(verb, NONE):
        return False
    covered = rights.slots.get(verb, NONE)
    return slot in covered or "*" in covered

"""Who may do what: one table of roles, verbs and slots (requirements §6), and the refusal that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caseforms.services import register_rights, subject_rights
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.services.rights import ALL, CARRYING, NONE, RECORDS, WRITING, Rights
from caseforms.services.rights import slots_for as _slots

PERSON = "person"

DESIGNING = frozenset({"edit-forms", "publish-forms", "approve-forms", "manage-layers"})
"""What it takes to change forms and workflows; a second person's approval is the head's to give as well."""
_WORKER_SLOTS = _slots(RECORDS, ALL)
_SCALES = frozenset({"scale", "scale_phq9", "scale_gad7", "scale_qol"})
_JUDGEMENTS = frozenset(
    {
        *("assessment", "risk_profile", "plan", "evaluation", "closure", "consent"),
        *(
            "initial_assessment",
            "comprehensive_assessment",
            "triage",
            "dual_track",
            "isp",
            "stage_assessment",
        ),
        *("risk_screening", "discharge_plan"),
        *_SCALES,
    }
)
_PLAN = frozenset({"isp"})
_CONTACTS = frozenset({"service_record", "follow_up", "health_reading"})
_TREATMENT = frozenset({"medical_summary", "dual_track", "triage", "initial_assessment", "medication_notice"})
_ANYWHERE = frozenset({"incident"})
_INCIDENT_SLOTS = _slots(("start", "save", "submit", "read"), _ANYWHERE)

_MEDICAL_SLOTS = ("conference", "referral", "quiz", *_TREATMENT, *_CONTACTS, *_SCALES, *_ANYWHERE)
_TEAM_PLANS = ("risk_screening", "assessment", "plan", "crisis_plan", "discharge_plan", "mediation")
"""What doctor, nurse and social worker make together (001 7.2.3–7.2.5): medical staff read it where the case is shared."""

ROLES: Mapping[str, Rights] = {
    "volunteer": Rights(
        "assigned",
        frozenset({"open-case"}),
        {
            **_slots(
                ("start", "save", "read", "hand-over"),
                ("application", "intake", "revisit", *_CONTACTS, *_ANYWHERE),
            ),
            "submit": frozenset({"revisit", *_CONTACTS, *_ANYWHERE}),
        },
        first_page_only=frozenset({"application"}),
    ),
    "social_worker": Rights(
        "own",
        CARRYING,
        _WORKER_SLOTS,
    ),
    "assistant": Rights(
        "assigned",
        frozenset({"open-case", "note", "search", "persons"}),
        {**_slots(("start", "save", "read", "hand-over"), "*"), "submit": ALL},
        {"submit": _JUDGEMENTS, "start": _SCALES, "save": _SCALES},
    ),
    "medical": Rights(
        "shared",
        frozenset(),
        {
            **_slots(WRITING, _MEDICAL_SLOTS),
            "read": frozenset((*_MEDICAL_SLOTS, *_TEAM_PLANS)),
            "sign": frozenset((*_MEDICAL_SLOTS, "plan", "mediation")),
        },
    ),
    "dietitian": Rights(
        "shared",
        frozenset(),
        {"save": _PLAN, "read": _PLAN | {"comprehensive_assessment", "medical_summary"}},
        fields={"isp": frozenset({"diet_plan"})},
    ),
    "exercise_therapist": Rights(
        "shared",
        frozenset(),
        {"save": _PLAN, "read": _PLAN | {"comprehensive_assessment", "medical_summary"}},
        fields={"isp": frozenset({"exercise_prescription"})},
    ),
    "psychologist": Rights(
        "shared",
        frozenset(),
        {
            **_slots(("start", "save", "submit", "read"), _SCALES | {"service_record"}),
            "read": _SCALES | {"service_record", "comprehensive_assessment", "isp"},
        },
    ),
    "supervisor": Rights(
        "team",
        CARRYING | {"audit", "statistics"},
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
        frozenset(
            {"manage-users", "manage-teams", "manage-calendar", "manage-lists", "manage-tablets", "audit"}
        )
        | DESIGNING,
    ),
    "head": Rights(
        "headers",
        frozenset({"act", "search", "statistics", "audit", "approve-forms"}),
        {**_INCIDENT_SLOTS, "sign": ALL},
    ),
    "coordinator": Rights("none", frozenset(), _INCIDENT_SLOTS),
    "third_party": Rights("none", frozenset({"statistics"})),
    "client": Rights("none", frozenset(), {}),
    "public": Rights("none", frozenset(), {}),
    "system": Rights(
        "all",
        frozenset({"act", "note"}),
        _slots(("start", "save", "submit"), ("medication_notice",)),
    ),
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
    "witness": frozenset({"supervisor", "quality"}),
    "supervisee": frozenset({"social_worker", "assistant"}),
    "checker": frozenset({"administrator", "head"}),
    "reviewer": frozenset({"quality", "head", "supervisor"}),
    "issuer": frozenset({"social_worker", "assistant", "supervisor"}),
    "reporter": frozenset(
        {"social_worker", "supervisor", "medical", "assistant", "volunteer", "archivist", "head"}
    ),
}
"""Which staff roles may give which signature; a role that is not here is a client's, given by hand-over or noted by a worker."""


def of_role(role: str, subject: str = PERSON) -> Rights | None:
    """What a role may do with cases about this subject; None when nothing at all."""
    if subject == PERSON or role == "system":
        return ROLES.get(role)
    return subject_rights.SUBJECTS.get(subject, {}).get(role)


def of_roles(roles: Iterable[str], subject: str = PERSON) -> list[Rights]:
    """What each of the roles may do with cases about this subject."""
    return [rights for role in sorted(roles) if (rights := of_role(role, subject)) is not None]


def sees(roles: Iterable[str], subject: str = PERSON) -> frozenset[str]:
    """Which cases about this subject the roles let one see (`Rights.sees`)."""
    return frozenset(rights.sees for rights in of_roles(roles, subject))


def holds(roles: Iterable[str], subject: str = PERSON) -> bool:
    """Whether one of the roles is responsible for a case about this subject that it opens."""
    return not subject_rights.HOLDERS.get(subject, frozenset({"social_worker"})).isdisjoint(roles)


def allowed(roles: Iterable[str], verb: str, slot: str | None = None, subject: str = PERSON) -> bool:
    """Whether one of the roles may do the verb (on a slot, when the verb is about records)."""
    if slot is not None and subject == PERSON and slot in register_rights.REGISTERS:
        return register_rights.allowed(roles, verb, slot)
    return any(_role_may(rights, verb, slot) for rights in of_roles(roles, subject))


def require(actor: Actor, verb: str, slot: str | None = None, subject: str = PERSON) -> None:
    """Raise Refused `permission.denied` unless the actor may."""
    if not allowed(actor.roles, verb, slot, subject):
        refuse("permission.denied", verb=verb)


def register_of(slot: str, subject: str = PERSON) -> str | None:
    """The slot again when its records stand in a register, which has rights of its own; else None."""
    return slot if subject == PERSON and slot in register_rights.REGISTERS else None


def may_sign(roles: Iterable[str], signature_role: str, slot: str = "", subject: str = PERSON) -> bool:
    """Whether one of the roles may give a staff signature, or note a client's (where the case is not about a person:
    whoever may sign in that slot)."""
    staff = SIGNING.get(signature_role)
    if staff is None and subject != PERSON:
        return allowed(roles, "sign", slot, subject)
    return not frozenset(roles).isdisjoint(
        staff if staff is not None else {"client", "social_worker", "supervisor"}
    )


def is_staff_signature(signature_role: str) -> bool:
    """Whether the signature is a user's own (not the client's, guardian's or another outsider's)."""
    return signature_role in SIGNING


def first_page_only(roles: Iterable[str], slot: str) -> bool:
    """Whether every role that lets the actor fill this slot stops at its first page (volunteers at the intake)."""
    known = of_roles(roles)
    filling = [rights for rights in known if _role_may(rights, "save", slot)]
    return bool(filling) and all(slot in rights.first_page_only for rights in filling)


def fields_only(roles: Iterable[str], slot: str) -> frozenset[str] | None:
    """The fields of a slot that somebody may fill whose every role is held to some (a dietitian: the diet plan)."""
    filling = [rights for rights in of_roles(roles) if _role_may(rights, "save", slot)]
    if not filling or any(slot not in rights.fields for rights in filling):
        return None
    return frozenset().union(*(rights.fields[slot] for rights in filling))


def starts_without_case(roles: Iterable[str], slot: str, subject: str = PERSON) -> bool:
    """Whether one of the roles fills this slot without reading the case (an archivist the archive register, a doctor the
    medical summary of an own patient); the case's header must be open to them all the same."""
    known = of_roles(roles, subject)
    return any(
        rights.sees in ("headers", "shared") and slot in rights.slots.get("start", NONE) for rights in known
    )


def _role_may(rights: Rights, verb: str, slot: str | None) -> bool:
    if slot is None:
        return verb in rights.verbs
    if slot in rights.never.get(verb, NONE):
        return False
    covered = rights.slots.get(verb, NONE)
    return slot in covered or "*" in covered

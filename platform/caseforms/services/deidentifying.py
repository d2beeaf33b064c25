"""A case without its person (002 appendix A 一.1 (3)): what may be shown in a discussion or a supervision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from caseforms.definitions import Form
from caseforms.services import access, audit, casework, library, permissions, persons, users
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.refusal import refuse

SHOWN = (
    "application", "risk_profile", "assessment", "plan", "service_record", "scale", "crisis", "evaluation",
    "closure", "revisit",
    "initial_assessment", "comprehensive_assessment", "scale_phq9", "scale_gad7", "scale_qol", "isp", "follow_up",
    "stage_assessment",
)  # fmt: skip
"""The slots that tell of the work with the client; what went to others and who met is not told here."""
NUMBERS = frozenset({"case_no", "application_no"})
REMOVED = "□□"
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Told:
    """One record without names, numbers, contacts, signatures and files."""

    title: Mapping[str, str]
    form: Form
    data: dict[str, Any]


def of_case(session: Session, actor: Actor, case_id: str, now: datetime) -> tuple[Told, ...]:
    """The submitted records of the work with the client, de-identified; the look is logged as an export.

    For whoever may export and reads the case, and for supervisors also of cases that they only know of.
    """
    work = casework.opened(session, actor, case_id, now, write=False)
    permissions.require(actor, "export", subject=work.workflow.subject)
    level = access.level(session, actor, work.case)
    if level == "none":
        refuse("case.not-found")
    if level == "header" and not actor.has("supervisor"):
        refuse("permission.denied", verb="export")
    audit.note(session, actor, "export", now, case_id=case_id, detail={"deidentified": True})
    records = [one for one in work.records if one["status"] == "submitted" and one["slot"] in SHOWN]
    forms = {
        slot: library.form(session, work.workflow.slots[slot].definition)
        for slot in SHOWN
        if slot in work.workflow.slots
    }
    secrets = _secrets(session, work, [(forms[one["slot"]], one["data"]) for one in records])
    order = sorted(records, key=lambda one: str(one["submitted_at"]))
    return tuple(
        Told(
            dict(work.workflow.slots[one["slot"]].label),
            forms[one["slot"]],
            _told(forms[one["slot"]], "", one["data"], secrets),
        )
        for one in order
    )


def _secrets(
    session: Session, work: Casework, records: Iterable[tuple[Form, Mapping[str, Any]]]
) -> tuple[str, ...]:
    """Everything that names the person, those around them and the staff: longest first, so that no rest stays."""
    found = {work.case.client_name, *users.names(session).values()}
    if work.case.person_id is not None:
        person = persons.row(session, work.case.person_id)
        found |= {str(value) for value in persons.known_identity(session, person).values()}
    for form, data in records:
        for name, value in data.items():
            field = form.fields.get(f"/{name}")
            if isinstance(value, str) and field is not None and _is_personal(field.schema):
                found.add(value)
    found -= {"male", "female"}
    return tuple(sorted((each for each in found if len(each) >= SHORTEST), key=len, reverse=True))


def _is_personal(schema: Mapping[str, Any]) -> bool:
    return schema.get("x-personal") in ("identity", "contact")


def _leaves_out(name: str, schema: Mapping[str, Any]) -> bool:
    kept_away = ("x-reference", "x-signature", "x-signed-date", "x-file")
    return name in NUMBERS or _is_personal(schema) or any(keyword in schema for keyword in kept_away)


def _told(form: Form, at: str, data: Mapping[str, Any], secrets: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in data.items():
        field = form.fields.get(f"{at}/{name}")
        if field is None or _leaves_out(name, field.schema):
            continue
        if isinstance(value, Mapping):
            told[name] = _told(form, f"{at}/{name}", value, secrets)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            told[name] = [_told(form, f"{at}/{name}/*", row, secrets) for row in value]
        elif isinstance(value, str) and "oneOf" not in field.schema and "format" not in field.schema:
            told[name] = _without(value, secrets)
        else:
            told[name] = value
    return told


def _without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, REMOVED)
    return text

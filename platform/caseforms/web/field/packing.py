"""A bundle as a tablet keeps it: each form drawn once in both languages by the same hand that draws it on line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for

from caseforms import answers, rendering
from caseforms.definitions import Form
from caseforms.services import accounts, institutions, library, permissions, staff_rules, users
from caseforms.services.actors import Actor
from caseforms.services.bundles import Bundle, TakenCase, TakenForm
from caseforms.settings import LANGUAGES
from caseforms.web import assets, unit_of_work
from caseforms.web.casework import clause_texts, readers
from caseforms.web.incident import away

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EMERGENCY = ("120", "110", "119")


def content(session: Session, actor: Actor, bundle: Bundle, now: datetime) -> dict[str, Any]:
    """Everything of a bundle that does not change from one fetching to the next."""
    drawn = {language: _reader(session, actor, language, now) for language in LANGUAGES}
    return {
        "expires_at": bundle.expires_at.isoformat(),
        "forms": [_form(each, drawn, actor) for each in bundle.forms],
        "cases": [_case(each, bundle.expires_at) for each in bundle.cases],
        "rules": {
            "emergency": list(EMERGENCY),
            "duty_phone": institutions.setting(session, "duty.phone", ""),
            "visit": {
                language: away.rules(library.form(None, away.VISIT), language) for language in LANGUAGES
            },
        },
    }


def digest(found: Mapping[str, Any]) -> str:
    """The hash by which a tablet tells whether it has this bundle."""
    return hashlib.sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _form(taken: TakenForm, drawn: Mapping[str, rendering.Reader], actor: Actor) -> dict[str, Any]:
    form, definition = taken.form, taken.form.definition
    return {
        "id": definition.id,
        "version": definition.version,
        "sha256": definition.sha256,
        "title": {each: form.text("title", each, definition.title) for each in LANGUAGES},
        "slot": taken.slot,
        "purpose": taken.purpose,
        "workflow": taken.workflow,
        "pages": list(taken.pages) if taken.pages else None,
        "prefill": dict(taken.prefill),
        "definition": definition.document,
        "schema": form.schema,
        "signatures": _signatures(form, actor),
        "html": {language: _drawn(taken, someone) for language, someone in drawn.items()},
    }


def _drawn(taken: TakenForm, someone: rendering.Reader) -> str:
    return str(rendering.draw(taken.form, taken.prefill, someone, pages=taken.pages))


def _signatures(form: Form, actor: Actor) -> list[dict[str, Any]]:
    """The signatures that can be given on this tablet, whatever is answered: the client's side, and the person's own."""
    asked = {
        pointer: field.schema["x-signature"]
        for pointer, field in form.fields.items()
        if "x-signature" in field.schema
    }
    return [
        {
            "pointer": pointer,
            "role": each["role"],
            "methods": each.get("methods", list(answers.SIGNING_METHODS)),
        }
        for pointer, each in asked.items()
        if not permissions.is_staff_signature(each["role"]) or permissions.may_sign(actor.roles, each["role"])
    ]


def _case(taken: TakenCase, expires_at: datetime) -> dict[str, Any]:
    forms = [
        {"definition_id": each.definition_id, "slot": each.slot, "prefill": dict(each.prefill)}
        for each in taken.forms
    ]
    return {
        "id": taken.id,
        "title": taken.title,
        "stage": dict(taken.stage),
        "forms": forms,
        "expires_at": expires_at.isoformat(),
    }


def _reader(session: Session, actor: Actor, language: str, now: datetime) -> rendering.Reader:
    """Whoever takes the bundle along, as a reader of forms; people to choose from come with the drawn form."""

    def choices_of(roles: Sequence[str]) -> Sequence[tuple[str, str]]:
        people = accounts.people(session, actor, roles or None)
        return tuple(staff_rules.selectable(session, people, roles).items())

    return rendering.Reader(
        language=language,
        zone=unit_of_work.settings().institution_timezone,
        people=users.names(session),
        role=actor.roles,
        choices_of=choices_of,
        url_for_file=lambda attachment_id: url_for("record.attachment", attachment_id=attachment_id),
        divisions_url=assets.asset("vendor/divisions.json"),
        streets_url=assets.asset("vendor/streets/"),
        icons_url=assets.asset("vendor/icons.svg"),
        clause_text=clause_texts.sentence,
        calendar=readers.calendar_around(now.date(), session),
    )

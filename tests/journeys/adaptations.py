"""What an institution makes of standard 002, and the standard's version 1.1, made by the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from caseforms import definitions
from caseforms.definitions import editing
from caseforms.services import designs, library, publishing, shipped
from caseforms.services.actors import Actor
from caseforms.storage import Store

FORM, WORKFLOW = "mh-application", "mental-health-case"
NEEDS, NAME = "field:/client_needs", "field:/client_name"
HIDDEN = {"op": "move", "item": "field:/address_street", "anchor": None}
RELABELLED = {"op": "set", "item": NEEDS, "property": "title", "value": "来访者的需求"}
SHORTER = {"op": "set", "item": NAME, "property": "maxLength", "value": 30}
ADDED = {
    "op": "add-item",
    "item": "field:/street_office",
    "value": {"schema": {"type": "string", "title": "街道办联系人", "maxLength": 40}, "required": True},
    "anchor": {"in": "group:basic", "before": None},
    "translations": {"en": {"street_office.label": "Contact at the sub-district office"}},
}
TIGHTENED = {"op": "set", "item": "timer:referral_booking", "property": "hours", "value": 12}
LOOSENED = {"op": "set", "item": "timer:assessment", "property": "working_days", "value": 20}
THEIRS = (
    {"op": "set", "item": NEEDS, "property": "title", "value": "求助者的需求"},
    {"op": "set", "item": NAME, "property": "title", "value": "姓名（与身份证一致）"},
)
"""The standard's version 1.1 says another thing about one item that we renamed, and rewords one that we shortened."""


def adapt(store: Store, actor: Actor, now: datetime) -> None:
    """Hide an extension field, relabel one, shorten one, add a required one; tighten a deadline; publish both."""
    changed(store, actor, "form", FORM, [HIDDEN, RELABELLED, SHORTER, ADDED], now)
    changed(store, actor, "workflow", WORKFLOW, [TIGHTENED], now)


def changed(
    store: Store, actor: Actor, kind: str, name: str, operations: list[dict[str, Any]], now: datetime
) -> None:
    """One piece of work, published."""
    with store.transaction(actor.institution_id) as session:
        design = designs.open_(session, actor, kind, name, now)
        designs.apply(session, actor, design.id, operations, now)
        publishing.publish(session, actor, design.id, "按本中心的做法调整", now)


def newer_standard(store: Store, actor: Actor, now: datetime) -> None:
    """Version 1.1 of the standard's application form arrives."""
    document = editing.apply_all(shipped.form_documents()[FORM][1], THEIRS)
    newer = definitions.parse({**document, "version": "1.1.0"})
    with store.transaction(actor.institution_id) as session:
        library.register_form(session, newer, now)

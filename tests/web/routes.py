"""Every address of the application, filled in with what one house really has: for tests that walk all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from werkzeug.routing import Rule

from caseforms.services import accounts
from tests.web.conftest import House
from tests.web.visiting import PASSWORD, Visitor, signed_in

ROLES = (
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
    "third_party",
)
NOWHERE = "0123456789abcdef0123456789abcdef"
USUAL: Mapping[str, Any] = {
    "year": 2026,
    "slot": "consent",
    "action": "accept",
    "role": "worker",
    "code": "ch",
    "name": "survey",
    "language": "zh",
    "definition_id": "complaint-record",
    "workflow_id": "mental-health-case",
    "setting": "referral.confirm_days",
    "document": "002",
    "fingerprint": "0" * 12,
    "table_id": "cd-monitoring-table",
    "period_name": "2025-Q4",
    "row_id": "1_1",
    "filename": "css/base.css",
}
CHANGING = ("DELETE", "PATCH", "POST", "PUT")


@dataclass(frozen=True)
class Way:
    """One method at one address."""

    method: str
    endpoint: str
    rule: str
    address: str


def ways(app: Flask, ids: Mapping[str, str]) -> Iterator[Way]:
    """Every way into the application; what is not in `ids` leads to something that does not exist."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, sorted(each.methods or ()))):
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Way(method, rule.endpoint, rule.rule, _address(app, rule, ids))


def _address(app: Flask, rule: Rule, ids: Mapping[str, str]) -> str:
    values = {name: ids.get(name, USUAL.get(name, NOWHERE)) for name in rule.arguments}
    if rule.endpoint == "language":
        values["code"] = "en"
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def everybody(house: House) -> dict[str, Visitor]:
    """One signed-in person of each role."""
    with house.store.transaction(house.institution_id) as session:
        for role in ROLES:
            name = f"one-{role.replace('_', '-')}"
            accounts.add_user(session, None, name, name, [role], house.clock(), password=PASSWORD)
    return {role: signed_in(house.app, f"one-{role.replace('_', '-')}") for role in ROLES}


@contextmanager
def without_effect(app: Flask) -> Iterator[None]:
    """Whatever the requests do is undone when they are answered, except coming and going."""

    def spoil() -> None:
        g.spoilt = True

    app.before_request_funcs.setdefault(None, []).insert(0, spoil)
    try:
        yield
    finally:
        app.before_request_funcs[None].remove(spoil)

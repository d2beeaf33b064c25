"""The shipped tables of indicators, an institution's settings for them, and the digest of the rules that count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy.orm import Session

from caseforms import indicators, locations
from caseforms.indicators import Counter, Row, Table
from caseforms.services import institutions
from caseforms.services.chain import digest
from caseforms.services.refusal import refuse

SETTING = "indicators"
_brought: dict[str, Table] = {}
"""Tables that a test brings instead of the shipped ones."""


def tables() -> Mapping[str, Table]:
    """Every table by id."""
    return _brought or _shipped()


def table(table_id: str) -> Table:
    """One table. Refused `indicators.not-found`."""
    found = tables().get(table_id)
    if found is None:
        refuse("indicators.not-found")
    return found


def row(found: Table, row_id: str) -> Row:
    """One row of a table. Refused `indicators.not-found`."""
    wanted = found.row(row_id)
    if wanted is None:
        refuse("indicators.not-found")
    return wanted


def fed_by(workflow: str) -> tuple[Table, ...]:
    """The tables that cases of a workflow feed."""
    return tuple(each for each in tables().values() if workflow in each.workflows())


def fed_by_register(definition: str) -> tuple[Table, ...]:
    """The tables that records of a register feed."""
    return tuple(each for each in tables().values() if definition in each.registers())


def settings_of(session: Session, found: Table) -> dict[str, Any]:
    """The institution's values, the table's own where it has set none."""
    own = own_settings(session).get(found.id, {})
    return {name: own.get(name, default) for name, default in found.settings.items()}


def own_settings(session: Session) -> Mapping[str, Mapping[str, Any]]:
    """What the institution has set, by table; read once per session."""
    known = session.info.get("indicator_settings")
    if known is None:
        known = session.info["indicator_settings"] = institutions.setting(session, SETTING, {})
    assert isinstance(known, Mapping)
    return known


def forget(session: Session) -> None:
    """Read settings and rules afresh: they were changed in this session."""
    for name in ("settings", "indicator_settings", "indicator_rules"):
        session.info.pop(name, None)


def rules(session: Session) -> str:
    """The digest of everything that decides how this institution counts; read once per session."""
    known = session.info.get("indicator_rules")
    if known is None:
        digests = {name: _digest_of(each) for name, each in tables().items()}
        known = session.info["indicator_rules"] = digest({"tables": digests, "own": own_settings(session)})
    return str(known)


def counter_key(found: Table, counter: Counter) -> str:
    """How rows name a counter: counters of two tables never meet."""
    return f"{found.id}:{counter.id}"


def bring(*found: Table) -> None:
    """Use these tables instead of the shipped ones; none: the shipped ones again."""
    _brought.clear()
    _brought.update({each.id: each for each in found})


@lru_cache(maxsize=64)
def _digest_of(found: Table) -> str:
    """A table never changes: its digest, which takes longer to make than a case to be counted, is made once."""
    return digest(dict(found.document))


@cache
def _shipped() -> Mapping[str, Table]:
    folder = locations.shipped("workflows") / "indicators"
    paths = [path for path in sorted(folder.glob("*.json")) if not path.name.endswith(".schema.json")]
    parsed = [indicators.parse(json.loads(path.read_text(encoding="utf-8")), path.name) for path in paths]
    return {found.id: found for found in parsed}

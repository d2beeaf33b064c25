"""Which versions an institution has put in force: asked of the database once in a transaction, and only when needed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.storage.sessions import INSTITUTION
from caseforms.storage.tables import Publication

FORM, WORKFLOW = "form", "workflow"
IN_FORCE = "in_force"
_MEMO = "versions_in_force"
Versions = Mapping[str, tuple[str, str]]
"""Version and sha256 by the id of the form or workflow."""


def versions(session: Session | None, kind: str) -> Versions:
    """What the session's institution has put in force instead of, or beside, what is shipped; nothing without one."""
    if session is None or not session.info.get(INSTITUTION):
        return {}
    known: dict[str, dict[str, tuple[str, str]]] | None = session.info.get(_MEMO)
    if known is None:
        known = session.info[_MEMO] = {FORM: {}, WORKFLOW: {}}
        columns = (Publication.kind, Publication.definition_id, Publication.version, Publication.sha256)
        for each, name, version, sha256 in session.execute(
            select(*columns).where(Publication.state == IN_FORCE)
        ):
            known[each][name] = version, sha256
    return known[kind]


def forget(session: Session) -> None:
    """Ask again: this transaction has put something in force."""
    session.info.pop(_MEMO, None)

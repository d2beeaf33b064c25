"""How an institution looks: its name, its accent colour, its logo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import audit, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import refuse
from caseforms.storage import store_of
from caseforms.storage.tables import Institution, InstitutionSetting

ACCENTS = ("", "blue", "violet", "green", "plum")
"""Palettes whose contrast is tested; the first is the product's own."""
SETTING = "look"
LARGEST_LOGO = 300 * 1024
LONGEST_NAME = 120
SIGNS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class Look:
    """The accent is one of ACCENTS; `logo` is the sha256 of the picture, `type` its media type, both empty without one."""

    accent: str = ""
    logo: str = ""
    type: str = ""


def of(session: Session) -> Look:
    """How the session's institution looks."""
    row = _row(session)
    return Look(**row.value["value"]) if row is not None else Look()


def keep(session: Session, actor: Actor, name: Mapping[str, str], accent: str, now: datetime) -> None:
    """Keep the name in both languages and the accent. Refused `look.name`, `look.accent`."""
    permissions.require(actor, "manage-lists")
    words = {language: str(name.get(language, "")).strip() for language in ("zh", "en")}
    if not all(0 < len(each) <= LONGEST_NAME for each in words.values()):
        refuse("look.name", "/name", limit=LONGEST_NAME)
    if accent not in ACCENTS:
        refuse("look.accent", "/accent")
    institution = session.get(Institution, actor.institution_id)
    if institution is None:
        refuse("institution.not-found")
    institution.name_zh, institution.name_en = words["zh"], words["en"]
    present = of(session)
    _set(session, actor, Look(accent, present.logo, present.type), now)


def set_logo(session: Session, actor: Actor, content: bytes, now: datetime) -> None:
    """Keep a logo; nothing takes it away. What the file is called does not count: its first bytes do.

    Refused `look.logo-size`, `look.logo-kind`.
    """
    permissions.require(actor, "manage-lists")
    if len(content) > LARGEST_LOGO:
        refuse("look.logo-size", "/logo", limit=LARGEST_LOGO // 1024)
    kind = next((kind for sign, kind in SIGNS if content.startswith(sign)), "")
    if content and not kind:
        refuse("look.logo-kind", "/logo")
    digest = store_of(session).files.keep(content).sha256 if content else ""
    _set(session, actor, Look(of(session).accent, digest, kind), now)


def logo(session: Session) -> tuple[Path, str] | None:
    """Where the logo lies and its media type; None where there is none."""
    found = of(session)
    path = store_of(session).files.path(found.logo) if found.logo else None
    return (path, found.type) if path is not None and path.is_file() else None


def _set(session: Session, actor: Actor, look: Look, now: datetime) -> None:
    row = _row(session)
    if row is None:
        row = InstitutionSetting(name=SETTING)
        session.add(row)
    value: dict[str, Any] = {"accent": look.accent, "logo": look.logo, "type": look.type}
    row.value, row.changed_by, row.changed_at = {"value": value}, actor.user_id, now
    session.flush()
    audit.note(session, actor, "change", now, detail={"setting": SETTING, "after": value})


def _row(session: Session) -> InstitutionSetting | None:
    return session.scalar(select(InstitutionSetting).where(InstitutionSetting.name == SETTING))

"""The commands `caseforms users add|list|reset|roles`: accounts without a browser, for the first administrator."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from caseforms import settings, storage
from caseforms.services import institutions, users
from caseforms.services.institutions import InstitutionLine
from caseforms.services.refusal import refuse
from caseforms.storage import Store


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the four verbs; an institution is named by its code."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    add = verbs.add_parser("add", help="a new user; prints the first password")
    add.add_argument("username")
    add.add_argument("name", help="the name colleagues know")
    add.add_argument("--roles", required=True, help="comma-separated, e.g. social_worker,supervisor")
    add.add_argument("--language", choices=("zh", "en"), default="zh")
    add.set_defaults(run=_add)
    listing = verbs.add_parser("list", help="every user of the institution")
    listing.set_defaults(run=_list)
    reset = verbs.add_parser("reset", help="a new first password")
    reset.add_argument("username")
    reset.set_defaults(run=_reset)
    roles = verbs.add_parser("roles", help="give a user exactly these roles")
    roles.add_argument("username")
    roles.add_argument("roles", help="comma-separated")
    roles.set_defaults(run=_roles)
    for verb in (add, listing, reset, roles):
        verb.add_argument("--institution", default="", help="its code; not needed while there is only one")


def _add(arguments: argparse.Namespace) -> int:
    store, now = storage.open(settings.read()), datetime.now(UTC)
    institution = _institution(store, arguments.institution, now)
    with store.transaction(institution.id) as session:
        roles = arguments.roles.split(",")
        added = users.add_user(
            session, None, arguments.username, arguments.name, roles, now, language=arguments.language
        )
    print(f"{added.user.username}\t{added.first_password}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    store, now = storage.open(settings.read()), datetime.now(UTC)
    institution = _institution(store, arguments.institution, now)
    with store.reading(institution.id) as session:
        for line in users.users(session, None, now):
            state = "active" if line.active else "left"
            print(f"{line.username}\t{line.name}\t{','.join(line.roles)}\t{state}")
    return 0


def _reset(arguments: argparse.Namespace) -> int:
    store, now = storage.open(settings.read()), datetime.now(UTC)
    institution = _institution(store, arguments.institution, now)
    with store.transaction(institution.id) as session:
        print(users.reset_password(session, None, _user_id(session, arguments.username), now))
    return 0


def _roles(arguments: argparse.Namespace) -> int:
    store, now = storage.open(settings.read()), datetime.now(UTC)
    institution = _institution(store, arguments.institution, now)
    with store.transaction(institution.id) as session:
        user_id = _user_id(session, arguments.username)
        line = users.set_roles(session, None, user_id, arguments.roles.split(","), now)
    print(f"{line.username}\t{','.join(line.roles)}")
    return 0


def _institution(store: Store, code: str, now: datetime) -> InstitutionLine:
    """The institution with the code; the only one; or a first one, made from the settings."""
    with store.transaction(None) as session:
        known = institutions.listed(session)
        if not known and not code:
            name = settings.read().institution_name or "案表"
            return institutions.create(session, "main", name, name, now)
    fitting = [line for line in known if line.code == code] if code else list(known)
    if len(fitting) != 1:
        refuse("institution.not-found")
    return fitting[0]


def _user_id(session: Session, username: str) -> str:
    found = [line.id for line in users.users(session, None) if line.username == username.casefold()]
    if not found:
        refuse("account.not-found")
    return found[0]

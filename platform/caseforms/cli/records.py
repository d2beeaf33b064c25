"""The command `caseforms records carry-over`: stored records under the version of their form that is in force."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from caseforms import settings, storage
from caseforms.services import carrying_over, institutions, library, users
from caseforms.services.actors import Actor
from caseforms.services.institutions import InstitutionLine
from caseforms.services.refusal import refuse
from caseforms.storage import Store


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb; it is done in somebody's name and for a reason, which both stand in every record's history."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    carry = verbs.add_parser(
        "carry-over",
        help="a new revision of every unsigned record of a form, under the version that is in force",
    )
    carry.add_argument("form", help="the form's name, e.g. mh-application")
    carry.add_argument("--by", required=True, metavar="USERNAME", help="who decided it; may publish forms")
    carry.add_argument("--reason", required=True, help="why; kept with each revision")
    carry.add_argument("--institution", default="", help="its code; not needed while there is only one")
    carry.set_defaults(run=_carry_over)


def _carry_over(arguments: argparse.Namespace) -> int:
    """Prints how many were carried over, then each record that stays with its version, and why."""
    store = storage.open(settings.read())
    library.register_shipped(store, datetime.now(UTC))
    actor = _actor(store, _institution(store, arguments.institution), arguments.by)

    def tell(done: int, total: int) -> None:
        print(f"{done} / {total}", file=sys.stderr)

    def clock() -> datetime:
        return datetime.now(UTC)

    found = carrying_over.carry_over(store, actor, arguments.form, arguments.reason, clock, tell)
    print(f"carried over\t{found.carried}")
    for why, number in sorted(found.left.items()):
        print(f"{why}\t{number}")
    for record_id, why in found.first.items():
        print(f"{record_id}\t{why}")
    return 0


def _institution(store: Store, code: str) -> InstitutionLine:
    with store.reading(None) as session:
        fitting = [line for line in institutions.listed(session) if code in ("", line.code)]
    if len(fitting) != 1:
        refuse("institution.not-found")
    return fitting[0]


def _actor(store: Store, institution: InstitutionLine, username: str) -> Actor:
    with store.reading(institution.id) as session:
        known = [line for line in users.users(session, None) if line.active]
    found = [line for line in known if line.username == username.casefold()]
    if not found:
        refuse("account.not-found")
    return Actor(found[0].id, institution.id, frozenset(found[0].roles), found[0].name)

"""The commands `caseforms db upgrade` and `caseforms db check`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from caseforms import settings, storage
from caseforms.services import library


def configure(parser: argparse.ArgumentParser) -> None:
    """Add `upgrade` and `check`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    upgrade = verbs.add_parser(
        "upgrade", help="bring the database to the newest shape and enter the shipped forms"
    )
    upgrade.set_defaults(run=_upgrade)
    check = verbs.add_parser("check", help="compare the database with the tables in the code")
    check.set_defaults(run=_check)


def _upgrade(_arguments: argparse.Namespace) -> int:
    store = storage.open(settings.read())
    storage.upgrade(store.engine)
    library.register_shipped(store, datetime.now(UTC))
    store.close()
    print("the database is up to date")
    return 0


def _check(_arguments: argparse.Namespace) -> int:
    store = storage.open(settings.read())
    differences = storage.check(store.engine)
    store.close()
    for difference in differences:
        print(difference)
    return 1 if differences else 0

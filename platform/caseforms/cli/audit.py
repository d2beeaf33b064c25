"""The command `caseforms audit verify`: whether every log still holds together."""

from __future__ import annotations

import argparse

from caseforms import settings, storage
from caseforms.services import audit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add `verify`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="recompute the hash chain of every case and of every access log")
    verify.set_defaults(run=_verify)


def _verify(_arguments: argparse.Namespace) -> int:
    store = storage.open(settings.read())
    with store.reading(None) as session:
        found = audit.verify(session)
    store.close()
    for each in found.broken:
        print(f"{each.kind} {each.id} line {each.seq}: {each.what}")
    checked = f"{found.cases} cases, {found.events} events, {found.accesses} accesses"
    print(f"{checked}: {'every line holds' if found.ok else f'{len(found.broken)} broken'}")
    return 0 if found.ok else 1

"""`caseforms indicators`: check the tables of indicators, and count everything anew."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from caseforms import indicators, locations, settings, storage
from caseforms.cli import FINE, PROBLEMS
from caseforms.cli.files import object_of
from caseforms.problems import Problem, Refused, explain
from caseforms.services import library, recounting
from caseforms.storage.tables import Institution


def configure(group: argparse.ArgumentParser) -> None:
    """Adds the commands of the group."""
    commands = group.add_subparsers(metavar="COMMAND", required=True, parser_class=type(group))
    checks = commands.add_parser("check", help="look up every form, field and workflow that tables name")
    checks.add_argument("paths", metavar="PATH", nargs="*", help="tables; all shipped ones by default")
    checks.add_argument("--locale", choices=("zh", "en"), default="zh", help="language of the words")
    checks.set_defaults(run=check)
    rebuilds = commands.add_parser("rebuild", help="count every case anew; goes on where a stopped one was")
    rebuilds.set_defaults(run=rebuild)


def check(chosen: argparse.Namespace) -> int:
    """Writes `file:pointer:code:remedy` for each problem of each table."""
    from caseforms.rendering import Reader

    say = Reader(language=chosen.locale, now=datetime.now(UTC)).gettext
    forms = {name: form.definition for name, form in library.forms().items()}
    found: list[Problem] = []
    for path in chosen.paths or _shipped():
        try:
            document = object_of(path)
        except Refused as refused:
            found += refused.problems
        else:
            found += indicators.lint(document, forms, library.workflows(), path)
    for each in found:
        words = " ".join(explain(each, say).split())
        sys.stdout.write(f"{each.source}:{each.pointer}:{each.code}:{words}\n")
    return PROBLEMS if found else FINE


def rebuild(_chosen: argparse.Namespace) -> int:
    """Counts everything of every institution anew, and says how far it is."""
    store = storage.open(settings.read())
    try:
        with store.reading(None) as session:
            institutions = list(session.execute(select(Institution.id, Institution.code)))
        for institution_id, code in institutions:
            recounting.recount(store, institution_id, _now, lambda progress, code=code: _say(code, progress))  # type: ignore[misc]
    finally:
        store.close()
    return FINE


def _say(code: str, progress: recounting.Progress) -> None:
    how = " (going on)" if progress.resumed else ""
    end = " done" if progress.finished else ""
    print(f"{code}: {progress.done} of {progress.total}{how}{end}", flush=True)


def _now() -> datetime:
    return datetime.now(UTC)


def _shipped() -> list[str]:
    folder = Path(locations.shipped("workflows")) / "indicators"
    return [str(path) for path in sorted(folder.glob("*.json")) if not path.name.endswith(".schema.json")]

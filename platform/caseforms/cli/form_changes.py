"""`caseforms forms edit | diff | format`: the changes of the designer, made and shown without it."""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from caseforms.cli import FINE, PROBLEMS
from caseforms.cli.files import form_files, is_definition, json_of, object_of, printed
from caseforms.definitions import editing, parse
from caseforms.definitions.editing import Change
from caseforms.problems import Problem, Refused
from caseforms.problems.entry import N_
from caseforms.rendering import Reader

CLASSES = {"safe": N_("safe"), "widening": N_("widening"), "breaking": N_("breaking")}
KINDS = {"added": N_("added"), "removed": N_("removed"), "moved": N_("moved"), "changed": N_("changed")}
EFFECTS = {
    "tightened": N_("stricter than before"),
    "loosened": N_("less strict than before"),
    "altered": N_("another rule"),
    "retyped": N_("another kind of answer"),
}
LONGEST = 60


def configure(commands: Any) -> None:
    """Adds the commands to the group."""
    edit = commands.add_parser("edit", help="apply operations to a definition file, as the designer does")
    edit.add_argument("path", metavar="PATH", help="the definition; it is written anew")
    edit.add_argument("operations", metavar="OPERATIONS", help="a JSON list of operations; - for stdin")
    edit.add_argument(
        "--show", action="store_true", help="write the outcome to stdout and leave the file alone"
    )
    edit.set_defaults(run=edited)
    diff = commands.add_parser(
        "diff", help="what differs between two definitions, and what that does to answers"
    )
    diff.add_argument("before", metavar="A")
    diff.add_argument("after", metavar="B")
    diff.add_argument("--locale", choices=("zh", "en"), default="zh", help="language of the words")
    diff.set_defaults(run=different)
    form = commands.add_parser("format", help="lay definition files out as the designer writes them")
    form.add_argument("paths", metavar="PATH", nargs="*", help="definitions, or folders of them")
    form.add_argument(
        "--check", action="store_true", help="only say which are laid out otherwise, with the lines"
    )
    form.set_defaults(run=laid_out)


def edited(chosen: argparse.Namespace) -> int:
    """Applies the operations, all or none, and writes the file if what comes out is a definition."""
    operations = json_of(chosen.operations)
    if not isinstance(operations, list):
        raise Refused(Problem("file.not-a-list", params={"path": chosen.operations}))
    document = editing.apply_all(editing.normal(_definition(chosen.path)), operations)
    parse(document, chosen.path)
    text = editing.write(document)
    if chosen.show:
        printed(text.rstrip("\n"))
    else:
        _replace(chosen.path, text)
    return FINE


def different(chosen: argparse.Namespace) -> int:
    """Writes one line for each difference; says by its exit status whether there is one."""
    before, after = _definition(chosen.before), _definition(chosen.after)
    reader = Reader(language=chosen.locale)
    changes = editing.difference(before, after)
    for change in changes:
        printed(_line(change, before if change.kind == "removed" else after, reader))
    return PROBLEMS if changes else FINE


def laid_out(chosen: argparse.Namespace) -> int:
    """Writes the files anew, or with --check the lines that would change."""
    status = FINE
    for path in form_files(chosen.paths):
        text = Path(path).read_text(encoding="utf-8")
        wanted = editing.write(_definition(path))
        if text == wanted:
            continue
        if chosen.check:
            status = PROBLEMS
            lines = difflib.unified_diff(text.splitlines(), wanted.splitlines(), path, path, n=0, lineterm="")
            printed("\n".join(lines))
        else:
            _replace(path, wanted)
            printed(path)
    return status


def _definition(path: str) -> dict[str, Any]:
    """The document in a file. Raises Refused if it holds no definition."""
    document = object_of(path)
    if not is_definition(document):
        raise Refused(Problem("definition.not-an-object", source=path))
    return document


def _replace(path: str, text: str) -> None:
    """Writes a file whole or not at all."""
    beside = Path(f"{path}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _line(change: Change, document: Mapping[str, Any], reader: Reader) -> str:
    said = editing.label_of(document, change.item)
    label = said.get(reader.language) or said.get("zh") or next(iter(said.values()))
    words = [reader.gettext(KINDS[change.kind])]
    if change.property:
        words = [f"{change.property} {_value(change.before)} → {_value(change.after)}"]
    if change.effect in EFFECTS:
        words.append(reader.gettext(EFFECTS[change.effect]))
    return f"{reader.gettext(CLASSES[change.change_class])}\t{change.item}\t{label}\t{'; '.join(words)}"


def _value(value: Any) -> str:
    if value is None:
        return "—"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

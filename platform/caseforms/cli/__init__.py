"""The `caseforms` command: one module for each group of commands, loaded only when its group is asked for.

Exit status: 0 fine, 1 problems found, 2 refused, with one line on stderr and never a traceback. A group is a module
with `configure(parser)`, which adds arguments and sets `run`, a function from the parsed arguments to the status.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

FINE, PROBLEMS, REFUSED = 0, 1, 2
LONGEST_LINE = 700

GROUPS: Mapping[str, tuple[str, str]] = {
    "demo": ("caseforms.cli.demo", "make a fresh demonstration with two institutions and serve it"),
    "serve": ("caseforms.cli.serve", "serve the pages"),
    "work": ("caseforms.cli.work", "do what time brings: deadlines, letters, clearing away"),
    "db": ("caseforms.cli.database", "bring the database up to date, or compare it with the code"),
    "users": ("caseforms.cli.users", "add, list and reset users, and give them roles"),
    "records": ("caseforms.cli.records", "carry stored records over to a newer version of their form"),
    "audit": ("caseforms.cli.audit", "check that the logs hold together"),
    "forms": ("caseforms.cli.forms", "render, decode, validate, check and change form definitions"),
    "indicators": ("caseforms.cli.indicators", "check tables of indicators, count everything anew"),
    "workflow": ("caseforms.cli.workflow", "check workflows, play stories through them, draw them"),
}
"""Name of a group -> its module, and what it is for."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FINE
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has enough: nothing to say, and nothing to flush
        return FINE
    except KeyboardInterrupt:
        return REFUSED
    except Exception as fault:
        print(f"caseforms: {_reason(fault)}", file=sys.stderr)
        return REFUSED


def _run(given: list[str]) -> int:
    parser = Parser(
        prog="caseforms", description="Low-code forms and cases for medical and community social work."
    )
    groups = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    wanted = next((word for word in given if not word.startswith("-")), "")
    for name, (module, purpose) in GROUPS.items():
        group = groups.add_parser(name, help=purpose, description=purpose)
        if name == wanted:
            import_module(module).configure(group)
    chosen = parser.parse_args(given)
    return int(chosen.run(chosen))


def _reason(fault: Exception) -> str:
    """Why a command stopped, in one line."""
    from caseforms.problems import Refused, explain

    if isinstance(fault, Refused):
        said = (
            " ".join(filter(None, (one.source, one.pointer, explain(one, str)))) for one in fault.problems[:1]
        )
        return _one_line(" ".join(said))
    return _one_line(f"{type(fault).__name__}: {fault}")


def _one_line(words: str) -> str:
    return " ".join(words.split())[:LONGEST_LINE]

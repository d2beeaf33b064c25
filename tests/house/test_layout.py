"""The shape of the tree: where Python may lie, how long a module is, and that each says what it owns."""

from __future__ import annotations

import ast
from itertools import pairwise

from tests.house.source import PACKAGE, ROOT, python_files, shown, tracked, tree

LONGEST = 400
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "core"}


def test_platform_holds_the_package_and_nothing_else() -> None:
    # A loose .py or an __init__.py here would hide Python's own module `platform`.
    entries = {path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}

    assert entries == {"caseforms"}


def test_no_module_is_longer_than_400_lines_without_saying_why() -> None:
    offenders = []
    for path in python_files(ROOT):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        docstring = ast.get_docstring(tree(path)) or ""
        excused = (
            "long because" in docstring.lower() or path.parent.name == "versions"
        )  # a migration is one step
        if lines > LONGEST and not excused:
            offenders.append(
                f"{shown(path)}: {lines} lines; split it, or say in its docstring 'Long because ...'"
            )

    assert offenders == []


def test_every_module_opens_with_what_it_owns() -> None:
    offenders = [
        shown(path) for path in python_files(ROOT) if tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert offenders == []


def test_rooms_and_modules_have_names_a_caseworker_would_know() -> None:
    offenders = [
        shown(path)
        for path in python_files(PACKAGE)
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(PACKAGE).parent.parts}
    ]

    assert offenders == []


def test_every_folder_of_the_package_and_of_the_tests_that_holds_python_is_a_package() -> None:
    # In tests/, mirrored names would clash otherwise. Alembic reads its folder of versions by path.
    offenders = {
        shown(path.parent)
        for path in [*python_files(PACKAGE), *python_files(ROOT / "tests")]
        if not (path.parent / "__init__.py").is_file() and "migrations" not in path.parts
    }

    assert offenders == set()


def test_no_conftest_is_longer_than_150_lines() -> None:
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked()
        if path.name == "conftest.py"
    }

    assert {name: lines for name, lines in lengths.items() if lines > 150} == {}


def test_nothing_is_left_unfinished_in_the_package() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    offenders = [
        f"{shown(path)}: {mark}"
        for path in python_files(PACKAGE)
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]

    assert offenders == []


def test_migrations_follow_one_another() -> None:
    # Two that bear one number are one too few for every database: Alembic would run either.
    folder = PACKAGE / "storage" / "migrations" / "versions"
    sources = {path.name[:4]: path.read_text(encoding="utf-8") for path in folder.glob("0*.py")}
    numbers = sorted(sources)

    assert len(sources) == len(list(folder.glob("0*.py")))
    for before, number in pairwise(numbers):
        assert f'revision = "{number}"' in sources[number]
        assert f'down_revision = "{before}"' in sources[number]

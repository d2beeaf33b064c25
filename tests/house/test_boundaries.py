"""Rules about who may do what that import-linter cannot see: paths, engines, the environment, and its own contract."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from caseforms.locations import SHIPPED_FOLDERS
from tests.house.source import PACKAGE, ROOT, python_files, shown, tree

GROUND_FLOOR = (
    "wording",
    "rules",
    "definitions",
    "answers",
    "overlays",
    "workflow",
    "indicators",
    "problems",
)


def _modules_outside(*allowed: str) -> list[Path]:
    return [path for path in python_files(PACKAGE) if path.relative_to(PACKAGE).parts[0] not in allowed]


def _called_names(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            yield function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _paths_to_shipped_folders(path: Path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            parts: list[ast.expr] = [node.right]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
            "joinpath",
            "Path",
        }:
            parts = node.args
        else:
            continue
        for part in parts:
            if isinstance(part, ast.Constant) and str(part.value).split("/")[0] in {
                *SHIPPED_FOLDERS,
                "_shipped",
            }:
                yield node.lineno


def test_only_locations_builds_a_path_to_a_shipped_folder() -> None:
    offenders = [
        f"{shown(path)}:{line}"
        for path in _modules_outside("locations.py")
        for line in _paths_to_shipped_folders(path)
    ]

    assert offenders == []


def test_only_storage_makes_an_engine() -> None:
    offenders = [
        shown(path) for path in _modules_outside("storage") if "create_engine" in _called_names(path)
    ]

    assert offenders == []


def test_only_settings_reads_the_environment() -> None:
    offenders = []
    for path in _modules_outside("settings.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                offenders.append(f"{shown(path)}:{node.lineno}")

    assert offenders == []


def test_the_ground_floor_contract_names_every_ground_floor_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    named = next(set(each["source_modules"]) for each in contracts if each["type"] == "forbidden")

    present = {
        f"caseforms.{room}"
        for room in GROUND_FLOOR
        if (PACKAGE / room).exists() or (PACKAGE / f"{room}.py").exists()
    }

    assert named >= present


def test_the_ground_floor_reads_neither_clock_nor_chance_nor_files() -> None:
    forbidden_calls = {
        "now",
        "utcnow",
        "today",
        "time_ns",
        "uuid4",
        "token_urlsafe",
        "open",
        "read_text",
        "write_text",
    }
    offenders = [
        f"{shown(path)}: {sorted(forbidden_calls & set(_called_names(path)))}"
        for room in GROUND_FLOOR
        for path in python_files(PACKAGE / room)
        if forbidden_calls & set(_called_names(path))
    ]

    assert offenders == []

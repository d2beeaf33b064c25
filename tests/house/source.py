"""What the guards read: the checkout's own files, as git knows them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "platform" / "caseforms"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is committed or about to be, absolute; what git ignores is not ours."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in sorted(set(listing.stdout.decode().split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def python_files(under: Path) -> list[Path]:
    """The tracked Python files below a folder."""
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(under)]


def templates() -> list[Path]:
    """The tracked HTML templates of the package."""
    return [path for path in tracked() if path.is_relative_to(PACKAGE) and "templates" in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    """A path as a message should name it."""
    return path.relative_to(ROOT).as_posix()

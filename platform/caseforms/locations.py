"""Where the shipped folders are: in the wheel's `_shipped`, or in the checkout that an editable install points at.

The only module that builds a path to them (tests/house holds everybody else to that)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SHIPPED_FOLDERS = ("form_definitions", "workflows", "static", "translations")


def checkout() -> Path | None:
    """The root of the checkout this package runs from, or None when it runs from an installed wheel.

    `<root>/platform/caseforms/` is the only layout in which the package's grandparent is the checkout; a
    `pyproject.toml` there tells it from a site-packages folder.
    """
    root = _package().parent.parent
    return root if (root / "pyproject.toml").is_file() else None


def shipped(folder: str) -> Path:
    """The absolute path of one of SHIPPED_FOLDERS.

    Raises ValueError for a name that is not shipped, FileNotFoundError (naming both places looked in) for a
    broken install. A real path, since Flask's `static_folder` and Flask-Babel need one.
    """
    if folder not in SHIPPED_FOLDERS:
        raise ValueError(f"{folder!r} is not a shipped folder; there are {', '.join(SHIPPED_FOLDERS)}")
    installed = _package() / "_shipped" / folder
    if installed.is_dir():
        return installed
    root = checkout()
    if root is not None and (root / folder).is_dir():
        return root / folder
    in_checkout = _package().parent.parent / folder
    raise FileNotFoundError(
        f"folder {folder!r} is neither in the package ({installed}) nor in a checkout ({in_checkout})"
    )


def _package() -> Path:
    return Path(str(files("caseforms"))).resolve()

"""The shipped folders are found, and a broken install says where it looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseforms import locations


@pytest.mark.parametrize("folder", locations.SHIPPED_FOLDERS)
def test_every_shipped_folder_is_found_in_a_checkout(folder: str) -> None:
    root = locations.checkout()

    assert root is not None
    assert locations.shipped(folder) == root / folder


def test_a_folder_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(ValueError, match="'templates' is not a shipped folder"):
        locations.shipped("templates")


def test_a_wheel_finds_its_own_copy_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "caseforms"
    (package / "_shipped" / "static").mkdir(parents=True)
    monkeypatch.setattr(locations, "_package", lambda: package)

    assert locations.shipped("static") == package / "_shipped" / "static"
    assert locations.checkout() is None


def test_a_broken_install_names_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "caseforms"
    package.mkdir(parents=True)
    (tmp_path / "static").mkdir()  # beside a package that is no checkout: not to be taken for ours
    monkeypatch.setattr(locations, "_package", lambda: package)

    with pytest.raises(FileNotFoundError) as caught:
        locations.shipped("static")

    assert str(package / "_shipped" / "static") in str(caught.value)
    assert str(tmp_path / "static") in str(caught.value)

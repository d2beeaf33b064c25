"""Attachments lie under the hash of their content, whole or not at all."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest

from caseforms.storage.files import Files, TooLarge


def test_a_file_lies_under_its_hash_once(tmp_path: Path) -> None:
    files = Files(tmp_path / "attachments", 100)

    first, second = files.keep(b"same"), files.keep(io.BytesIO(b"same"))

    assert first == second
    assert files.path(sha256(b"same").hexdigest()).read_bytes() == b"same"
    assert len([path for path in files.folder.rglob("*") if path.is_file()]) == 1


def test_too_large_a_file_leaves_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path / "attachments", 10)

    with pytest.raises(TooLarge):
        files.keep(io.BytesIO(b"x" * 11))

    assert [path for path in files.folder.rglob("*") if path.is_file()] == []

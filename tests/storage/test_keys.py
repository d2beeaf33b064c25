"""Sealed fields open only where they belong, and equal values are found without being readable."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from caseforms.storage import keys
from caseforms.storage.keys import SealBroken


def test_a_sealed_value_opens_under_its_own_context_only(tmp_path: Path) -> None:
    ring = keys.load(tmp_path / "keys.json")

    token = ring.seal("150602197001050042", "record-1/id_number")

    assert ring.open(token, "record-1/id_number") == "150602197001050042"
    with pytest.raises(SealBroken):
        ring.open(token, "record-2/id_number")
    with pytest.raises(SealBroken):
        ring.open(token, "record-1/phone")


def test_the_same_value_is_never_sealed_alike(tmp_path: Path) -> None:
    ring = keys.load(tmp_path / "keys.json")

    assert ring.seal("张秀兰", "a") != ring.seal("张秀兰", "a")


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"

    token = keys.load(path).seal("x", "c")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(path).open(token, "c") == "x"
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]


def test_an_older_key_still_opens_what_it_sealed(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    old = keys.load(path).seal("x", "c")
    document = json.loads(path.read_text())
    document["keys"]["k2"] = json.loads((tmp_path / "keys.json").read_text())["index"]
    document["current"] = "k2"
    path.write_text(json.dumps(document))

    ring = keys.load(path)

    assert ring.open(old, "c") == "x"
    assert ring.seal("y", "c").startswith("k2.")


def test_an_unknown_key_or_changed_bytes_are_refused(tmp_path: Path) -> None:
    ring = keys.load(tmp_path / "keys.json")
    token = ring.seal("x", "c")

    with pytest.raises(SealBroken):
        ring.open("k9" + token[2:], "c")
    with pytest.raises(SealBroken):
        ring.open(token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"), "c")


def test_blind_indexes_keep_kinds_and_installations_apart(tmp_path: Path) -> None:
    ring = keys.load(tmp_path / "keys.json")
    other = replace(ring, index_key=b"x" * 32)

    assert ring.blind("phone", "13800138042") == ring.blind("phone", "13800138042")
    assert ring.blind("phone", "13800138042") != ring.blind("id_number", "13800138042")
    assert ring.blind("phone", "13800138042") != other.blind("phone", "13800138042")

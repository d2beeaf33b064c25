"""Packs: what is put in comes out, and whatever happened to the file on its way is said."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms import locations
from caseforms.exchange import Part, opened, packs, written
from caseforms.problems import Refused

FORM = {
    "id": "visit",
    "version": "1.0.0+ch.2",
    "title": "走访",
    "schema": {"type": "object", "properties": {}},
}
CHANGES = {
    "form": "visit",
    "operations": [{"op": "set", "item": "form", "property": "title", "value": "入户走访"}],
}
PARTS = (Part("form", "visit", "1.0.0+ch.2", FORM), Part("changes", "visit", "", CHANGES))
AT = "2026-03-02T01:00:00+00:00"


def pack() -> bytes:
    return written(PARTS, made_by="春晖", made_at=AT, note="第一版")


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(found: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return target.getvalue()


def with_manifest(**changes: Any) -> bytes:
    found = entries(pack())
    manifest = json.loads(found["manifest.json"]) | changes
    return zipped({**found, "manifest.json": json.dumps(manifest).encode()})


def said(content: bytes) -> set[str]:
    with pytest.raises(Refused) as refused:
        opened(content)
    return {problem.code for problem in refused.value.problems}


def test_what_is_put_into_a_pack_comes_out_with_who_made_it_and_why() -> None:
    found = opened(pack())

    assert found.parts == PARTS
    assert (found.made_by, found.made_at, found.note) == ("春晖", AT, "第一版")
    assert [part.id for part in found.of("changes")] == ["visit"]


def test_the_same_parts_make_the_same_bytes_in_whatever_order_they_come() -> None:
    assert written(reversed(PARTS), made_by="春晖", made_at=AT, note="第一版") == pack()


def test_every_shipped_form_and_workflow_travels_unchanged() -> None:
    documents = [
        (kind, json.loads(path.read_text(encoding="utf-8")))
        for kind, folder, pattern in (
            ("form", "form_definitions", "*/*.json"),
            ("workflow", "workflows", "*.json"),
        )
        for path in sorted(locations.shipped(folder).glob(pattern))
        if not path.name.endswith(".schema.json")
    ]
    parts = [Part(kind, document["id"], document["version"], document) for kind, document in documents]

    found = opened(written(parts, made_by="", made_at=AT))

    assert len(found.parts) > 100
    assert {(part.kind, part.id): json.dumps(part.document) for part in found.parts} == {
        (part.kind, part.id): json.dumps(part.document) for part in parts
    }


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (lambda: b"", "pack.no-pack"),
        (lambda: b"PK\x03\x04 not really", "pack.no-pack"),
        (lambda: pack()[: len(pack()) // 2], "pack.no-pack"),
        (lambda: zipped({"readme.txt": b"hello"}), "pack.no-manifest"),
        (lambda: zipped({"manifest.json": b"[]"}), "pack.no-json"),
        (lambda: zipped({"manifest.json": b"\xff\xfe"}), "pack.no-json"),
        (lambda: zipped({"manifest.json": b"[" * 100_000}), "pack.no-json"),
        (lambda: with_manifest(format="something-else"), "pack.no-manifest"),
        (lambda: with_manifest(version="1"), "pack.no-manifest"),
        (lambda: with_manifest(version=2), "pack.newer"),
        (lambda: with_manifest(parts=[]), "pack.unlisted"),
        (lambda: with_manifest(parts=[{"kind": "script", "path": "x"}]), "pack.unknown-kind"),
        (lambda: with_manifest(parts=[3]), "pack.unknown-kind"),
        (lambda: zipped({**entries(pack()), "form/visit@1.0.0+ch.2.json": b"{}"}), "pack.changed"),
        (lambda: zipped({**entries(pack()), "../../etc/passwd": b"x"}), "pack.unlisted"),
        (lambda: zipped({"manifest.json": entries(pack())["manifest.json"]}), "pack.missing"),
    ],
)
def test_a_pack_that_was_spoilt_is_refused_with_the_reason(spoilt: Callable[[], bytes], code: str) -> None:
    assert code in said(spoilt())


def test_a_part_under_another_name_than_its_own_is_refused() -> None:
    content = written([Part("form", "consent", "1.0.0", FORM)], made_by="", made_at=AT)

    assert said(content) == {"pack.misnamed"}


def test_each_thing_that_is_wrong_is_named_at_once() -> None:
    found = entries(pack())
    found["changes/visit.json"] = b"{}"
    del found["form/visit@1.0.0+ch.2.json"]

    assert said(zipped(found)) == {"pack.changed", "pack.missing"}


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    heavy = zipped({"manifest.json": b" " * (packs.LARGEST_PART + 1)})
    many = zipped({f"form/{number}.json": b"{}" for number in range(packs.MOST_PARTS + 2)})
    whole = zipped({f"form/{number}.json": b" " * packs.LARGEST_PART for number in range(26)})
    liar = heavy.replace(
        (packs.LARGEST_PART + 1).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )  # says that it unpacks to ten bytes

    assert said(heavy) == {"pack.part-too-large"}
    assert said(many) == {"pack.too-many"}
    assert said(whole) == {"pack.too-large"}
    assert said(liar) <= {"pack.no-pack", "pack.no-json", "pack.part-too-large"}
    assert said(b" " * (packs.LARGEST_PACK + 1)) == {"pack.too-large"}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed_or_breaks_anything(data: st.DataObject) -> None:
    content = bytearray(pack())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    try:
        found = opened(bytes(content))
    except Refused:
        return
    assert found.parts == PARTS

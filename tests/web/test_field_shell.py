"""The tablet's app as it is served: nobody's data in it, every file of it kept, what it begins with named in the page."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from caseforms import locations
from tests.web.conftest import House
from tests.web.visiting import Visitor

STATIC = locations.shipped("static")
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.[^"]+)";', re.MULTILINE)


def reached(module: str, pattern: re.Pattern[str], known: set[str]) -> set[str]:
    """The modules that one brings with it."""
    if module not in known:
        known.add(module)
        for found in pattern.findall((STATIC / module).read_text(encoding="utf-8")):
            reached(posixpath.normpath(posixpath.join(posixpath.dirname(module), found)), pattern, known)
    return known


def kept(house: House) -> dict[str, object]:
    script = house.app.test_client().get("/field-worker.js").get_data(as_text=True)
    found = re.search(r"work\((\{.*\})\);", script)
    assert found is not None
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_the_page_names_exactly_what_the_app_begins_with(stranger: Visitor) -> None:
    page = stranger.client.get("/field/zh").get_data(as_text=True)

    named = {place.split("/", 3)[3] for place in re.findall(r'rel="modulepreload" href="([^"]+)"', page)}

    assert named | {"js/field/app.js"} == reached("js/field/app.js", IMPORT, set())


def test_every_module_that_the_app_may_come_to_is_kept_on_the_tablet(house: House) -> None:
    folders = ("js/field", "js/modules")  # what a drawn form names in data-module stands in the second
    roots = [f"{folder}/{path.name}" for folder in folders for path in (STATIC / folder).glob("*.js")]
    needed: set[str] = set()
    for root in roots:
        reached(root, IMPORT, needed)

    files = {str(address).split("/", 3)[3] for address in kept(house)["files"]}  # type: ignore[attr-defined]

    assert needed - files == set()
    assert [name for name in files if not (STATIC / name).is_file()] == []


def test_a_new_word_or_file_makes_a_new_version(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = kept(house)["version"]
    monkeypatch.setattr("caseforms.web.assets.release", lambda: "0" * 12)

    assert kept(house)["version"] != before


def test_the_page_is_nobodys(visit: Callable[..., Visitor], stranger: Visitor) -> None:
    hers = visit("lin").client.get("/field/zh").get_data(as_text=True)
    nobodys = stranger.client.get("/field/zh").get_data(as_text=True)

    assert "林晓燕" not in hers
    assert "个案" in nobodys


def test_the_app_can_be_installed(stranger: Visitor) -> None:
    with stranger.client.get("/field/manifest.webmanifest") as answer:
        manifest = answer.get_json(force=True)

    assert manifest["scope"] == manifest["id"] == "/field/"
    assert {each["sizes"] for each in manifest["icons"]} >= {"192x192", "512x512"}
    assert [each["url"] for each in manifest["shortcuts"]] == [
        "/field/#today",
        "/field/#incident",
        "/field/#outbox",
    ]
    for icon in manifest["icons"]:
        with stranger.client.get(icon["src"]) as picture:
            assert picture.status_code == 200

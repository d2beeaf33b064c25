"""What was published once stays what it was: a shipped form or workflow that changes gets another version."""

from __future__ import annotations

import json
from pathlib import Path

from caseforms import locations
from caseforms.definitions.definition import fingerprint

KEPT = Path(__file__).with_name("published.json")
NEW = locations.shipped("form_definitions").parent / "build" / "published.json"


def shipped() -> dict[str, str]:
    """`place version` → sha256 of every form, workflow and table that comes along."""
    found = {}
    for folder in ("form_definitions", "workflows"):
        for path in sorted(locations.shipped(folder).rglob("*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            if "id" in document and "version" in document:
                place = path.relative_to(locations.shipped(folder).parent).with_suffix("").as_posix()
                found[f"{place} {document['version']}"] = fingerprint(document)
    return found


def test_a_version_that_was_published_never_changes() -> None:
    # An installation refuses to start over a version that reads otherwise than when it was registered there.
    kept: dict[str, str] = json.loads(KEPT.read_text(encoding="utf-8"))
    now = shipped()

    NEW.parent.mkdir(exist_ok=True)
    NEW.write_text(json.dumps(dict(sorted((kept | now).items())), indent=1) + "\n", encoding="utf-8")

    assert [name for name in now if kept.get(name, now[name]) != now[name]] == [], "raise the version"
    assert [name for name in now if name not in kept] == [], f"a new version: copy {NEW.name} from build/"

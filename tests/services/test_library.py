"""The registers: a published version is immutable, and old records are drawn with theirs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from caseforms import definitions
from caseforms.services import library
from caseforms.storage import Store
from tests.services.world import MORNING, World, refused

SMALL: dict[str, Any] = {
    "id": "small",
    "version": "1.0.0",
    "kind": "record",
    "title": "小表",
    "schema": {"type": "object", "properties": {"note": {"type": "string", "title": "旧名"}}},
    "ui": {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/note"}]},
    "translations": {"en": {"title": "Small form", "note.label": "Old name"}},
}


def register(store: Store, document: dict[str, Any]) -> None:
    with store.transaction(None) as session:
        library.register_form(session, definitions.parse(document), MORNING)


def test_registering_the_shipped_files_again_changes_nothing(store: Store) -> None:
    library.register_shipped(store, MORNING)
    library.register_shipped(store, MORNING)

    with store.reading(None) as session:
        assert library.form(session, "mh-plan").definition.id == "mh-plan"


def test_the_same_version_with_other_bytes_is_refused_by_name(store: Store) -> None:
    register(store, SMALL)
    changed = deepcopy(SMALL)
    changed["schema"]["properties"]["note"]["title"] = "新名"

    assert refused(lambda: register(store, changed)) == ("library.version-changed",)


@pytest.mark.requirement("R-M-05")
def test_an_old_version_keeps_its_labels_beside_a_newer_one(store: Store) -> None:
    register(store, SMALL)
    newer = deepcopy(SMALL)
    newer["version"] = "1.1.0"
    newer["schema"]["properties"]["note"]["title"] = "新名"
    register(store, newer)

    with store.reading(None) as session:
        old, new = (library.form(session, "small", version) for version in ("1.0.0", "1.1.0"))

    assert [form.label(form.fields["/note"], "zh") for form in (old, new)] == ["旧名", "新名"]


def test_what_nobody_registered_is_refused(store: Store) -> None:
    with store.reading(None) as session:
        assert refused(lambda: library.form(session, "nothing")) == ("library.unknown-form",)
        assert refused(lambda: library.form(session, "mh-plan", "0.0.1")) == ("library.unknown-form",)
        assert refused(lambda: library.workflow(session, "nothing")) == ("library.unknown-workflow",)


def test_compiled_forms_are_shared(world: World) -> None:
    with world.store.reading(world.institution_id) as session:
        assert library.form(session, "mh-plan") is library.form(None, "mh-plan", "1.0.0")

"""The registers: a published version is immutable, and old records are drawn with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import event, select

from caseforms import definitions
from caseforms.definitions import Definition
from caseforms.services import library, records, shipped
from caseforms.services.identifiers import new_id
from caseforms.storage import Store
from caseforms.storage.tables import FormVersion, Publication, Record
from tests.compiled import opened
from tests.databases import Place
from tests.services import filled
from tests.services import world as worlds
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
        version = shipped.definitions()["mh-plan"].version

        assert library.form(session, "mh-plan") is library.form(None, "mh-plan", version)


OWN_TITLE = "本院申请表"


def ours(document: dict[str, Any], number: int, code: str = "chunhui") -> dict[str, Any]:
    """A form as an institution would publish it over a shipped one."""
    return {**deepcopy(document), "version": f"1.0.0+{code}.{number}"}


def relabelled(label: str) -> dict[str, Any]:
    document = deepcopy(dict(shipped.definitions()["mh-application"].document))
    document["schema"]["properties"]["client_name"]["title"] = label
    return document


def put_in_force(world: World, document: dict[str, Any], answers: Sequence[Any] = ()) -> Definition:
    definition = definitions.parse(document)
    with world.store.transaction(world.institution_id) as session:
        library.register_form(session, definition, MORNING)
        session.add(
            Publication(
                id=new_id(), kind="form", definition_id=definition.id, version=definition.version, number=1,
                sha256=definition.sha256, base_version="1.0.0", previous="1.0.0", overlay=[], answers=list(answers),
                note="", change_class="safe", made_by=world.admin.user_id, made_at=MORNING, from_at=MORNING,
                state="in_force",
            )
        )  # fmt: skip
    return definition


@pytest.mark.requirement("R-M-08")
def test_a_form_in_force_is_its_institutions_own(world: World, store: Store) -> None:
    other = worlds.build(store, "next-door")
    put_in_force(world, ours(relabelled("来访者"), 1))

    with store.reading(world.institution_id) as session:
        own = library.form(session, "mh-application")
    with store.reading(other.institution_id) as session:
        theirs = library.form(session, "mh-application")
        hidden = refused(lambda: library.form(session, "mh-application", "1.0.0+chunhui.1"))

    assert [form.label(form.fields["/client_name"], "zh") for form in (own, theirs)] == ["来访者", "姓名"]
    assert hidden == ("library.unknown-form",)


def test_two_institutions_may_give_a_version_the_same_name(world: World, store: Store) -> None:
    other = worlds.build(store, "next-door")
    put_in_force(world, ours(relabelled("来访者"), 1, "x"))
    put_in_force(other, ours(relabelled("当事人"), 1, "x"))

    labels = []
    for each in (world, other):
        with store.reading(each.institution_id) as session:
            form = library.form(session, "mh-application", "1.0.0+x.1")
        labels.append(form.label(form.fields["/client_name"], "zh"))

    assert labels == ["来访者", "当事人"]


def test_what_another_process_puts_in_force_holds_from_the_next_transaction_on(
    world: World, place: Place
) -> None:
    with world.store.reading(world.institution_id) as session:
        before = library.form(session, "mh-application")
        with closing(opened(place)) as elsewhere:
            put_in_force(World(elsewhere, world.institution_id, world.actors), ours(relabelled("来访者"), 1))
        during = library.form(session, "mh-application")
    with world.store.reading(world.institution_id) as session:
        after = library.form(session, "mh-application")

    assert during is before
    assert after.definition.version == "1.0.0+chunhui.1"


@pytest.mark.requirement("R-M-05")
def test_a_record_keeps_the_form_it_was_filled_in_with(world: World) -> None:
    case_id = world.open()
    old = world.fill(case_id, "application", filled.APPLICATION)
    put_in_force(world, ours(relabelled("来访者"), 1))

    shown = world.do(records.view, "lin", old, world.now).form
    new = world.start(world.open(), "application").form

    assert [form.label(form.fields["/client_name"], "zh") for form in (shown, new)] == ["姓名", "来访者"]


def test_a_workflow_speaks_of_fields_by_the_names_of_the_institutions_forms(world: World) -> None:
    put_in_force(world, ours(relabelled("来访者"), 1))

    with world.store.reading(world.institution_id) as session:
        flow = library.workflow(session, worlds.WORKFLOW)
        again = library.workflow(session, worlds.WORKFLOW)

    assert flow.field_labels["application.client_name"]["zh"] == "来访者"
    assert flow is again
    assert library.workflow(None, worlds.WORKFLOW).field_labels["application.client_name"]["zh"] == "姓名"


def test_a_published_version_changed_behind_the_servers_back_is_refused(world: World) -> None:
    definition = put_in_force(world, ours(relabelled("来访者"), 1))
    with world.store.transaction(world.institution_id) as session:
        row = session.scalars(select(FormVersion).where(FormVersion.version == definition.version)).one()
        row.document = {**row.document, "title": OWN_TITLE}
    library.forget()

    with world.store.reading(world.institution_id) as session:
        assert refused(lambda: library.form(session, "mh-application")) == ("library.tampered",)


def test_a_record_whose_version_holds_something_else_by_now_is_not_shown_with_it(world: World) -> None:
    draft = world.start(world.open(), "application")
    with world.store.transaction(world.institution_id) as session:
        session.get_one(Record, draft.line.id).definition_sha256 = "0" * 64

    assert refused(lambda: world.do(records.view, "lin", draft.line.id, world.now)) == ("library.tampered",)


def test_asking_for_many_forms_asks_the_database_once(world: World) -> None:
    asked: list[str] = []
    with world.store.reading(world.institution_id) as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *each: asked.append(each[2]))
        for name in ("mh-application", "mh-plan", "mh-consent"):
            library.form(session, name)
        library.workflow(session, worlds.WORKFLOW)
        library.by_subject(session)

    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1

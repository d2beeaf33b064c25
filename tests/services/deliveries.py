"""Deliveries in a test: what a volunteer wrote on a tablet, sent as the door takes it, and what then waits."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.services import arrivals, arriving, library, sealed_files
from caseforms.services.arriving import Delivered
from caseforms.storage import Store
from tests.services import filled
from tests.services.tablets import SealedRecord, Tablet, enrolled
from tests.services.world import World

STROKES = [[[0, 0], [40, 12], [80, 4]]]
FIRST_PAGE = {
    name: value
    for name, value in filled.APPLICATION.items()
    if name not in ("accept_basis", "scope_action", "follow_up")
}


@pytest.fixture
def tablet(store: Store, world: World) -> Tablet:
    """A tablet on which the volunteer has signed in."""
    return enrolled(store, world.institution_id, world.now, world.chen)


def delivered(world: World, tablet: Tablet, record: SealedRecord) -> Delivered:
    """The record with its files, as the door takes them."""
    with world.store.transaction(world.institution_id) as session:
        for file in record.files:
            sealed_files.take(session, tablet.id, file.address, 0, len(file.sealed), file.sealed, world.now)
        return arriving.deliver(session, tablet.bearer, record.id, record.body, world.now)


def application(world: World, tablet: Tablet, **more: Any) -> SealedRecord:
    """The first page of an application, as a volunteer fills it in."""
    return tablet.record(
        more.pop("data", FIRST_PAGE),
        world.chen.user_id,
        world.now,
        ("mh-application", version_of("mh-application")),
        **more,
    )


def service_record(world: World, tablet: Tablet, case_id: str, **more: Any) -> SealedRecord:
    """A service record for a case, filled in outside."""
    definition = ("mh-service-record", version_of("mh-service-record"))
    data = {**filled.SERVICE_RECORD, **more}
    return tablet.record(
        data, world.chen.user_id, world.now, definition, case_id=case_id, slot="service_record"
    )


def only(world: World, actor: str = "lin") -> str:
    """The id of the one arrival that waits."""
    (line,) = world.do(arrivals.listed, actor).items
    return line.id


def marks(world: World, arrival_id: str, actor: str = "lin") -> set[str]:
    """What the page says there is to know."""
    return {each.code for each in world.do(arrivals.look, actor, arrival_id, world.now).marks}


def version_of(definition_id: str) -> str:
    """The version of a form in force."""
    return library.form(None, definition_id).definition.version

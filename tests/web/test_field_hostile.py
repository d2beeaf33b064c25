"""Whatever a broken or hostile tablet sends: never an error of ours, never a page that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from caseforms.storage.tables import Arrival
from tests.services.killed import INCIDENT
from tests.services.tablets import SealedRecord
from tests.web.conftest import House
from tests.web.test_field_door import Street
from tests.web.visiting import Visitor

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
INSIDE = (
    *("definition_id", "version", "case_id", "slot", "started_at", "finished_at", "tablet_time"),
    *("time_offset_ms", "data", "signatures", "attachments", "volunteer_id", "event", "handed_over"),
)
ANSWERS = ("occurred_at", "place", "incident_type", "action_taken", "reporter_signature", "client_name")
SIGNATURE = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("pointer", "role", "method", "strokes", "image", "typed", "at"), ANYTHING)
)
OFTEN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def street(house: House) -> Street:
    return Street(house)


@pytest.fixture
def lin(visit: Callable[..., Visitor]) -> Visitor:
    return visit("lin")


@OFTEN
@given(body=st.dictionaries(st.sampled_from(("envelope", "sha256", "blobs", "summary", "x")), ANYTHING))
def test_any_body_is_answered_in_words(street: Street, body: dict[str, Any]) -> None:
    status, told = street.send(SealedRecord("0" * 32, body))

    assert status == 422
    assert told["problems"][0]["message"]


@OFTEN
@given(
    inside=st.dictionaries(st.sampled_from(INSIDE), ANYTHING, max_size=3),
    answers=st.dictionaries(st.sampled_from(ANSWERS), ANYTHING, max_size=3),
    signatures=st.lists(SIGNATURE, max_size=2),
)
def test_any_content_is_kept_and_its_page_opens(
    street: Street,
    lin: Visitor,
    inside: dict[str, Any],
    answers: dict[str, Any],
    signatures: list[Any],
) -> None:
    content = {"signatures": signatures, **inside}
    record = street.tablet.record(
        content.pop("data", {**INCIDENT, **answers}), street.chen.user_id, street.house.clock(), **content
    )

    status, told = street.send(record)
    number = str((told.get("receipt") or told)["number"])
    with street.house.store.reading(street.house.institution_id) as session:
        address = f"/received/{session.scalars(select(Arrival.id).where(Arrival.number == number)).one()}"
    token = lin.open(address).value_of("csrf_token")
    decided = [
        lin.client.post(f"{address}/{verb}", data={"csrf_token": token}).status_code
        for verb in ("confirm", "go-on")
    ]

    assert status in (201, 422)
    assert all(each in (303, 403, 404, 422) for each in decided)

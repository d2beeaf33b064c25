"""What goes along on a tablet: the forms somebody may fill in, their own open cases, and of people hardly more than a name."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseforms.services import bundles, institution_keys, team
from caseforms.services.bundles import Bundle
from caseforms.storage.envelopes import EnvelopeBroken, joined, make_pair, open_sealed, seal
from tests.services import filled
from tests.services.tablets import enrolled
from tests.services.world import World


def packed(world: World, who: str = "chen") -> Bundle:
    """What this person would take along now."""
    return world.do(bundles.packed, who, world.now)


def joined_case(world: World, who: str = "chen") -> str:
    """A case in service with a volunteer in it."""
    case_id = world.planned()
    world.do(team.join_case, "lin", case_id, world.actors[who].user_id, "volunteer", world.now)
    return case_id


def test_a_volunteer_takes_along_the_first_page_of_an_application_and_what_stands_alone(world: World) -> None:
    found = {each.form.definition.id: each for each in packed(world).forms}

    assert {"mh-application", "incident-report", "cd-screening-register"} <= found.keys()
    assert found["mh-application"].pages == (1,)
    assert found["incident-report"].purpose == "alone"
    assert "mh-assessment" not in found
    assert "mh-plan" not in found


def test_only_ones_own_open_cases_go_along(world: World) -> None:
    own, other = joined_case(world), world.planned()

    found = packed(world)

    assert [each.id for each in found.cases] == [own]
    assert found.responsible == {own: world.lin.user_id}
    assert other not in found.responsible
    world.do(team.leave_case, "lin", own, world.chen.user_id, world.now)
    assert packed(world).cases == ()


def test_of_a_person_the_name_goes_along_and_nothing_else_that_is_personal(world: World) -> None:
    joined_case(world)

    (case,) = packed(world).cases
    prefilled = {name: value for slot in case.forms for name, value in slot.prefill.items()}

    assert prefilled["client_name"] == "张秀兰"
    told = str(prefilled)
    for secret in ("13800138042", "1970-01-05", "东胜区", "13900139000", "schizophrenia"):
        assert secret not in told


def test_a_bundle_ends_after_a_week_and_is_the_same_all_day(world: World) -> None:
    first = packed(world)
    world.later(hours=5)

    assert packed(world).expires_at == first.expires_at
    zone = ZoneInfo("Asia/Shanghai")
    assert first.expires_at.astimezone(zone) == datetime(2026, 3, 9, 23, 59, 59, tzinfo=zone)


def test_what_was_taken_along_is_written_down_once_with_whoever_carries_the_case(world: World) -> None:
    case_id = joined_case(world)
    tablet = enrolled(world.store, world.institution_id, world.now, world.chen)
    bundle = packed(world)

    first, again = (
        world.do(bundles.issued, "chen", tablet.id, bundle, "0" * 64, world.now) for _ in range(2)
    )

    assert first.id == again.id
    assert first.cases == {case_id: world.lin.user_id}


def test_what_was_sealed_with_a_key_of_last_year_still_opens(world: World) -> None:
    with world.store.transaction(world.institution_id) as session:
        old = institution_keys.current(session, world.now)
        same = institution_keys.current(session, world.now + timedelta(days=100))
        new = institution_keys.current(session, world.now + timedelta(days=200))
    header, sealed = seal(old.jwk, old.id, "a|attachment", b"content")

    with world.store.reading(world.institution_id) as session:
        opened = institution_keys.opened_file(session, joined(header, sealed), "a|attachment")

    assert opened == b"content"
    assert old == same
    assert new.id != old.id


@pytest.mark.parametrize(
    "spoil",
    [
        lambda header, sealed: ({**header, "aad": "b|record"}, sealed),
        lambda header, sealed: ({**header, "v": 2}, sealed),
        lambda header, sealed: ({**header, "iv": "AAAA"}, sealed),
        lambda header, sealed: ({**header, "iv": 7}, sealed),
        lambda header, sealed: ({**header, "epk": {**header["epk"], "x": header["epk"]["y"]}}, sealed),
        lambda header, sealed: ({**header, "epk": None}, sealed),
        lambda header, sealed: (header, sealed[:-1]),
        lambda header, sealed: (header, bytes([sealed[0] ^ 1]) + sealed[1:]),
        lambda header, _: (header, b""),
    ],
)
def test_a_spoilt_envelope_does_not_open_and_says_so(spoil) -> None:  # type: ignore[no-untyped-def]
    pair = make_pair()
    header, sealed = spoil(*seal(pair.public, "k", "a|record", b"content"))

    with pytest.raises(EnvelopeBroken):
        open_sealed(pair.private, header, sealed, "a|record")


def test_a_social_worker_takes_along_whatever_the_case_asks_next(world: World) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)

    (case,) = packed(world, "lin").cases

    assert case.id == case_id
    assert "mh-consent" in {slot.definition_id for slot in case.forms}
    assert "mh-consent" in {each.form.definition.id for each in packed(world, "lin").forms}

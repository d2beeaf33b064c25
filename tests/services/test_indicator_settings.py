"""Targets and days of grace of the tables: what the administrator sets is what the tables count with."""

from __future__ import annotations

import pytest

from caseforms.services import indicator_settings, indicator_tables, institutions
from tests.services.world import World, refused

A1 = "cd-monitoring-table"
GRACE = f"{A1}.stage_grace_days"


def keep(world: World, **written: str) -> bool:
    """Keep numbers of table A.1 by name."""
    named = {f"{A1}.{name}": text for name, text in written.items()}
    return world.do(indicator_settings.keep, "admin", named, world.now)


def held(world: World) -> dict[str, object]:
    """What table A.1 counts with."""
    with world.store.reading(world.institution_id) as session:
        return indicator_tables.settings_of(session, indicator_tables.table(A1))


@pytest.mark.requirement("R-A1-1.5")
def test_a_target_that_is_set_holds_and_an_emptied_one_is_the_tables_own_again(world: World) -> None:
    usual = held(world)

    keep(world, stage_grace_days="14", target_fasting_glucose="6.1")
    own = held(world)
    keep(world, stage_grace_days="")

    assert (usual["stage_grace_days"], usual["target_fasting_glucose"]) == (7, 7.0)
    assert (own["stage_grace_days"], own["target_fasting_glucose"]) == (14, 6.1)
    assert (held(world)["stage_grace_days"], held(world)["target_fasting_glucose"]) == (7, 6.1)


def test_settings_of_tables_stand_beside_the_others(world: World) -> None:
    keep(world, stage_grace_days="14")

    with world.store.reading(world.institution_id) as session:
        found = institutions.settings(session)

    assert found["indicators"] == {A1: {"stage_grace_days": 14}}


@pytest.mark.parametrize("written", ["-1", "bald", "7.5", "1001", "٧7x"])
def test_what_is_no_number_of_days_is_refused(world: World, written: str) -> None:
    assert refused(lambda: keep(world, stage_grace_days=written)) == ("indicators.setting",)
    assert held(world)["stage_grace_days"] == 7


def test_a_target_of_nothing_is_none_but_no_days_of_grace_are_some(world: World) -> None:
    assert refused(lambda: keep(world, target_systolic="0")) == ("indicators.setting",)
    assert keep(world, stage_grace_days="0")


def test_only_the_administrator_sets_targets(world: World) -> None:
    assert refused(lambda: world.do(indicator_settings.keep, "lin", {GRACE: "9"}, world.now)) == (
        "permission.denied",
    )

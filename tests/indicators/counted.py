"""What the tests of counting ask: the sample table, every row that was added, everything counted anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from caseforms.indicators import Figures, holding
from caseforms.services import quality_tables, recounting
from caseforms.services.recounting import Progress
from caseforms.storage.tables import ContributionRow
from tests.services.world import World

SPRING = holding(date(2026, 3, 1), "quarter")


def table(world: World, period: Any = SPRING) -> Figures:
    """The sample table as quality staff see it."""
    return world.do(quality_tables.of_period, "qian", "sample-table", period, world.now)


def rows(world: World) -> list[tuple[Any, ...]]:
    """Everything that cases and records have added."""
    columns = [column for column in ContributionRow.__table__.columns if column.name != "id"]
    with world.store.reading(world.institution_id) as session:
        return sorted(map(tuple, session.execute(select(*columns))), key=repr)


def anew(world: World) -> list[Progress]:
    """Count everything anew."""
    told: list[Progress] = []
    recounting.recount(world.store, world.institution_id, lambda: world.now, told.append)
    return told


def owners(world: World) -> dict[str, set[int]]:
    """The numbers of the rows that each source has added."""
    found: dict[str, set[int]] = {}
    with world.store.reading(world.institution_id) as session:
        for source, row in session.execute(select(ContributionRow.source_id, ContributionRow.id)):
            found.setdefault(source, set()).add(row)
    return found

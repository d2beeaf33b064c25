"""Builds the whole demonstration in an empty store, by playing its stories through the services."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from caseforms.demo import days, outing
from caseforms.demo.cast import INSTITUTIONS, PASSWORD
from caseforms.demo.house import House, found
from caseforms.demo.programme import STORIES
from caseforms.demo.story import Telling
from caseforms.demo.walk import Walk
from caseforms.services import indicator_rows, library, passwords
from caseforms.storage import Store

DAYS_BACK = 365
SHORTEST = 30
SEED = "caseforms"
SEEDING_COST = (
    1,
    64,
)  # argon2: rounds and KiB while seeding; the first real sign-in hashes again at full price


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the institutions, the cases by the name of their story, how many deadlines fired."""

    houses: dict[str, House]
    cases: dict[str, str]
    fired: int

    def people(self) -> dict[str, object]:
        """Who may sign in, as the sign-in page of the demonstration reads it."""
        lines = [
            {
                "username": each.username,
                "name": each.name,
                "roles": list(each.roles),
                "institution": f"{institution.name_zh} {institution.name_en}",
            }
            for institution in INSTITUTIONS
            for each in institution.people
        ]
        return {"password": PASSWORD, "people": lines}


def build(
    store: Store,
    now: datetime,
    days_back: int = DAYS_BACK,
    *,
    seed: str = SEED,
    only: Collection[str] | None = None,
) -> Built:
    """Fill a migrated, empty store. The same `now` and `seed` give the same stories.

    `days_back` (30 or more) is how many days ago the first case begins; `only` names stories to play instead of all.
    """
    if days_back < SHORTEST:
        raise ValueError(f"the demonstration needs at least {SHORTEST} days")
    with _hurrying(store):
        return _built(store, now, days_back, seed, only)


def _built(store: Store, now: datetime, days_back: int, seed: str, only: Collection[str] | None) -> Built:
    founded = now - timedelta(days=days_back + 1)
    library.register_shipped(store, founded)
    houses = _houses(store, founded)
    walks = {}
    for story in STORIES:
        if only is None or story.name in only:
            house = houses[story.house]
            limits = days.days(house.calendar, now, days_back)
            walk = Walk(house, limits, story, f"{seed}/{story.name}")
            walk.steps = _told(walk, story.tell)
            walks[story.name] = walk
    limits = days.days(houses["chunhui"].calendar, now, days_back)
    ids = [house.institution_id for house in houses.values()]
    with indicator_rows.left_for_later():
        fired = days.run(store, walks.values(), limits, ids)
    if only is None:
        outing.deliver(houses["chunhui"], now)
    for house in houses.values():
        house.recount(now)
    return Built(houses, {name: walk.case_id for name, walk in walks.items()}, fired)


@contextmanager
def _hurrying(store: Store) -> Iterator[None]:
    """Build without waiting for the disk after every step: a demonstration that is cut off is simply made again."""

    def careless(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    on_sqlite = store.engine.dialect.name == "sqlite"
    store.engine.dispose()
    if on_sqlite:
        event.listen(store.engine, "connect", careless)
    gc.disable()  # thousands of short-lived rows: what the collector would look for is not there
    try:
        yield
    finally:
        gc.enable()
        if on_sqlite:
            event.remove(store.engine, "connect", careless)
        store.engine.dispose()


def _houses(store: Store, now: datetime) -> dict[str, House]:
    usual = passwords.cost()
    passwords.use_cost(*SEEDING_COST)
    try:
        return {institution.code: found(store, institution, now) for institution in INSTITUTIONS}
    finally:
        passwords.use_cost(*usual)


def _told(walk: Walk, tell: Telling) -> Iterator[datetime]:
    """The story's moments, its beginning first."""
    yield walk.now
    yield from tell(walk)

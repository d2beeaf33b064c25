"""An institution of the demonstration in a store: made through the services, with actors for its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from caseforms.demo.cast import PASSWORD, Institution
from caseforms.services import adopting, casework, institutions, recounting, team, users
from caseforms.services.actors import Actor
from caseforms.storage import Store
from caseforms.workflow import Calendar


@dataclass(frozen=True, slots=True)
class House:
    """One institution that stories play in."""

    store: Store
    institution: Institution
    institution_id: str
    actors: Mapping[str, Actor]
    calendar: Calendar

    def user_id(self, username: str) -> str:
        """The id of a colleague."""
        return self.actors[username].user_id

    def recount(self, now: datetime) -> None:
        """Count the tables of indicators as everything stands."""
        recounting.recount(self.store, self.institution_id, lambda: now, lambda _progress: None)


def found(store: Store, institution: Institution, now: datetime) -> House:
    """Found the institution: its row, calendar, teams and users. Every password is the demonstration's."""
    with store.transaction(None) as session:
        line = institutions.create(session, institution.code, institution.name_zh, institution.name_en, now)
    actors: dict[str, Actor] = {}
    with store.transaction(line.id) as session:
        teams = {key: team.create(session, None, name, now).id for key, name in institution.teams.items()}
        for each in institution.people:
            added = users.add_user(
                session,
                None,
                each.username,
                each.name,
                each.roles,
                now,
                password=PASSWORD,
                language=each.language,
                team_ids=[teams[key] for key in each.teams],
            )
            actors[each.username] = Actor(
                added.user.id, line.id, frozenset(each.roles), each.name, each.language
            )
        _follow_the_standards(session, actors, now)
        calendar = casework.calendar_of(session)
    return House(store, institution, line.id, actors, calendar)


def _follow_the_standards(session: Session, actors: Mapping[str, Actor], now: datetime) -> None:
    """The administrator adopts every standard that there are forms of."""
    keeper = next(each for each in actors.values() if "administrator" in each.roles)
    for document in adopting.documents():
        adopting.adopt(session, keeper, document, now)

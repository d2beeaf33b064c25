"""Finding a case by name, pinyin, initials, number, or the last digits of a phone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseforms.services import case_lists, identity, permissions, persons, sounds, users
from caseforms.services.actors import Actor
from caseforms.services.case_lines import CaseLine
from caseforms.storage import store_of
from caseforms.storage.tables import Case, Person, PersonKey, SearchTerm

LAST_CHARACTER = "\U0010ffff"
SHORTEST_PHONE = 4
MOST_PHONES = 200
MOST_CASES = 30


def find(session: Session, actor: Actor, text: str, limit: int = 30) -> tuple[CaseLine, ...]:
    """Cases that fit, newest first. Searches what the rows for lists hold; no record is opened.

    Names match from any character on (秀兰 finds 张秀兰), pinyin from any syllable on, numbers from any part on, phones
    by four or more last digits.
    """
    permissions.require(actor, "search")
    wanted = sounds.folded(text)
    if not wanted:
        return ()
    found = _by_terms(session, wanted, limit)
    if wanted.isdigit() and len(wanted) >= SHORTEST_PHONE:
        found |= _by_phone(session, wanted)
    if not found:
        return ()
    chosen = select(Case).where(Case.id.in_(sorted(found))).order_by(Case.opened_at.desc(), Case.id.desc())
    names = users.names(session)
    cases = session.scalars(chosen.limit(limit)).all()
    return case_lists.seen_lines(session, actor, cases, names)


def _by_terms(session: Session, wanted: str, limit: int) -> set[str]:
    between = (SearchTerm.term >= wanted, SearchTerm.term < wanted + LAST_CHARACTER)
    rows = select(SearchTerm.case_id).where(*between).order_by(SearchTerm.term, SearchTerm.case_id)
    return set(session.scalars(rows.limit(limit * 4)))


def _by_phone(session: Session, digits: str) -> set[str]:
    """A whole number and the four last digits are looked up as they are; only what lies between opens telephones."""
    if len(digits) == identity.TAIL:
        return _cases_of(session, _keyed(session, "phone_tail", digits, MOST_CASES))
    whole = _keyed(session, "phone", digits, MOST_CASES)
    if whole:
        return _cases_of(session, whole)
    likely = _keyed(session, "phone_tail", digits[-identity.TAIL :], MOST_PHONES)
    people = session.scalars(select(Person).where(Person.id.in_(likely)))
    phones = {person.id: persons.known_identity(session, person).get("phone", "") for person in people}
    return _cases_of(session, [each for each in likely if identity.digits(phones[each]).endswith(digits)])


def _keyed(session: Session, kind: str, digits: str, most: int) -> list[str]:
    digest = store_of(session).keyring.blind(kind, digits)
    wanted = select(PersonKey.person_id).where(PersonKey.kind == kind, PersonKey.digest == digest)
    return list(session.scalars(wanted.order_by(PersonKey.person_id.desc()).limit(most)))


def _cases_of(session: Session, people: list[str]) -> set[str]:
    return set(session.scalars(select(Case.id).where(Case.person_id.in_(people)))) if people else set()

"""The person registry: one file per person (一人一档), likely duplicates, and identity that forms may differ from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from caseforms.services import audit, identity, numbering, permissions, sounds
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.services.paging import Page, cursor, read_cursor
from caseforms.services.refusal import refuse
from caseforms.storage import store_of
from caseforms.storage.tables import Case, Person, PersonKey

WEIGHTS = {"same-id": 100, "same-phone": 40, "same-name": 40, "same-birth-date": 35, "same-sound": 25}
WORTH_SAYING = 40
MOST_CANDIDATES = 200
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a list."""

    id: str
    archive_no: str
    name: str
    gender: str
    birth_date: str
    phone_masked: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A registered person who may be the same one, and why: reasons are keys of WEIGHTS."""

    person: PersonLine
    score: int
    reasons: tuple[str, ...]
    open_cases: int


@dataclass(frozen=True, slots=True)
class PersonCase:
    """A case of the person, as the registry shows it."""

    case_id: str
    number: str
    stage: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with the whole identity and every case."""

    line: PersonLine
    identity: Mapping[str, str]
    cases: tuple[PersonCase, ...]
    version: int


def likely_duplicates(
    session: Session, actor: Actor, name: str, birth_date: str = "", phone: str = "", id_number: str = ""
) -> tuple[Likeness, ...]:
    """Registered persons who may be the one at the desk, the likeliest first (at most ten)."""
    if not permissions.allowed(actor.roles, "open-case"):
        permissions.require(actor, "persons")
    given = identity.cleaned({"name": name, "birth_date": birth_date, "phone": phone, "id_number": id_number})
    keys = identity.blind_keys(store_of(session).keyring, given)
    found = [_likeness(session, person, given, keys) for person in _candidates(session, given, keys)]
    worth = [each for each in found if each.score >= WORTH_SAYING]
    worth.sort(key=lambda each: (-each.score, each.person.archive_no))
    return tuple(worth[:MOST_SHOWN])


def register(
    session: Session, actor: Actor, values: Mapping[str, Any], now: datetime, person_id: str | None = None
) -> PersonLine:
    """Enter a person; gives the archive number that every case of theirs will share."""
    if not permissions.allowed(actor.roles, "open-case"):
        permissions.require(actor, "persons")
    known = identity.cleaned(values)
    if not known.get("name"):
        refuse("person.name-missing", "/name")
    person = Person(
        id=person_id or new_id(),
        archive_no=numbering.issue(session, "archive_no", now.year),
        created_at=now,
        created_by=actor.user_id,
    )
    enter(session, person, known)
    return line(person)


def enter(session: Session, person: Person, known: Mapping[str, str]) -> None:
    """Write a new person's row and keys."""
    _write(session, person, known)


def get(session: Session, actor: Actor, person_id: str, now: datetime) -> PersonView:
    """A person with everything known; the view is logged."""
    permissions.require(actor, "persons")
    person = row(session, person_id)
    audit.note(session, actor, "view", now, person_id=person_id)
    cases = session.execute(
        select(Case.id, Case.case_no, Case.application_no, Case.stage, Case.opened_at, Case.closed_at)
        .where(Case.person_id == person_id)
        .order_by(Case.opened_at)
    )
    lines = tuple(
        PersonCase(c.id, c.case_no or c.application_no or "", c.stage, c.opened_at, c.closed_at)
        for c in cases
    )
    return PersonView(line(person), known_identity(session, person), lines, person.version)


def update(
    session: Session, actor: Actor, person_id: str, changes: Mapping[str, Any], version: int, now: datetime
) -> PersonView:
    """Change the identity (an empty value takes a field away) if `version` is still the newest."""
    permissions.require(actor, "persons")
    person = row(session, person_id)
    if person.version != version:
        refuse("person.stale-version")
    known = known_identity(session, person)
    for name in identity.FIELDS:
        if name in changes:
            known[name] = "" if changes[name] is None else str(changes[name])
    known = identity.cleaned(known)
    if not known.get("name"):
        refuse("person.name-missing", "/name")
    _write(session, person, known)
    session.flush()
    audit.note(session, actor, "change", now, person_id=person_id, detail={"fields": sorted(changes)})
    return get(session, actor, person_id, now)


def listed(session: Session, actor: Actor, after: str | None = None, limit: int = 50) -> Page[PersonLine]:
    """Everybody registered, by name."""
    permissions.require(actor, "persons")
    wanted = select(Person).order_by(Person.name_pinyin, Person.id).limit(limit + 1)
    if after is not None:
        sound, person_id = read_cursor(after, 2)
        later = Person.name_pinyin > str(sound)
        wanted = wanted.where(or_(later, (Person.name_pinyin == str(sound)) & (Person.id > str(person_id))))
    rows = list(session.scalars(wanted))
    shown = rows[:limit]
    more = cursor(shown[-1].name_pinyin, shown[-1].id) if len(rows) > limit else None
    return Page(tuple(line(each) for each in shown), more)


def row(session: Session, person_id: str) -> Person:
    """The person's row; not found for another institution's id."""
    person = session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        refuse("person.not-found")
    return person


def known_identity(session: Session, person: Person) -> dict[str, str]:
    """Every identity field that has a value."""
    opened = {"name": person.name, "gender": person.gender, "birth_date": person.birth_date}
    sealed = identity.unseal(store_of(session).keyring, person.id, person.identity_sealed)
    return {name: value for name, value in {**opened, **sealed}.items() if value}


def with_address(known: Mapping[str, str]) -> dict[str, str]:
    """An identity with the address in one line beside its parts."""
    address = identity.address_of(known)
    return {**known, "address": address} if address else dict(known)


def with_id_number(session: Session, id_number: str) -> Person | None:
    """The registered person with this identity number."""
    digest = store_of(session).keyring.blind("id_number", identity.plain_id(id_number))
    keyed = select(PersonKey.person_id).where(PersonKey.kind == "id_number", PersonKey.digest == digest)
    return session.scalar(select(Person).where(Person.id.in_(keyed)).limit(1))


def line(person: Person) -> PersonLine:
    """The person as lists show it."""
    return PersonLine(
        person.id, person.archive_no, person.name, person.gender, person.birth_date, person.phone_masked
    )


def _write(session: Session, person: Person, known: Mapping[str, str]) -> None:
    keyring = store_of(session).keyring
    person.name, person.name_pinyin = known["name"][:120], sounds.sound_key(known["name"])
    person.gender, person.birth_date = known.get("gender", ""), known.get("birth_date", "")
    person.phone_masked = identity.masked_phone(known.get("phone", ""))
    person.identity_sealed = identity.seal(keyring, person.id, known)
    session.add(person)
    session.flush()
    session.execute(delete(PersonKey).where(PersonKey.person_id == person.id))
    keys = identity.blind_keys(keyring, known)
    session.add_all(PersonKey(person_id=person.id, kind=kind, digest=digest) for kind, digest in keys.items())
    session.flush()


def _candidates(session: Session, given: Mapping[str, str], keys: Mapping[str, str]) -> list[Person]:
    ways = []
    if "name" in given:
        ways.append(Person.name_pinyin == sounds.sound_key(given["name"]))
    strong = {kind: digest for kind, digest in keys.items() if kind != "phone_tail"}
    if strong:
        ways.append(
            Person.id.in_(select(PersonKey.person_id).where(PersonKey.digest.in_(list(strong.values()))))
        )
    if not ways:
        return []
    return list(session.scalars(select(Person).where(or_(*ways)).limit(MOST_CANDIDATES)))


def _likeness(
    session: Session, person: Person, given: Mapping[str, str], keys: Mapping[str, str]
) -> Likeness:
    own = {
        row.kind: row.digest
        for row in session.execute(
            select(PersonKey.kind, PersonKey.digest).where(PersonKey.person_id == person.id)
        )
    }
    reasons = [
        f"same-{name}"
        for kind, name in (("id_number", "id"), ("phone", "phone"))
        if keys.get(kind) and own.get(kind) == keys[kind]
    ]
    if name := given.get("name"):
        if sounds.folded(name) == sounds.folded(person.name):
            reasons.append("same-name")
        elif sounds.sound_key(name) == person.name_pinyin:
            reasons.append("same-sound")
    if given.get("birth_date") and given["birth_date"] == person.birth_date:
        reasons.append("same-birth-date")
    open_cases = session.scalar(
        select(func.count()).select_from(Case).where(Case.person_id == person.id, Case.closed_at.is_(None))
    )
    return Likeness(line(person), sum(WEIGHTS[reason] for reason in reasons), tuple(reasons), open_cases or 0)

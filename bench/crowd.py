"""A million cases in one institution, written straight into the tables: what lists and searches are measured on.

A hundred workers have forty open cases each, whatever the size; the rest are closed. Rows are made inside the database
in the order of their keys, and the indexes are built afterwards.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.house import House
from caseforms.services import identity, sounds

WORKERS = 100
OPEN_EACH = 40
TEAMS = 5
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = ("秀兰", "建国", "丽华", "志明", "小红", "伟", "芳", "海燕")
"""With the surnames few enough that each name is borne by more people than a page shows, whatever the size."""
TAIL = 7
SHARING = 100
"""How many people share the last four digits of a telephone, whatever the size: a page shows as many rows then."""
TABLES = ("case_file", "case_member", "open_item", "person", "person_key", "search_term")
NUMBERS = "WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < {count})"
CLOSED = f"n >= {WORKERS * OPEN_EACH}"
DAY = "datetime('2026-03-01', '-' || (n / 400) || ' days', (n % 400) || ' minutes') || '.000000'"


def fill(home: House, count: int) -> None:
    """Write `count` cases with their people, members, terms and open items."""
    connection = sqlite3.connect(home.folder / "caseforms.db")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    with without_indexes(connection, TABLES):
        _staff(connection, home)
        _names(connection)
        for statement in _statements(home, count):
            connection.execute(statement)
        _keys(connection, home, count)
    connection.execute("ANALYZE")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def without_indexes(connection: sqlite3.Connection, tables: Sequence[str]) -> Iterator[None]:
    """Inside, these tables have no indexes; they are built again at the end."""
    marks = ",".join("?" * len(tables))
    wanted = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    indexes = connection.execute(wanted, tuple(tables)).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in indexes:
        connection.execute(sql)


def _staff(connection: sqlite3.Connection, home: House) -> None:
    """The bench's worker is number 0; ninety-nine colleagues who never sign in, in five teams."""
    connection.execute("CREATE TEMP TABLE staff (n INTEGER PRIMARY KEY, id TEXT, team TEXT)")
    connection.execute("INSERT INTO staff VALUES (0, ?, ?)", (home.worker.user_id, home.team_id))
    for number in range(1, TEAMS):
        team = (f"{number:032x}", f"{number + 1}组", home.institution_id)
        connection.execute("INSERT INTO team (id, name, institution_id) SELECT ?, ?, ?", team)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(user_account)")]
    copied = ", ".join(
        "?" if each == "id" else "'w' || ?" if each == "username" else f'"{each}"' for each in columns
    )
    named = ", ".join(f'"{each}"' for each in columns)
    for number in range(1, WORKERS):
        user, team_number = f"{number + 1000:032x}", number % TEAMS
        team_id = f"{team_number:032x}" if team_number else home.team_id
        copy = f"INSERT INTO user_account ({named}) SELECT {copied} FROM user_account WHERE id = ?"
        order = (
            [user, str(number)] if columns.index("id") < columns.index("username") else [str(number), user]
        )
        connection.execute(copy, (*order, home.worker.user_id))
        connection.execute("INSERT INTO staff VALUES (?, ?, ?)", (number, user, team_id))


def _names(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE pool (n INTEGER PRIMARY KEY, name TEXT, pinyin TEXT, initials TEXT)"
    )
    names = [surname + given for given in GIVEN for surname in SURNAMES]
    rows = [
        (number, name, "".join(sounds.syllables(name)), "".join(part[0] for part in sounds.syllables(name)))
        for number, name in enumerate(names)
    ]
    connection.executemany("INSERT INTO pool VALUES (?, ?, ?, ?)", rows)


def _statements(home: House, count: int) -> Iterator[str]:
    """Each table's rows. `n` counts the cases, newest first."""
    names, own = len(SURNAMES) * len(GIVEN), f"'{home.institution_id}'"
    numbers = NUMBERS.format(count=count)
    joined = (
        f"counted JOIN pool ON pool.n = counted.n % {names} JOIN staff ON staff.n = counted.n % {WORKERS}"
    )
    counted = joined.replace("counted JOIN", "(SELECT n AS n FROM counted) AS counted JOIN")
    day = DAY.replace("n /", "counted.n /").replace("(n %", "(counted.n %")
    closed = f"counted.{CLOSED}"
    yield (
        f"{numbers} INSERT INTO person (id, institution_id, version, archive_no, name, name_pinyin, gender, birth_date,"
        " phone_masked, identity_sealed, created_at, created_by) SELECT printf('p%031x', counted.n), "
        f"{own}, 1, 'B-' || counted.n, pool.name, pool.pinyin, 'female', '1970-01-05', '', '', {day}, staff.id FROM {counted}"
    )
    yield (
        f"{numbers} INSERT INTO case_file (id, institution_id, version, workflow, workflow_version, person_id,"
        " client_name, application_no, case_no, stage, phase, stage_entered_at, flags, responsible, team_id,"
        " retention, opened_at, opened_by, closed_at, last_seq, last_hash)"
        f" SELECT printf('%032x', counted.n), {own}, 1, 'mental-health-case', '{_version()}',"
        " printf('p%031x', counted.n), pool.name, printf('2026-A-%07d', counted.n), printf('2026-MH-%07d', counted.n),"
        f" CASE WHEN {closed} THEN '{_stages()[1]}' ELSE '{_stages()[0]}' END, '介入', {day}, '[]', staff.id, staff.team,"
        f" 'active', {day}, staff.id, CASE WHEN {closed} THEN {day} END, 1, '' FROM {counted}"
    )
    yield (
        f"{numbers} INSERT INTO case_member (case_id, user_id, part, since, opened_at, workflow, institution_id) SELECT"
        f" printf('%032x', counted.n), staff.id, 'responsible', {day}, {day}, 'mental-health-case', {own} FROM {counted}"
    )
    yield (
        f"{NUMBERS.format(count=WORKERS * OPEN_EACH)} INSERT INTO open_item (case_id, key, kind, label, slot, roles,"
        " assignee, pool, team_id, due_at, due_day, force, estimated, clause, past, since, institution_id)"
        " SELECT printf('%032x', counted.n), 'form:' || kind.k, CASE kind.k WHEN 2 THEN 'signature' ELSE 'form' END,"
        """ '{"zh":"填写服务记录","en":"Write the service record"}', 'service_record', '["social_worker"]', staff.id, '', staff.team,"""
        f" datetime('2026-03-05', (counted.n % 30 - 5) || ' days') || '.000000', '2026-03-05', 'shall', 0, '002 6.4', 0,"
        f" '2026-03-01T00:00:00+00:00', {own} FROM {counted}"
        " JOIN (SELECT 0 AS k UNION SELECT 1 UNION SELECT 2) AS kind"
    )
    for term in ("pool.name", "pool.pinyin", "printf('2026mh%07d', counted.n)", "printf('%07d', counted.n)"):
        yield (
            f"{numbers} INSERT INTO search_term (case_id, term, institution_id)"
            f" SELECT printf('%032x', counted.n), {term}, {own} FROM {counted}"
        )


def _keys(connection: sqlite3.Connection, home: House, count: int) -> None:
    """The blind index of telephones; only those that the measure looks for are sealed so that they open."""
    keyring = home.store.keyring
    tails_used = count // SHARING
    tails = [keyring.blind("phone_tail", f"{number:04d}") for number in range(tails_used)]
    rows = (
        row
        for number in range(count)
        for row in (
            (
                f"p{number:031x}",
                "phone",
                keyring.blind("phone", phone(number, tails_used)),
                home.institution_id,
            ),
            (f"p{number:031x}", "phone_tail", tails[number % tails_used], home.institution_id),
        )
    )
    connection.executemany(
        "INSERT INTO person_key (person_id, kind, digest, institution_id) VALUES (?, ?, ?, ?)", rows
    )
    for number in range(TAIL, count, tails_used):
        person = f"p{number:031x}"
        sealed = identity.seal(keyring, person, {"phone": phone(number, tails_used)})
        connection.execute("UPDATE person SET identity_sealed = ? WHERE id = ?", (sealed, person))


def phone(number: int, tails: int) -> str:
    """The telephone of a person: `tails` different ends, one after the other."""
    return f"138{number // tails:04d}{number % tails:04d}"


def _version() -> str:
    from caseforms.services import library

    return library.workflow(None, "mental-health-case").version


def _stages() -> tuple[str, str]:
    """A stage in the middle of the work and the last one."""
    from caseforms.services import library

    stages = library.workflow(None, "mental-health-case").stages
    running = [name for name, stage in stages.items() if not stage.final]
    final = [name for name, stage in stages.items() if stage.final]
    return running[len(running) // 2], final[0]

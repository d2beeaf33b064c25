"""PostgreSQL databases that are put back to what they held after a test: making one anew costs half a second."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

KEPT = "kept"  # the schema with copies of the rows that a database began with
SHAPE = """
select coalesce(md5(string_agg(concat_ws(' ', c.relname, a.attname, a.atttypid, a.attnotnull), ',' order by c.relname, a.attnum)), '')
       || (select count(*) from pg_constraint where connamespace = 'public'::regnamespace)
       || (select count(*) from pg_indexes where schemaname = 'public')
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"
SEQUENCES = "select sequencename, coalesce(last_value, start_value), last_value is not null from pg_sequences"
OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
NEXT = "select txid_snapshot_xmax(txid_current_snapshot()) & 4294967295"
FREELY = (
    "begin; set local session_replication_role = replica"  # nothing that points from row to row is looked at
)


@dataclass(frozen=True)
class Rows:
    """What was written in a database since it was lent: all rows of those tables, and how far its sequences are."""

    tables: dict[str, bytes]
    sequences: str


@dataclass
class Lent:
    """A database in the hands of a test: what it was like, how each table is filled anew, when it was handed over."""

    connection: psycopg.Connection[Any]
    shape: str
    tables: dict[str, str]
    sequences: str
    changes: str
    begun: int = 0

    def written(self) -> list[str]:
        """The tables with other rows than at first: newer ones, or fewer."""
        return [
            name for (name,) in self.connection.execute(self.changes, {"begun": self.begun}, prepare=True)
        ]

    def begin(self) -> None:
        """From now on the test writes."""
        (self.begun,) = self.connection.execute(NEXT).fetchone() or (0,)


@dataclass
class Pooled:
    """The copies of one template: each is lent to one test at a time."""

    template: str
    free: list[str] = field(default_factory=list)
    lent: dict[str, Lent] = field(default_factory=dict)

    def lend(self, fresh: str) -> str:
        """A database that holds what the template holds: one that was given back, else `fresh`, made now."""
        if self.free:
            url = self.free.pop()
        else:
            url = fresh
            run(f"create database {{}} template {identifier(self.template)}", url)
            self.lent[url] = _described(connected(url))
        self.lent[url].begin()
        return url

    def take_back(self, url: str) -> bool:
        """Put everything back; False when the test changed the tables themselves, and the database is of no use any more."""
        lent = self.lent[url]
        lent.connection.execute(OTHERS)
        if _shape(lent.connection) != lent.shape:
            self.forget(url)
            return False
        statements = [FREELY]
        statements += [lent.tables[name] for name in lent.written()]
        lent.connection.execute(";\n".join([*statements, lent.sequences, "commit"]).encode())
        self.free.append(url)
        return True

    def forget(self, url: str) -> None:
        """Let go of a database that is to be dropped."""
        if url in self.lent:
            self.lent.pop(url).connection.close()

    def written(self, url: str) -> Rows:
        """What was written in a lent database until now."""
        lent = self.lent[url]
        return Rows(
            {name: _copied_out(lent.connection, name) for name in lent.written()}, _sequences(lent.connection)
        )

    def write(self, url: str, rows: Rows) -> None:
        """Bring a lent database to where another one was."""
        connection = self.lent[url].connection
        connection.execute(FREELY.encode())
        for name, content in rows.tables.items():
            connection.execute(f"delete from public.{name}".encode())
            with (
                connection.cursor() as cursor,
                cursor.copy(f"copy public.{name} from stdin".encode()) as copy,
            ):
                copy.write(content)
        connection.execute(f"{rows.sequences}; commit".encode())


def connected(url: str) -> psycopg.Connection[Any]:
    """A connection to the database of this address."""
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


def run(statement: str, url: str) -> None:
    """Run a statement about a database, on the server's own one."""
    name = sql.Identifier(str(make_url(url).database))
    with connected(os.environ["CASEFORMS_TEST_POSTGRES"]) as connection:
        connection.execute(sql.SQL(statement).format(name))  # type: ignore[arg-type]


def identifier(url: str) -> str:
    """The database's name, quoted."""
    return sql.Identifier(str(make_url(url).database)).as_string(None)


def _shape(connection: psycopg.Connection[Any]) -> str:
    return str(connection.execute(SHAPE).fetchone())


def _described(connection: psycopg.Connection[Any]) -> Lent:
    """A new copy; its rows are kept beside, to be put back from there."""
    shape = _shape(connection)
    connection.execute(f"create schema {KEPT}")
    tables, changes = {}, []
    for (plain,) in connection.execute(TABLES).fetchall():
        name = sql.Identifier(plain).as_string(None)
        (rows,) = connection.execute(f"select count(*) from public.{name}").fetchone() or (0,)
        tables[name] = f"delete from public.{name}"
        if rows:
            connection.execute(f"create table {KEPT}.{name} as table public.{name}")
            tables[name] += f"; insert into public.{name} overriding system value table {KEPT}.{name}"
        changes.append(
            f"select {sql.Literal(name).as_string(None)} where (select count(*) from public.{name}) <> {rows}"
            f" or exists (select from public.{name} where xmin::text::bigint >= %(begun)s)"
        )
    return Lent(connection, shape, tables, _sequences(connection), " union all ".join(changes))


def _sequences(connection: psycopg.Connection[Any]) -> str:
    """The statements that bring the sequences to where they are."""
    lines = []
    for sequence, value, called in connection.execute(SEQUENCES).fetchall():
        quoted = sql.Literal(f'public."{sequence}"').as_string(None)
        lines.append(f"select setval({quoted}, {value}, {str(called).lower()})")
    return ";\n".join(lines)


def _copied_out(connection: psycopg.Connection[Any], name: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"copy public.{name} to stdout".encode()) as copy:
        return b"".join(copy)

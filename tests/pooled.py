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


@dataclass
class Pooled:
    """The copies of one template: each is lent to one test at a time."""

    template: str
    free: list[str] = field(default_factory=list)
    lent: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def lend(self, fresh: str) -> str:
        """A database that holds what the template holds: one that was given back, else `fresh`, made now."""
        if self.free:
            return self.free.pop()
        run(f"create database {{}} template {identifier(self.template)}", fresh)
        with connected(fresh) as connection:
            self.lent[fresh] = _kept(connection)
        return fresh

    def take_back(self, url: str) -> bool:
        """Put everything back; False when the test changed the tables themselves, and the database is of no use any more."""
        shape, again = self.lent[url]
        with connected(url) as connection:
            connection.execute(OTHERS)
            if _shape(connection) != shape:
                del self.lent[url]
                return False
            connection.execute(again)
        self.free.append(url)
        return True


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


def _kept(connection: psycopg.Connection[Any]) -> tuple[str, bytes]:
    """The shape of the tables, and the statements that bring the rows back; the rows themselves are kept beside."""
    shape = _shape(connection)
    connection.execute(f"create schema {KEPT}")
    tables = [sql.Identifier(name).as_string(None) for (name,) in connection.execute(TABLES)]
    # Rows come and go in any order: nothing that points from one to another is looked at on the way.
    lines = ["begin", "set local session_replication_role = replica", "set local synchronous_commit = off"]
    lines += [f"delete from public.{name}" for name in tables]
    for name in tables:
        if connection.execute(f"select 1 from public.{name} limit 1").fetchone():
            connection.execute(f"create table {KEPT}.{name} as table public.{name}")
            lines.append(f"insert into public.{name} overriding system value table {KEPT}.{name}")
    for sequence, value, called in connection.execute(SEQUENCES).fetchall():
        quoted = sql.Literal(f'public."{sequence}"').as_string(None)
        lines.append(f"select setval({quoted}, {value}, {str(called).lower()})")
    return shape, ";\n".join([*lines, "commit"]).encode()

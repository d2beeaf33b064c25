"""What one test has compiled, the next one need not: statements and templates, kept for as long as the worker lives.

Each test has an engine and an application of its own; both would otherwise begin by compiling everything again.
Nor does a test wait for the disk: its database is of no use after a power cut.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, event

from caseforms import storage
from caseforms.storage import Store
from caseforms.storage.store import Configuration

STATEMENTS: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


class Templates(BytecodeCache):
    """Compiled templates by name and content; one that was edited is compiled again."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Templates()


def opened(place: Configuration) -> Store:
    """The store that these settings name. A statement is compiled for a dialect: engines of one kind share theirs."""
    store = storage.open(place)
    dialect, statements = STATEMENTS.setdefault(store.engine.dialect.name, (store.engine.dialect, {}))
    store.engine.dialect = dialect
    store.engine.update_execution_options(compiled_cache=statements)
    if dialect.name == "sqlite":
        event.listen(store.engine, "connect", _hurried)
    return store


def _hurried(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def acquainted(app: Flask) -> Flask:
    """The application, knowing the templates that others have compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES
    return app

"""The yardstick of submitting: a bare Flask application that takes the same body and puts it into SQLite, no more."""

from __future__ import annotations

import json
import os
import sqlite3
import threading

from flask import Flask, Response, redirect, request

HELD = threading.local()


def application() -> Flask:
    """One address to look at, one that keeps what is posted; each thread has its own connection, as safe as ours."""
    app = Flask("bare")
    path = os.environ["CASEFORMS_DATA_DIR"] + "/bare.db"

    def connection() -> sqlite3.Connection:
        if not hasattr(HELD, "connection"):
            HELD.connection = sqlite3.connect(path, isolation_level=None, timeout=15)
            for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                HELD.connection.execute(f"PRAGMA {pragma}")
            HELD.connection.execute("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, data TEXT)")
        return HELD.connection  # type: ignore[no-any-return]  # an attribute of a thread

    @app.get("/sign-in")
    def look() -> str:
        return "there"

    @app.post("/records/<record_id>")
    def keep(record_id: str) -> Response:
        text = json.dumps(request.form.to_dict(flat=False), ensure_ascii=False)
        held = connection()
        held.execute("BEGIN IMMEDIATE")
        held.execute("INSERT INTO kept (data) VALUES (?)", (text,))
        held.execute("COMMIT")
        return redirect(f"/records/{record_id}", 303)  # type: ignore[return-value]  # werkzeug's own type

    return app

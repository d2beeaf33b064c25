"""The command `caseforms serve`: brings the database up to date, then serves the pages with granian."""

from __future__ import annotations

import argparse
import gc
from datetime import UTC, datetime
from typing import Any

from caseforms import jobs, settings, storage
from caseforms.services import library

HOST, PORT = "127.0.0.1", 8080
APPLICATION = "caseforms.cli.serve:application"
SELDOM = 20_000  # a form of 250 questions makes some thousand objects that go at once without any looking
THREADS = 4  # blocking threads of each worker: enough to keep two cores busy while others wait for the disk


def configure(parser: argparse.ArgumentParser) -> None:
    """Add where to listen and with how many processes."""
    parser.add_argument(
        "--host", default=HOST, help=f"address to listen on (default {HOST}: this machine only)"
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default {PORT})")
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")
    parser.add_argument(
        "--no-jobs", action="store_true", help="leave what time brings to a `caseforms work` elsewhere"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database, then serve until stopped."""
    read = settings.read()
    store = storage.open(read)
    storage.upgrade(store.engine)
    library.register_shipped(store, datetime.now(UTC))
    store.close()
    if not arguments.no_jobs:
        jobs.beside(read)
    serve(arguments.host, arguments.port, arguments.workers)
    return 0


def serve(host: str, port: int, workers: int = 1, target: str = APPLICATION) -> None:
    """Serve until the process is told to stop; `target` names the function that makes the application."""
    from granian import Granian
    from granian.constants import Interfaces

    print(f"CaseForms: http://{host}:{port}/", flush=True)
    Granian(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_access=False,
    ).serve()


def application() -> Any:
    """The application that each worker process makes for itself."""
    from caseforms.web import create_app

    app = create_app(settings.read())
    library.forms()  # before the first visitor, and so that what stays for good is not looked through for rubbish
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
    return app

"""What the storm test starts and kills: the platform's door behind a network that answers too late, wrongly or not at all.

A process that has imported everything, and has no database open, holds the socket and forks the servers: one that was
killed is followed by the next in a moment, and whoever knocks meanwhile waits in line.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from caseforms import settings, storage
from caseforms.services import library
from caseforms.storage.envelopes import make_pair
from caseforms.web import create_app

REFUSED, FORGOTTEN = 0.03, 0.03
BACKLOG = 128
Start = Callable[..., Any]


def faulty(app: Callable[..., Iterable[bytes]], chance: random.Random) -> Callable[..., Iterable[bytes]]:
    """The application behind a proxy: at times nobody is reached, at times the work is done and its answer lost."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        drawn = chance.random()
        if drawn < REFUSED:
            start("503 Service Unavailable", [("Content-Type", "text/html")])
            return [b"<html>the station is away</html>"]
        if drawn < REFUSED + FORGOTTEN:
            list(app(environ, lambda *_: None))
            start("502 Bad Gateway", [("Content-Type", "text/html")])
            return [b"<html>the answer is lost</html>"]
        return app(environ, start)

    return answer


def serve(url: str, folder: str, listening: socket.socket, seed: int) -> None:
    """Serve until somebody kills this process."""
    read = settings.read({"CASEFORMS_DATA_DIR": folder, "CASEFORMS_DATABASE_URL": url})
    store = storage.open(replace(read, field_key_file=Path(folder) / "field_keys.json"))
    app = create_app(read, store=store)
    door = faulty(app, random.Random(seed))
    address = listening.getsockname()
    make_server(*address, door, threaded=True, fd=listening.fileno()).serve_forever()


def main(url: str, folder: str) -> None:
    """Tell the port, then answer each line with a fresh server in the place of the one before, which is killed."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    create_app(settings.read({"CASEFORMS_DATA_DIR": folder}))  # what is read here, every forked server knows
    library.workflows()
    library.form(None, "incident-report")
    make_pair()
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listening:
        print(listening.getsockname()[1], flush=True)
        server = 0
        for line in sys.stdin:
            if server:
                os.kill(server, signal.SIGKILL)
                os.waitpid(server, 0)
            server = 0 if line.strip() == "end" else os.fork()
            if not server and line.strip() != "end":
                try:
                    serve(url, folder, listening, int(line))
                finally:
                    os._exit(1)
            print("ready", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

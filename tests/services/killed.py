"""What the kill test starts and kills: writers that submit numbered records, each acknowledged once committed.

A process that has imported everything, and has no database open, forks the writers: one that was killed is followed by
the next in a moment.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from caseforms import storage
from caseforms.services import cases, records
from caseforms.services.actors import Actor
from caseforms.storage import Store
from tests.databases import Place

BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CASE_EVERY = 10
INCIDENT = {
    "occurred_at": "2026-03-02T08:00",
    "place": "活动室",
    "incident_type": ["conflict"],
    "action_taken": "劝离",
    "emergency_calls": ["none"],
    "service_stopped": False,
}


def identifier(kind: int, number: int) -> str:
    """The client's own identifier of a record (1), a submission (2) or a case (3)."""
    return f"{kind:016x}{number:016x}"


def submit(store: Store, actor: Actor, number: int) -> None:
    """One record, begun, saved and submitted; every tenth also opens a case."""
    now = BEGIN + timedelta(minutes=number)
    with store.transaction(actor.institution_id) as session:
        draft = records.start(
            session, actor, None, "incident", now, identifier(1, number), definition_id="incident-report"
        )
    body = {**draft.data, **INCIDENT, "place": f"活动室{number}"}
    with store.transaction(actor.institution_id) as session:
        records.submit(session, actor, draft.line.id, body, 1, now, identifier(2, number))
    if number % CASE_EVERY == 0:
        with store.transaction(actor.institution_id) as session:
            cases.open_case(session, actor, "mental-health-case", now, case_id=identifier(3, number))


def main(url: str, folder: str, institution_id: str, user_id: str, first: str, last: str) -> None:
    """Do the numbers from the first one that is not acknowledged."""
    store = storage.open(Place(url, Path(folder)))
    actor = Actor(user_id, institution_id, frozenset({"social_worker"}), "林晓燕")
    journal = Path(folder) / f"acknowledged-{first}"
    done = len(journal.read_text().split()) if journal.exists() else 0
    with journal.open("a") as acknowledged:
        for number in range(int(first) + done, int(last)):
            submit(store, actor, number)
            acknowledged.write(f"{number}\n")
            acknowledged.flush()  # the system has it: it outlives the process


def begin(*given: str) -> int:
    """A writer in a process of its own; its number."""
    writer = os.fork()
    if writer:
        return writer
    try:
        main(*given)
        sys.stderr.flush()
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def ended(writer: int, options: int) -> int | None:
    """How a writer ended: 0 or 1 by itself, minus the signal when it was killed; None while it works."""
    found, status = os.waitpid(writer, options)
    return os.waitstatus_to_exitcode(status) if found else None


def serve() -> None:
    """Answer each line of the test: ["begin", …], ["look", writer] or ["kill", writer]."""
    for line in sys.stdin:
        verb, *given = json.loads(line)
        if verb == "begin":
            answer: int | None = begin(*given)
        elif verb == "look":
            answer = ended(given[0], os.WNOHANG)
        else:
            os.kill(given[0], signal.SIGKILL)
            answer = ended(given[0], 0)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()

"""Tablets in a storm: each sends its records and files with every fault a bad network has, until it holds all receipts."""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.databases import Place
from tests.services.tablets import SealedFile, SealedRecord, Tablet

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 20
PIECE = 700
CUT, TWISTED, REPEATED, RIVALLED = 0.05, 0.03, 0.1, 0.01
RIVAL_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
Answer = tuple[int, dict[str, Any]]


@dataclass
class Station:
    """The servers of one database, one after the other."""

    process: subprocess.Popen[str]
    port: int
    chance: random.Random
    kills: int = 0

    def begin(self) -> None:
        """A fresh server in the place of the one before."""
        self._say(str(self.chance.randrange(2**31)))

    def kill(self) -> None:
        """Kill the server between any two statements, and begin another."""
        self.kills += 1
        self.begin()

    def end(self) -> None:
        """Kill the last one."""
        self._say("end")

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


@contextmanager
def station(place: Place, seed: int) -> Iterator[Station]:
    """The platform, served."""
    line = [sys.executable, "-m", "tests.services.stormy", place.database_url, str(place.data_dir)]
    with subprocess.Popen(
        line,
        cwd=CHECKOUT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        served = Station(process, int(process.stdout.readline()), random.Random(seed))
        served.begin()
        try:
            yield served
        finally:
            served.end()
            process.terminate()


@dataclass
class Outbox:
    """One tablet's queue: what waits is sent in any order until its receipt is here, and at times once more."""

    tablet: Tablet
    port: int
    waiting: list[SealedRecord]
    chance: random.Random
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)

    def empty(self) -> None:
        """Send everything."""
        sent: list[SealedRecord] = []
        while self.waiting:
            record = self.chance.choice(self.waiting[:50])
            if self.chance.random() < 0.8:
                for file in record.files:
                    self.send_some(file)
            if self.deliver(record):
                self.waiting.remove(record)
                sent.append(record)
            if sent and self.chance.random() < REPEATED:
                self.faults["replayed"] += 1
                self.deliver(self.chance.choice(sent))
            if sent and self.chance.random() < RIVALLED:
                self.rival(self.chance.choice(sent))

    def deliver(self, record: SealedRecord) -> bool:
        """Send a record; whether a receipt for it is here. What the platform misses is sent before the next try."""
        body = json.dumps(record.body).encode()
        status, told = self.ask("PUT", f"records/{record.id}", body, "application/json")
        if status == 424:
            self.faults["came before its files"] += 1
            missing = set(told["missing"])
            for file in record.files:
                if file.address in missing:
                    self.send_some(file)
        if status in (200, 201):
            before = self.receipts.setdefault(record.id, told)
            assert before == told, "another receipt for the same record"
        return status in (200, 201)

    def rival(self, record: SealedRecord) -> None:
        """Other content under an id that was receipted: it must not take the first one's place."""
        self.faults["other content"] += 1
        other = self.tablet.record({"place": "别处"}, "0" * 32, RIVAL_AT, record_id=record.id)
        status, told = self.ask(
            "PUT", f"records/{other.id}", json.dumps(other.body).encode(), "application/json"
        )
        assert status in (0, 409, 502, 503), (status, told)

    def send_some(self, file: SealedFile) -> None:
        """Go on sending a file from where the platform says it is; not always to its end."""
        status, told = self.ask("GET", f"blobs/{file.address}/state")
        at = int(told.get("received", 0)) if status == 200 and not told.get("complete") else len(file.sealed)
        while at < len(file.sealed):
            piece = file.sealed[at : at + PIECE]
            if self.chance.random() < TWISTED:
                self.faults["twisted"] += 1
                piece = piece[::-1]
            size = len(file.sealed)
            status, told = self.ask("PUT", f"blobs/{file.address}?offset={at}&size={size}", piece)
            if status not in (200, 422) or self.chance.random() < CUT:
                return
            at = int(told["received"])

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/octet-stream"
    ) -> Answer:
        """What the platform answers; 0 when it was killed, or the tablet hung up before it could."""
        headers = {"Authorization": f"Bearer {self.tablet.token}", "Content-Type": kind}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            if body and self.chance.random() < CUT:
                self.faults["cut off"] += 1
                headers["Content-Length"] = str(len(body))
                body = body[: len(body) // 2]
                connection.request(method, f"/api/field/{path}", body, headers)
                return 0, {}
            connection.request(method, f"/api/field/{path}", body, headers)
            if self.chance.random() < CUT:
                self.faults["hung up"] += 1
                return 0, {}
            given = connection.getresponse()
            content = given.read()
        except (OSError, http.client.HTTPException):
            self.faults["connection lost"] += 1
            return 0, {}
        finally:
            connection.close()
        if given.headers.get_content_type() != "application/json":
            self.faults[f"answered {given.status}"] += 1
            return given.status, {}
        return given.status, json.loads(content)


def rage(served: Station, outboxes: list[Outbox], kills: int) -> None:
    """Let every tablet send at once while the server is killed so many times, spread over the whole sending."""
    failed: list[BaseException] = []

    def send(outbox: Outbox) -> None:
        try:
            outbox.empty()
        except BaseException as error:
            failed.append(error)

    whole = sum(len(each.waiting) for each in outboxes)
    senders = [threading.Thread(target=send, args=(each,), daemon=True) for each in outboxes]
    for each in senders:
        each.start()
    while any(each.is_alive() for each in senders):
        done = sum(len(each.receipts) for each in outboxes)
        if served.kills < kills and done > whole * served.kills // (kills + 1):
            served.kill()
        with suppress(RuntimeError):
            senders[0].join(timeout=0.02 + served.chance.random() * 0.1)
        for each in senders[1:]:
            each.join(timeout=0)
    if failed:
        raise failed[0]

"""A bounded load: a few processes of plain http.client that post prepared bodies over kept connections, and count."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from dataclasses import dataclass
from typing import Any

TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Request:
    """One request that is sent once: where to and with what."""

    method: str
    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers as wanted, other answers, seconds from the first to the last, each answer's seconds."""

    right: int
    wrong: int
    seconds: float
    waits: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Right answers per second."""
        return self.right / self.seconds if self.seconds else 0.0


def send(port: int, requests: list[Request], headers: dict[str, str], expect: int, clients: int) -> Load:
    """Every request once, from `clients` connections of one process each; nothing is retried."""
    context = multiprocessing.get_context("fork")
    shares = [requests[number::clients] for number in range(clients)]
    results: Any = context.SimpleQueue()
    barrier = context.Barrier(clients)
    processes = [
        context.Process(target=_client, args=(port, share, headers, expect, barrier, results))
        for share in shares
    ]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    begun, ended = min(each[2] for each in found), max(each[3] for each in found)
    waits = tuple(wait for each in found for wait in each[4])
    return Load(sum(each[0] for each in found), sum(each[1] for each in found), ended - begun, waits)


def _client(
    port: int, requests: list[Request], headers: dict[str, str], expect: int, barrier: Any, results: Any
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    right = wrong = 0
    waits = []
    barrier.wait()
    begun = time.monotonic()
    for request in requests:
        sent = time.monotonic()
        connection.request(request.method, request.address, request.body, headers)
        answer = connection.getresponse()
        answer.read()
        waits.append(time.monotonic() - sent)
        if answer.status == expect:
            right += 1
        else:
            wrong += 1
    results.put((right, wrong, begun, time.monotonic(), waits))
    connection.close()

"""The application as it is served: `caseforms serve` in its own process on a free port of this machine, and signing in."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from bench.house import PASSWORD, USERNAME

ROOT = Path(__file__).resolve().parent.parent
LONGEST_START = 60
LONGEST_STOP = 10
FORM = "application/x-www-form-urlencoded"


def served(folder: Path, workers: int) -> AbstractContextManager[int]:
    """The port on which a house is served; the process and its children end with the block."""
    return _running(["caseforms", "serve", "--workers", str(workers)], folder)


def bare(folder: Path, workers: int) -> AbstractContextManager[int]:
    """The port on which the bare application is served in the same way."""
    options = ["--interface", "wsgi", "--factory", "--blocking-threads", "4", "--workers", str(workers)]
    return _running(["granian", *options, "bench.bare:application"], folder)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[int]:
    port = free_port()
    line = [str(Path(sys.executable).with_name(command[0])), *command[1:], "--port", str(port)]
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "CASEFORMS_DATA_DIR": str(folder), "PYTHONPATH": paths}
    with (folder / "served.log").open("ab") as log:
        process = subprocess.Popen(line, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait(port, process)
        yield port
    finally:
        _stop(process)


def signed_in(port: int) -> dict[str, str]:
    """Headers of a worker who has signed in: the cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    token, cookies = csrf_token(answer.read().decode()), _cookies(answer)
    body = urlencode({"csrf_token": token, "username": USERNAME, "password": PASSWORD})
    connection.request("POST", "/sign-in", body, {"Cookie": cookies, "Content-Type": FORM})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303, f"signing in was answered with {answer.status}"
    return {"Cookie": _cookies(answer)}


def page(port: int, address: str, headers: dict[str, str]) -> str:
    """One page as text; the cookies that come with it are kept in `headers`, as a browser keeps them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, f"{address}: {answer.status}"
    headers["Cookie"] = _cookies(answer) or headers["Cookie"]
    return text


def csrf_token(html: str) -> str:
    """The token that the forms of a page carry."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None, "the page carries no token"
    return found[1]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with status {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The whole group that was started here: granian's workers are children of its main process."""
    process.terminate()
    try:
        process.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _cookies(answer: http.client.HTTPResponse) -> str:
    jar = SimpleCookie()
    for value in answer.headers.get_all("Set-Cookie") or ():
        jar.load(value)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())

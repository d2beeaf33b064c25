"""Whatever a file or a body holds, a command ends with 0, 1 or 2, says it in one line when it refuses, and never falls over."""

from __future__ import annotations

import copy
import io
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseforms import locations
from caseforms.cli import main

MALFORMED = 50  # for each of the four commands
FORM = locations.shipped("form_definitions") / "mental-health" / "mh-consent.json"
CASE = locations.shipped("workflows") / "mental-health-case.json"
LINE = {"at": "2026-03-02T09:00", "as": "social_worker:li", "do": "open"}
WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "\x00",
    "§",
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"$ref": "#"},
)
RAW: tuple[bytes, ...] = (
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe{\x00}\x00",
    "{“案”: 1}".encode("gbk"),
    bytes(range(256)),
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b'"\\ud800"',
    b'{"\\ud800": "\\udfff"}',
    b"null",
    b"[]",
    b'{"a": 1, "a": 2}',
    b"{} {}",
)


class Stdin:
    """Bytes that were piped in."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    inside = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def spoilt(document: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The document with one to three of its values replaced by something that does not belong there."""
    broken = copy.deepcopy(document)
    every = list(places(broken))
    for _ in range(dice.randint(1, 3)):
        path = dice.choice([each for each in every if len(each) <= 2] if dice.random() < 0.3 else every)
        inside: Any = broken
        try:
            for key in path[:-1]:
                inside = inside[key]
            inside[path[-1]] = copy.deepcopy(dice.choice(WRONG))
        except (KeyError, IndexError, TypeError):
            continue
    return broken


def malformed(good: Path, seed: int) -> Iterator[bytes]:
    """So many files that are no definition: raw rubbish, cut off, spoilt inside."""
    dice, text = random.Random(seed), good.read_bytes()
    document = json.loads(text)
    yield from RAW
    for number in range(MALFORMED - len(RAW)):
        if number % 8 == 0:
            yield text[: dice.randrange(len(text))]
        else:
            yield json.dumps(spoilt(document, dice), ensure_ascii=True).encode()


def fell(status: int, err: bytes, *, lines: int = 1) -> str:
    """Why the end of a command is not an end that was promised; "" when it is one."""
    said = err.decode("utf-8", "replace")
    if status not in (0, 1, 2):
        return f"status {status}"
    if "Traceback" in said:
        return "a traceback"
    if status == 2:
        if said.count("\n") != lines:
            return f"{said.count(chr(10))} lines on stderr: {said[:300]}"
        # The last resort names a Python class: the cause is said, but no remedy, and nobody looked at this input.
        if any(name in said for name in ("Error:", "Exception:", "Panic")):
            return f"an unforeseen end: {said[:200]}"
    return ""


@pytest.mark.parametrize(
    ("good", "command"),
    [
        (FORM, ("forms", "render", "{}")),
        (FORM, ("forms", "decode", "{}")),
        (FORM, ("forms", "validate", "{}", "{empty}")),
        (FORM, ("forms", "check", "{}")),
    ],
    ids=lambda value: "-".join(value[:3]).replace("{}", "") if isinstance(value, tuple) else "",
)
def test_no_malformed_definition_makes_a_command_fall_over(
    good: Path,
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    path, empty, story = tmp_path / "given.json", tmp_path / "empty.json", tmp_path / "story.json"
    empty.write_text("{}", encoding="utf-8")
    story.write_text(json.dumps([LINE]), encoding="utf-8")
    named = {"{}": str(path), "{empty}": str(empty), "{story}": str(story)}
    failures = []

    for number, raw in enumerate(malformed(good, seed=7)):
        path.write_bytes(raw)
        monkeypatch.setattr(sys, "stdin", Stdin(b"a=b"))
        status = main([named.get(word, word) for word in command])
        if why := fell(status, capfdbinary.readouterr().err):
            failures.append(f"{number}: {why}")

    assert not failures, "\n".join(failures[:12]) + f"\n{len(failures)} in all"

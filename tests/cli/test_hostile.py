"""Whatever a file or a body holds, a command ends with 0, 1 or 2, says it in one line when it refuses, and never falls over."""

from __future__ import annotations

import copy
import io
import json
import random
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from caseforms import locations
from caseforms.cli import main
from caseforms.cli import workflow as workflow_commands

MALFORMED = 50  # for each of the four commands
FORM = locations.shipped("form_definitions") / "mental-health" / "mh-consent.json"
SPOILT = 40  # workflows
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


def small_case() -> dict[str, Any]:
    """The shipped case with the two shortest of its stories."""
    document: dict[str, Any] = json.loads(CASE.read_text(encoding="utf-8"))
    stories = [each for each in document["scenarios"] if "after" not in each and each.get("lines")]
    return {**document, "scenarios": sorted(stories, key=lambda each: len(each["lines"]))[:2]}


def broken_workflow(good: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The workflow with one to three of its nodes taken out, retyped, put elsewhere or doubled."""
    broken = copy.deepcopy(good)
    for _ in range(dice.randint(1, 3)):
        every = list(places(broken))
        *way, key = dice.choice(every)
        inside, other = _at(broken, way), _at(broken, dice.choice(every))
        how = dice.randrange(5)
        if how == 0:
            del inside[key]
        elif how == 1:
            inside[key] = copy.deepcopy(dice.choice(WRONG))
        elif how == 2:
            inside[key] = copy.deepcopy(other)
        elif isinstance(inside, list):
            inside.insert(key, copy.deepcopy(inside[key]))
        else:
            inside[key] = [inside[key]] if how == 3 else _stretched(inside[key])
    return broken


def _at(document: Any, way: Any) -> Any:
    for key in way:
        document = document[key]
    return document


def _stretched(value: Any) -> Any:
    if isinstance(value, dict):
        return {"all": [value]}
    return value * 1000 if type(value) is int else f"{value}x"


@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}"),
        ("simulate", "{}", "--events", "{story}", "--now", "2026-03-10T09:00"),
        ("diagram", "{}"),
        ("diagram", "{}", "--svg"),
    ],
    ids="-".join,
)
def test_no_broken_workflow_makes_a_command_fall_over(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    path, story = tmp_path / "given.json", tmp_path / "story.json"
    story.write_text(json.dumps([LINE]), encoding="utf-8")
    for name in ("_forms", "_clause_numbers", "as_published"):  # read once: they are not what is tried here
        monkeypatch.setattr(workflow_commands, name, cache(getattr(workflow_commands, name)))
    named, good, dice = {"{}": str(path), "{story}": str(story)}, small_case(), random.Random(11)
    files = [*RAW, *(json.dumps(broken_workflow(good, dice)).encode() for _ in range(SPOILT))]
    failures = []

    for number, raw in enumerate(files):
        path.write_bytes(raw)
        status = main(["workflow", *(named.get(word, word) for word in command)])
        if why := fell(status, capfdbinary.readouterr().err):
            failures.append(f"{number}: {why}")

    assert not failures, "\n".join(failures[:12]) + f"\n{len(failures)} in all"


def _in_circles(document: dict[str, Any]) -> None:
    label = {"zh": "再来", "en": "Again"}
    again = {"label": label, "from": "*", "by": ["social_worker"], "clause": "5.1.1"}
    document["actions"]["again"] = {**again, "effects": [{"do": "act", "action": "again"}]}
    lines = [LINE, {**LINE, "do": "act", "action": "again"}]
    document["scenarios"] = [{"name": "circle", "title": label, "lines": lines, "expect": {}}]


def _nested(document: dict[str, Any]) -> None:
    guard: dict[str, Any] = {"flag": "suspended"}
    for _ in range(600):
        guard = {"not": guard}
    document["actions"]["accept"]["when"] = [guard]


def _eternal(document: dict[str, Any]) -> None:
    document["timers"]["intake"]["working_days"] = 10**9


def _circular_condition(document: dict[str, Any]) -> None:
    document["actions"]["accept"]["when"] = [{"fact": ["case.stage", {"$ref": "#"}]}]


def _no_story(document: dict[str, Any]) -> None:
    document["scenarios"][0] = {**document["scenarios"][0], "after": "nothing"}


@pytest.mark.parametrize("spoil", [_in_circles, _nested, _eternal, _circular_condition, _no_story])
def test_a_workflow_that_would_have_no_end_is_told_so(
    spoil: Callable[[dict[str, Any]], None], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, document = tmp_path / "given.json", small_case()
    spoil(document)
    path.write_text(json.dumps(document), encoding="utf-8")

    status = main(["workflow", "check", str(path), "--locale", "en"])

    said = capfdbinary.readouterr()
    assert (status, said.err) == (1, b"")
    assert all(len(line) < 600 for line in said.out.splitlines())

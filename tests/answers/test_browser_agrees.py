"""The browser's evaluator and the server's find the same issues in whatever is filled into whatever form."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from caseforms import locations
from caseforms.answers.validation import validate
from caseforms.definitions import compile, parse  # noqa: A004 - the room's own word
from tests.answers.strategies import filled

ANSWERING = Path(__file__).parents[1] / "js" / "answering.mjs"
SHIPPED = sorted(locations.shipped("form_definitions").rglob("*.json"))


class Browser:
    """The evaluator in a Node process, asked a line at a time."""

    def __init__(self, node: str) -> None:
        self.process = subprocess.Popen(
            [node, str(ANSWERING)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def issues(self, schema: Any, value: Any) -> list[tuple[str, str]]:
        """Pointer and keyword of every issue, sorted."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"schema": schema, "value": value}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the evaluator stopped"
        return sorted({(pointer, keyword) for pointer, keyword in json.loads(line)})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on PATH")
    running = Browser(node)
    yield running
    assert running.process.stdin
    assert running.process.stdout
    running.process.stdin.close()
    running.process.wait(timeout=10)
    running.process.stdout.close()


def of_the_server(schema: Any, value: Any) -> list[tuple[str, str]]:
    return sorted({(issue.pointer, issue.keyword) for issue in validate(schema, value)})


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(pair=filled())
def test_both_find_the_same_issues_in_random_forms(
    browser: Browser, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    schema = compile(parse(pair[0])).schema

    assert browser.issues(schema, pair[1]) == of_the_server(schema, pair[1])


@pytest.mark.parametrize(
    "path", [path for path in SHIPPED if path.name != "definition.schema.json"], ids=lambda path: path.stem
)
def test_both_know_every_shipped_form_and_miss_the_same_in_an_empty_one(browser: Browser, path: Path) -> None:
    schema = compile(parse(json.loads(path.read_text(encoding="utf-8")))).schema

    found = browser.issues(schema, {})

    assert found == of_the_server(schema, {})
    assert found, "an empty form misses something"

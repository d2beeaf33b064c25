"""A form finished on a tablet is the record that the server makes of the same answers, with the same things wrong.

`CASEFORMS_TEST_ANSWERS=100000` fills each form so often (some hours); what differs is told with the seed it came from.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from caseforms import rendering
from caseforms.answers.finalising import finished
from caseforms.definitions import Form
from caseforms.rules import Context
from caseforms.services import library
from tests.rendering.answered import Conditional, answers

INTAKE = ("mh-application", "cd-intake", "hosp-intake-record", "cd-screening-register", "incident-report")
TIMES = int(os.environ.get("CASEFORMS_TEST_ANSWERS", "120"))
SEED = int(os.environ.get("CASEFORMS_TEST_SEED", "20260305"))
NOW = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
READER = rendering.Reader(language="zh", now=NOW)
BLOCK = re.compile(r"<script type=\"application/json\" data-form>(.*?)</script>", re.DOTALL)
FINISHING = Path(__file__).parents[1] / "js" / "finishing.mjs"


class Tablet:
    """The engine of the tablet in a Node process; it learns a form from its drawn page, as a tablet does."""

    def __init__(self, node: str, form: Form) -> None:
        self.form = form
        self.process = subprocess.Popen(
            [node, str(FINISHING)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.has_rows = any("*" in pointer for pointer in form.fields)
        page = str(rendering.draw(form, {}, READER))
        known = json.loads(BLOCK.search(page)[1])  # type: ignore[index]
        self.context = {"facts": {}, **known["context"]}
        self.where = Conditional(page).where
        self.drawn: dict[tuple[tuple[str, int], ...], list[dict[str, Any]]] = {}
        self._say({"name": form.definition.id, "known": known})

    def finish(self, data: dict[str, Any]) -> tuple[Any, list[tuple[str, str]]]:
        """The record, and pointer and code of what is wrong."""
        where = self.places(data) if self.has_rows else self.where
        self._say({"name": self.form.definition.id, "where": where, "data": data, "context": self.context})
        assert self.process.stdout
        said = json.loads(self.process.stdout.readline())
        return said["data"], sorted(
            {(each["pointer"], f"answer.{each['code']}") for each in said["problems"]}
        )

    def places(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """The conditional places of a page with as many rows as these answers have."""
        shape = tuple((name, len(value)) for name, value in sorted(data.items()) if isinstance(value, list))
        if shape not in self.drawn:
            self.drawn[shape] = Conditional(str(rendering.draw(self.form, data, READER))).where
        return self.drawn[shape]

    def _say(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()


@pytest.fixture
def tablet(request: pytest.FixtureRequest) -> Iterator[Tablet]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on PATH")
    running = Tablet(node, library.form(None, request.param))
    yield running
    assert running.process.stdin
    assert running.process.stdout
    running.process.stdin.close()
    running.process.wait(timeout=10)
    running.process.stdout.close()


def on_the_server(form: Form, data: dict[str, Any]) -> tuple[Any, list[tuple[str, str]]]:
    problems, record = finished(form, data, Context.at(NOW))
    return json.loads(json.dumps(record)), sorted({(each.pointer, each.code) for each in problems})


@pytest.mark.parametrize("tablet", INTAKE, indirect=True)
def test_the_tablet_finishes_a_form_as_the_server_does(tablet: Tablet) -> None:
    differing = []
    for seed in range(SEED, SEED + TIMES):
        data = answers(tablet.form.definition.schema, random.Random(seed))
        there, here = tablet.finish(data), on_the_server(tablet.form, data)
        if there != here:
            differing.append((seed, data, there, here))

    assert not differing, f"{len(differing)} of {TIMES} differ, the first: {differing[0]}"

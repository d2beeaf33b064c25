"""Every shipped definition: sound, complete in both languages, and judged alike by two validators."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseforms.answers import check, finalise
from caseforms.answers.validation import validate
from caseforms.definitions import Form, compile, lint, parse, read  # noqa: A004 - the room's own word
from caseforms.locations import shipped
from caseforms.problems import Problem
from caseforms.rules import Context
from tests.answers import oracle
from tests.answers.strategies import instances

FILES = sorted(shipped("form_definitions").glob("*/*.json"))
CONTEXT = Context.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
each_definition = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def document_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def form_of(path: Path) -> Form:
    return compile(parse(document_of(path)))


def test_the_definitions_are_found() -> None:
    assert len(FILES) >= 24


@each_definition
def test_a_shipped_definition_has_no_error(path: Path) -> None:
    definition, problems = read(document_of(path), path.name)
    known = {other.stem: parse(document_of(other)) for other in FILES}

    found: list[Problem] = [*problems, *(lint(definition, known) if definition else ())]

    assert [problem for problem in found if problem.severity == "error"] == []


def test_a_row_that_held_only_a_computed_value_is_no_row_of_the_record() -> None:
    (path,) = [each for each in FILES if each.stem == "group-evaluation"]
    form = form_of(path)

    record = finalise(form, {"post_scores": [{"change": 0}]}, CONTEXT)

    assert record == {}


@each_definition
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_validators_agree_on_a_shipped_definition(path: Path, data: st.DataObject) -> None:
    form = form_of(path)
    body = data.draw(instances(dict(form.definition.schema)))

    record = finalise(form, body, CONTEXT)

    for one in (body, record):
        found = {(issue.pointer, issue.keyword) for issue in validate(form.schema, one)}
        assert found == oracle.issues(form.schema, one)
    assert finalise(form, record, CONTEXT) == record
    assert "falseSchema" not in {problem.code.rpartition(".")[2] for problem in check(form, record, CONTEXT)}

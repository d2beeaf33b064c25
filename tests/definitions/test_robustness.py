"""Whatever JSON somebody brings, the engine takes it or refuses it with problems; it never falls over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseforms.answers import check, effective, finalise
from caseforms.definitions import (
    Form,
    compile,  # noqa: A004 - the room's own word
    from_schema,
    lint,
    read,
)
from caseforms.definitions.keywords import ANNOTATIONS, KEYWORDS, REFUSED_KEYWORDS
from caseforms.problems import Refused
from caseforms.rules import Context
from tests.definitions.written import form_of

CONTEXT = Context.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
WORDS = st.sampled_from(
    ["", "a", "string", "object", "array", "#", "#/$defs/a", "date", "(", "a+", "toString", "\ud83d", "\0"]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-2, 5), st.floats(), WORDS, st.just(2**70))
NAMES = st.sampled_from([*KEYWORDS, *ANNOTATIONS, *REFUSED_KEYWORDS, "a", "b", "elements", "scope", "rule"])
JSON: Any = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)
SCHEMAS = st.dictionaries(NAMES, JSON, max_size=5)
ELEMENTS = st.dictionaries(
    st.sampled_from(["type", "elements", "scope", "rule", "options", "label", "i18n"]), JSON
)
often = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


def taken(schema: Any, layout: Any = None) -> Form | None:
    """The form of a bare schema, or None if it is refused; anything else fails the test."""
    try:
        return compile(from_schema(schema, layout))
    except Refused:
        return None


@often
@given(
    st.one_of(
        JSON, SCHEMAS.map(lambda schema: {"type": "object", "properties": {"a": schema, "b": {}}, **schema})
    ),
    JSON,
)
def test_any_bare_schema_becomes_a_form_or_is_refused(schema: Any, data: Any) -> None:
    form = taken(schema)

    if form is None:
        return
    finalise(form, data, CONTEXT)
    check(form, data, CONTEXT)
    effective(form, data).required("/a")


@often
@given(ELEMENTS)
def test_any_layout_becomes_a_form_or_is_refused(layout: Any) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}

    taken(schema, layout)


@often
@given(SCHEMAS, JSON, st.sampled_from(["ui", "paper", "translations", "standard", "id"]))
def test_any_definition_is_read_and_linted_or_named_wrong(schema: Any, part: Any, place: str) -> None:
    document = form_of({"a": schema}) | {place: part}

    definition, problems = read(document)

    if definition is None:
        assert problems
    else:
        lint(definition)


def test_checks_of_somebody_elses_spelling_are_left_alone() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string", "x-checks": [None]}},
        "x-checks": {"id": 1},
    }

    form = compile(from_schema(schema))

    assert check(form, {}, CONTEXT) == ()

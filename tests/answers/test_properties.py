"""What holds of every form and everything filled into it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings

from caseforms.answers import check, compute, content_hash, effective, finalise
from caseforms.answers.validation import validate
from caseforms.definitions import Form, compile, lint, parse  # noqa: A004 - the room's own word
from caseforms.rules import Context
from caseforms.rules.operators import equal
from caseforms.rules.pointers import ABSENT, get, split
from tests.answers import oracle
from tests.answers.strategies import definitions, filled

CONTEXT = Context.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def concrete(form: Form, data: Any) -> list[str]:
    """Concrete pointers of the fields whose surrounding object stands in the data."""
    found = []
    for pattern in form.fields:
        places = [""]
        for segment in split(pattern)[:-1]:
            following = []
            for place in places:
                value = get(data, split(place))
                if segment == "*":
                    following += (
                        [f"{place}/{number}" for number in range(len(value))]
                        if isinstance(value, list)
                        else []
                    )
                elif isinstance(value, dict) and segment in value:
                    following.append(f"{place}/{segment}")
            places = following
        holders = [place for place in places if isinstance(get(data, split(place)), dict)]
        found += [f"{place}/{split(pattern)[-1]}" for place in holders]
    return found


@often
@given(definitions())
def test_the_random_definitions_have_no_errors_but_missing_translations(document: dict[str, Any]) -> None:
    errors = {problem.code for problem in lint(parse(document)) if problem.severity == "error"}

    assert errors <= {"definition.translation-missing"}


@often
@given(filled())
def test_finalise_is_idempotent(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))

    once = finalise(form, pair[1], CONTEXT)

    assert finalise(form, deepcopy(once), CONTEXT) == once


@often
@given(filled())
def test_nothing_given_is_changed(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))
    before = deepcopy(pair[1])

    check(form, pair[1], CONTEXT)
    compute(form, pair[1], CONTEXT)
    finalise(form, pair[1], CONTEXT)
    content_hash(form, pair[1])

    assert pair[1] == before


@often
@given(filled())
def test_a_finished_record_has_no_hidden_leftovers(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))

    record = finalise(form, pair[1], CONTEXT)

    state = effective(form, record)
    for pointer in concrete(form, record):
        if get(record, split(pointer)) is not ABSENT:
            assert state.visible(pointer), pointer
    assert "falseSchema" not in {keyword for _, keyword in oracle.issues(form.schema, record)}


@often
@given(filled())
def test_the_plain_schema_says_what_check_says(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))
    record = finalise(form, pair[1], CONTEXT)

    problems = {
        (problem.pointer, problem.code.removeprefix("answer.")) for problem in check(form, record, CONTEXT)
    }

    assert oracle.is_schema(form.schema)
    assert problems == oracle.issues(form.schema, record)
    event("fits" if not problems else "does not fit")


@often
@given(filled())
def test_check_finds_as_much_in_the_raw_body_as_in_its_finished_record(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    form = compile(parse(pair[0]))
    record = finalise(form, pair[1], CONTEXT)

    raw = [problem.code for problem in check(form, pair[1], CONTEXT)]

    assert sorted(raw) == sorted(problem.code for problem in check(form, record, CONTEXT))


@often
@given(filled())
def test_effective_and_the_plain_schema_require_and_forbid_the_same(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    form = compile(parse(pair[0]))
    record = finalise(form, pair[1], CONTEXT)
    state = effective(form, record)
    missing = {pointer for pointer, keyword in oracle.issues(form.schema, record) if keyword == "required"}

    asked = {
        pointer
        for pointer in concrete(form, record)
        if state.required(pointer) and get(record, split(pointer)) is ABSENT
    }

    assert asked == missing
    for pointer in concrete(form, record):
        if pointer.count("/") == 1 and not state.visible(pointer):
            smuggled = {**record, pointer[1:]: "x"}
            assert (pointer, "falseSchema") in oracle.issues(form.schema, smuggled)


@often
@given(filled())
def test_both_validators_find_the_same_in_raw_data(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))

    found = {(issue.pointer, issue.keyword) for issue in validate(form.schema, pair[1])}

    assert found == oracle.issues(form.schema, pair[1])


@often
@given(filled())
def test_computing_twice_changes_nothing_more(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form = compile(parse(pair[0]))
    assume(form.computed)

    once = compute(form, pair[1], CONTEXT)

    assert equal(compute(form, once, CONTEXT), once)

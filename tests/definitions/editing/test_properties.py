"""What holds of every change of every form: the way back is exact, and changes of different items do not disturb each other."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseforms.definitions.editing import (
    apply,
    apply_all,
    compacted,
    difference,
    inverse,
    normal,
    prepared,
    write,
)
from caseforms.definitions.editing.operations import VERBS
from caseforms.locations import shipped
from caseforms.problems import Refused
from tests.definitions.editing.drawing import Drawing

FORMS = {
    path.stem: normal(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(shipped("form_definitions").glob("*/*.json"))
    if path.stat().st_size < 36_000
}
NAMES = list(FORMS)
RICH = [name for name, form in FORMS.items() if "paper" in form]
SEEDS = st.integers(0, 2**32)
Document = dict[str, Any]


def changes(random: Random, document: Document, count: int) -> list[tuple[Document, dict[str, Any]]]:
    """Changes that apply one after the other, each with the document it applies to; those refused are drawn again."""
    found: list[tuple[Document, dict[str, Any]]] = []
    for _ in range(count * 8):
        if len(found) == count:
            break
        operation = Drawing(random, document).operation()
        try:
            ready = dict(prepared(document, operation))
            after = apply(document, ready)
        except Refused:
            continue
        found.append((document, ready))
        document = after
    return found


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from([*NAMES, *RICH * 4]))
def test_taking_a_change_back_gives_the_same_bytes(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]

    for before, operation in changes(random, form, 6):
        after = apply(before, operation)

        back = apply_all(after, inverse(before, operation))

        assert write(back) == write(before), operation
        assert normal(after) == after, "a change leaves the keys in order"


def test_every_operation_was_among_those_taken_back() -> None:
    random = Random(4)
    seen = Counter[str]()

    for name in NAMES[:20] + RICH:
        seen.update(operation["op"] for _, operation in changes(random, FORMS[name], 10))

    assert seen.keys() == VERBS.keys()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([*NAMES, *RICH]))
def test_a_change_that_leaves_a_trace_in_the_file_is_told(seed: int, name: str) -> None:
    for before, operation in changes(Random(seed), FORMS[name], 4):
        after = apply(before, operation)

        assert bool(difference(before, after)) == (write(before) != write(after)), operation


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from(NAMES))
def test_changes_of_properties_of_different_items_commute(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]

    drawn = [Drawing(random, form) for _ in range(2)]
    one, other = (
        random.choice((each.setting, each.saying, each.unsetting, each.translating))() for each in drawn
    )
    if one["item"] == other["item"]:
        return
    try:
        there = apply_all(form, [one, other])
    except Refused:
        with pytest.raises(Refused):
            apply_all(form, [other, one])
        return

    assert write(there) == write(apply_all(form, [other, one]))


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([*NAMES, *RICH]))
def test_the_short_list_gives_the_same_bytes(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]

    steps = [operation for _, operation in changes(random, form, 8)]

    short = compacted(form, steps)

    assert len(short) <= len(steps)
    assert write(apply_all(form, short)) == write(apply_all(form, steps))


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.sampled_from(NAMES))
def test_a_history_taken_back_step_by_step_ends_where_it_began(seed: int, name: str) -> None:
    random, form = Random(seed), FORMS[name]

    steps = changes(random, form, 6)
    if not steps:
        return
    now = apply(*steps[-1])

    for before, operation in reversed(steps):
        now = apply_all(now, inverse(before, operation))

    assert write(now) == write(form)
    assert compacted(form, [one for _, one in steps]) is not None

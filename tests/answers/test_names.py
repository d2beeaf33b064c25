"""Control names lead back to their pointers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseforms.answers import name_to_pointer, pointer_to_name
from caseforms.rules.pointers import join


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/client_name", "client_name"),
        ("/plan_items/0/schedule", "plan_items-0-schedule"),
        ("/a-b/c", "a~-b-c"),
        ("/a~0b", "a~~b"),
        ("", ""),
    ],
)
def test_a_pointer_and_its_name_belong_together(pointer: str, name: str) -> None:
    assert pointer_to_name(pointer) == name
    assert name_to_pointer(name) == pointer


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_no_pointer_is_lost_in_its_name(segments: list[str]) -> None:
    pointer = join(segments)

    assert name_to_pointer(pointer_to_name(pointer)) == pointer


@given(st.lists(st.lists(st.text("a-~/", min_size=1), min_size=1, max_size=3), min_size=2, max_size=6))
def test_different_pointers_have_different_names(many: list[list[str]]) -> None:
    pointers = {join(segments) for segments in many}

    assert len({pointer_to_name(pointer) for pointer in pointers}) == len(pointers)

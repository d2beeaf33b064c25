"""A moment with its offset, as JSON Schema has it, may come whole, as other programs post it."""

from __future__ import annotations

import pytest

from caseforms import rendering
from caseforms.definitions import compile, from_schema  # noqa: A004 - the room's own word


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("date-time", "2026-03-05T08:30:00Z"),
        ("date-time", "2026-03-05T08:30:15.5+08:00"),
        ("time", "08:30:00+08:00"),
    ],
)
def test_a_whole_moment_is_taken_as_it_is(written, value):
    form = compile(
        from_schema({"type": "object", "properties": {"at": {"type": "string", "format": written}}})
    )

    decoded = rendering.decode(form, {"at": [value]})

    assert decoded.data == {"at": value}
    assert not decoded.problems

"""Signatures as drawings."""

from __future__ import annotations

import re

from caseforms.rendering.paper.signing import drawing


def path(markup: str) -> str:
    """The path of a drawing."""
    found = re.search(r' d="([^"]*)"', markup)
    assert found is not None
    return found.group(1)


def test_the_strokes_of_a_pen_become_one_path() -> None:
    strokes = [
        {"points": [{"x": 10, "y": 20, "time": 1}, {"x": 30, "y": 25, "time": 2}]},
        [[40, 20], [40, 60]],
    ]

    markup = str(drawing(strokes))

    assert path(markup) == "M10.0 20.0 L30.0 25.0 M40.0 20.0 L40.0 60.0"
    assert 'viewBox="6.0 16.0 38.0 48.0"' in markup


def test_a_dot_stays_visible() -> None:
    assert path(str(drawing([[[5, 5]]]))) == "M5.0 5.0 L5.0 5.0"


def test_nothing_drawn_is_nothing_printed() -> None:
    assert drawing([]) == ""
    assert drawing([{"points": []}]) == ""

"""Whole numbers as a request brings them: versions, page numbers, places in a list."""

from __future__ import annotations

LONGEST = 9  # digits: what every database holds in an integer column


def is_count(text: str) -> bool:
    """Whether a text is a whole number that may be used as one; "²" is a digit for Unicode, not for `int`."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST

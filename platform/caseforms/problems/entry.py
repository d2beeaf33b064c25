"""One line of the problem catalogue: why something is wrong and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark an English message for translation without translating it here."""
    return message


@dataclass(frozen=True, slots=True)
class Entry:
    """Cause and remedy as English message ids with ``%(name)s`` placeholders."""

    cause: str
    remedy: str

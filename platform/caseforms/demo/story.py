"""A story: whom it is about, who works on it, when it begins, and how it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from caseforms.demo.clients import Client
from caseforms.demo.theme import Theme
from caseforms.demo.walk import Walk

Telling = Callable[[Walk], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class Story:
    """One case. `begins` counts working days back from the first working day that is not over; `house` is a code.

    `theme` holds the words of a casework story; other stories bring their own.
    """

    name: str
    begins: int
    tell: Telling
    client: Client
    theme: Theme | None
    worker: str
    house: str = "chunhui"
    workflow: str = "mental-health-case"

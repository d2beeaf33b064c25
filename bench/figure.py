"""What a measure hands back: one figure, its budget, and how it was come by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages of the page."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured budget. `figure` and `budget` are in `unit`; `sense` says on which side of the budget it must lie.

    `beside` are further figures of the same run that are reported and have no budget.
    """

    name: str
    title: Text
    figure: float
    unit: str
    budget: float
    how: Text
    sense: str = "at most"
    beside: Mapping[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether the figure keeps its budget."""
        return self.figure <= self.budget if self.sense == "at most" else self.figure >= self.budget

    @property
    def sign(self) -> str:
        """The side on which the figure must lie, as a sign."""
        return "≤" if self.sense == "at most" else "≥"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a run may take: a quick one has fewer repetitions and smaller tables."""

    quick: bool = False

    def choose(self, whole: int, quick: int) -> int:
        """`quick` in a quick run, else `whole`."""
        return quick if self.quick else whole

"""What a chronic-disease story is about: the disease, the person's situation, the plan and the words of each talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Talk:
    """One service: its mode, its kinds, its topics when it is education, what was done, what follows."""

    mode: str
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    content: str
    answer: str
    following: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The words of one chronic disease.

    `pressure` and `glucose` are measured values month by month, `phq` and `gad` totals at the start and later;
    `changes` what the follow-ups tell, `reviews` what the stage assessments sum up.
    """

    diseases: tuple[str, ...]
    request: str
    basic: str
    mind: str
    support: str
    use: str
    visits: tuple[int, int]
    drugs: tuple[str, ...]
    summary: str
    goals: tuple[tuple[str, str, str], ...]
    works: tuple[tuple[str, ...], ...]
    diet: str
    exercise: str
    talks: tuple[Talk, ...]
    changes: tuple[str, ...]
    habits: tuple[str, ...]
    reviews: tuple[str, ...]
    outcome: str
    pressure: tuple[tuple[int, int], ...] = ()
    glucose: tuple[float, ...] = ()
    phq: tuple[int, ...] = (9, 6, 4)
    gad: tuple[int, ...] = (7, 5, 3)
    resource: tuple[str, str, str] = ("social", "", "")

    def talk(self, number: int) -> Talk:
        """The words of the service with this number (from 1); they come round again."""
        return self.talks[(number - 1) % len(self.talks)]

    def measured(self, month: int) -> dict[str, Any]:
        """Blood pressure and fasting glucose of a month (from 0); the last values stay."""
        values: dict[str, Any] = {}
        if self.pressure:
            values["systolic"], values["diastolic"] = self.pressure[min(month, len(self.pressure) - 1)]
        if self.glucose:
            values["glucose"] = self.glucose[min(month, len(self.glucose) - 1)]
            values["glucose_kind"] = "fasting"
        return values

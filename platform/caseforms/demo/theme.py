"""What a casework story is about: the words of its forms, from the first need to the last visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Session:
    """One service: how it was given and what is written about it."""

    mode: str
    minutes: int
    content: str
    service: str
    client: str
    worker: str
    following: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The words of one kind of story. `risk` are values of the risk profile; `items` rows of the plan."""

    needs: str
    risk: dict[str, Any]
    background: str
    environment: str
    perception: str
    strengths: str
    diagnosis: str
    analysis: str
    problems: tuple[str, ...]
    goal: str
    goals: tuple[str, ...]
    items: tuple[tuple[str, str, str, str, str, str, str], ...]
    caregiver: str
    sessions: tuple[Session, ...]
    outcome: str
    reflection: str
    stakeholder: str
    suggestions: str
    summary: str
    follow_up: str
    relapse: str
    visits: tuple[str, ...]
    supplement: str
    words: dict[str, str] = field(default_factory=dict)

    def assessment(self) -> dict[str, Any]:
        """The assessment form."""
        deciders = (["client"], ["client", "family"], ["family"])
        return {
            "personal_background": self.background,
            "environment_systems": self.environment,
            "client_perception": self.perception,
            "resources_strengths_barriers": self.strengths,
            "problem_diagnosis": self.diagnosis,
            "needs_analysis": self.analysis,
            "priority_problems": [
                {"problem": problem, "decided_with": deciders[place % 2]}
                for place, problem in enumerate(self.problems)
            ],
        }

    def plan(self) -> dict[str, Any]:
        """The service plan."""
        names = (
            "schedule",
            "strategy",
            "mode",
            "client_responsibility",
            "worker_role",
            "evaluation_method",
            "domain",
        )
        written: dict[str, Any] = {
            "overall_goal": self.goal,
            "plan_items": [dict(zip(names, item, strict=True)) for item in self.items],
            "caregiver_task": self.caregiver,
        }
        return written | {f"goal_{place}": goal for place, goal in enumerate(self.goals, start=1)}

    def session(self, number: int) -> Session:
        """The words of the service with this number (from 1); they come round again."""
        return self.sessions[(number - 1) % len(self.sessions)]

    def evaluation(self) -> dict[str, Any]:
        """The worker's part of the evaluation."""
        return {
            "outcome_evaluation": self.outcome,
            "worker_reflection": self.reflection,
            "stakeholders_involved": True,
            "stakeholder_evaluation": self.stakeholder,
            "improvement_suggestions": self.suggestions,
        }

    def closure(self) -> dict[str, Any]:
        """The closure form of a case that reached its goals."""
        return {
            "closure_summary": self.summary,
            "follow_up_plan": self.follow_up,
            "relapse_factors": self.relapse,
        }

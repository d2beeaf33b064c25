"""What the event log alone says about a case: the value that `fold` returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a stage; `by` is the action that ended it."""

    stage: str
    entered_at: datetime
    left_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class RecordState:
    """What the log says about one record."""

    slot: str
    started_at: datetime
    author: str
    holder: str
    status: Literal["draft", "submitted", "void"] = "draft"
    first_submitted_at: datetime | None = None
    submitted_at: datetime | None = None
    marks: Mapping[str, datetime] = field(default_factory=dict)  # action that named the record → when
    fresh: Mapping[str, datetime] = field(default_factory=dict)  # those of them since it was last submitted


@dataclass(frozen=True, slots=True)
class Act:
    """The last time an action was done, and how often it has been."""

    at: datetime
    by: str
    role: str
    reason: str
    data: Mapping[str, object]
    count: int


@dataclass(frozen=True, slots=True)
class TaskState:
    """What was noted about a follow-up task."""

    status: Literal["open", "done", "waived"] = "open"
    at: datetime | None = None
    reason: str = ""
    attempts: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertState:
    """One alert, raised by a record or by hand."""

    alert: str
    raised_at: datetime
    slot: str = ""
    record: str = ""
    cleared_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time during which a flag was set."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a case is and what has happened to it. Empty (`stage` "") before `case.opened`."""

    seq: int = 0
    stage: str = ""
    opened_at: datetime | None = None
    opened_by: str = ""
    responsible: str = ""
    visits: tuple[Visit, ...] = ()
    flags: Mapping[str, datetime] = field(default_factory=dict)  # flags set by actions → since when
    pauses: Mapping[str, tuple[Pause, ...]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, RecordState] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    tasks: Mapping[str, TaskState] = field(default_factory=dict)
    alerts: Mapping[str, AlertState] = field(default_factory=dict)
    fired: Mapping[str, datetime] = field(default_factory=dict)
    links: tuple[Mapping[str, object], ...] = ()

    @property
    def previous(self) -> str:
        """The stage the case was in before this one; "" when there was none."""
        return self.visits[-2].stage if len(self.visits) > 1 else ""

    @property
    def entered_at(self) -> datetime | None:
        """When the case came into its present stage."""
        return self.visits[-1].entered_at if self.visits else None

"""A workflow definition as values: slots, stages, flags, actions, clocks, tasks. Built by `reading`, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from caseforms.workflow.guards import Guard

Text = Mapping[str, str]
Force = Literal["shall", "should", "may"]
JsonObject = Mapping[str, object]

PERSON = "person"
SUBJECTS = (PERSON, "group", "activity", "volunteer", "aid", "complaint", "referral", "archive")
"""What a case can be about; everything but a person has no person's file behind it."""
NAMELESS = frozenset({"group", "activity"})
"""Subjects whose title names nobody, so that whoever may know of the case may read it."""
CASE_NO = "case_no"

ANY_OPEN_STAGE = "*"  # every stage that is not final
SAME = "same"
PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from an event: `do` with `parameters`, when the guard holds on the facts after the event."""

    on: Literal["save", "submit", "complete", "hand_over", "void", "act"]
    do: str
    parameters: JsonObject
    when: Guard | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature a record of the slot needs: asked in `order`, by somebody else than the signers of `never_with`."""

    role: str
    accepts: frozenset[str]
    by: frozenset[str]
    never_with: frozenset[str] = frozenset()
    needed: JsonObject | None = None  # JSON Schema over the record's data; None: always
    binds: frozenset[str] = frozenset()  # the fields that were signed; none named: the whole record


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a form in the workflow."""

    name: str
    definition: str
    label: Text
    clause: str
    many: bool
    versions: bool
    stages: frozenset[str]
    start: frozenset[str]
    submit: frozenset[str]
    hand_over: frozenset[str]
    signatures: tuple[Signing, ...]
    to_open: tuple[Guard, ...]
    to_submit: tuple[Guard, ...]
    again: Guard | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case is. `phase` is the generic one: 接案 预估 计划 介入 评估 结案."""

    name: str
    label: Text
    phase: str
    clause: str
    final: bool
    retention: str


@dataclass(frozen=True, slots=True)
class Flag:
    """What is true beside the stage: set by actions, or derived from the facts when `set_when` is given."""

    name: str
    label: Text
    tone: Literal["danger", "warning", "information"]
    set_when: Guard | None


@dataclass(frozen=True, slots=True)
class ActionRule:
    """What somebody may do: from which stages, to where, who, under which guards, with what consequence."""

    name: str
    label: Text
    stages: frozenset[str]
    to: Mapping[str, str]  # by stage; "*" for the rest; "same" and "previous" are no stages
    by: frozenset[str]
    shown: Guard | None
    guards: tuple[Guard, ...]
    slot: str
    reason: bool
    asks: tuple[str, ...]
    sets: tuple[str, ...]
    clears: tuple[str, ...]
    rules: tuple[Rule, ...]
    consequence: Text
    automatic: bool
    by_form: bool  # done by submitting its form, never by itself
    path: Literal["forward", "back", "exit", "side"]
    clause: str
    kinds: Mapping[str, Text] = field(default_factory=dict)  # what `asks` "kind" offers


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock: runs from `start` for a length, or ends `at` a moment; once per case, or once `for_each` record."""

    name: str
    label: Text
    clause: str
    force: Force
    start: tuple[str, ...]
    working_days: int
    days: int
    hours: int
    at: tuple[str, ...]
    dates: str  # the path of a list of dates, each with a clock of its own
    for_each: str
    where: JsonObject | None
    met: JsonObject
    cancelled: Guard | None
    pauses_on: str
    soon: int
    escalate_to: frozenset[str]
    escalate_after_days: int
    message: Text
    as_task: bool
    roles: frozenset[str]
    tell: tuple[str, ...]  # fields of the record that name users to be told
    unless_marked: frozenset[str]  # actions that named the record and end its clock
    unless_fresh: frozenset[str]  # those that stop it until the record is submitted again
    act: str  # the action that the system does when nobody did anything in time
    setting: str  # the name its length is set under, where the length is no standard's or clocks share it
    former: tuple[
        tuple[datetime, Timer], ...
    ] = ()  # the clock as it was until some instants, the oldest first


@dataclass(frozen=True, slots=True)
class Schedule:
    """Follow-up tasks: one every so many days, so many times or until a date, done by records of a slot or waived.

    `series` are the paths of numbers that change when the tasks are planned anew, so that the notes of the former ones
    stay with them; only records first submitted later than the moment at `after` do a task. While the flag
    `pauses_on` is set no task is asked for.
    """

    name: str
    label: Text
    clause: str
    force: Force
    start: tuple[str, ...]
    every_days: str
    times: str
    until: str
    series: tuple[str, ...]
    after: str
    pauses_on: str
    slot: str
    done_where: JsonObject
    roles: frozenset[str]
    cancelled: Guard | None
    escalate_to: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alert:
    """A small machine beside the stage: alert, responding (a record of `slot` exists), then one of the outcomes."""

    name: str
    label: Text
    clause: str
    slot: str
    roles: frozenset[str]
    states: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class TrackState:
    """One state a record can be in: the first whose schema holds on the record and whose guard holds on the case."""

    name: str
    label: Text
    where: JsonObject
    when: Guard | None
    open: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The states that each record of a slot goes through on its own (a referral: sent, received, closed …)."""

    name: str
    label: Text
    slot: str
    clause: str
    roles: frozenset[str]
    states: tuple[TrackState, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story that the definition must tell: lines (after those of another scenario) and what must come of it."""

    name: str
    title: Text
    after: str
    lines: tuple[JsonObject, ...]
    moment: str
    expect: JsonObject


@dataclass(frozen=True, slots=True)
class Workflow:
    """One parsed and compiled workflow definition."""

    id: str
    version: str
    title: Text
    standard: JsonObject
    start: str
    roles: Mapping[str, Text]
    wording: Mapping[str, Text]
    slots: Mapping[str, Slot]
    stages: Mapping[str, Stage]
    flags: Mapping[str, Flag]
    derived: Mapping[str, JsonObject]
    derived_guards: Mapping[str, Guard]
    actions: Mapping[str, ActionRule]
    timers: Mapping[str, Timer]
    schedules: Mapping[str, Schedule]
    alerts: Mapping[str, Alert]
    tracks: Mapping[str, Track]
    scenarios: Mapping[str, Scenario]
    numbers_on_opening: tuple[str, ...]
    may_hold_when_empty: frozenset[str]
    subject: str = PERSON
    title_from: tuple[str, str] | None = None  # slot and field whose value is the title of the case
    file_number: str = CASE_NO  # the number by which lists know the case
    settings: Mapping[str, JsonObject] = field(
        default_factory=dict
    )  # {"label", "default"}: institutions set them
    field_labels: Mapping[str, Text] = field(
        default_factory=dict
    )  # "plan.overall_goal": from the form definitions
    document: JsonObject = field(default_factory=dict)

    def open_stages(self) -> frozenset[str]:
        """The stages that are not final."""
        return frozenset(name for name, stage in self.stages.items() if not stage.final)

    @property
    def about_person(self) -> bool:
        """Whether a case of this workflow stands in a person's file."""
        return self.subject == PERSON

    def guards(self) -> tuple[Guard, ...]:
        """Every guard of the definition, those inside others left out."""
        found: list[Guard | None] = []
        for slot in self.slots.values():
            found += [*slot.to_open, *slot.to_submit, slot.again, *(rule.when for rule in slot.rules)]
        found += [flag.set_when for flag in self.flags.values()]
        found += self.derived_guards.values()
        for action in self.actions.values():
            found += [*action.guards, action.shown, *(rule.when for rule in action.rules)]
        found += [timer.cancelled for timer in self.timers.values()]
        found += [schedule.cancelled for schedule in self.schedules.values()]
        found += [state.when for track in self.tracks.values() for state in track.states]
        return tuple(guard for guard in found if guard is not None)

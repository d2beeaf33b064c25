"""Reads a workflow document: checked against the format, then built into a Workflow with its guards compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema_rs

from caseforms.definitions import Definition
from caseforms.problems import Problem, Refused
from caseforms.workflow.derived import guards_of
from caseforms.workflow.field_labels import labels_of
from caseforms.workflow.format import SCHEMA
from caseforms.workflow.guards import Guard, compile_guard
from caseforms.workflow.model import (
    ANY_OPEN_STAGE,
    CASE_NO,
    PERSON,
    ActionRule,
    Alert,
    Flag,
    Rule,
    Scenario,
    Schedule,
    Signing,
    Slot,
    Stage,
    Timer,
    Track,
    TrackState,
    Workflow,
)

Document = Mapping[str, Any]
Forms = Mapping[str, Definition]
_VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
NOTHING: Mapping[str, str] = {}
LONGEST_REASON = 200


def read(
    document: object, forms: Forms | None = None, source: str = ""
) -> tuple[Workflow | None, tuple[Problem, ...]]:
    """The workflow of a document, or None, and every problem of its format; never raises for bad content.

    `forms` are the known form definitions by id: they give fields their names in messages.
    """
    try:
        problems = tuple(_format_problems(document, source))
    except UnicodeEncodeError:  # half a character: JSON lets it pass, nothing can write it down
        return None, (Problem("file.not-utf8", "", {"path": source}, source=source),)
    if problems or not isinstance(document, Mapping):
        return None, problems
    try:
        return _built(document, forms or {}), ()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return None, (Problem("workflow.format", "", {"reason": _short(str(error))}, source=source),)
    except RecursionError:
        return None, (Problem("file.too-deep", "", {"path": source}, source=source),)


def _format_problems(document: object, source: str) -> Iterator[Problem]:
    for error in _VALIDATOR.iter_errors(document):
        pointer = "/" + "/".join(str(step) for step in error.instance_path)
        code = f"workflow.format.{error.kind.name}"
        yield Problem(code, pointer, {"reason": _short(error.message)}, source=source)


def _short(reason: str) -> str:
    """A reason in one line: the validator repeats the whole value in it, the pointer says which one it is."""
    words = " ".join(reason.split())
    return words if len(words) <= LONGEST_REASON else f"{words[:120]} … {words[-60:]}"


def parse(document: object, forms: Forms | None = None, source: str = "") -> Workflow:
    """Like `read`, but raises Refused when the document cannot be a workflow."""
    workflow, problems = read(document, forms, source)
    if workflow is None:
        raise Refused(problems)
    return workflow


def _built(document: Document, forms: Forms) -> Workflow:
    stages = {name: _stage(name, node) for name, node in document["stages"].items()}
    opened = frozenset(name for name, stage in stages.items() if not stage.final)
    roles = frozenset(document["roles"])
    derived = document.get("derived", {})
    return Workflow(
        id=document["id"],
        version=document["version"],
        title=document["title"],
        standard=document["standard"],
        start=document["start"],
        roles=document["roles"],
        wording=document["wording"],
        slots={name: _slot(name, node, opened, roles) for name, node in document["forms"].items()},
        stages=stages,
        flags={name: _flag(name, node) for name, node in document.get("flags", {}).items()},
        derived=derived,
        derived_guards=guards_of(derived),
        actions={name: _action(name, node, opened) for name, node in document["actions"].items()},
        timers={name: _timer(name, node) for name, node in document.get("timers", {}).items()},
        schedules={name: _schedule(name, node) for name, node in document.get("schedules", {}).items()},
        alerts={name: _alert(name, node) for name, node in document.get("alerts", {}).items()},
        tracks={name: _track(name, node) for name, node in document.get("tracks", {}).items()},
        scenarios={node["name"]: _scenario(node) for node in document.get("scenarios", [])},
        numbers_on_opening=tuple(document.get("numbers_on_opening", ())),
        may_hold_when_empty=frozenset(document.get("may_hold_when_empty", ())),
        subject=document.get("subject", PERSON),
        title_from=_place(document.get("title_from")),
        file_number=document.get("file_number", CASE_NO),
        settings=document.get("settings", {}),
        field_labels=labels_of(document["forms"], forms),
        document=document,
    )


def _place(path: str | None) -> tuple[str, str] | None:
    if path is None:
        return None
    slot, _, field = path.partition(".")
    return slot, field


def _stage(name: str, node: Document) -> Stage:
    return Stage(
        name=name,
        label=node["label"],
        phase=node["phase"],
        clause=node.get("clause", ""),
        final=node.get("final", False),
        retention=node.get("retention", ""),
    )


def _stages(names: Iterable[str], opened: frozenset[str]) -> frozenset[str]:
    given = frozenset([names] if isinstance(names, str) else names)
    return (given - {ANY_OPEN_STAGE}) | (opened if ANY_OPEN_STAGE in given else frozenset())


def _guards(nodes: Iterable[Document], name: str) -> tuple[Guard, ...]:
    return tuple(compile_guard(node, f"{name}.{index}") for index, node in enumerate(nodes))


def _guard(node: Document | None, name: str) -> Guard | None:
    return None if node is None else compile_guard(node, name)


def _rules(nodes: Iterable[Document], name: str, otherwise: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            on=node.get("on", otherwise),
            do=node["do"],
            parameters={key: value for key, value in node.items() if key not in {"on", "do", "when"}},
            when=_guard(node.get("when"), f"{name}.effects.{index}"),
        )
        for index, node in enumerate(nodes)
    )


def _slot(name: str, node: Document, opened: frozenset[str], roles: frozenset[str]) -> Slot:
    place = f"forms.{name}"
    start = frozenset(node.get("start", roles))
    return Slot(
        name=name,
        definition=node["definition"],
        label=node["label"],
        clause=node.get("clause", ""),
        many=node.get("many", False),
        versions=node.get("versions", False),
        stages=_stages(node["stages"], opened),
        start=start,
        submit=frozenset(node.get("submit", start)),
        hand_over=frozenset(node.get("hand_over", ())),
        signatures=tuple(_signing(each) for each in node.get("signatures", ())),
        to_open=_guards(node.get("open", ()), f"{place}.open"),
        to_submit=_guards(node.get("check", ()), f"{place}.check"),
        again=_guard(node.get("again"), f"{place}.again"),
        rules=_rules(node.get("effects", ()), place, "submit"),
    )


def _signing(node: Document) -> Signing:
    return Signing(
        role=node["role"],
        accepts=frozenset(node.get("accepts", ())),
        by=frozenset(node.get("by", ())),
        never_with=frozenset(node.get("never_with", ())),
        needed=node.get("needed"),
        binds=frozenset(node.get("binds", ())),
    )


def _flag(name: str, node: Document) -> Flag:
    return Flag(name, node["label"], node["tone"], _guard(node.get("set_when"), f"flags.{name}"))


def _action(name: str, node: Document, opened: frozenset[str]) -> ActionRule:
    place = f"actions.{name}"
    to = node.get("to", "same")
    return ActionRule(
        name=name,
        label=node["label"],
        stages=_stages(node["from"], opened),
        to={"*": to} if isinstance(to, str) else to,
        by=frozenset(node["by"]),
        shown=_guard(node.get("shown"), f"{place}.shown"),
        guards=_guards(node.get("when", ()), f"{place}.when"),
        slot=node.get("form", ""),
        reason=node.get("reason", False),
        asks=tuple(node.get("asks", ())),
        sets=tuple(node.get("set", ())),
        clears=tuple(node.get("clear", ())),
        rules=_rules(node.get("effects", ()), place, "act"),
        consequence=node.get("consequence", NOTHING),
        automatic=node.get("auto", False),
        by_form=node.get("by_form", False),
        path=node.get("path", "side"),
        clause=node.get("clause", ""),
        kinds=node.get("kinds", {}),
    )


def _paths(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()


def _timer(name: str, node: Document) -> Timer:
    return Timer(
        name=name,
        label=node["label"],
        clause=node.get("clause", ""),
        force=node["force"],
        start=_paths(node.get("start")),
        working_days=node.get("working_days", 0),
        days=node.get("days", 0),
        hours=node.get("hours", 0),
        at=_paths(node.get("at")),
        dates=node.get("dates", ""),
        for_each=node.get("for_each", ""),
        where=node.get("where"),
        met=node.get("met", {}),
        cancelled=_guard(node.get("cancelled"), f"timers.{name}.cancelled"),
        pauses_on=node.get("pauses_on", ""),
        soon=node.get("soon", 2),
        escalate_to=frozenset(node.get("escalate_to", ())),
        escalate_after_days=node.get("escalate_after_days", 0),
        message=node.get("message", node["label"]),
        as_task=node.get("task", False),
        roles=frozenset(node.get("roles", ())),
        tell=tuple(node.get("tell", ())),
        unless_marked=frozenset(node.get("unless_marked", ())),
        unless_fresh=frozenset(node.get("unless_fresh", ())),
        act=node.get("act", ""),
        setting=node.get("setting", ""),
    )


def _schedule(name: str, node: Document) -> Schedule:
    return Schedule(
        name=name,
        label=node["label"],
        clause=node.get("clause", ""),
        force=node["force"],
        start=_paths(node["start"]),
        every_days=node["every_days"],
        times=node.get("times", ""),
        until=node.get("until", ""),
        series=_paths(node.get("series")),
        after=node.get("after", ""),
        pauses_on=node.get("pauses_on", ""),
        slot=node["slot"],
        done_where=node["done_where"],
        roles=frozenset(node.get("roles", ())),
        cancelled=_guard(node.get("cancelled"), f"schedules.{name}.cancelled"),
        escalate_to=frozenset(node.get("escalate_to", ())),
    )


def _alert(name: str, node: Document) -> Alert:
    return Alert(
        name=name,
        label=node["label"],
        clause=node.get("clause", ""),
        slot=node["slot"],
        roles=frozenset(node.get("roles", ())),
        states=node["states"],
    )


def _track(name: str, node: Document) -> Track:
    states = tuple(
        TrackState(
            name=state,
            label=each["label"],
            where=each.get("where", {}),
            when=_guard(each.get("when"), f"tracks.{name}.{state}"),
            open=each.get("open", False),
        )
        for state, each in node["states"].items()
    )
    return Track(
        name=name,
        label=node["label"],
        slot=node["slot"],
        clause=node.get("clause", ""),
        roles=frozenset(node.get("roles", ())),
        states=states,
    )


def _scenario(node: Document) -> Scenario:
    return Scenario(
        name=node["name"],
        title=node["title"],
        after=node.get("after", ""),
        lines=tuple(node.get("lines", ())),
        moment=node.get("now", ""),
        expect=node.get("expect", {}),
    )

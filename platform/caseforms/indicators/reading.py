"""Builds a Table from its document; every problem of its format is a value, nothing raises for bad content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from caseforms.indicators.format import FORMAT
from caseforms.indicators.model import Counter, Coverage, Given, Looks, Missing, Part, Row, Table
from caseforms.problems import Problem, Refused
from caseforms.workflow.guards import Guard, compile_guard

_VALIDATOR = jsonschema_rs.validator_for(FORMAT)
NO_TEXT: Mapping[str, str] = {}
EMPTY: Mapping[str, str] = {"zh": "本期没有可计算的对象", "en": "Nothing to count in this period"}


def read(document: object, source: str = "") -> tuple[Table | None, tuple[Problem, ...]]:
    """The table of a document, or None, and every problem of its format."""
    problems = tuple(
        Problem(
            "indicators.format",
            "/" + "/".join(str(step) for step in error.instance_path),
            {"reason": error.message},
            source=source,
        )
        for error in _VALIDATOR.iter_errors(document)
    )
    if problems or not isinstance(document, Mapping):
        return None, problems
    try:
        return _table(document), ()
    except (KeyError, TypeError, ValueError) as error:
        return None, (Problem("indicators.format", "", {"reason": str(error)}, source=source),)


def parse(document: object, source: str = "") -> Table:
    """The table of a document. Raises Refused with every problem."""
    table, problems = read(document, source)
    if table is None:
        raise Refused(problems)
    return table


def _table(document: Mapping[str, Any]) -> Table:
    exclusions = {
        name: compile_guard(node, f"exclusions.{name}") for name, node in document["exclusions"].items()
    }
    return Table(
        id=document["id"],
        version=document["version"],
        title=document["title"],
        form=document["form"],
        periods=tuple(document["periods"]),
        sections=document["sections"],
        settings={name: each["default"] for name, each in document.get("settings", {}).items()},
        exclusions=exclusions,
        figures=tuple(_part(each) for each in document.get("figures", [])),
        rows=tuple(_row(each) for each in document["rows"]),
        document=document,
    )


def _row(node: Mapping[str, Any]) -> Row:
    given, coverage = node.get("given"), node.get("coverage")
    return Row(
        id=node["id"],
        number=node["number"],
        section=node["section"],
        label=node["label"],
        criterion=node["criterion"],
        force=node["force"],
        clause=node["clause"],
        unit=node["unit"],
        sources=tuple(node["sources"]),
        basis=node.get("basis", NO_TEXT),
        percent=node.get("percent"),
        counter=_counter(node["counter"], node["id"]) if "counter" in node else None,
        parts=tuple(_part(each, node["id"]) for each in node.get("parts", [])),
        beside=tuple(_part(each, node["id"]) for each in node.get("beside", [])),
        when_empty=node.get("when_empty", EMPTY),
        coverage=Coverage(coverage["of"], coverage["below"], coverage["text"]) if coverage else None,
        given=Given(given["name"], given["otherwise"], given["remark"]) if given else None,
        warn_above=node.get("warn_above", {}),
    )


def _part(node: Mapping[str, Any], row: str = "") -> Part:
    target = node.get("target")
    return Part(
        id=node["id"],
        label=node["label"],
        counter=_counter(node["counter"], f"{row}.{node['id']}" if row else node["id"]),
        target=target,
        most=node.get("most"),
        from_setting=node.get("target_setting", ""),
    )


def _counter(node: Mapping[str, Any], name: str) -> Counter:
    looks: list[Looks] = []
    number = len(node.get("missing", []))
    for each in node.get("looks", []):
        looks.append(_looks(each, f"{name}.looks", number))
        number += len(looks[-1].missing)
    return Counter(
        id=name,
        workflows=frozenset(node.get("workflows", [])),
        registers=frozenset(node.get("registers", [])),
        logic=node["logic"],
        distinct=node.get("distinct", ""),
        unit=tuple(node.get("unit", [])),
        combine=node.get("combine", "all"),
        excluded=tuple(node.get("exclude", [])),
        counts=_guard(node.get("counts"), f"{name}.counts"),
        start=node.get("from"),
        until=node.get("until"),
        left=node.get("left"),
        met=_guard(node.get("met"), f"{name}.met"),
        met_on=node.get("met_on"),
        derive=node.get("derive", {}),
        looks=tuple(looks),
        missing=_missing(node, name),
    )


def _looks(node: Mapping[str, Any], name: str, first: int) -> Looks:
    return Looks(
        of=node["of"],
        form=node.get("form", ""),
        at=node.get("at"),
        where=_guard(node.get("where"), f"{name}.where"),
        met=_guard(node.get("met"), f"{name}.met"),
        kind=node.get("kind", ""),
        overrides=node.get("overrides", False),
        rows=node.get("rows", ""),
        unit=tuple(node.get("unit", [])),
        derive=node.get("derive", {}),
        amount=node.get("amount", ""),
        more={key: node[key] for key in MORE if key in node},
        missing=_missing(node, name),
        first=first,
    )


MORE = ("clock", "planned", "pauses", "done", "done_at", "grace")


def _missing(node: Mapping[str, Any], name: str) -> tuple[Missing, ...]:
    return tuple(
        Missing(_guard(each.get("when"), f"{name}.missing"), each.get("form", ""), each["text"])
        for each in node.get("missing", [])
    )


def _guard(node: Mapping[str, Any] | None, name: str) -> Guard | None:
    return None if node is None else compile_guard(node, name)

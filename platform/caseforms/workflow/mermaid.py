"""Draws a workflow as a Mermaid state diagram, for documents and pull requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caseforms.workflow.model import PREVIOUS, SAME, ActionRule, Workflow


@dataclass(frozen=True, slots=True)
class Way:
    """One action leading from one stage to another."""

    action: ActionRule
    start: str
    end: str


def ways(workflow: Workflow) -> tuple[Way, ...]:
    """Every way from a stage to another, in the order of the definition; `previous` goes to each stage before."""
    order = list(workflow.stages)
    found = [
        Way(action, stage, target)
        for action in workflow.actions.values()
        for stage in sorted(action.stages & workflow.stages.keys(), key=order.index)
        for target in _targets(workflow, action, stage)
        if target != stage
    ]
    return tuple(found)


def mermaid(workflow: Workflow, language: str) -> str:
    """The diagram's source text, labels in the language."""
    lines = ["stateDiagram-v2", "  direction LR"]
    lines += [
        f'  state "{_plain(stage.label[language])}" as {name}' for name, stage in workflow.stages.items()
    ]
    lines.append(f"  [*] --> {workflow.start}")
    for start, end, label in _grouped(workflow, language):
        lines.append(f"  {start} --> {end}: {label}")
    lines += [f"  {name} --> [*]" for name, stage in workflow.stages.items() if stage.final]
    return "\n".join(lines) + "\n"


def _grouped(workflow: Workflow, language: str) -> Iterator[tuple[str, str, str]]:
    labels: dict[tuple[str, str], list[str]] = {}
    for way in ways(workflow):
        labels.setdefault((way.start, way.end), []).append(_plain(way.action.label[language]))
    join = "、" if language == "zh" else ", "
    yield from ((start, end, join.join(found)) for (start, end), found in labels.items())


def _targets(workflow: Workflow, action: ActionRule, stage: str) -> set[str]:
    target = action.to.get(stage, action.to.get("*", SAME))
    if target == SAME:
        return set()
    if target != PREVIOUS:
        return {target}
    return {
        other
        for before in workflow.actions.values()
        for other in before.stages
        if before.to.get(other, before.to.get("*", SAME)) == stage and before.path in {"forward", "exit"}
    }


def _plain(text: str) -> str:
    """A label without the characters that Mermaid reads as its own."""
    return text.replace('"', "'").replace(":", "：").replace(";", "；")

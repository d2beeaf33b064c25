"""How the work on a form stands: its problems with their remedies, its changes in sentences, what can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseforms.definitions import editing
from caseforms.problems import Problem
from caseforms.services import designs
from caseforms.services.designs import Step
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer import told
from caseforms.web.designer.work import Work
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
MOST_SHOWN = 30
ICONS = {"do": "pen", "undo": "return", "redo": "return"}


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """One problem of the form: its words, the piece it is about, the words of a remedy that is one press away."""

    key: str
    words: str
    item: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One step in a sentence."""

    words: str
    by: str
    at: datetime
    icon: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the dock says."""

    problems: tuple[ProblemShown, ...]
    errors: int
    changes: tuple[ChangeShown, ...]
    count: int
    can_undo: bool
    can_redo: bool
    saved_at: datetime | None


def of(work: Work) -> Standing:
    """The standing of a piece of work; of one that has not begun, that nothing was changed."""
    design = work.design
    if design is None:
        return Standing((), 0, (), 0, can_undo=False, can_redo=False, saved_at=None)
    session, actor = unit_of_work.session(), visits.actor()
    found = designs.preview(session, actor, design.id)
    steps = designs.steps(session, actor, design.id, max(0, design.head - MOST_SHOWN))
    return Standing(
        tuple(_problem(work.document, each) for each in found.errors[:MOST_SHOWN]),
        len(found.errors),
        tuple(changed(work.document, each) for each in reversed(steps)),
        design.head,
        can_undo=design.undo is not None,
        can_redo=design.redo is not None,
        saved_at=work.changed_at,
    )


def changed(document: JSON, step: Step) -> ChangeShown:
    """One step as a sentence, in the words of the form as it stands now."""
    said = told.step(document, step.operations)
    if step.action == "undo":
        said = gettext("Taken back: %(change)s", change=said)
    elif step.action == "redo":
        said = gettext("Done again: %(change)s", change=said)
    return ChangeShown(said, step.by_name, step.at, ICONS[step.action])


def key_of(problem: Problem) -> str:
    """What names a problem while the form stands as it does."""
    return f"{problem.code} {problem.pointer} {problem.params.get('key', '')}"


def _problem(document: JSON, problem: Problem) -> ProblemShown:
    remedies = editing.lint_remedies(problem, document)
    remedy = gettext("Mend: %(how)s", how=told.step(document, remedies)) if remedies else ""
    return ProblemShown(key_of(problem), faults.words(problem), told.item_of(document, problem), remedy)


def remedy(work: Work, key: str) -> list[Any]:
    """The operations that mend the problem of this name; none when it is not there any more."""
    if work.design is None:
        return []
    found = designs.preview(unit_of_work.session(), visits.actor(), work.design.id)
    for problem in found.errors:
        if key_of(problem) == key:
            return list(editing.lint_remedies(problem, work.document))
    return []

"""Reasons: those of a workflow against a step, and those people give for going on against a warning, kept and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from caseforms.problems import Problem, Refused
from caseforms.services.refusal import problem
from caseforms.storage.tables import Revision
from caseforms.workflow import Reason


def refuse_reasons(reasons: Iterable[Reason]) -> None:
    """Refused with each reason of the workflow, in its own words."""
    found = tuple(reason_problem(reason) for reason in reasons if reason.force == "shall")
    if found:
        raise Refused(found)


def reason_problem(reason: Reason, severity: str = "error") -> Problem:
    """A reason of the workflow as a problem: its text in both languages stands in the parameters."""
    params = {"reason": reason.text, "zh": reason.text.get("zh", ""), "en": reason.text.get("en", "")}
    params |= {"id": reason.code, "clause": reason.clause, "force": reason.force}
    code = "case.guard" if severity == "error" else "case.guard-warning"
    return Problem(code, "", params, severity="warning" if severity == "warning" else "error")


def require_reasons(warnings: list[Problem], reasons: Mapping[str, str]) -> None:
    """Refused `record.reason-needed` for each warning of the workflow that has no reason."""
    missing = [
        each for each in warnings if each.code == "case.guard-warning" and not _reason_for(each, reasons)
    ]
    if missing:
        raise Refused(problem("record.reason-needed", "", **dict(each.params)) for each in missing)


def _reason_for(warning: Problem, reasons: Mapping[str, str]) -> str:
    return str(reasons.get(str(warning.params.get("id", "")), reasons.get(warning.code, ""))).strip()


def kept(warning: Problem, reasons: Mapping[str, str]) -> dict[str, Any]:
    """A warning with its reason, as it is kept."""
    params = {name: value for name, value in warning.params.items() if isinstance(value, str | int | float)}
    return {
        "code": warning.code,
        "pointer": warning.pointer,
        "params": params,
        "reason": _reason_for(warning, reasons),
    }


def of_revision(revision: Revision) -> tuple[Problem, ...]:
    """The warnings against which a revision was submitted."""
    return tuple(
        Problem(each["code"], each["pointer"], each["params"], severity="warning")
        for each in revision.warnings
    )

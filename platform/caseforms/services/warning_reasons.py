"""The reasons people give for going on against a warning: asked for, kept beside the revision, read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseforms.problems import Problem, Refused
from caseforms.services.refusal import problem
from caseforms.storage.tables import Revision


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

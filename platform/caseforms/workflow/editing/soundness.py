"""Whether what an operation touched still has the format of a workflow: only the parts that changed are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from caseforms.problems import Problem, Refused
from caseforms.workflow.format import SCHEMA

Document = Mapping[str, Any]


def check_format(before: Document, after: Document) -> None:
    """Refused `workflow.format.*` with the pointer of each part that may not stand as it does."""
    problems = tuple(_problems(before, after))
    if problems:
        raise Refused(problems)


def _problems(before: Document, after: Document) -> Iterator[Problem]:
    for missing in set(SCHEMA["required"]) - after.keys():
        yield Problem("workflow.format.required", f"/{missing}", {"reason": missing})
    for part, value in after.items():
        if value is not before.get(part):
            yield from _of_part(part, value)


def _of_part(part: str, value: object) -> Iterator[Problem]:
    for error in _validator(part).iter_errors(value):
        pointer = "/" + "/".join(str(step) for step in (part, *error.instance_path))
        yield Problem(f"workflow.format.{error.kind.name}", pointer, {"reason": error.message[:200]})


@cache
def _validator(part: str) -> jsonschema_rs.Validator:
    known = SCHEMA["properties"].get(part, False)
    return jsonschema_rs.validator_for({"allOf": [known], "$defs": SCHEMA["$defs"]})

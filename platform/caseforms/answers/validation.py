"""The one function that checks data against a schema: issues as pointer, keyword and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from caseforms.rules.pointers import join
from caseforms.rules.validator import build, validator_of

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


class Issue(NamedTuple):
    """One thing that a schema does not allow; the words are nobody's business here."""

    pointer: str
    keyword: str
    params: dict[str, object]


_PARAMETERS = {
    "required": "property",
    "additionalProperties": "unexpected",
    "unevaluatedProperties": "unexpected",
    "unevaluatedItems": "unexpected",
    "multipleOf": "multiple_of",
    "pattern": "pattern",
    "format": "format",
    "type": "types",
    "enum": "options",
    "const": "expected_value",
}


def issues_of(validator: Draft202012Validator, data: Any) -> list[Issue]:
    """The issues of data, folded alike for server and browser, sorted by place and keyword."""
    if validator.is_valid(data):
        return []
    found = [_issue(error) for error in validator.iter_errors(data)]
    return sorted({(one.pointer, one.keyword, repr(one.params)): one for one in found}.values(), key=_order)


def _order(issue: Issue) -> tuple[str, str, str]:
    return issue.pointer, issue.keyword, repr(issue.params)


def _issue(error: ValidationError) -> Issue:
    kind = error.kind
    keyword = kind.name
    params: dict[str, object] = {}
    name = _PARAMETERS.get(keyword, "limit")
    value = getattr(kind, name, None)
    if value is not None:
        params[name] = value
    path = [str(part) for part in error.instance_path]
    if keyword == "required":
        path.append(str(value))
    return Issue(join(path), keyword, params)


def validate(schema: Any, data: Any) -> list[Issue]:
    """The issues of data under a schema; the validator is remembered by the schema's text."""
    return issues_of(validator_of(schema), data)


__all__ = ["Issue", "build", "issues_of", "validate"]

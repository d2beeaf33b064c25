"""The independent validator: ``jsonschema``, reporting as this platform does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from caseforms.rules import FORMATS
from caseforms.rules.pointers import join

CHECKER = FormatChecker(formats=())
for name, is_one in FORMATS.items():
    CHECKER.checkers[name] = (lambda text, is_one=is_one: not isinstance(text, str) or is_one(text), ())


def _required(validator: Any, names: list[str], instance: Any, schema: Any) -> Iterator[ValidationError]:
    for name in names if isinstance(instance, dict) else ():
        if name not in instance:
            yield ValidationError("required", path=[name])


def _dependent(
    validator: Any, table: dict[str, list[str]], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    for given, names in table.items():
        if isinstance(instance, dict) and given in instance:
            yield from _required(validator, names, instance, schema)


def _properties(
    validator: Any, properties: dict[str, Any], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """Says where a property stands that may not be there; the stock validator points at the object."""
    for name, inner in properties.items():
        if isinstance(instance, dict) and name in instance:
            if inner is False:
                yield ValidationError("not here", validator="falseSchema", path=[name])
            else:
                yield from validator.descend(instance[name], inner, path=name, schema_path=name)


Oracle: Any = validators.extend(
    Draft202012Validator, {"required": _required, "dependentRequired": _dependent, "properties": _properties}
)

_FOLDED = {
    "dependentRequired": "required",
    "minContains": "contains",
    "maxContains": "contains",
    None: "falseSchema",
}


def issues(schema: Any, data: Any) -> set[tuple[str, str]]:
    """Pointer and keyword of everything that the independent validator finds."""
    found = Oracle(schema, format_checker=CHECKER).iter_errors(data)
    return {
        (join(str(part) for part in error.absolute_path), _FOLDED.get(error.validator, error.validator))
        for error in found
    }


def is_schema(schema: Any) -> bool:
    """Whether the schema itself is a sound 2020-12 schema."""
    try:
        Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError:
        return False
    return True

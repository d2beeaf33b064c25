"""Makes the finished record of a form body, and the fingerprint that signatures bind."""

from __future__ import annotations

from typing import Any

from caseforms.answers.checking import check, problems_of
from caseforms.answers.computing import compute
from caseforms.answers.editing import occurrences, without
from caseforms.answers.settling import Data, settle
from caseforms.definitions import Form
from caseforms.definitions.definition import fingerprint
from caseforms.definitions.schemas import Schema, is_signature_part, properties_of
from caseforms.problems import Problem
from caseforms.rules import Context
from caseforms.rules.pointers import split


def finalise(form: Form, data: Data, context: Context) -> Data:
    """The finished record: hidden answers dropped, values computed, blanks removed, text in NFC.

    Names and order follow the form; signature parts are given later and have no place in it.
    """
    return _arranged(form.definition.schema, _whole(form, settle(form, data, context).data, context))  # type: ignore[no-any-return]


def finished(form: Form, data: Data, context: Context) -> tuple[tuple[Problem, ...], Data]:
    """What is wrong with a form body handed in, its values computed, and the record it makes: `check` and `finalise`."""
    computed = compute(form, data, context)
    if computed is not data:
        return check(form, computed, context), finalise(form, data, context)
    settled = settle(form, data, context)
    record = _arranged(form.definition.schema, _whole(form, settled.data, context))
    return problems_of(form, settled, context), record


def _whole(form: Form, data: Data, context: Context) -> Data:
    """The settled data without rows that held nothing but a value computed before and not any more."""
    emptied = any({} in value for value in data.values() if isinstance(value, list))
    return settle(form, data, context).data if emptied else data


def _arranged(schema: Schema, value: Any) -> Any:
    """A value with its names in the order of the schema, unknown ones last."""
    if isinstance(value, list):
        items = schema.get("items")
        return [_arranged(items, one) for one in value] if isinstance(items, dict) else value
    if not isinstance(value, dict):
        return value
    properties = properties_of(schema)
    names = [name for name in properties if name in value]
    names += [name for name in value if name not in properties]
    return {name: _arranged(properties.get(name) or {}, value[name]) for name in names}


def content_hash(form: Form, data: Data) -> str:
    """The sha256 of a record's canonical JSON without its signature parts."""
    return fingerprint(_without_signatures(form, data))


def _without_signatures(form: Form, data: Any) -> Any:
    for pointer, field in form.fields.items():
        if is_signature_part(field.schema):
            data = without(data, list(occurrences(data, split(pointer))))
    return data

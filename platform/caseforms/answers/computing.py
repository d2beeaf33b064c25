"""Sets the computed values of a draft, hidden answers kept."""

from __future__ import annotations

from typing import Any

from caseforms.answers.editing import occurrences, with_value
from caseforms.answers.settling import Data, settle
from caseforms.definitions import Form
from caseforms.definitions.ordering import row_of
from caseforms.rules import Context
from caseforms.rules.pointers import get, split


def compute(form: Form, data: Data, context: Context) -> Data:
    """New data in which every computed field has the value it has now, or none; nothing else changes.

    Computed values see hidden fields as absent, as they will be in the finished record.
    """
    if not form.computed:
        return data
    settled = settle(form, data, context, rows=False).data
    result: Any = data
    for field in form.computed:
        row = row_of(field.pointer)
        rest = split(field.pointer[len(row) :])
        for at in list(occurrences(result, split(row))):
            segments = (*split(at), *rest)
            if "x-compute-when" in field.schema and get(settled, segments) is get(result, segments):
                continue
            result = with_value(result, segments, get(settled, segments))
    return result  # type: ignore[no-any-return]

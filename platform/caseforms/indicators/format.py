"""The format of an indicator table as a JSON Schema; `workflows/indicators/indicators.schema.json` is its shipped copy.

It stands here as a value because this room reads no files; a test holds the copy equal.
"""

from __future__ import annotations

from caseforms.indicators.expressions import DAYS, VALUES
from caseforms.indicators.looking import SOURCES
from caseforms.workflow.guards import LEAVES, LOGICAL
from caseforms.workflow.shapes import Schema
from caseforms.workflow.shapes import closed as _closed
from caseforms.workflow.shapes import reference as _ref
from caseforms.workflow.shapes import several as _list

NAME = "^[a-z0-9][a-z0-9_]*$"
FORM = "^[a-z0-9][a-z0-9-]*$"
LOGICS = ["state", "event", "latest", "any", "all"]
UNITS = ["person", "case", "event", "answer", "complaint", "activity", "group", "team", "station"]


def _map(schema: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": NAME}, "additionalProperties": schema}


TEXT: Schema = {"type": "string", "minLength": 1}
WHOLE: Schema = {"type": "integer", "minimum": 0}
GUARD: Schema = {
    "type": "object",
    "propertyNames": {"enum": [*LEAVES, *LOGICAL]},
    "minProperties": 1,
    "maxProperties": 1,
}
DAY: Schema = {
    "anyOf": [
        TEXT,
        {
            "type": "object",
            "propertyNames": {"enum": [*DAYS, "days", "working_days", "then", "otherwise"]},
            "minProperties": 1,
        },
    ]
}
VALUE: Schema = {
    "type": "object",
    "propertyNames": {"enum": list(VALUES)},
    "minProperties": 1,
    "maxProperties": 1,
}
MISSING = _closed("text", when=_ref("guard"), form={"type": "string", "pattern": FORM}, text=_ref("text"))
UNIT = _closed("of", of=_list(TEXT, 1), blind={"enum": ["phone", "attendee"]})
LOOKS = _closed(
    "of",
    of={"enum": list(SOURCES)},
    form={"type": "string", "pattern": FORM},
    at=_ref("day"),
    where=_ref("guard"),
    met=_ref("guard"),
    kind=TEXT,
    overrides={"type": "boolean"},
    rows=TEXT,
    unit=_list(_ref("unit"), 1),
    derive=_map(_ref("value")),
    amount=TEXT,
    clock=TEXT,
    planned=TEXT,
    pauses=TEXT,
    done={"type": "string", "pattern": FORM},
    done_at=TEXT,
    grace={"anyOf": [TEXT, WHOLE]},
    missing=_list(_ref("missing"), 1),
)
COUNTER = _closed(
    "logic",
    workflows=_list(TEXT, 1),
    registers=_list(TEXT, 1),
    logic={"enum": LOGICS},
    distinct={"enum": ["person", "unit"]},
    unit=_list(_ref("unit"), 1),
    combine={"enum": ["any", "all"]},
    exclude=_list(TEXT, 1),
    counts=_ref("guard"),
    from_=_ref("day"),
    until=_ref("day"),
    left=_ref("day"),
    met=_ref("guard"),
    met_on=_ref("day"),
    derive=_map(_ref("value")),
    looks=_list(_ref("looks"), 1),
    missing=_list(_ref("missing"), 1),
)
PART = _closed(
    "id label counter",
    id={"type": "string", "pattern": NAME},
    label=_ref("text"),
    counter=_ref("counter"),
    target=WHOLE,
    most=WHOLE,
    target_setting=TEXT,
)
ROW = _closed(
    "id number section label criterion force clause unit sources",
    id={"type": "string", "pattern": NAME},
    number=TEXT,
    section=TEXT,
    label=_ref("text"),
    criterion=_ref("text"),
    force={"enum": ["shall", "should", "may"]},
    clause=TEXT,
    unit={"enum": UNITS},
    sources=_list({"type": "string", "pattern": FORM}, 1),
    basis=_ref("text"),
    percent={"type": "integer", "minimum": 1, "maximum": 100},
    counter=_ref("counter"),
    parts=_list(_ref("part"), 1),
    beside=_list(_ref("part"), 1),
    when_empty=_ref("text"),
    coverage=_closed("of below text", of=TEXT, below=WHOLE, text=_ref("text")),
    given=_closed("name otherwise remark", name=TEXT, otherwise=TEXT, remark=_ref("text")),
    warn_above=_closed("text", number=WHOLE, amount=WHOLE, text=_ref("text")),
)
FORMAT: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Table of indicators",
    **_closed(
        "id version title form periods sections exclusions rows",
        **{
            "$schema": TEXT,
            "id": {"type": "string", "pattern": FORM},
            "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
            "title": _ref("text"),
            "form": {"type": "string", "pattern": FORM},
            "periods": _list({"enum": ["quarter", "year"]}, 1),
            "sections": _map(_ref("text")),
            "settings": _map(_closed("default label", default={}, label=_ref("text"))),
            "exclusions": _map(_ref("guard")),
            "figures": _list(_ref("part")),
            "rows": _list(ROW, 1),
        },
    ),
    "$defs": {
        "text": _closed("zh en", zh=TEXT, en=TEXT),
        "guard": GUARD,
        "day": DAY,
        "value": VALUE,
        "unit": UNIT,
        "missing": MISSING,
        "looks": LOOKS,
        "counter": COUNTER,
        "part": PART,
    },
}

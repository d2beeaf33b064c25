"""The format of a workflow document as a JSON Schema; `workflows/workflow.schema.json` is its shipped copy.

It stands here as a value because this room reads no files; a test holds the copy equal. Long because it is one
table: splitting it would hide which part of a document refers to which.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseforms.workflow.days import LONGEST_COUNT
from caseforms.workflow.derived import OPERATORS
from caseforms.workflow.guards import LEAVES, LOGICAL
from caseforms.workflow.model import SUBJECTS
from caseforms.workflow.selecting import COMPARISONS
from caseforms.workflow.shapes import Schema
from caseforms.workflow.shapes import closed as _object
from caseforms.workflow.shapes import reference as _ref
from caseforms.workflow.shapes import several as _list

NAME = "^[a-z][a-z0-9_]*$"
EFFECTS: Mapping[str, tuple[str, ...]] = {
    "act": ("action",),
    "issue_number": ("number",),
    "open_archive": (),
    "raise_alert": ("alert",),
    "clear_alert": ("alert", "outcome"),
    "notify": ("message",),
    "start_case": ("workflow", "link"),
    "start_record": ("slot", "values"),
    "cancel_tasks": ("schedule",),
    "stop_drafts": ("slot",),
    "assign": ("user",),
    "attempt_task": ("schedule",),
    "let_go": (),
    "link_case": ("field", "link"),
    "let_in": ("user", "part"),
    "end_access": ("user",),
}


def _map(schema: Schema, at_least: int = 0) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": NAME},
        "additionalProperties": schema,
        "minProperties": at_least,
    }


STRING: Schema = {"type": "string", "minLength": 1}
BOOLEAN: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FEW: Schema = {**COUNT, "maximum": 1000}
DAYS: Schema = {**COUNT, "maximum": LONGEST_COUNT}
HOURS: Schema = {**COUNT, "maximum": LONGEST_COUNT * 24}
NUMBER: Schema = {"type": "number"}
OBJECT: Schema = {"type": "object"}
NAMED: Schema = {"type": "string", "pattern": NAME}


def _naming(kind: str, written: Schema = STRING) -> Schema:
    """A string that names something else of the workflow: `x-names` says what, so that editing can follow it."""
    return {**written, "x-names": kind}


def _map_of(kind: str, schema: Schema, at_least: int = 0) -> Schema:
    """A map whose keys are names of this kind."""
    return {**_map(schema, at_least), "propertyNames": {"pattern": NAME, "x-names": kind}}


STAGE_NAME, PATH, FIELD, GUARD_ID = (_naming(kind) for kind in ("stage", "path", "field", "guard"))
SLOT_NAME, FLAG_NAME, ROLE_NAME = (_naming(kind, NAMED) for kind in ("slot", "flag", "role"))
ACTION_NAME, ALERT_NAME, SCHEDULE_NAME = (_naming(kind, NAMED) for kind in ("action", "alert", "schedule"))
FORCE: Schema = {"enum": ["shall", "should", "may"]}
PATHS: Schema = {"anyOf": [PATH, _list(PATH, 1)]}
STAGES: Schema = {"anyOf": [STAGE_NAME, _list(STAGE_NAME, 1)]}


def _pair(first: Schema, second: Schema) -> Schema:
    return {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [first, second]}


_ARGUMENTS: Mapping[str, Schema] = {
    "done": SLOT_NAME,
    "complete": SLOT_NAME,
    "flag": FLAG_NAME,
    "unflagged": FLAG_NAME,
    "actor": ROLE_NAME,
    "field": _pair(FIELD, _ref("condition")),
    "count": _pair(SLOT_NAME, _ref("condition")),
    "fact": _pair(PATH, _ref("condition")),
    "this": _pair(STRING, _ref("condition")),
    "signed": _pair(SLOT_NAME, STRING),
    "stage": STAGES,
    "any": _list(_ref("guard"), 1),
    "all": _list(_ref("guard"), 1),
    "not": _ref("guard"),
}
_OPERATORS = (*LOGICAL, *LEAVES)
_TYPES: Schema = {"enum": ["string", "integer", "number", "boolean", "array", "object", "null"]}

CONDITION: Schema = _object(
    "",
    type={"anyOf": [_TYPES, _list(_TYPES, 1)]},
    const={},
    enum=_list({}, 1),
    minLength=FEW,
    maxLength=FEW,
    minimum=NUMBER,
    maximum=NUMBER,
    exclusiveMinimum=NUMBER,
    exclusiveMaximum=NUMBER,
    minItems=FEW,
    maxItems=FEW,
    minContains=FEW,
    maxContains=FEW,
    uniqueItems=BOOLEAN,
    pattern={"type": "string", "format": "regex"},
    required_=_list(STRING),
    properties={"type": "object", "additionalProperties": _ref("condition")},
    **{name: _ref("condition") for name in ("items", "contains", "not", "if", "then", "else")},
    **{name: _list(_ref("condition"), 1) for name in ("anyOf", "allOf", "oneOf")},
)
"""What may be said of a value: the part of JSON Schema that needs no other document and always comes to an end."""

GUARD: Schema = {
    **_object(
        "",
        id=STRING,
        message=_ref("text"),
        clause=STRING,
        force=FORCE,
        when=_ref("guard"),
        lasting=BOOLEAN,
        **{name: _ARGUMENTS.get(name, STRING) for name in _OPERATORS},
    ),
    "oneOf": [{"required": [name]} for name in _OPERATORS],
}

_NUMBER_OR_PATH: Schema = {"type": ["number", "string"], "x-names": "path"}
_COMPARED: Schema = {
    "type": "array",
    "minItems": 3,
    "maxItems": 3,
    "prefixItems": [PATH, {"enum": list(COMPARISONS)}, PATH],
}
_SELECTION: Schema = _object(
    "slot",
    slot=SLOT_NAME,
    where=_ref("condition"),
    complete=BOOLEAN,
    revised=BOOLEAN,
    others=BOOLEAN,
    own=BOOLEAN,
    signed=_list(NAMED, 1),
    pointer=STRING,
    rows=STRING,
    column=STRING,
    columns=_map(STRING, 1),
    rows_where=_ref("condition"),
    same=_list(_pair(STRING, PATH), 1),
    unmarked=ACTION_NAME,
    except_=_list(STRING, 1),
    since={
        "anyOf": [
            _object("complete", complete=SLOT_NAME),
            _object("stage", stage=STAGE_NAME),
            _object("action", action={"anyOf": [ACTION_NAME, _list(ACTION_NAME, 1)]}),
            _object("submitted", submitted=SLOT_NAME),
        ]
    },
    compare=_list({**_COMPARED, "prefixItems": [STRING, *_COMPARED["prefixItems"][1:]]}, 1),
)


def _selecting(*needed: str) -> Schema:
    return {**_SELECTION, "required": ["slot", *needed]}


def _selecting_with(*needed: str, **more: Schema) -> Schema:
    """A selection with arguments of its own; a trailing underscore keeps Python's own words apart."""
    own = {name.rstrip("_"): schema for name, schema in more.items()}
    properties = {**_SELECTION["properties"], **own}
    return {**_SELECTION, "required": ["slot", *needed], "properties": properties}


_DERIVED_ARGUMENTS: Mapping[str, Schema] = {
    "first": _list(PATH, 1),
    "later_of": _list(PATH, 1),
    "passed": _list(PATH, 1),
    "compare": {
        **_COMPARED,
        "prefixItems": [PATH, {"enum": list(COMPARISONS)}, _NUMBER_OR_PATH],
    },
    "dates": _COMPARED,
    **{name: _selecting("pointer") for name in ("latest", "sum", "values", "labels")},
    "distinct": _selecting("rows", "column"),
    "days_since": _list(PATH, 1),
    "text": _object("zh en", zh=_naming("words"), en=_naming("words")),
    "count_rows": _selecting("rows"),
    "share": _selecting_with("part", part=_ref("condition")),
    "list": _selecting_with(
        "columns",
        ticked=_selecting_with("rows", "column", "by", "as", by=NAMED, as_=NAMED),
    ),
    "rows": _object(
        "from by",
        from_=_list({**_SELECTION, "required": ["slot", "columns"]}, 1),
        by=NAMED,
        last_days=_NUMBER_OR_PATH,
        most={**FEW, "minimum": 1},
    ),
    "judged": _object("rows below", rows=PATH, below=_map(_NUMBER_OR_PATH, 1), last={**FEW, "minimum": 1}),
    "edge": _object("rows column", rows=PATH, column=NAMED, end={"enum": ["newest", "oldest"]}),
    "column": _object("rows column", rows=PATH, column=NAMED, sorted=BOOLEAN, also=PATH),
    "summary": _object("rows columns", rows=PATH, columns=_list(NAMED, 1)),
    "mapped": _object("value to", value=PATH, to={"type": "object"}, otherwise={}, join={"type": "string"}),
    "day_after": _object("from days", from_=_list(PATH, 1), days=_NUMBER_OR_PATH, before=BOOLEAN),
    "streak": _object("slot where", slot=SLOT_NAME, where=_ref("condition")),
    "lacking": {
        **_SELECTION,
        "required": ["slot", "pointer", "wanted"],
        "properties": {**_SELECTION["properties"], "wanted": PATH},
    },
    "beyond": _object(
        "this",
        this={
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": r"^[a-z][a-z0-9_]*(\[\]\.[a-z][a-z0-9_]*)?$"},
            "additionalProperties": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "prefixItems": [{"enum": ["lt", "le", "gt", "ge"]}, _NUMBER_OR_PATH],
            },
        },
    ),
    "working_days": _object(
        "from", from_=_list(PATH, 1), to=_list(PATH, 1), pauses_on=FLAG_NAME, only_on=FLAG_NAME
    ),
}
_CHOSEN: Schema = {"properties": {"from": PATH}}
DERIVED: Schema = {
    **_object(
        "",
        guard=_ref("guard"),
        choose=_object("when then otherwise", when=_ref("guard"), then=_CHOSEN, otherwise=_CHOSEN),
        **{name: _DERIVED_ARGUMENTS.get(name, _SELECTION) for name in OPERATORS},
    ),
    "minProperties": 1,
    "maxProperties": 1,
}

FILLED: Schema = {"type": "object", "additionalProperties": _ref("filled")}
"""Values for a new record: as they are, or {"from": path} and {"label": field} to be filled."""
EFFECT: Schema = {
    **_object(
        "do",
        on={"enum": ["save", "submit", "complete", "hand_over", "void", "act"]},
        do={"enum": list(EFFECTS)},
        when=_ref("guard"),
        action=ACTION_NAME,
        number=NAMED,
        counter=NAMED,
        alert=ALERT_NAME,
        outcome={},
        roles=_list(ROLE_NAME, 1),
        message=_ref("text"),
        workflow=STRING,
        link=NAMED,
        slot=SLOT_NAME,
        values=FILLED,
        schedule=SCHEDULE_NAME,
        user=PATH,
        field=STRING,
        part=NAMED,
        name={},
        begin=_object("slot values", slot=NAMED, values=FILLED),  # a slot of the other workflow
        own={"const": True},
        tell=_list(NAMED, 1),
    ),
    "allOf": [
        {
            "if": {"properties": {"do": {"const": name}}, "required": ["do"]},
            "then": {"required": list(needed)},
        }
        for name, needed in EFFECTS.items()
        if needed
    ],
}

SIGNING = _object(
    "role by",
    role=STRING,
    accepts=_list(STRING),
    by=_list(ROLE_NAME, 1),
    never_with=_list(STRING),
    needed=_ref("condition"),
    binds=_list(NAMED, 1),
)

SLOT = _object(
    "definition label stages",
    definition=STRING,
    label=_ref("text"),
    clause=STRING,
    many=BOOLEAN,
    versions=BOOLEAN,
    stages=STAGES,
    start=_list(ROLE_NAME, 1),
    submit=_list(ROLE_NAME, 1),
    hand_over=_list(ROLE_NAME, 1),
    signatures=_list(_ref("signing"), 1),
    open=_list(_ref("guard"), 1),
    check=_list(_ref("guard"), 1),
    again=_ref("guard"),
    effects=_list(_ref("effect"), 1),
)

STAGE = _object(
    "label phase",
    label=_ref("text"),
    phase={"enum": ["接案", "预估", "计划", "介入", "评估", "结案"]},
    clause=STRING,
    final=BOOLEAN,
    retention={"enum": ["permanent", "3y"]},
)

FLAG = _object(
    "label tone",
    label=_ref("text"),
    tone={"enum": ["danger", "warning", "information"]},
    set_when=_ref("guard"),
)

TARGETS: Schema = {
    "type": "object",
    "propertyNames": {"x-names": "stage"},
    "additionalProperties": STAGE_NAME,
    "minProperties": 1,
}
ACTION = _object(
    "label from by",
    label=_ref("text"),
    from_=STAGES,
    to={"anyOf": [STAGE_NAME, TARGETS]},
    by=_list(ROLE_NAME, 1),
    shown=_ref("guard"),
    when=_list(_ref("guard"), 1),
    form=SLOT_NAME,
    reason=BOOLEAN,
    asks=_list({"enum": ["user", "record", "date", "kind"]}, 1),
    kinds=_map(_ref("text"), 2),
    set=_list(FLAG_NAME, 1),
    clear=_list(FLAG_NAME, 1),
    effects=_list(_ref("effect"), 1),
    consequence=_ref("text"),
    auto=BOOLEAN,
    by_form=BOOLEAN,
    path={"enum": ["forward", "back", "exit", "side"]},
    clause=STRING,
)

MET: Schema = {
    "anyOf": [
        _object("where", where=_ref("condition"), at=NAMED),
        _object("complete", complete={"const": True}),
        _object("submitted", submitted=SLOT_NAME),
        _object("slot field", slot=SLOT_NAME, field=NAMED, after=PATH),
        _object("leaves", leaves=STAGES),
        _object("enters", enters=STAGE_NAME, since=PATH),
    ]
}

TIMER = _object(
    "label force",
    label=_ref("text"),
    clause=STRING,
    force=FORCE,
    start=PATHS,
    working_days=DAYS,
    days=DAYS,
    hours=HOURS,
    at=PATHS,
    dates=PATH,
    for_each=SLOT_NAME,
    where=_ref("condition"),
    met=_ref("met"),
    cancelled=_ref("guard"),
    pauses_on=FLAG_NAME,
    soon=DAYS,
    escalate_to=_list(ROLE_NAME, 1),
    escalate_after_days=DAYS,
    message=_ref("text"),
    task=BOOLEAN,
    roles=_list(ROLE_NAME, 1),
    tell=_list(NAMED, 1),
    unless_marked=_list(ACTION_NAME, 1),
    unless_fresh=_list(ACTION_NAME, 1),
    act=ACTION_NAME,
    setting=STRING,
    late_reason=FIELD,
)
TIMER["oneOf"] = [{"required": ["at"]}, {"required": ["dates", "met"]}] + [
    {"required": ["start", length]} for length in ("working_days", "days", "hours")
]

SCHEDULE = _object(
    "label force start every_days slot done_where",
    label=_ref("text"),
    clause=STRING,
    force=FORCE,
    start=PATHS,
    every_days=PATH,
    times=PATH,
    until=PATH,
    series=PATHS,
    after=PATH,
    pauses_on=FLAG_NAME,
    slot=SLOT_NAME,
    done_where=_ref("condition"),
    roles=_list(ROLE_NAME, 1),
    cancelled=_ref("guard"),
    escalate_to=_list(ROLE_NAME, 1),
)

SCHEDULE["oneOf"] = [{"required": ["times"]}, {"required": ["until"]}]

ALERT = _object(
    "label slot states",
    label=_ref("text"),
    clause=STRING,
    slot=SLOT_NAME,
    roles=_list(ROLE_NAME, 1),
    states=_map(_ref("text"), 2),
)

TRACK = _object(
    "label slot states",
    label=_ref("text"),
    clause=STRING,
    slot=SLOT_NAME,
    roles=_list(ROLE_NAME, 1),
    states=_map(
        _object("label", label=_ref("text"), where=_ref("condition"), when=_ref("guard"), open=BOOLEAN), 2
    ),
)

VERBS_ON_RECORDS = ("save", "submit", "sign", "void", "hand_over")

LINE: Schema = _object(
    "at as do",
    at=STRING,
    as_=_naming("person"),
    do={
        "enum": [
            "open",
            "save",
            "submit",
            "sign",
            "act",
            "void",
            "hand_over",
            "waive",
            "attempt",
            "note",
            "tick",
        ]
    },
    slot=SLOT_NAME,
    number=COUNT,
    data=OBJECT,
    role=STRING,
    method=STRING,
    action=ACTION_NAME,
    task=_naming("due"),
    to=_naming("person"),
    reason=STRING,
)
LINE["if"] = {"properties": {"do": {"enum": list(VERBS_ON_RECORDS)}}}
LINE["then"] = {"required": ["slot"]}

EXPECT = _object(
    "",
    stage=STAGE_NAME,
    flags=_list(FLAG_NAME),
    not_flags=_list(FLAG_NAME),
    allowed=_list(ACTION_NAME),
    refused=_map_of("action", GUARD_ID),
    not_offered=_list(ACTION_NAME),
    forms=_list(SLOT_NAME),
    no_forms=_list(SLOT_NAME),
    lines_refused=_map(GUARD_ID) | {"propertyNames": {"pattern": "^[0-9]+$"}},
    due={"type": "object", "propertyNames": {"x-names": "due"}, "additionalProperties": STRING},
    open=_list(_naming("open item")),
    not_open=_list(_naming("open item")),
    effects=_list(_naming("effect")),
    numbers=_list(STRING),
    responsible=STRING,
    facts={"type": "object", "propertyNames": {"x-names": "path"}},
)

SCENARIO = _object(
    "name title expect",
    name=STRING,
    title=_ref("text"),
    after=_naming("scenario"),
    lines=_list(_ref("line"), 1),
    now=STRING,
    expect=_ref("expect"),
)

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A CaseForms workflow",
    **_object(
        "id version title standard start roles wording forms stages actions",
        id=STRING,
        version={"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+([+][0-9A-Za-z-]+\.[0-9]+)?$"},
        title=_ref("text"),
        standard=_object("document", document=STRING, clause=STRING),
        subject={"enum": list(SUBJECTS)},
        title_from={**FIELD, "pattern": "^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$"},
        start=STAGE_NAME,
        file_number=NAMED,
        numbers_on_opening=_list(NAMED),
        roles=_map(_ref("text"), 1),
        wording=_map(_ref("text"), 1),
        forms=_map(_ref("slot"), 1),
        stages=_map(_ref("stage"), 2),
        flags=_map(_ref("flag")),
        derived=_map(_ref("derived")),
        actions=_map(_ref("action"), 1),
        timers=_map(_ref("timer")),
        schedules=_map(_ref("schedule")),
        alerts=_map(_ref("alert")),
        tracks=_map(_ref("track")),
        settings=_map(
            _object(
                "label default",
                label=_ref("text"),
                default={"type": "number"},
                switch={"const": True},
                clause=STRING,
            )
        ),
        may_hold_when_empty=_list(GUARD_ID),
        scenarios=_list(_ref("scenario")),
    ),
    "$defs": {
        "text": _object("zh en", zh=STRING, en=STRING),
        "guard": GUARD,
        "condition": CONDITION,
        "derived": DERIVED,
        "filled": {"properties": {"from": PATH, "label": FIELD}, "items": _ref("filled")},
        "effect": EFFECT,
        "signing": SIGNING,
        "slot": SLOT,
        "stage": STAGE,
        "flag": FLAG,
        "action": ACTION,
        "met": MET,
        "timer": TIMER,
        "schedule": SCHEDULE,
        "alert": ALERT,
        "track": TRACK,
        "line": LINE,
        "expect": EXPECT,
        "scenario": SCENARIO,
    },
}
SCHEMA["properties"]["$schema"] = STRING

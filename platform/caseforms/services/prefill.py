"""What a new record already knows: values from the person, the case, earlier records, the clock; each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from caseforms.definitions import Field, Form
from caseforms.rules.pointers import ABSENT, get
from caseforms.services import identity

STALE_AFTER = timedelta(days=180)
SESSION_NUMBER = "fact:derived.next_session_no"
OWN_SOURCES = ("today", "now", "user")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a prefilled value comes from; `stale` asks whether it is still true."""

    origin: str
    label: Mapping[str, str]
    date: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What values can be taken from. `records` are the case's submitted ones, `identity` the registered person's."""

    now: datetime
    zone: tzinfo
    user_id: str
    is_social_worker: bool
    case: Mapping[str, Any]
    identity: Mapping[str, str]
    identity_date: str
    records: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    titles: Mapping[str, Mapping[str, str]]
    roles: frozenset[str] = frozenset()
    language: str = "zh"


def fill(form: Form, known: Known) -> tuple[dict[str, Any], dict[str, Source]]:
    """The data a new record starts with (defaults, then prefill) and where each prefilled value comes from."""
    data: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for pattern, field in form.fields.items():
        if pattern.count("/") != 1:
            continue
        value, source = _first(form, field, known)
        if value is None and "default" in field.schema:
            value = field.schema["default"]
        if value is not None:
            data[field.name] = value
        if value is not None and source is not None:
            sources[pattern] = source
    return data, sources


def as_json(sources: Mapping[str, Source]) -> dict[str, Any]:
    """Sources as they are kept beside a draft."""
    return {pointer: asdict(source) for pointer, source in sources.items()}


def from_json(document: Mapping[str, Any]) -> dict[str, Source]:
    """Sources again."""
    return {pointer: Source(**values) for pointer, values in document.items()}


def identity_fields(form: Form) -> dict[str, str]:
    """Which field of the form holds which identity field of the person: {person field: name in the data}."""
    found: dict[str, str] = {}
    for field in form.fields.values():
        for wanted in _wanted(field.schema):
            name = wanted.removeprefix("person.")
            if wanted.startswith("person.") and name in identity.FIELDS:
                found.setdefault(name, field.name)
    return found


def counter_of(field: Field) -> str | None:
    """The counter whose next number the field gets when it is submitted."""
    return next(
        (wanted.removeprefix("auto:") for wanted in _wanted(field.schema) if wanted.startswith("auto:")), None
    )


def numbered(form: Form) -> tuple[tuple[str, str | None], ...]:
    """The fields that get a number on submission: their names, each with its counter, None for the record's own."""
    known: tuple[tuple[str, str | None], ...] | None = form.memory.get("numbered")
    if known is None:
        counted = [(field.name, counter_of(field)) for field in form.fields.values()]
        own = [(field.name, None) for field in form.fields.values() if takes_record_number(field)]
        known = form.memory["numbered"] = (*((n, c) for n, c in counted if c is not None), *own)
    return known


def is_locked(field: Field) -> bool:
    """Whether a prefilled value of this field can only be changed at its source."""
    return field.schema.get("x-prefill-locked") is True


def takes_record_number(field: Field) -> bool:
    """Whether the field shows the record's own number in its slot (第__次服务), which two devices must not share."""
    return any(
        wanted == SESSION_NUMBER or wanted.endswith(".next_number") for wanted in _wanted(field.schema)
    )


def wanted(field: Field) -> list[str]:
    """Where a field may be filled from."""
    return _wanted(field.schema)


def _wanted(schema: Mapping[str, Any]) -> list[str]:
    asked = schema.get("x-prefill", [])
    return [asked] if isinstance(asked, str) else list(asked)


def _first(form: Form, field: Field, known: Known) -> tuple[Any, Source | None]:
    for wanted in _wanted(field.schema):
        value, source = _look(wanted, field, known)
        value = _day_of(field, value)
        if value is not None and _fits(field, value):
            return value, source
    rows = _rows(form, field, known) if field.type == "array" and field.columns else None
    return rows if rows is not None else (None, None)


def _day_of(field: Field, value: Any) -> Any:
    """A moment that comes into a field for a day is its day."""
    if field.schema.get("format") == "date" and isinstance(value, str):
        return value.partition("T")[0]
    return value


def _look(wanted: str, field: Field, known: Known) -> tuple[Any, Source | None]:
    kind, _, rest = wanted.partition(":")
    if wanted in OWN_SOURCES:
        return _own(wanted, field, known), None
    if wanted.startswith("person."):
        name = wanted.removeprefix("person.")
        return known.identity.get(name), Source("person", _PERSON, known.identity_date, False)
    if wanted.startswith("case."):
        value = known.case.get(wanted.removeprefix("case."))
        return value, Source("case", _CASE, "", False) if value is not None else None
    if kind == "auto":
        return known.case.get(rest), None
    if kind == "fact":
        value = get(known.facts, rest.split("."))
        if isinstance(value, Mapping) and "zh" in value:
            value = (
                value.get(known.language) or value["zh"]
            )  # what is in both languages comes in the writer's
        return (None if value is ABSENT else value), None
    if kind == "form":
        return _of_record(rest, known)
    return None, None


def _own(wanted: str, field: Field, known: Known) -> Any:
    local = known.now.astimezone(known.zone)
    if wanted == "today":
        return local.date().isoformat()
    if wanted == "now":
        return local.strftime("%H:%M" if field.schema.get("format") == "local-time" else "%Y-%m-%dT%H:%M")
    roles = field.schema.get("x-reference-roles")
    if roles == ["medical"] and known.roles.isdisjoint(roles):
        return None  # a worker who passes on what a doctor said names the doctor
    if field.name == "responsible_worker" or roles == ["social_worker"]:
        return (
            (known.case.get("responsible_worker") or known.user_id)
            if known.is_social_worker
            else known.case.get("responsible_worker")
        )
    return [known.user_id] if field.type == "array" else known.user_id


def _of_record(rest: str, known: Known) -> tuple[Any, Source | None]:
    place, _, code = rest.partition("=")
    definition_id, _, path = place.partition(".")
    for record in reversed(known.records):
        if record["definition_id"] != definition_id:
            continue
        value = _at(record["data"], path)
        if value is not ABSENT and value not in ("", [], {}):
            answer = _includes(value, code) if code else value
            return answer, _record_source(record, known)
    return None, None


def _at(data: Mapping[str, Any], path: str) -> Any:
    """What stands at a path; a column (`medication[].drug`) reads as its rows' words, one after the other."""
    rows, column, name = path.partition("[].")
    if not column:
        return get(data, path.split("."))
    texts = [row[name] for row in _row_list(data, {"": [rows, name]}) if isinstance(row.get(name), str)]
    return "、".join(texts)


def _includes(value: Any, code: str) -> bool:
    """Whether an answer is this choice, or one of several is: `form:cd-intake.special_type=multimorbid`."""
    return code in value if isinstance(value, list) else value == code


def _record_source(record: Mapping[str, Any], known: Known) -> Source:
    day = str(record["submitted_on"])
    today = known.now.astimezone(known.zone).date()
    stale = bool(day) and today - date.fromisoformat(day) > STALE_AFTER
    definition_id = str(record["definition_id"])
    return Source(f"form:{definition_id}", known.titles.get(definition_id, {}), day, stale)


def _rows(form: Form, field: Field, known: Known) -> tuple[list[dict[str, Any]], Source] | None:
    """Rows from another record's rows: each column says `form:<id>.<rows>[].<column>`.

    Columns that name a single field (`form:<id>.<field>`) begin one row with its value.
    """
    asked_of = {
        column.name: asked.removeprefix("form:")
        for column in field.columns
        for asked in _wanted(column.schema)
        if asked.startswith("form:")
    }
    columns = {name: path for name, path in asked_of.items() if "[]." in path}
    if asked_of and not columns:
        return _one_row(asked_of, known)
    for record in reversed(known.records):
        mine = {
            name: path.partition(".")[2].split("[].")
            for name, path in columns.items()
            if path.partition(".")[0] == record["definition_id"]
        }
        rows = [
            {name: row[column] for name, (_, column) in mine.items() if column in row}
            for row in _row_list(record["data"], mine)
        ]
        if any(rows):
            return [row for row in rows if row], _record_source(record, known)
    return None


def _one_row(columns: Mapping[str, str], known: Known) -> tuple[list[dict[str, Any]], Source] | None:
    found = {name: _of_record(path, known) for name, path in columns.items()}
    row = {name: value for name, (value, _) in found.items() if value is not None}
    sources = [source for _, source in found.values() if source is not None]
    return ([row], sources[0]) if row else None


def _row_list(data: Mapping[str, Any], columns: Mapping[str, list[str]]) -> list[Mapping[str, Any]]:
    for array, _column in columns.values():
        found = data.get(array)
        if isinstance(found, list):
            return [row for row in found if isinstance(row, Mapping)]
    return []


def _fits(field: Field, value: Any) -> bool:
    """Whether a value can stand in the field at all (its check comes later)."""
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    expected = kinds.get(field.type)
    if expected is None or (isinstance(value, bool) and field.type != "boolean"):
        return False
    return isinstance(value, expected)  # type: ignore[arg-type]


_PERSON = {"zh": "人员登记", "en": "Person registry"}
_CASE = {"zh": "个案", "en": "Case"}

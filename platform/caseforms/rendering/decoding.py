"""A posted body as an instance of the form's schema, or the problems that it cannot become one. Never half of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rendering.binding import Answer, Bound, bind
from caseforms.rendering.body import (
    LARGEST_BODY,
    LONGEST_TEXT,
    Body,
    MultiDict,
    act,
    body_of,
    is_control,
    oversized,
)
from caseforms.rendering.kinds.kind import MISSING
from caseforms.rendering.reader import Reader

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a body says. `data` holds the values that could be read; `problems` name what could not, at their
    pointers; `unknown_names` belong to no field. `refused` bodies are not to be kept at all and have no data.
    `spoken` are the concrete pointers the body spoke of (top fields, or fields inside an object): the others were not
    on the page. `uploads` are new files by pointer. `again` names a list whose row was added, moved or removed: show
    the page again with `raw`, the texts after that."""

    data: JSON
    problems: tuple[Problem, ...]
    unknown_names: tuple[str, ...]
    spoken: frozenset[str] = frozenset()
    uploads: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, list[str]] = field(default_factory=dict)
    refused: bool = False
    again: str = ""


REFUSALS = frozenset(
    {"body.unknown-name", "body.too-large", "body.too-long", "body.character", "body.count", "body.too-many-rows",
     "body.row-id", "body.twice", "body.closed"}
)  # fmt: skip


def decode(
    form: Form,
    body: MultiDict | Mapping[str, Any] | Body,
    files: Any = None,
    *,
    reader: Reader | None = None,
    closed: Collection[str] = (),
    longest: int = LONGEST_TEXT,
    largest: int = LARGEST_BODY,
) -> Decoded:
    """The body of a form as data. `files` are the uploads of the request by control name; `closed` are the pattern
    pointers that this reader may not answer, `longest` and `largest` the limits of one text and of the whole body."""
    posted = body_of(body)
    problems = oversized(posted, longest=longest, largest=largest)
    if problems:
        small = Body({}) if problems[0].code == "body.too-large" else posted
        return Decoded({}, tuple(problems), (), raw=small.texts, refused=True)
    posted, again = act(posted)
    bound = bind(form, posted, {}, reader)
    unknown = _unknown(bound, posted, closed, problems)
    problems += bound.problems
    refused = any(problem.code in REFUSALS for problem in problems)
    spoken = frozenset() if refused else frozenset(_spoken(bound.top, posted))
    return Decoded(
        data={} if refused else _object(bound.top),
        problems=tuple(problems),
        unknown_names=tuple(unknown),
        spoken=spoken,
        uploads={} if refused else _uploads(bound, files),
        raw=posted.texts,
        refused=refused,
        again="" if refused else again,
    )


def merge(old: Mapping[str, Any], decoded: Decoded) -> JSON:
    """The stored data with everything the body spoke of replaced, and the rest left as it was."""
    merged: JSON = dict(old)
    for pointer in sorted(decoded.spoken):
        first, *rest = pointer.split("/")[1:]
        value = _get(decoded.data, [first, *rest])
        _set(merged, first, _put(merged.get(_unescaped(first), {}), rest, value) if rest else value)
    return merged


def _get(data: Any, segments: list[str]) -> Any:
    for segment in segments:
        name = _unescaped(segment)
        if not isinstance(data, Mapping) or name not in data:
            return MISSING
        data = data[name]
    return data


def _put(data: Any, segments: list[str], value: Any) -> Any:
    changed = dict(data) if isinstance(data, Mapping) else {}
    name, rest = segments[0], segments[1:]
    _set(changed, name, _put(changed.get(_unescaped(name), {}), rest, value) if rest else value)
    return changed


def _set(data: JSON, segment: str, value: Any) -> None:
    if value is MISSING or value == {}:
        data.pop(_unescaped(segment), None)
    else:
        data[_unescaped(segment)] = value


def _unescaped(segment: str) -> str:
    return segment.replace("~1", "/").replace("~0", "~") if "~" in segment else segment


def _unknown(bound: Bound, body: Body, closed: Collection[str], problems: list[Problem]) -> list[str]:
    """The names that no field posts. A field that is closed to this reader counts as a problem of its own."""
    known: set[str] = set()
    for answer in bound.answers:
        kind, name = answer.face.kind, answer.name
        names = {f"{name}-{part}" if part else name for part in kind.parts} if not kind.structural else set()
        names |= {f"{name}-_shown"} if kind.shown_mark else set()
        names |= _row_names(answer)
        known |= names
        if closed and answer.face.pattern in closed and not names.isdisjoint(body.texts):
            problems.append(Problem("body.closed", answer.pointer))
    unknown = [name for name in body if name not in known and not is_control(name)]
    problems += [Problem("body.unknown-name", params={"name": name[:80]}) for name in unknown]
    return unknown


def _row_names(answer: Answer) -> set[str]:
    if answer.face.kind.name == "rows":
        return {f"{answer.name}-_count", *(f"{row.name}-_id" for row in answer.rows)}
    return set()


def _spoken(answers: Iterable[Answer], body: Body) -> Iterable[str]:
    for answer in answers:
        kind = answer.face.kind.name
        if (kind == "rows" and f"{answer.name}-_count" in body) or (
            answer.face.schema.get("prefixItems") and any(inner.posted for inner in answer.inner)
        ):
            yield answer.pointer
        elif answer.face.kind.structural:
            yield from _spoken(answer.inner, body)
        elif answer.posted:
            yield answer.pointer


def _object(answers: Iterable[Answer]) -> JSON:
    found = {}
    for answer in answers:
        value = _value(answer)
        if value is not MISSING:
            found[answer.face.name] = value
    return found


def _value(answer: Answer) -> Any:
    kind = answer.face.kind
    if not kind.structural:
        return answer.data if answer.posted else MISSING
    if kind.name == "rows":
        return _rows(answer)
    if "prefixItems" in answer.face.schema:
        return _trimmed([_value(inner) for inner in answer.inner])
    return _object(answer.inner) or MISSING


def _rows(answer: Answer) -> Any:
    lines = answer.face.inner and answer.face.inner[0].pattern == f"{answer.face.pattern}/*"
    rows = [_value(row.inner[0]) if lines else _object(row.inner) or MISSING for row in answer.rows]
    return _trimmed(rows, blank=None if lines else {})


def _trimmed(values: list[Any], blank: Any = None) -> Any:
    """A list without the blank places at its end; one in between keeps its place, so that pointers stay true."""
    while values and values[-1] is MISSING:
        values.pop()
    return [blank if value is MISSING else value for value in values] or MISSING


def _uploads(bound: Bound, files: Any) -> dict[str, Any]:
    """The files that came with the request, by the pointer of their field; an empty file control brings none."""
    found = {}
    for answer in bound.answers:
        if files is not None and answer.face.kind.name == "file" and answer.name in files:
            upload = files[answer.name]
            if getattr(upload, "filename", True):
                found[answer.pointer] = upload
    return found


def encode(form: Form, data: Mapping[str, Any], reader: Reader | None = None) -> list[tuple[str, str]]:
    """The body that the page posts for data that nobody touched: what `decode` turns back into it."""
    return list(_posted(bind(form, None, data, reader).top))


def _posted(answers: Iterable[Answer]) -> Iterable[tuple[str, str]]:
    for answer in answers:
        kind, name = answer.face.kind, answer.name
        if kind.shown_mark:
            yield f"{name}-_shown", "1"
        if kind.name == "rows":
            yield f"{name}-_count", str(len(answer.rows))
            for row in answer.rows:
                yield f"{row.name}-_id", row.key
                yield from _posted(row.inner)
        elif kind.structural:
            yield from _posted(answer.inner)
        else:
            for part, texts in answer.texts.items():
                yield from ((f"{name}-{part}" if part else name, text) for text in texts)

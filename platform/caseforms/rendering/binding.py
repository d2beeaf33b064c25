"""WTForms fields for one request: they bind and coerce what was posted, and carry values, texts and errors.

They hold no rules (the schema does) and no widgets (the templates write the HTML).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from wtforms.fields.core import Field as FormField
from wtforms.form import BaseForm

from caseforms.answers.names import pointer_to_name
from caseforms.definitions import Form
from caseforms.problems import Problem
from caseforms.rendering.body import Body, MultiDict, body_of
from caseforms.rendering.faces import Face, sketch
from caseforms.rendering.kinds.kind import MISSING, CannotRead
from caseforms.rendering.kinds.rows import limit
from caseforms.rendering.reader import Reader
from caseforms.rules.pointers import escape

NOTHING: Mapping[str, list[str]] = {}
BLANK = "new"
"""Where the row stands that the browser copies when one more is asked for; also the id of a row not stored yet."""


@dataclass(slots=True, eq=False)
class Row:
    """One row of a list: where it stands, the id it was posted with, its fields."""

    place: int | str
    pointer: str
    name: str
    key: str
    inner: list[Answer] = field(default_factory=list)


class Answer(FormField):
    """One field of one request. `texts` is what its controls say, `data` the value, MISSING for none; `posted` whether
    the body spoke of it. What a template needs beside is set while drawing."""

    errors: list[str] = []
    warnings: list[str] = []
    condition: int | None = None
    hidden = False
    optional = False
    heading = False
    readonly = False
    described = ""
    source: Any = None
    opens: Mapping[str, Any] = {}
    texts: Mapping[str, list[str]] = NOTHING
    posted = False
    sentence = base_sentence = ""
    state = shown = address = level = ""
    signed = False
    open: str
    close: str
    control: str
    rows_of_choices: Sequence[tuple[str, str, str]] = ()
    offers: Sequence[str] = ()
    columns: Sequence[str] = ()

    def __init__(
        self, face: Face, pointer: str, reader: Reader, name: str, _form: BaseForm, **_: Any
    ) -> None:
        # WTForms' own constructor makes a label, flags and a widget for each field: a quarter of a page's time.
        self.face = face
        self.pointer = pointer
        self.reader = reader
        self.name = self.short_name = self.id = name
        self._form = _form
        self.meta = _form.meta
        self.type = face.kind.name
        self.problems: list[Problem] = []
        self.inner: list[Answer] = []
        self.rows: list[Row] = []
        self.blank: Row | None = None

    def process(self, formdata: Any, data: Any = MISSING, extra_filters: Any = None) -> None:
        """Takes the texts of the body where it speaks of this field, else the texts of the stored value."""
        self.process_errors = []
        kind = self.face.kind
        self.object_data = self.data = data
        if kind.structural:
            return
        if formdata is not None and self._read(formdata):
            return
        if data is not MISSING and data is not None:
            self.texts = kind.write(self.face, data, self.reader)

    def _read(self, body: Body) -> bool:
        kind, name = self.face.kind, self.name
        texts = {}
        for part in kind.parts:
            found = body.texts.get(f"{name}-{part}" if part else name)
            if found is not None:
                texts[part] = found
                if len(found) > 1 and not kind.several:
                    self.problems.append(Problem("body.twice", self.pointer))
        if not texts and not (kind.shown_mark and f"{name}-_shown" in body.texts):
            return False
        self.posted = True
        self.texts = texts
        try:
            self.data = kind.read(self.face, texts, self.reader)
        except CannotRead as wrong:
            self.data = MISSING
            self.process_errors = [wrong.code]
            self.problems.append(Problem(wrong.code, self.pointer, {"typed": wrong.typed[:60]}))
        return True

    def text(self, part: str = "") -> str:
        """What one control says."""
        found = self.texts.get(part)
        return found[0] if found else ""

    def all(self) -> list[str]:
        """What all controls of the field's own name say."""
        return self.texts.get("", [])

    @property
    def tokens(self) -> list[str]:
        """The choices that are ticked."""
        return self.texts.get("", [])


class Bound(BaseForm):
    """The fields of one request, by control name as WTForms has them and by concrete pointer in `at`."""

    def __init__(
        self, form: Form, body: Body | None, data: Mapping[str, Any], reader: Reader, room: bool
    ) -> None:
        self.form = form
        self.body = body
        self.reader = reader
        self.room = room
        self.values: dict[str, Any] = {}
        self.plan: list[tuple[Face, str, str]] = []
        self.problems: list[Problem] = []
        self.sketch = sketch(form, reader.language)
        self._count: dict[str, list[str]] = {}
        for face in self.sketch.top:
            self._plan(face, f"/{escape(face.name)}", _named(face), _of(data, face.name))
        super().__init__(())
        # Bound here: WTForms' own way makes a second object for each field, only to throw it away.
        for face, pointer, name in self.plan:
            self._fields[name] = Answer(face, pointer, reader, name=name, _form=self)
        self.process(body, data=self.values)
        self.at: dict[str, Answer] = {}
        for answer in self.answers:
            self.at.setdefault(answer.pointer, answer)
            self.problems += answer.problems
        self.top = [self._tie(face, _named(face)) for face in self.sketch.top]

    @property
    def answers(self) -> Iterable[Answer]:
        """All fields, as the kind of field they all are."""
        return cast("Iterable[Answer]", self._fields.values())

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, extra_filters: Any = None, **_: Any
    ) -> None:
        """Binds every field; the loop of WTForms without the hooks that no field of ours has."""
        for name, answer in self._fields.items():
            answer.process(formdata, data.get(name, MISSING))

    def _plan(self, face: Face, pointer: str, name: str, value: Any) -> None:
        self.plan.append((face, pointer, name))
        if not face.kind.structural:
            if value is not MISSING:
                self.values[name] = value
        elif face.kind.name == "rows":
            self._plan_rows(face, pointer, name, value)
        else:
            for inner in face.inner:
                segment = escape(inner.name)
                self._plan(inner, f"{pointer}/{segment}", f"{name}-{_named(inner)}", _of(value, inner.name))

    def _plan_rows(self, face: Face, pointer: str, name: str, value: Any) -> None:
        rows = value if isinstance(value, list) else []
        keys = self._keys(face, pointer, name, len(rows))
        self._count[name] = keys
        for place in (*range(len(keys)), *((BLANK,) if self.room else ())):
            row = rows[place] if isinstance(place, int) and place < len(rows) else MISSING
            for inner in face.inner:
                at = f"{pointer}/{place}"
                if inner.pattern == f"{face.pattern}/*":
                    self._plan(inner, at, f"{name}-{place}", row)
                else:
                    segment = escape(inner.name)
                    self._plan(
                        inner, f"{at}/{segment}", f"{name}-{place}-{_named(inner)}", _of(row, inner.name)
                    )

    def _keys(self, face: Face, pointer: str, name: str, stored: int) -> list[str]:
        """The row ids: those of the body where it speaks of the list, else one for each stored row and, with `room`,
        blank ones up to the number a person should find."""
        body = self.body
        if body is not None and f"{name}-_count" in body:
            return self._posted_keys(face, pointer, name, body)
        wanted = max(stored, int(face.details["least"]), 1) if self.room else stored
        return [str(place) if place < stored else BLANK for place in range(wanted)]

    def _posted_keys(self, face: Face, pointer: str, name: str, body: Body) -> list[str]:
        counted = body.first(f"{name}-_count")
        if not (counted.isascii() and counted.isdigit() and len(counted) <= 6):
            self.problems.append(Problem("body.count", pointer))
            return []
        most = limit(face.schema)
        if int(counted) > most:
            self.problems.append(Problem("body.too-many-rows", pointer, {"limit": most}))
        keys = [body.first(f"{name}-{place}-_id") for place in range(min(int(counted), most))]
        if not all(keys):
            self.problems.append(Problem("body.row-id", pointer))
        return keys

    def _tie(self, face: Face, name: str) -> Answer:
        """Hangs the fields of rows and objects on the answer they belong to."""
        answer: Answer = self._fields[name]  # type: ignore[assignment]
        if face.kind.name == "rows":
            answer.rows = [self._row(face, answer, place, key) for place, key in enumerate(self._count[name])]
            if self.room:
                answer.blank = self._row(face, answer, BLANK, BLANK)
        elif face.kind.structural:
            answer.inner = [self._tie(inner, f"{name}-{_named(inner)}") for inner in face.inner]
        return answer

    def _row(self, face: Face, answer: Answer, place: int | str, key: str) -> Row:
        row = Row(place, f"{answer.pointer}/{place}", f"{answer.name}-{place}", key)
        for inner in face.inner:
            line = inner.pattern == f"{face.pattern}/*"
            row.inner.append(self._tie(inner, row.name if line else f"{row.name}-{_named(inner)}"))
        return row


def _of(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name, MISSING)
    if isinstance(value, list) and name.isdigit():
        return value[int(name)] if int(name) < len(value) else MISSING
    return MISSING


def _named(face: Face) -> str:
    return pointer_to_name(f"/{escape(face.name)}")


def bind(
    form: Form,
    body: MultiDict | Mapping[str, Any] | Body | None,
    data: Mapping[str, Any],
    reader: Reader | None = None,
    *,
    room: bool = False,
) -> Bound:
    """The WTForms form of one request: texts of `body` where it speaks of a field, else of `data`. With `room` a list
    without rows gets a blank one to write in."""
    return Bound(form, body_of(body) if body is not None else None, data, reader or Reader(), room)

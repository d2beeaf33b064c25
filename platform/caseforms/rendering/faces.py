"""What never changes about the fields of a form in one language: kind, words, choices, what hangs on what.

Made once per form and language and kept in the form's own memory; drawing and reading only look things up.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions import Field, Form, Node, Rule
from caseforms.definitions.schemas import options as listed
from caseforms.rendering.kinds.choice_radio import Choice, choices_of
from caseforms.rendering.kinds.kind import Kind
from caseforms.rendering.registry import kind_of
from caseforms.rules.conditions import leaves
from caseforms.rules.pointers import join, scope_segments, split
from caseforms.rules.validator import canonical
from caseforms.wording import cited

JSON = Mapping[str, Any]
SPACES = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Face:
    """One field as it is drawn. `pattern` is its pointer with * for rows, `inner` the fields of an object or of a row,
    `opens` the companion controls that a choice opens, by the choice's token,
    `computed` the number of its expression in the data block, `follows` the rules that its own controls carry."""

    field: Field
    pattern: str
    name: str
    ui: JSON
    schema: JSON
    kind: Kind
    label: str
    hint: str = ""
    suffix: str = ""
    gap: str = ""
    placeholder: str = ""
    clause: str = ""
    clause_mark: str = ""
    choices: tuple[Choice, ...] = ()
    opens: Mapping[str, tuple[Node, ...]] = dataclasses.field(default_factory=dict)
    inner: tuple[Face, ...] = ()
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    computed: int | None = None
    worked_out: str = ""
    real: bool = True
    """False for what only this room knows as a field: the lines of a list of texts."""

    @property
    def group(self) -> bool:
        """Whether the label names several controls."""
        return self.kind.group

    @property
    def private(self) -> bool:
        """Whether browsers should not offer what was typed here before."""
        return "x-personal" in self.schema

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that fill the field in; empty for all."""
        return tuple(self.schema.get("x-edit-roles", ()))

    def below(self) -> Iterator[Face]:
        """The field and everything inside it."""
        yield self
        for face in self.inner:
            yield from face.below()


@dataclass(slots=True, eq=False)
class Sketch:
    """A form in one language: its fields by pattern pointer, those at the top in order, the conditions by the number
    that the HTML refers to, the nodes that are drawn inside a choice and so not in their own place."""

    form: Form
    language: str
    faces: Mapping[str, Face]
    top: tuple[Face, ...]
    conditions: list[JSON]
    numbers: dict[str, int]
    inside_choices: frozenset[int]
    decisive: frozenset[str]
    """Names at the top of the record that conditions, computed values or checks look at."""

    def condition(self, node: Node) -> int | None:
        """The number of the condition under which an element stands; None where it always does. A field drawn in
        several places stands under the conditions of all of them."""
        routes = node.field.routes if node.field and len(node.field.routes) > 1 else None
        if routes:
            return self.number([[_plain(rule) for rule in route] for route in routes])
        rule = node.condition
        return self.number([[_plain(rule)]]) if rule is not None and rule.shows else None

    def number(self, routes: list[list[JSON]]) -> int:
        """The number of a condition, the same for the same condition."""
        key = canonical(routes)
        if key not in self.numbers:
            self.numbers[key] = len(self.conditions)
            self.conditions.append({"any": routes})
        return self.numbers[key]


def sketch(form: Form, language: str) -> Sketch:
    """The form in one language, made on first use."""
    known: dict[str, Sketch] = form.memory.setdefault("rendering", {})
    if language not in known:
        known[language] = _Sketching(form, language).done()
    return known[language]


def _plain(rule: Rule) -> JSON:
    return {"effect": rule.effect, "condition": rule.condition, "base": rule.base}


class _Sketching:
    """One sketch in the making."""

    def __init__(self, form: Form, language: str) -> None:
        self.form = form
        self.language = language
        self.faces: dict[str, Face] = {}
        self.computed = {field.pointer: number for number, field in enumerate(form.computed)}
        self.companions = self.found_companions()

    def done(self) -> Sketch:
        top = self.faces_in("")
        inside = frozenset(
            id(node) for opened in self.companions.values() for nodes in opened.values() for node in nodes
        )
        made = Sketch(self.form, self.language, self.faces, top, [], {}, inside, self.decisive())
        for node in every_node(self.form.root):
            made.condition(node)
        return made

    def decisive(self) -> frozenset[str]:
        found = {split(pointer)[0] for rule in self.form.rules for pointer in _scopes(rule) if pointer}
        expressions = [field.schema["x-compute"] for field in self.form.computed]
        expressions += [field.schema.get("x-compute-when") for field in self.form.computed]
        expressions += [check["that"] for _, check in self.form.checks]
        return frozenset(found | {split(pointer)[0] for each in expressions for pointer in operands(each)})

    def found_companions(self) -> dict[str, dict[Any, list[Node]]]:
        """The nodes that belong into the row of a choice: pattern of the choice field -> value -> nodes."""
        found: dict[str, dict[Any, list[Node]]] = {}
        for node in every_node(self.form.root):
            wanted = (node.element.get("options") or {}).get("companionOf") if node.field else None
            segments = scope_segments(str(wanted.get("scope"))) if isinstance(wanted, dict) else None
            if wanted and segments and node.field:
                owner = node.field.base + "".join(f"/{segment}" for segment in segments)
                if owner in self.form.fields:
                    found.setdefault(owner, {}).setdefault(canonical(wanted.get("value")), []).append(node)
        return found

    def faces_in(self, base: str) -> tuple[Face, ...]:
        """The faces of the fields directly inside an object, or inside the rows of a list, that are asked at all."""
        made = []
        for pattern, inner in self.form.fields.items():
            if pattern.rpartition("/")[0] == base and (
                inner.control is not None or self.asked_below(pattern)
            ):
                made.append(self.face(inner))
        return tuple(made)

    def asked_below(self, pattern: str) -> bool:
        return any(
            one.control is not None
            for path, one in self.form.fields.items()
            if path.startswith(f"{pattern}/")
        )

    def face(self, asked: Field) -> Face:
        face = self.bare(asked, asked.control or {"type": "Control"}, asked.schema)
        face.computed = self.computed.get(asked.pointer)
        face.worked_out = self.worked_out(asked.schema.get("x-compute"))
        self.faces[asked.pointer] = face
        self.fill(face)
        return self.finish(face)

    def bare(self, asked: Field, ui: JSON, schema: JSON, *, label: str | None = None) -> Face:
        form, language, key = self.form, self.language, asked.label_key
        clause = self.clause(schema)
        suffix = form.text(f"{key}.suffix", language, str((ui.get("options") or {}).get("suffix", "")))
        return Face(
            field=asked,
            pattern=asked.pointer,
            name=asked.name,
            ui=ui,
            schema=schema,
            kind=kind_of(ui if ui.get("type") else {**ui, "type": "Control"}, schema),
            label=tidy(form.label(asked, language)) if label is None else label,
            hint=form.hint(asked, language) if label is None else str(schema.get("description", "")),
            suffix=suffix,
            gap="" if language == "zh" else " ",
            placeholder=form.text(f"{key}.placeholder", language, ""),
            clause=clause,
            clause_mark=clause_mark(clause, language),
        )

    def fill(self, face: Face) -> None:
        """Gives a structural face its inside: columns, fields of an object."""
        if face.kind.name == "rows":
            face.inner = self.faces_in(f"{face.pattern}/*") or (self.line(face),)
        elif "prefixItems" in face.schema:
            face.inner = self.places(face)
        elif face.kind.structural:
            face.inner = self.faces_in(face.pattern)

    def finish(self, face: Face) -> Face:
        """Gives a face what its kind wants to know: choices, the fields they open, details."""
        offered = self.form.choices(face.field, self.language) if face.real else _untranslated(face.schema)
        if face.kind.name == "yes_no":
            offered = self.yes_and_no(face)
        face.choices = choices_of(offered)
        opened = self.companions.get(face.pattern, {})
        face.opens = {
            choice.token: tuple(opened[canonical(choice.const)])
            for choice in face.choices
            if canonical(choice.const) in opened
        }
        face.details = face.kind.details(face)
        return face

    def yes_and_no(self, face: Face) -> list[tuple[Any, str]]:
        """The two answers, in the words of the definition where it has some; "" stands for the interface's words."""
        titled = dict(self.form.choices(face.field, self.language)) if listed(face.schema) else {}
        key = face.field.label_key
        return [
            (const, titled.get(const) or self.form.text(f"{key}.{word}", self.language, ""))
            for const, word in ((True, "true"), (False, "false"))
        ]

    def places(self, fixed: Face) -> tuple[Face, ...]:
        """The fields of a list of fixed length, one for each place."""
        least = int(fixed.schema.get("minItems", 0))
        return tuple(
            self.inside(
                fixed,
                f"{fixed.pattern}/{place}",
                str(place),
                schema,
                str(schema.get("title", place + 1)),
                place < least,
            )
            for place, schema in enumerate(fixed.schema["prefixItems"])
        )

    def line(self, rows: Face) -> Face:
        """The one field of each row where a list holds plain values and not objects."""
        return self.inside(rows, f"{rows.pattern}/*", "", rows.schema.get("items") or {}, rows.label)

    def inside(
        self, around: Face, pattern: str, name: str, schema: JSON, label: str, required: bool = True
    ) -> Face:
        """A face for something the form itself does not count as a field."""
        asked = Field(
            pointer=pattern, name=name, schema=schema, control=None, required=required,
            label_key=around.field.label_key, parent=around.field, base=around.field.base,
        )  # fmt: skip
        face = self.bare(asked, {"type": "Control"}, schema, label=label)
        face.real = False
        if face.kind.name == "rows":
            face.inner = (self.inside(face, f"{pattern}/*", "", schema.get("items") or {}, label),)
        elif "prefixItems" in schema:
            face.inner = self.places(face)
        elif face.kind.structural:
            needed = schema.get("required", ())
            face.inner = tuple(
                self.inside(face, f"{pattern}/{key}", key, one, str(one.get("title", key)), key in needed)
                for key, one in schema.get("properties", {}).items()
            )
        return self.finish(face)

    def clause(self, schema: JSON) -> str:
        """The clause worth a mark: that of the form itself stands in its title already."""
        clause = str((schema.get("x-source") or {}).get("clause", ""))
        own = str(self.form.definition.standard.get("clause", ""))
        return "" if clause in own or (own and own in clause) else clause

    def worked_out(self, expression: Any) -> str:
        """The labels of the fields that a value is computed from, "" for none."""
        labels = dict.fromkeys(
            tidy(self.form.label(field, self.language))
            for pointer in operands(expression)
            if (field := self.form.field(pointer)) is not None
        )
        return ("、" if self.language == "zh" else ", ").join(labels)


def tidy(label: str) -> str:
    """A label for the screen: the wide gaps that fill a printed cell (年    龄) are closed."""
    return SPACES.sub("" if re.search(r"[一-鿿]\s{2,}[一-鿿]", label) else " ", label).strip()


def every_node(root: Node) -> Iterator[Node]:
    """Every element of a layout, those inside rows and nested objects included."""
    for node in root.walk():
        yield node
        if node.field is not None:
            for child in node.field.children:
                yield from every_node(child)


def _untranslated(schema: JSON) -> list[tuple[Any, str]]:
    items = schema.get("items")
    found = listed(schema) or (listed(items) if isinstance(items, dict) else [])
    return [(const, str(const) if title is None else title) for const, title in found]


def _scopes(rule: Rule) -> Iterator[str]:
    for leaf in leaves(rule.condition):
        yield f"{rule.base}{join(scope_segments(leaf['scope']) or ())}"


def operands(expression: Any) -> Iterator[str]:
    """The pointers of the fields that an expression, or a condition inside it, looks at."""
    if isinstance(expression, dict):
        if isinstance(expression.get("scope"), str):
            yield from (join(scope_segments(expression["scope"]) or ()),) * bool(
                scope_segments(expression["scope"])
            )
        if isinstance(expression.get("field"), str):
            pointer = expression["field"]
            yield pointer if pointer.startswith("/") else f"/{pointer}"
        for part in expression.values():
            yield from operands(part)
    elif isinstance(expression, list):
        for part in expression:
            yield from operands(part)


def depth(pattern: str) -> int:
    """How many rows deep a field stands."""
    return split(pattern).count("*")


def clause_mark(clause: str, language: str) -> str:
    """A clause as its mark shows it: § 6.1.1 b, 附录A 一.1, appendix A 1.1."""
    bare = cited(clause.removeprefix("§").strip(), language)
    return f"§ {bare}" if bare[:1].isdigit() else bare[:1].upper() + bare[1:]

"""Lays out the paper of a form that has no grid of its own: its sections one under the other, from the UI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from caseforms.definitions import Field, Form, Node
from caseforms.rendering.paper.phrases import breadth
from caseforms.rendering.paper.subject import Subject

JSON = Mapping[str, Any]
COLUMNS = [20, 30, 20, 30]
LONG_CHOICE = 24
"""Choices with more half-width characters than this stand under each other."""
WRITING_ROOM = 20
"""Millimetres left for a long answer on an empty form."""


def layouts(subject: Subject, wanted: str) -> list[JSON]:
    """Paper grids, one table under the other, for the "published", the "platform" or "all" parts of a form."""
    tables: list[JSON] = []
    for page in subject.form.pages:
        for section in _sections(page):
            tables.extend(_Section(subject, wanted).tables(section))
    return tables


def _sections(page: Node) -> Iterator[Node]:
    """The groups of a page; whatever stands outside a group is a section of its own."""
    if page.type == "Group" or not any(child.type == "Group" for child in page.children):
        yield page
        return
    yield from page.children


class _Section:
    """Collects the tables of one section."""

    def __init__(self, subject: Subject, wanted: str) -> None:
        self.subject = subject
        self.form: Form = subject.form
        self.wanted = wanted
        self.done: list[JSON] = []
        self.rows: list[JSON] = []

    def tables(self, section: Node) -> list[JSON]:
        """The section's tables: nothing when nothing in it is wanted or asked."""
        if section.type == "Group":
            self._group(section, platform=False)
        else:
            self._elements(
                [section] if section.field or section.type == "Label" else section.children, platform=False
            )
        self._close()
        return self.done

    def _group(self, group: Node, platform: bool) -> None:
        platform = platform or _is_platform(group)
        before = len(self.rows), len(self.done)
        heading = {
            "cells": [{"colspan": 4, "style": "band", "content": [_words(self.form, group, "heading")]}]
        }
        self.rows.append(heading)
        self._elements(group.children, platform)
        if (len(self.rows), len(self.done)) == (before[0] + 1, before[1]):
            self.rows.pop()

    def _elements(self, nodes: Sequence[Node], platform: bool) -> None:
        for node in nodes:
            if node.type == "Group":
                self._group(node, platform)
            elif node.type == "Label":
                self._static(node, platform)
            elif node.field is not None:
                self._control(node.field, platform or _is_platform(node))
            elif node.type == "HorizontalLayout" and len(node.children) == 2:
                self._pair(node, platform)
            else:
                self._elements(node.children, platform)

    def _asked(self, field: Field, platform: bool) -> bool:
        return self._is_wanted(platform) and self.subject.visible(field.pointer)

    def _is_wanted(self, platform: bool) -> bool:
        return self.wanted == "all" or (self.wanted == "platform") == platform

    def _static(self, node: Node, platform: bool) -> None:
        if self._is_wanted(platform):
            self.rows.append({"cells": [{"colspan": 4, "content": [_words(self.form, node, "paragraph")]}]})

    def _pair(self, node: Node, platform: bool) -> None:
        """Two short questions beside each other; any other two one under the other."""
        both = [child.field for child in node.children if child.field is not None]
        wanted = [field for field in both if self._asked(field, platform or _is_platform(node))]
        if len(wanted) == 2 and all(_is_short(field) for field in wanted):
            cells = [cell for field in wanted for cell in _question(self.subject, field, 1)]
            self.rows.append({"cells": cells})
            return
        self._elements(node.children, platform)

    def _control(self, field: Field, platform: bool) -> None:
        if (
            not self._asked(field, platform)
            or _is_drawn_with_choice(field)
            or "x-signed-date" in field.schema
        ):
            return
        if field.type == "array" and field.columns:
            self._table(field)
        elif field.type == "object" and field.columns:
            self._matrix(field) if _is_matrix(self.form, field) else self._nested(field, platform)
        else:
            self.rows.append({"cells": _question(self.subject, field, 3)})

    def _nested(self, field: Field, platform: bool) -> None:
        self.rows.append({"cells": [{"colspan": 4, "style": "band", "content": [{"label": field.pointer}]}]})
        for column in field.columns:
            self._control(column, platform)

    def _table(self, field: Field) -> None:
        """A repeated row: the label, the names of the columns, the answers or three empty rows."""
        if not self.subject.blank and not self.subject.value(field.pointer):
            return
        self._close()
        names = [column.name for column in field.columns]
        widths = _shares(len(names))
        head = [{"style": "label", "content": [{"label": f"{field.pointer}/*/{name}"}]} for name in names]
        body = [{"content": [_answer(self.subject, column, column.name)]} for column in field.columns]
        rows: list[JSON] = [
            {"cells": [{"colspan": len(names), "style": "band", "content": [{"label": field.pointer}]}]},
            {"cells": head},
            {"repeat": field.pointer, "blank": 3 if self.subject.blank else 0, "cells": body, "height": 9},
        ]
        self.done.append({"columns": widths, "rows": rows})

    def _matrix(self, field: Field) -> None:
        self._close()
        choices = self.form.choices(field.columns[0], self.subject.language)
        widths = [
            100 - len(choices) * _choice_share(len(choices)),
            *[_choice_share(len(choices))] * len(choices),
        ]
        first = field.columns[0].pointer
        head = [
            {"style": "label", "content": [{"boxes": first, "only": [code], "layout": "words"}]}
            for code, _ in choices
        ]
        rows: list[JSON] = [{"cells": [{"style": "label", "content": [{"label": field.pointer}]}, *head]}]
        for column in field.columns:
            boxes = [
                {"style": "centred", "content": [{"boxes": column.pointer, "only": [code], "layout": "bare"}]}
                for code, _ in choices
            ]
            rows.append({"cells": [{"content": [{"label": column.pointer}]}, *boxes]})
        self.done.append({"columns": widths, "rows": rows})

    def _close(self) -> None:
        if self.rows:
            self.done.append({"columns": COLUMNS, "rows": self.rows})
            self.rows = []


def _question(subject: Subject, field: Field, span: int) -> list[JSON]:
    label = {"style": "label", "content": [{"label": field.pointer}]}
    content = [_answer(subject, field, field.pointer)]
    if "x-signature" in field.schema:
        content.append({"mark": "gap"})
        dates = (
            each for each in subject.form.fields.values() if each.schema.get("x-signed-date") == field.name
        )
        content.extend({"signed_date": each.pointer} for each in dates)
    return [label, {"colspan": span, "content": content}]


def _answer(subject: Subject, field: Field, name: str) -> dict[str, Any]:
    """The part of the grid that shows a field's answer; `name` is its pointer, or its name inside a row."""
    if "x-signature" in field.schema:
        return {"signature": name}
    choices = subject.form.choices(field, subject.language)
    if field.type == "boolean" or choices:
        stacked = any(breadth(title) > LONG_CHOICE for _, title in choices)
        return {
            "boxes": name,
            "layout": "stacked" if stacked else "inline",
            "lines": _companions(subject, field),
        }
    if field.schema.get("format") in ("date", "local-date-time"):
        return {"date": name}
    room = WRITING_ROOM if field.options.get("multi") and subject.blank and field.parent is None else 0
    return {"value": name, "space": room}


def _companions(subject: Subject, field: Field) -> dict[str, list[JSON]]:
    """The write-on lines of a field's choices: code -> lines, for companions that are drawn inside their choice."""
    found: dict[str, list[JSON]] = {}
    for other in subject.form.fields.values():
        link = other.options.get("companionOf")
        if link and _is_drawn_with_choice(other) and link.get("scope") == f"#/properties/{field.name}":
            found.setdefault(_code(link.get("value")), []).append({"value": other.pointer})
    return found


def _is_drawn_with_choice(field: Field) -> bool:
    """Whether a field is only the line behind a choice: a companion with choices of its own keeps its own row."""
    plain = field.type == "string" and not ({"oneOf", "enum", "format"} & set(field.schema))
    return bool(field.options.get("companionOf")) and plain


def _is_short(field: Field) -> bool:
    timed = field.schema.get("format") == "local-date-time"
    return not field.options.get("multi") and not field.columns and field.type != "array" and not timed


def _is_matrix(form: Form, field: Field) -> bool:
    choices = [form.choices(column, "zh") for column in field.columns]
    return (
        field.options.get("format") == "matrix"
        and bool(choices[0])
        and all(each == choices[0] for each in choices)
    )


def _is_platform(node: Node) -> bool:
    return (node.element.get("options") or {}).get("origin") == "platform"


def _words(form: Form, node: Node, style: str) -> JSON:
    return {"words": node, "style": style}


def _shares(count: int) -> list[int]:
    share = 100 // count
    return [100 - share * (count - 1), *[share] * (count - 1)]


def _choice_share(count: int) -> int:
    return min(14, 64 // count)


def _code(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

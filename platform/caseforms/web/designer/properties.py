"""What the panel beside the canvas shows of a chosen piece: words, choices, limits, rule, calculation, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from caseforms.definitions.schemas import is_matrix, is_rows, properties_of
from caseforms.rendering import pieces
from caseforms.rules.pointers import split
from caseforms.services import permissions
from caseforms.web.designer import choosing, limits, palette, picking, places
from caseforms.web.designer.canvas import Canvas
from caseforms.web.designer.naming import code
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
FILLING = tuple(
    role for role in permissions.ROLES if role not in ("client", "public", "system", "third_party")
)
INNER_KINDS = ("text", "long_text", "choice", "many", "yes_no", "date", "time", "integer", "number", "phone")


@dataclass(frozen=True, slots=True)
class Both:
    """Words in both languages."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its code and its words."""

    code: str
    zh: str
    en: str
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Inner:
    """A question inside another one: a column, a line of a matrix."""

    item: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role that may be asked to fill something in."""

    name: str
    chosen: bool


@dataclass(slots=True)
class Properties:
    """Everything the panel shows; what does not apply is empty or None."""

    item: str = ""
    label: str = ""
    kind: str = ""
    locked: str = ""
    words_title: str = ""
    words_rows: int = 1
    zh: str = ""
    en: str = ""
    hint: Both | None = None
    choices: tuple[Choice, ...] = ()
    can_open: bool = False
    pasted: str = ""
    inner: tuple[Inner, ...] = ()
    inner_title: str = ""
    inner_kinds: tuple[tuple[str, str], ...] = ()
    grows: str = ""
    required: bool | None = None
    can_have_rule: bool = False
    rule: Any = None
    demand: Any = None
    limits: tuple[limits.Limit, ...] = ()
    calculation: Any = None
    prefills: tuple[tuple[str, str], ...] | None = None
    prefill: str = ""
    roles: tuple[Role, ...] = ()
    looks: tuple[tuple[str, str], ...] = ()
    look: str = ""
    places: tuple[tuple[str, str], ...] = ()
    source: str = ""
    can_move: bool = False
    name: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def limited(self) -> bool:
        """Whether any limit is set."""
        return any(limit.value is not None for limit in self.limits)


def of(canvas: Canvas, item: str, *, placed: bool = True) -> Properties:
    """The properties of a piece, of a column, or of the form itself; empty ones for what is not there."""
    if item == "form":
        return _of_form(canvas)
    if item.startswith("field:") and canvas.names.schema(item.removeprefix("field:")):
        found = _of_question(canvas, item)
    elif item in canvas.pieces:
        found = _of_part(canvas, item)
    else:
        return Properties()
    if item in canvas.pieces:
        found.can_move = True
        found.places = places.offered(canvas, canvas.pieces[item]) if placed else ()
    return found


def english(canvas: Canvas, key: str) -> str:
    """What a key says in English, if anything."""
    return str(canvas.document.get("translations", {}).get("en", {}).get(key, ""))


def _of_form(canvas: Canvas) -> Properties:
    document = canvas.document
    return Properties(
        item="form",
        label=canvas.names.title,
        kind=gettext("The whole form"),
        words_title=gettext("Title"),
        zh=str(document.get("title", "")),
        en=english(canvas, "title"),
        source=_standard(document),
        name=str(document["id"]),
    )


def _of_part(canvas: Canvas, item: str) -> Properties:
    """A section, a page, a text to read, a pair."""
    piece = canvas.pieces[item]
    element = piece.element
    text = element["type"] == "Label"
    name = "text" if text else "label"
    found = Properties(
        item=item,
        label=canvas.label(piece)[:80],
        kind=canvas.kind(piece),
        words_title=gettext("The text itself") if text else gettext("Heading"),
        words_rows=4 if text else 1,
        zh=str(element.get(name) or ""),
        en=english(canvas, f"{element.get('i18n', '')}.{name}"),
        can_have_rule=True,
        rule=picking.rule_of(canvas.names, element, ""),
        source=_standard(canvas.document),
    )
    if item.startswith("pair:"):
        found.inner = tuple(
            Inner(each.item, canvas.label(each), canvas.kind(each)) for each in piece.children
        )
        found.inner_title = gettext("Beside each other")
        found.words_title = ""
    return found


def _of_question(canvas: Canvas, item: str) -> Properties:
    pointer = item.removeprefix("field:")
    names = canvas.names
    schema, key = names.schema(pointer), names.key(pointer)
    row = pointer.rpartition("/")[0] if "*" in pointer else ""
    element = picking.control(canvas.document, pointer)
    found = Properties(
        item=item,
        label=names.question(pointer),
        kind=palette.kind_word(canvas.kind_of(element, schema)),
        locked=_locked(schema),
        words_title=gettext("Question"),
        zh=str(schema.get("title", "")),
        en=english(canvas, f"{key}.label"),
        hint=Both(str(schema.get("description", "")), english(canvas, f"{key}.description")),
        choices=_choices(canvas, pointer),
        can_open=item in canvas.pieces and not is_matrix(schema),
        required=canvas.required(pointer),
        can_have_rule=bool(element),
        rule=picking.rule_of(names, element, row),
        demand=picking.demand_of(names, pointer) if not canvas.required(pointer) else None,
        limits=limits.of(schema),
        calculation=picking.calculation_of(names, schema, pointer),
        prefills=picking.prefills(schema),
        prefill=str(schema.get("x-prefill", "") if isinstance(schema.get("x-prefill", ""), str) else ""),
        roles=tuple(Role(role, role in schema.get("x-edit-roles", ())) for role in FILLING),
        looks=picking.looks(schema),
        look=picking.look_of(element),
        source=_source(schema, canvas.document),
        name=split(pointer)[-1],
    )
    _inside(canvas, pointer, schema, found)
    return found


def _inside(canvas: Canvas, pointer: str, schema: JSON, found: Properties) -> None:
    """Columns, lines, fields of a nested object; and what choices open."""
    if is_rows(schema):
        base, inner = f"{pointer}/*", properties_of(schema["items"])
        found.inner_title, found.grows = gettext("Columns"), gettext("Add a column")
        found.inner_kinds = tuple((name, palette.OFFERS[name].word()) for name in INNER_KINDS)
    elif is_matrix(schema):
        base, inner = pointer, properties_of(schema)
        found.inner_title, found.grows = gettext("Questions"), gettext("Add a question")
        found.inner_kinds = (("line", gettext("the same choices")),)
    else:
        base, inner = pointer, properties_of(schema) if "x-signature" not in schema else {}
        found.inner_title = gettext("Questions inside")
    columns = [f"{base}/{name}" for name in inner]
    piece = canvas.pieces.get(f"field:{pointer}")
    opened = [pieces.name_of(each).removeprefix("field:") for each in (piece.opened if piece else ())]
    if opened and not columns:
        found.inner_title = gettext("Opened by its choices")
    found.inner = tuple(
        Inner(
            f"field:{each}",
            canvas.names.question(each),
            palette.kind_word(
                canvas.kind_of(picking.control(canvas.document, each), canvas.names.schema(each))
            ),
        )
        for each in (*columns, *opened)
    )


def _choices(canvas: Canvas, pointer: str) -> tuple[Choice, ...]:
    """The choices of a question, with the question that each opens; those of a matrix are its first line's."""
    pointer = choosing.asked_alike(canvas, pointer)[0]
    key = canvas.names.key(pointer)
    piece = canvas.pieces.get(f"field:{pointer}")
    opens = {
        code(each["options"]["companionOf"].get("value")): pieces.name_of(each)
        for each in (piece.opened if piece else ())
    }
    return tuple(
        Choice(
            code(value),
            str(title or ""),
            english(canvas, f"{key}.{code(value)}"),
            opens.get(code(value), ""),
        )
        for value, title in picking.listed_choices(canvas.names.schema(pointer))
    )


def _locked(schema: JSON) -> str:
    if not schema.get("x-locked"):
        return ""
    return gettext(
        "The standard asks this. It cannot be removed or made looser; its hint, its place and its choices can be added to."
    )


def _source(schema: JSON, document: JSON) -> str:
    given = schema.get("x-source") or {}
    if given.get("origin") == "S" or given.get("clause"):
        return gettext(
            "%(standard)s, %(clause)s", standard=_standard(document), clause=given.get("clause", "")
        )
    return gettext("Added beside the standard")


def _standard(document: JSON) -> str:
    return picking.standard_word(str((document.get("standard") or {}).get("document", "")))

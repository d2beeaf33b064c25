"""Draws a form piece by piece, each as it stands in the real form, for whoever builds it: all pieces, or only a few."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from caseforms.definitions import compile as compiled
from caseforms.definitions.definition import from_document
from caseforms.rendering.binding import bind
from caseforms.rendering.elements import Elements
from caseforms.rendering.faces import operands
from caseforms.rendering.marks import Marks
from caseforms.rendering.reader import Reader
from caseforms.rules.pointers import scope_segments, split

JSON = Mapping[str, Any]
ASKING = frozenset({"Control", "ListWithDetail"})
LEAVES = ASKING | {"Label"}


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One element of the layout that can be taken hold of: its stable name, the piece around it, the pieces inside.

    `opened` are the elements that a choice of this question opens; they are drawn inside it.
    """

    item: str
    element: JSON
    inside: str
    children: tuple[Piece, ...] = ()
    opened: tuple[JSON, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether it is a question or a text, and no container."""
        return self.element["type"] in LEAVES

    def walk(self) -> Iterator[Piece]:
        """This piece and all below it, from the top of the form to its end."""
        yield self
        for child in self.children:
            yield from child.walk()


_recent: deque[Piece] = deque(maxlen=16)
"""The outlines asked for last: layouts do not change, and one page asks for the same one again and again."""


def outline(document: JSON) -> Piece:
    """The pieces of a form as a tree; the root stands for the form itself."""
    ui = document["ui"]
    for known in tuple(_recent):
        if known.element is ui:
            return known
    made = _outlined(ui)
    _recent.append(made)
    return made


def _outlined(ui: JSON) -> Piece:
    companions: dict[str, list[JSON]] = {}
    for element in _elements(ui):
        owner = _owner(element)
        if owner:
            companions.setdefault(owner, []).append(element)
    children = _pieces(ui.get("elements", ()), "form", companions)
    return Piece("form", ui, "", children)


def name_of(element: JSON) -> str:
    """The stable name of an element of the layout."""
    kind = element["type"]
    if kind in ASKING:
        return "field:/" + "/".join(scope_segments(str(element.get("scope"))) or ("",))
    if isinstance(element.get("i18n"), str):
        return f"group:{element['i18n']}"
    first = next((each for each in _elements(element) if each["type"] in ASKING), None)
    return f"pair:{name_of(first).removeprefix('field:')}" if first else "pair:"


def draw(document: JSON, pieces: Iterable[Piece], reader: Reader) -> dict[str, Markup]:
    """The questions and texts among `pieces` as the product draws them, by name. Conditions are left aside: who builds
    a form sees every question."""
    leaves = [piece for piece in pieces if piece.leaf]
    if not leaves:
        return {}
    form = compiled(from_document(_excerpt(document, leaves), _layout(leaves)))
    bound = bind(form, None, {}, reader, room=True)
    drawing = Elements(form, reader, bound, Marks(form, {}, reader, bound, (), {}, frozenset(), {}), "fill")
    return {
        piece.item: drawing.node(node, "") for piece, node in zip(leaves, form.root.children, strict=False)
    }


def properties(piece: Piece) -> tuple[str, ...]:
    """The names of the record's own properties that a piece draws."""
    wanted = (scope_segments(str(each.get("scope"))) for each in (piece.element, *piece.opened))
    return tuple(dict.fromkeys(segments[0] for segments in wanted if segments))


def _pieces(elements: Iterable[JSON], inside: str, companions: Mapping[str, list[JSON]]) -> tuple[Piece, ...]:
    found = []
    for element in elements:
        if _owner(element):
            continue
        item = name_of(element)
        if element["type"] in LEAVES:
            found.append(Piece(item, element, inside, (), tuple(companions.get(item, ()))))
        else:
            found.append(Piece(item, element, inside, _pieces(element.get("elements", ()), item, companions)))
    return tuple(found)


def _elements(element: JSON) -> Iterator[JSON]:
    yield element
    for child in element.get("elements", ()):
        yield from _elements(child)


def _owner(element: JSON) -> str:
    """The question whose choice opens this one; empty for one that stands by itself."""
    wanted = (element.get("options") or {}).get("companionOf") if element["type"] in ASKING else None
    segments = scope_segments(str(wanted.get("scope"))) if isinstance(wanted, dict) else None
    return "field:/" + "/".join(segments) if segments else ""


def _excerpt(document: JSON, leaves: list[Piece]) -> dict[str, Any]:
    """A document that holds just these questions, so that drawing one of six hundred costs one."""
    schema = document["schema"]
    asked = dict.fromkeys(name for piece in leaves for name in properties(piece))
    for name in tuple(asked):
        asked |= dict.fromkeys(_read_by(schema["properties"][name], schema["properties"]))
    return {
        "id": document["id"],
        "title": document.get("title", ""),
        "standard": document.get("standard", {}),
        "schema": {
            "type": "object",
            "required": [name for name in schema.get("required", ()) if name in asked],
            "properties": {name: schema["properties"][name] for name in asked},
        },
        "ui": _layout(leaves),
        "translations": document.get("translations", {}),
    }


def _read_by(asked: JSON, known: JSON) -> Iterator[str]:
    """The properties whose labels stand beside a computed value: what it is computed from."""
    for pointer in operands(asked.get("x-compute")):
        name = split(pointer)[0]
        if name in known:
            yield name


def _layout(leaves: list[Piece]) -> dict[str, Any]:
    own = [_unconditional(piece.element) for piece in leaves]
    opened = [_unconditional(each) for piece in leaves for each in piece.opened]
    return {"type": "VerticalLayout", "elements": own + opened}


def _unconditional(element: Any) -> Any:
    """An element, and those inside it, without the conditions under which it appears."""
    if isinstance(element, list):
        return [_unconditional(each) for each in element]
    if not isinstance(element, dict):
        return element
    return {name: _unconditional(value) for name, value in element.items() if name != "rule"}

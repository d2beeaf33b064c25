"""Finds things in a definition by their stable names: schemas, controls, sections, pairs, choices, checks."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.editing.items import Item, unknown
from caseforms.definitions.editing.sharing import Document, Path, at
from caseforms.definitions.schemas import main_type
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import join, scope_segments, split

CONTROLS = ("Control", "ListWithDetail")


def schema_path(document: Document, pointer: str) -> Path:
    """Where the schema of a field stands; ``""`` is the form's own. Raises Refused if there is no such field."""
    path: Path = ("schema",)
    schema: Any = document.get("schema")
    for segment in split(pointer):
        step = _step(schema, segment)
        schema = at(schema, step) if step else None
        if not isinstance(schema, dict):
            raise unknown(f"field:{pointer}")
        path += step
    return path


def _step(schema: Any, segment: str) -> Path:
    if segment == "*":
        return ("items",)
    if segment in (schema.get("properties") or {}):
        return ("properties", segment)
    return ("prefixItems", int(segment)) if segment.isdigit() and "prefixItems" in schema else ()


def has_field(document: Document, pointer: str) -> bool:
    """Whether a pattern pointer names a field or a row."""
    try:
        schema_path(document, pointer)
    except Refused:
        return False
    return True


def above(pointer: str) -> tuple[str, str]:
    """The object that holds a field, and the field's name in it."""
    holder, _, _ = pointer.rpartition("/")
    return holder, split(pointer)[-1]


@dataclass(frozen=True, slots=True)
class Spot:
    """One element of the layout: where it stands, what its scopes start from, its stable name."""

    path: Path
    base: str
    element: Document
    item: str


class Layout:
    """The elements of a definition's layout by their stable names."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.spots: list[Spot] = []
        self.by_path: dict[Path, Spot] = {}
        self._by_item: dict[str, list[Spot]] = {}
        if isinstance(document.get("ui"), dict):
            self._walk(document["ui"], ("ui",), "", "form")

    def _walk(self, element: Document, path: Path, base: str, name: str = "") -> None:
        spot = Spot(path, base, element, name or name_of(element, base))
        self.spots.append(spot)
        self.by_path[path] = spot
        self._by_item.setdefault(spot.item, []).append(spot)
        if name and isinstance(element.get("i18n"), str):
            self._by_item.setdefault(f"group:{element['i18n']}", []).append(spot)
        for number, child in enumerate(element.get("elements") or ()):
            self._walk(child, (*path, "elements", number), base)
        detail = (element.get("options") or {}).get("detail")
        if isinstance(detail, dict) and element.get("type") in CONTROLS:
            pointer = pointer_of(element, base)
            self._walk(detail, (*path, "options", "detail"), self._inside(pointer), f"inside:{pointer}")

    def _inside(self, pointer: str) -> str:
        schema = at(self._document, schema_path(self._document, pointer))
        return f"{pointer}/*" if main_type(schema) == "array" else pointer

    def find(self, item: str) -> Spot:
        """The element of a name. Raises Refused if none or several have it."""
        found = self._by_item.get(item, ())
        if len(found) > 1:
            raise Refused(Problem("editing.drawn-twice", params={"item": item}))
        if not found:
            raise unknown(item)
        return found[0]

    def all(self, item: str) -> list[Spot]:
        """Every element of a name."""
        return self._by_item.get(item, [])

    def container(self, item: str) -> Spot:
        """The element whose ``elements`` a name stands for; of a field with rows, the layout of a row."""
        inner = (
            self._by_item.get(f"inside:{item.removeprefix('field:')}") if item.startswith("field:") else None
        )
        spot = inner[0] if inner else self.find(item)
        if "elements" not in spot.element:
            raise Refused(Problem("editing.holds-nothing", params={"item": item}))
        return spot

    def named(self, path: Path) -> str:
        """What the container at a path is called in an anchor."""
        return self.by_path[path].item.replace("inside:", "field:")

    def holder(self, path: Path) -> Spot:
        """The element around an element."""
        return self.by_path[path[:-2]]


_latest: deque[tuple[object, object, Layout]] = deque(maxlen=4)


def layout_of(document: Document) -> Layout:
    """The layout of a document, kept for as long as the next operations look at the same one."""
    ui, schema = document.get("ui"), document.get("schema")
    for known_ui, known_schema, layout in tuple(_latest):
        if known_ui is ui and known_schema is schema:
            return layout
    layout = Layout(document)
    _latest.append((ui, schema, layout))
    return layout


def pointer_of(element: Document, base: str) -> str:
    """The pattern pointer that a control draws."""
    return base + join(scope_segments(str(element.get("scope"))) or ())


def name_of(element: Document, base: str) -> str:
    """The stable name of an element that is not the root of a layout."""
    if element.get("type") in CONTROLS:
        return f"field:{pointer_of(element, base)}"
    if isinstance(element.get("i18n"), str):
        return f"group:{element['i18n']}"
    return f"pair:{_first_name(element, base)}"


def _first_name(element: Document, base: str) -> str:
    """The pointer of the first control that stands directly in an element, else its first section, else what is below."""
    children = element.get("elements") or ()
    for child in children:
        if child.get("type") in CONTROLS:
            return pointer_of(child, base)
    for child in children:
        if isinstance(child.get("i18n"), str):
            return str(child["i18n"])
    return next(filter(None, (_first_name(child, base) for child in children)), "")


def choices_path(document: Document, pointer: str) -> Path:
    """Where the list of choices of a field stands. Raises Refused if it offers none."""
    path = schema_path(document, pointer)
    schema = at(document, path)
    for inner in ((), ("items",)):
        for keyword in ("oneOf", "anyOf", "enum"):
            listed = at(schema, (*inner, keyword))
            if isinstance(listed, list) and _are_choices(listed, keyword):
                return (*path, *inner, keyword)
    raise Refused(Problem("editing.no-choices", params={"item": f"field:{pointer}"}))


def _are_choices(listed: list[Any], keyword: str) -> bool:
    return keyword == "enum" or all(isinstance(one, dict) and "const" in one for one in listed)


def code_of(choice: Any) -> str:
    """The code of a choice as its name says it."""
    value = choice["const"] if isinstance(choice, dict) else choice
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def choice_path(document: Document, item: Item) -> Path:
    """Where one choice stands. Raises Refused."""
    path = choices_path(document, item.name)
    return (*path, _index([code_of(one) for one in at(document, path)], item))


def check_path(document: Document, item: Item) -> Path:
    """Where one check stands. Raises Refused."""
    path = (*schema_path(document, item.name), "x-checks")
    listed = at(document, path)
    return (*path, _index([one.get("id") for one in listed] if listed else [], item))


def _index(names: list[Any], item: Item) -> int:
    if item.part not in names:
        raise unknown(item)
    return names.index(item.part)

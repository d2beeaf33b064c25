"""The cells of a printed sheet in words: what is printed, which answer is written, how wide and how set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseforms.definitions.schemas import many_options, options, properties_of
from caseforms.web.designer.naming import Names
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
Picks = tuple[tuple[str, str], ...]
SETS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "": lambda: gettext("plain"),
        "label": lambda: gettext("heading, centred"),
        "centred": lambda: gettext("centred"),
        "top": lambda: gettext("from the top"),
        "tall": lambda: gettext("upright, one character a line"),
        "pair": lambda: gettext("narrow heading"),
        "band": lambda: gettext("bold band"),
        "frame": lambda: gettext("framed text"),
    }
)
PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "text": lambda: gettext("printed words"),
        "value": lambda: gettext("an answer"),
        "boxes": lambda: gettext("boxes to tick"),
        "date": lambda: gettext("a date"),
        "signature": lambda: gettext("a signature"),
        "label": lambda: gettext("the name of a question"),
    }
)


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell as the table shows it: pieces of text, and which of them are answers."""

    row: int
    cell: int
    colspan: int
    rowspan: int
    style: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """One thing in the chosen cell: printed words in both languages, or an answer that can be another one's."""

    number: int
    kind: str
    word: str
    zh: str = ""
    en: str = ""
    pointer: str = ""
    questions: Picks = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen cell with everything that can be changed about it."""

    row: int
    cell: int
    colspan: int
    rowspan: int
    style: str
    styles: Picks
    parts: tuple[PartShown, ...]
    kinds: Picks
    first_row: bool
    last_row: bool


def rows(document: JSON, names: Names) -> list[list[CellShown]]:
    """The sheet row by row; empty without one."""
    return [
        [
            CellShown(
                number,
                index,
                cell.get("colspan", 1),
                cell.get("rowspan", 1),
                str(cell.get("style", "")),
                tuple(_said(part, document, names) for part in cell.get("content", ())),
            )
            for index, cell in enumerate(row["cells"])
        ]
        for number, row in enumerate((document.get("paper") or {}).get("rows", ()))
    ]


def chosen(document: JSON, names: Names, row: int, cell: int) -> Chosen | None:
    """One cell to be changed; None where none stands."""
    listed = (document.get("paper") or {}).get("rows", ())
    if not (0 <= row < len(listed) and 0 <= cell < len(listed[row]["cells"])):
        return None
    found = listed[row]["cells"][cell]
    style = str(found.get("style", ""))
    styles = tuple((name, word()) for name, word in SETS.items())
    own = () if style in SETS else ((style, style),)
    return Chosen(
        row,
        cell,
        found.get("colspan", 1),
        found.get("rowspan", 1),
        style,
        (*own, *styles),
        tuple(_part(number, part, document, names) for number, part in enumerate(found.get("content", ()))),
        tuple((name, word()) for name, word in PARTS.items()),
        row == 0,
        row == len(listed) - 1,
    )


def kind_of(part: JSON) -> str:
    """What a part of a cell is."""
    known = ("boxes", "signature", "signed_date", "date", "value", "label", "static", "mark", "lines", "text")
    return next((name for name in known if name in part), "text")


def questions_for(kind: str, names: Names) -> Picks:
    """The questions whose answers can stand in a part of a kind."""
    found = []
    for name, schema in properties_of(names.document["schema"]).items():
        fits = {
            "boxes": bool(options(schema) or many_options(schema)) or schema.get("type") == "boolean",
            "date": str(schema.get("format", "")) in ("date", "local-date-time"),
            "signature": "x-signature" in schema,
        }.get(kind, "x-signature" not in schema)
        if fits:
            found.append((f"/{name}", names.question(f"/{name}")))
    return tuple(found)


def _said(part: JSON, document: JSON, names: Names) -> tuple[str, str]:
    kind = kind_of(part)
    if kind == "text":
        return "text", _text(part, document, names.language)
    if kind == "static":
        return "text", gettext("words of the form")
    if kind == "mark":
        return "text", ""
    if kind == "lines":
        return "answer", "____"
    pointer = str(part[kind])
    if not names.schema(pointer):
        return "text", names.question(pointer) if pointer else ""
    return ("text" if kind == "label" else "answer"), names.question(pointer)


def _part(number: int, part: JSON, document: JSON, names: Names) -> PartShown:
    kind = kind_of(part)
    word = PARTS[kind]() if kind in PARTS else gettext("something the standard prints")
    if kind == "text":
        zh, en = _text(part, document, "zh"), _text(part, document, "en")
        return PartShown(number, kind, word, zh, en)
    if kind not in PARTS:
        return PartShown(number, kind, word, fixed=True)
    return PartShown(number, kind, word, pointer=str(part[kind]), questions=questions_for(kind, names))


def _text(part: JSON, document: JSON, language: str) -> str:
    if language == "zh" or "key" not in part:
        return str(part.get("text", ""))
    key = f"paper.{str(part['key']).removeprefix('paper.')}"
    return str(document.get("translations", {}).get(language, {}).get(key, ""))

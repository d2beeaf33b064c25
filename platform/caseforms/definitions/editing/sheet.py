"""Names the rows and cells of a printed sheet: a cell by the first thing in it, a row by its first cell.

Where several begin alike, the later ones are counted: ``cell:/follow_up``, ``cell:/follow_up~2``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from caseforms.definitions.editing.items import Item, unknown
from caseforms.definitions.editing.sharing import Document, Path

_NAMING = ("key", "static", "boxes", "signature", "signed_date", "date", "value", "label", "mark")


def sheet_places(document: Document) -> dict[str, Path]:
    """Where the rows and cells of the sheet stand, by their stable names."""
    found: dict[str, Path] = {}
    rows, cells = Counter[str](), Counter[str]()
    for number, row in enumerate((document.get("paper") or {}).get("rows") or ()):
        path: Path = ("paper", "rows", number)
        listed = row.get("cells") or ()
        found["row:" + _counted(rows, cell_name(listed[0] if listed else {}))] = path
        for index, cell in enumerate(listed):
            found["cell:" + _counted(cells, cell_name(cell))] = (*path, "cells", index)
    return found


def _counted(seen: Counter[str], name: str) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}~{seen[name]}"


def cell_name(cell: Any) -> str:
    """What a cell is called before counting: the first key or pointer in it, ``empty`` if there is none."""
    for part in cell.get("content") or ():
        for key in _NAMING:
            if isinstance(part.get(key), str):
                return str(part[key])
    return "empty"


def row_path(document: Document, item: Item) -> Path:
    """Where a row stands. Raises Refused."""
    return _path(document, item)


def cell_path(document: Document, item: Item) -> Path:
    """Where a cell stands. Raises Refused."""
    return _path(document, item)


def _path(document: Document, item: Item) -> Path:
    path = sheet_places(document).get(str(item))
    if path is None:
        raise unknown(item)
    return path


def sheet_name(document: Document, path: Path) -> str:
    """The stable name of the row or cell at a path."""
    return next(name for name, found in sheet_places(document).items() if found == path)

"""Names on the printed sheet and in the block of a scored instrument, each put down as it is to be."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.editing.items import item_of
from caseforms.definitions.editing.names import Mention, Names
from caseforms.definitions.editing.places import code_of
from caseforms.definitions.editing.sharing import Document, Path, kept, kept_list
from caseforms.definitions.editing.sheet import sheet_places

_PAPER = frozenset({"value", "boxes", "signature", "signed_date", "date", "rows", "label", "repeat", "blank"})


class Sheet:
    """The sheet of a definition; who refers to a field is the cell that prints it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.cells = {path: name for name, path in sheet_places(names.document).items()}

    def paper(self, value: Any, path: Path, owner: str) -> Any:
        """The printed sheet: parts refer to fields by pointer, inside rows by the name of the column."""
        owner = self.cells.get(path, owner)
        if isinstance(value, list):
            return kept_list(
                [self.paper(one, (*path, number), owner) for number, one in enumerate(value)], value
            )
        if not isinstance(value, dict):
            return value
        return kept(value, {key: self._printed(value, key, (*path, key), owner) for key in value})

    def _printed(self, part: Document, key: str, path: Path, owner: str) -> Any:
        one = part[key]
        if key in _PAPER and isinstance(one, str):
            return self._pointer(one, owner)
        if key == "static" and isinstance(one, str):
            return item_of(self.names.see(Mention("content", f"group:{one}", owner))).name
        pointer = part.get("boxes")
        if isinstance(pointer, str) and pointer in self.names.codes:
            if key == "only" and isinstance(one, list):
                return kept_list([self.names.code("content", pointer, code, owner) for code in one], one)
            if key == "lines" and isinstance(one, dict):
                lines = {
                    self._code(pointer, code, owner): self._line(line, owner) for code, line in one.items()
                }
                return kept(one, lines)
        return self.paper(one, path, owner)

    def _pointer(self, written: str, owner: str) -> str:
        if written.startswith("/"):
            return self.names.field("content", written, owner)
        pointer = self.names.columns.get(written)
        return self.names.segment("content", pointer, owner) if pointer else written

    def _code(self, pointer: str, written: str, owner: str) -> str:
        value = self.names.codes[pointer].get(written, written)
        return code_of(self.names.code("content", pointer, value, owner))

    def _line(self, line: Any, owner: str) -> Any:
        if isinstance(line, str):
            return self._pointer(line, owner)
        return (
            kept_list([self._line(one, owner) for one in line], line)
            if isinstance(line, list)
            else self.paper(line, (), owner)
        )

    def instrument(self, block: Any) -> Any:
        """What a scored instrument locks and what codes its fields have."""
        if not isinstance(block, dict):
            return block
        found = dict(block)
        locked = block["locked"]
        found["locked"] = kept_list([self.names.field("instrument", one, "form") for one in locked], locked)
        texts = block.get("texts")
        if texts:
            told = [
                item_of(self.names.see(Mention("instrument", f"group:{one}", "form"))).name for one in texts
            ]
            found["texts"] = kept_list(told, texts)
        codes = block.get("codes")
        if isinstance(codes, dict) and isinstance(codes.get("fields"), dict):
            fields = codes["fields"]
            named = {
                self.names.field("instrument", pointer, "form"): code for pointer, code in fields.items()
            }
            found["codes"] = kept(codes, {**codes, "fields": kept(fields, named)})
        return kept(block, found)

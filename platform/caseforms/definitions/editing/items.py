"""The stable names of what can be edited in a form: ``field:/client_name``, ``choice:/gender#male``, ``group:basic``."""

from __future__ import annotations

from dataclasses import dataclass

from caseforms.problems import Problem, Refused

KINDS = frozenset({"form", "field", "choice", "group", "pair", "check", "text", "paper", "row", "cell"})


@dataclass(frozen=True, slots=True)
class Item:
    """One name taken apart: ``name`` is a pattern pointer, a key or a language; ``part`` what follows it.

    ``part`` is the code of a choice, the id of a check, the key of a text.
    """

    kind: str
    name: str = ""
    part: str = ""

    def __str__(self) -> str:
        if self.kind in ("form", "paper"):
            return self.kind
        if self.kind == "text":
            return f"text:{self.name}:{self.part}"
        return f"{self.kind}:{self.name}" + (f"#{self.part}" if self.kind in ("choice", "check") else "")


def item_of(written: object) -> Item:
    """A name taken apart. Raises Refused for what is no name."""
    if not isinstance(written, str):
        raise unknown(written)
    kind, _, rest = written.partition(":")
    if kind not in KINDS or (kind in ("form", "paper")) != (written == kind):
        raise unknown(written)
    if kind in ("form", "paper"):
        return Item(kind)
    if kind == "text":
        language, mark, key = rest.partition(":")
        if not mark or not key:
            raise unknown(written)
        return Item(kind, language, key)
    if kind in ("choice", "check"):
        pointer, mark, part = rest.partition("#")
        if not mark or (pointer and not pointer.startswith("/")):
            raise unknown(written)
        return Item(kind, pointer, part)
    if not rest or (kind == "field" and not rest.startswith("/")):
        raise unknown(written)
    return Item(kind, rest)


def unknown(item: object) -> Refused:
    """The refusal of a name that leads nowhere."""
    return Refused(Problem("editing.unknown-item", params={"item": str(item)}))


def field_item(pointer: str) -> str:
    """The name of a field; of the form itself for the root."""
    return f"field:{pointer}" if pointer else "form"

"""How far a form is filled in, section by section and page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from caseforms.definitions import Node


@dataclass(slots=True)
class Section:
    """One section: `asked` fields can be answered here and now, `left` of them are demanded and still empty."""

    id: str
    title: str
    nodes: tuple[Node, ...]
    condition: int | None = None
    hidden: bool = False
    asked: int = 0
    answered: int = 0
    left: int = 0
    wrong: int = 0
    others: tuple[str, ...] = ()
    """The roles who fill the section in where this reader fills in none of it."""

    @property
    def state(self) -> str:
        """wrong, others, done, part or new."""
        if self.wrong:
            return "wrong"
        if self.others and not self.asked:
            return "others"
        if not self.left and (self.answered or not self.asked):
            return "done"
        return "part" if self.answered else "new"


@dataclass(slots=True)
class Page:
    """One page: what one person fills in in one go."""

    number: int
    title: str
    sections: list[Section] = field(default_factory=list)
    other: bool = False
    condition: int | None = None
    hidden: bool = False

    @property
    def answered(self) -> int:
        """How many fields have an answer."""
        return sum(section.answered for section in self.sections)

    @property
    def left(self) -> int:
        """How many demanded fields have none."""
        return sum(section.left for section in self.sections)


def split(node: Node) -> list[tuple[Node | None, tuple[Node, ...]]]:
    """The sections of a page: its Groups, and what stands between them; (group or None, elements)."""
    found: list[tuple[Node | None, tuple[Node, ...]]] = []
    loose: list[Node] = []
    for child in _flat(node.children if node.type != "Control" else (node,)):
        if child.type == "Group":
            if loose:
                found.append((None, tuple(loose)))
                loose = []
            found.append((child, child.children))
        else:
            loose.append(child)
    return [*found, (None, tuple(loose))] if loose else found


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    """Layouts that only put things one under the other are looked through, unless they stand under a condition."""
    for node in nodes:
        if node.type == "VerticalLayout" and node.condition is None:
            yield from _flat(node.children)
        else:
            yield node

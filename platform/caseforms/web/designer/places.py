"""Where a piece can be moved to, in words: up, down, into a section, behind another piece."""

from __future__ import annotations

from caseforms.rendering.pieces import Piece
from caseforms.web.designer.canvas import Canvas
from caseforms.web.languages import gettext

HOLDING = {
    "Category": frozenset({"form"}),
    "Group": frozenset({"Category", "Group", "VerticalLayout"}),
}
EVERYWHERE = frozenset({"Category", "Group", "VerticalLayout", "HorizontalLayout"})


def may_hold(canvas: Canvas, container: str, type_: str) -> bool:
    """Whether a piece of a type can stand in a container."""
    if container not in canvas.pieces:
        return False
    holder = "form" if container == "form" else str(canvas.pieces[container].element["type"])
    if holder == "HorizontalLayout" and type_ != "Control":
        return False
    return holder in HOLDING.get(type_, EVERYWHERE)


def beside(canvas: Canvas, item: str, step: int) -> tuple[str, str | None] | None:
    """The anchor (container, piece before which to stand) one step up or down; None at the end of the road."""
    piece = canvas.pieces[item]
    siblings = [each.item for each in canvas.pieces[piece.inside].children]
    at = siblings.index(item) + step
    if not 0 <= at < len(siblings):
        return None
    rest = [each for each in siblings if each != item]
    return piece.inside, rest[at] if at < len(rest) else None


def offered(canvas: Canvas, piece: Piece) -> tuple[tuple[str, str], ...]:
    """Every place a piece can go to: `container|before` and what the place is called."""
    kind = "Control" if piece.element["type"] in ("Control", "ListWithDetail") else str(piece.element["type"])
    own = {each.item for each in piece.walk()}
    found: list[tuple[str, str]] = []
    for container in canvas.pieces.values():
        if container.leaf or container.item in own or not may_hold(canvas, container.item, kind):
            continue
        name = canvas.label(container) or canvas.kind(container)
        if not container.children:
            found.append((f"{container.item}|", gettext("into “%(section)s”", section=name)))
            continue
        first = container.children[0].item
        found.append(
            (f"{container.item}|{first}", gettext("to the beginning of “%(section)s”", section=name))
        )
        for child, following in zip(container.children, (*container.children[1:], None), strict=True):
            before = following.item if following else ""
            if child.item not in own:
                words = canvas.label(child)[:40] or canvas.kind(child)
                found.append(
                    (
                        f"{container.item}|{before}",
                        gettext("“%(section)s”: behind “%(piece)s”", section=name, piece=words),
                    )
                )
    return tuple(found)

"""Draws the elements of a layout: groups, pairs, address rows, the words of the form itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from markupsafe import Markup

from caseforms.definitions import Node
from caseforms.rendering.fields import Fields
from caseforms.rendering.kinds.address import LEVELS
from caseforms.rendering.kinds.kind import options


class Elements(Fields):
    """The layout of one form for one reader."""

    def nodes(self, nodes: Iterable[Node], at: str) -> Markup:
        drawn = [self.node(node, at) for node in nodes if id(node) not in self.sketch.inside_choices]
        if self.mode != "fill":
            return self.showing.in_lists(drawn)
        return Markup("").join(drawn)

    def node(self, node: Node, at: str) -> Markup:
        if self.mode != "fill" and not self.marks.stands(node, at):
            return Markup("")
        if node.field is not None:
            return self.control(node, at)
        if node.type == "Label":
            return self.label(node, at)
        if node.type == "Group":
            return self.group(node, at)
        if options(node.element).get("variant") == "address" and self.mode == "fill":
            return self.address(node, at)
        return self.layout(node, at)

    def label(self, node: Node, at: str) -> Markup:
        text = self.form.words(node, self.reader.language)
        style = str(options(node.element).get("style", "text"))
        hidden = not self.marks.stands(node, at)
        return self.brushes.macro("fields/static_text")(text, style, self.sketch.condition(node), hidden)

    def group(self, node: Node, at: str) -> Markup:
        inner = self.nodes(node.children, at)
        if not inner.strip():
            return inner
        id_ = f"_group-{len(self.drawn)}-{node.key or 'x'}{at.replace('/', '-')}"
        title = self.form.words(node, self.reader.language)
        number, hidden = self.sketch.condition(node), not self.marks.stands(node, at)
        return self.macro("group")(title, id_, inner, number, hidden)

    def layout(self, node: Node, at: str) -> Markup:
        if self.mode != "fill":
            return Markup("").join(self.node(child, at) for child in node.children)
        inner = self.nodes(node.children, at)
        beside = node.type == "HorizontalLayout"
        css = "stack-of-fields" if not beside else "pair" if len(node.children) <= 2 else "pair pair--more"
        number = self.sketch.condition(node)
        if not beside and number is None:
            return inner
        return self.macro("box")(css, inner, number, not self.marks.stands(node, at))

    def address(self, node: Node, at: str) -> Markup:
        asked = [self.answer(child, at) for child in node.children if child.field is not None]
        places = [answer for answer in asked if answer is not None]
        if any(self.marks.closed(answer) for answer in places) or len(places) != len(node.children):
            return self.layout(node, at)
        for level, (answer, child) in enumerate(zip(places, node.children, strict=True)):
            self.prepare(answer, child, at)
            answer.level = LEVELS[min(level, len(LEVELS) - 1)]
            self.note(answer)
        source = next((answer.source for answer in places if answer.source), None)
        places[0].source = source
        shared = shared_start([answer.face.label for answer in places])
        label = (
            self.form.words(node, self.reader.language)
            or shared.strip(" :：")
            or self.reader.gettext("Address")
        )
        return self.brushes.macro("fields/address")(label, len(shared), self.reader, places)


def shared_start(labels: list[str]) -> str:
    """The words that all labels of a row begin with, up to a space: the row's own label (居住地址 省, 居住地址 市)."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*labels))
    start = "".join(letters[0] for letters in same)
    return start[: start.rfind(" ") + 1]

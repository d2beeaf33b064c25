"""A page as a person meets it: headings, links, forms with their controls, read from HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "use", "path"}
)
Values = Mapping[str, str | list[str]]


@dataclass(eq=False)
class Element:
    """One element with its attributes, children and text."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, spaces folded."""
        return re.sub(r"\s+", " ", "".join(self.texts)).strip()

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element below of one of the tags (all of them without one), in document order."""
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    def inside(self, tag: str) -> Element | None:
        """The nearest element around this one with the tag."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            if self.open[number].tag == tag:
                del self.open[number:]
                return

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


def read(html: str) -> Element:
    """The document of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def controls(document: Element, form: Element) -> list[Element]:
    """The controls of a form, those that stand outside of it too."""
    own = form.attributes.get("id")
    found = []
    for control in document.all("input", "textarea", "select", "button"):
        if control.inside("template") is not None:
            continue
        named = control.attributes.get("form")
        if named == own if named is not None else control.inside("form") is form:
            found.append(control)
    return found


def body(document: Element, form: Element, button: Element | None, given: Values) -> list[tuple[str, str]]:
    """What a browser would post for the form, with `given` typed in and `button` pressed."""
    posted: list[tuple[str, str]] = []
    for control in controls(document, form):
        name = control.attributes.get("name", "")
        if not name or control.tag == "button" or name in given or "disabled" in control.attributes:
            continue
        posted += [(name, value) for value in _values(control)]
    for name, value in given.items():
        posted += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    if button is not None and button.attributes.get("name"):
        posted.append((button.attributes["name"], button.attributes.get("value", "")))
    return posted


def typed_in(textarea: Element) -> str:
    """What stands in a text area: HTML drops a line break right after the tag."""
    return "".join(textarea.texts).removeprefix("\n")


def _values(control: Element) -> list[str]:
    kind = control.attributes.get("type", "text")
    if control.tag == "textarea":
        return [typed_in(control)]
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = [each for each in options if "selected" in each.attributes] or options[:1]
        return [each.attributes.get("value", each.text) for each in chosen]
    if kind in ("radio", "checkbox"):
        return [control.attributes.get("value", "on")] if "checked" in control.attributes else []
    return [] if kind in ("submit", "button", "file") else [control.attributes.get("value", "")]

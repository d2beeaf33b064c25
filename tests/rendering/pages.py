"""Reads a drawn page the way a browser does: the controls it would post, labels, ids, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "hr", "use"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> list[Element]:
        return [self, *(one for child in self.children for one in child.walk())]

    def find(self, tag: str = "", **wanted: str) -> list[Element]:
        names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            one
            for one in self.walk()
            if (not tag or one.tag == tag)
            and all(value in one.get(name).split() or value == one.get(name) for name, value in names.items())
        ]

    def one(self, tag: str = "", **wanted: str) -> Element:
        found = self.find(tag, **wanted)
        assert len(found) == 1, f"{len(found)} elements {tag} {wanted}"
        return found[0]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def above(self) -> list[Element]:
        return [self.parent, *self.parent.above()] if self.parent else []


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("#document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.here)
        assert len(attrs) == len(element.attributes), f"an attribute stands twice in {tag} {attrs}"
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        for element in [self.here, *self.here.above()]:
            element.texts.append(data)


def read(html: str) -> Element:
    """The elements of a page; fails on one that is not closed properly."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def inert(element: Element) -> bool:
    """Whether an element stands in a template, which a browser neither shows nor posts."""
    return any(one.tag == "template" for one in element.above())


def posted(page: Element) -> dict[str, list[str]]:
    """What a browser posts when the form is sent by its submit button (HTML, 4.10.21.4)."""
    body: dict[str, list[str]] = {}
    for control in page.walk():
        name, kind = control.get("name"), control.get("type")
        if not name or inert(control) or control.has("disabled"):
            continue
        if control.tag == "textarea":
            body.setdefault(name, []).append("".join(control.texts).removeprefix("\n").replace("\n", "\r\n"))
        elif control.tag == "select":
            chosen = [one for one in control.find("option") if one.has("selected")] or control.find("option")[
                :1
            ]
            body.setdefault(name, []).extend(one.get("value") for one in chosen)
        elif control.tag == "input" and kind not in ("file", "submit", "button"):
            ticked = kind not in ("radio", "checkbox") or control.has("checked")
            body.setdefault(name, []).extend([control.get("value")] * ticked)
    return {name: values for name, values in body.items() if values}

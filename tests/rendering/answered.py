"""Answers as they come from a page: for each control of a form something right, something wrong, or nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"input", "br", "img", "hr", "meta", "link", "use", "col", "source"})
FORMATS = {
    "cn-phone": ["13926401975", "0755-83123456", "12345", "139264019751"],
    "cn-id": ["11010519491231002X", "110105194912310021", "44030019570305123"],
    "email": ["a@example.cn", "a@", "无"],
    "local-time": ["08:30", "23:59:59"],
    "local-date-time": ["2026-03-05T08:30", "2025-12-31T23:59", "2026-03-06T10:00"],
    "date-time": ["2026-03-05T08:30:00+08:00"],
}
WORDS = ["张", "张秀英", "希望有人陪着去医院复诊。", "𠮷", "a", "18", "é", "x" * 60]


def answers(schema: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """An instance as the controls of a page would give it; blank rows keep their place."""
    found: dict[str, Any] = {}
    eager = chance.choice((0.3, 0.75, 0.97))
    for name, inner in schema.get("properties", {}).items():
        if chance.random() < eager and _asked(inner):
            value = _value(inner, chance)
            if value is not None:
                found[name] = value
    return found


def _asked(schema: Mapping[str, Any]) -> bool:
    """Whether a page takes an answer here at all."""
    if {"x-signature", "x-signed-date", "x-file"} & schema.keys():
        return False
    return "x-compute" not in schema or "x-compute-when" in schema


def _value(schema: Mapping[str, Any], chance: random.Random) -> Any:
    choices = [each["const"] for each in schema.get("oneOf", schema.get("anyOf", ())) if "const" in each]
    choices = choices or list(schema.get("enum", ()))
    if choices:
        return chance.choice(choices)
    kind = schema.get("type")
    return MAKERS[kind](schema, chance) if kind in MAKERS else None


def _text(schema: Mapping[str, Any], chance: random.Random) -> str:
    if schema.get("format") == "date":
        return (date(2026, 3, 5) + timedelta(days=chance.choice((0, -1, 1, -400, -25000, 30)))).isoformat()
    if schema.get("format") in FORMATS:
        return chance.choice(FORMATS[schema["format"]])
    if "const" in schema:
        return str(schema["const"])
    return chance.choice(WORDS) * (9 if chance.random() < 0.05 else 1)


def _number(schema: Mapping[str, Any], chance: random.Random) -> float | int:
    low, high = int(schema.get("minimum", 0)), int(schema.get("maximum", 200))
    whole = chance.choice((low, high, low - 1, high + 1, chance.randint(low, max(low, high))))
    if schema["type"] == "integer" or chance.random() < 0.5:
        return whole
    return round(whole + chance.choice((0.1, 0.07, 0.25, 0.005)), 3)


def _list(schema: Mapping[str, Any], chance: random.Random) -> list[Any] | None:
    items = schema.get("items", {})
    if items.get("type") == "object":
        rows = [answers(items, chance) for _ in range(chance.choice((0, 1, 1, 2, 4)))]
        return [{} if chance.random() < 0.15 else row for row in rows]
    found = [value for _ in range(chance.randint(1, 4)) if (value := _value(items, chance)) is not None]
    return list(dict.fromkeys(found)) if schema.get("uniqueItems") else found or None


MAKERS = {
    "string": _text,
    "number": _number,
    "integer": _number,
    "boolean": lambda schema, chance: True if schema.get("const") is True else chance.choice((True, False)),
    "array": _list,
    "object": lambda schema, chance: answers(schema, chance) or None,
}


class Conditional(HTMLParser):
    """The conditional places of a drawn form, as the browser finds them: {pointer, condition, below}."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.where: list[dict[str, Any]] = []
        self._open: list[tuple[str, str | None, dict[str, Any] | None]] = []
        self._blank = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, and what it says of itself."""
        self._blank += tag == "template"
        if not self._blank:
            self._place(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Back to what surrounds it."""
        if self._blank:
            self._blank -= tag == "template"
        elif tag not in VOID:
            self._close(tag)

    def _close(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def _place(self, tag: str, said: dict[str, str]) -> None:
        row = said.get("data-at", self._open[-1][1] if self._open else None)
        own: dict[str, Any] | None = None
        if "data-pointer" in said:
            for _, _, around in self._open:
                if around is not None:
                    around["below"].append(said["data-pointer"])
        if "data-condition" in said:
            pointer = said.get("data-pointer", row or "")
            below = [said["data-pointer"]] if "data-pointer" in said else []
            own = {"pointer": pointer, "condition": int(said["data-condition"]), "below": below}
            self.where.append(own)
        if tag not in VOID:
            self._open.append((tag, row, own))

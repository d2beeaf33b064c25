"""Small tables of indicators written by tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
CASE = {"workflows": ["mental-health-case"], "logic": "state", "from": "case.opened_on"}


def text(zh: str, en: str = "") -> Json:
    """A text in both languages."""
    return {"zh": zh, "en": en or zh}


def row(name: str, *, percent: int = 90, counter: Mapping[str, Any] = CASE, **more: Any) -> Json:
    """A row with a rate."""
    return {**_row(name), "percent": percent, "counter": dict(counter), **more}


def targets(name: str, parts: Sequence[Json], **more: Any) -> Json:
    """A row of targets."""
    return {**_row(name), "parts": list(parts), **more}


def part(name: str, target: int | None, counter: Mapping[str, Any] = CASE) -> Json:
    """A target, or a figure that is only shown."""
    return {
        "id": name,
        "label": text(name),
        "counter": dict(counter),
        **({} if target is None else {"target": target}),
    }


def table(*rows: Json, figures: Sequence[str | Json] = (), **more: Any) -> Json:
    """A table of rows."""
    shown = [part(each, None) if isinstance(each, str) else each for each in figures]
    return {
        "id": "sample-table",
        "version": "1.0.0",
        "form": "quality-objectives",
        "title": text("样表", "Sample"),
        "periods": ["quarter", "year"],
        "sections": {"one": text("一", "One")},
        "exclusions": {},
        "figures": shown,
        "rows": list(rows),
        **more,
    }


def _row(name: str) -> Json:
    return {
        "id": name,
        "number": name,
        "section": "one",
        "label": text("比率"),
        "criterion": text("标准"),
        "force": "shall",
        "clause": "A.1",
        "unit": "case",
        "sources": ["mh-application"],
    }

"""Small definitions for tests, written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseforms.definitions import Definition, Form, compile, parse  # noqa: A004 - the room's own word


def control(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "Control", "scope": f"#/properties/{name}", **more}


def shown_if(name: str, value: object, at: str = "") -> dict[str, Any]:
    condition = {"scope": f"#/properties/{name}", "schema": {"const": value}, "failWhenUndefined": True}
    return {"effect": "SHOW", "condition": condition}


def form_of(
    properties: dict[str, Any],
    required: Sequence[str] = (),
    controls: Sequence[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A definition document with one group of controls and English words for everything."""
    drawn = [control(name) for name in properties] if controls is None else list(controls)
    words = {f"{name}.label": name for name in properties}
    for name, inner in properties.items():
        if isinstance(inner, dict) and isinstance(inner.get("oneOf"), list):
            for one in inner["oneOf"]:
                if isinstance(one, dict) and "title" in one:
                    words[f"{name}.{one['const']}"] = str(one["const"])
    return {
        "id": "small-form",
        "version": "1.0.0",
        "kind": "test",
        "title": "小表",
        "schema": {"type": "object", "required": list(required), "properties": properties},
        "ui": {"type": "VerticalLayout", "elements": drawn},
        "translations": {"en": {"title": "Small form", **words}},
        **more,
    }


def definition_of(*parts: Any, **more: Any) -> Definition:
    return parse(form_of(*parts, **more))


def compiled(*parts: Any, **more: Any) -> Form:
    return compile(definition_of(*parts, **more))


def text(title: str = "文字", **more: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, **more}


def choice(*codes: str, title: str = "选择") -> dict[str, Any]:
    return {
        "type": "string",
        "title": title,
        "oneOf": [{"const": code, "title": f"选{code}"} for code in codes],
    }

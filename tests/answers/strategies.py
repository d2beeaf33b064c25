"""Random small definitions and what people might fill into them, for property tests of several rooms."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["", " ", "王芳", "阿卜杜拉·买买提", "𠮷", "x", "yes", "no", "other", "e\u0301", "2026-03-05"]
)
CODES = ("yes", "no", "other")
NUMBERS = st.sampled_from([0, 1, 5, -3, 120, 2.5])
DAYS = st.sampled_from(["2026-03-05", "1990-11-22", "2026-02-30", "明天"])
PIECES = st.one_of(WORDS, NUMBERS, DAYS, st.booleans(), st.none(), st.just([]), st.just({}))


def text() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.just("string")},
        optional={"minLength": st.integers(0, 2), "maxLength": st.integers(2, 9)},
    )


def number() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-3, 1), "maximum": st.integers(4, 130)},
    )


def one_choice() -> st.SearchStrategy[dict[str, Any]]:
    return st.just({"type": "string", "oneOf": [{"const": code, "title": f"选{code}"} for code in CODES]})


def many_choices() -> st.SearchStrategy[dict[str, Any]]:
    items = {"type": "string", "oneOf": [{"const": code, "title": f"选{code}"} for code in CODES]}
    return st.fixed_dictionaries(
        {"type": st.just("array"), "uniqueItems": st.just(True), "items": st.just(items)},
        optional={"minItems": st.integers(0, 2)},
    )


def plain() -> st.SearchStrategy[dict[str, Any]]:
    """The schema of a field without fields inside."""
    return st.one_of(
        text(),
        number(),
        one_choice(),
        many_choices(),
        st.just({"type": "boolean"}),
        st.just({"type": "string", "format": "date"}),
    )


@st.composite
def condition(draw: st.DrawFn, names: list[str], fields: dict[str, Any]) -> dict[str, Any]:
    """A condition over some of the fields that stand before."""
    if draw(st.integers(0, 4)) == 0:
        parts = draw(st.lists(condition(names, fields), min_size=1, max_size=2))
        return {"type": draw(st.sampled_from(["AND", "OR"])), "conditions": parts}
    name = draw(st.sampled_from(names))
    kind = fields[name]["type"]
    if kind == "array":
        schema = {"contains": {"const": draw(st.sampled_from(CODES))}}
    elif kind == "boolean":
        schema = {"const": draw(st.booleans())}
    elif kind in ("integer", "number"):
        schema = {"minimum": draw(st.integers(0, 6))}
    elif kind == "object":
        schema = {"required": ["inner_0"]}
    else:
        schema = draw(
            st.sampled_from([{"const": "other"}, {"enum": ["yes", "x"]}, {"not": {"const": "no"}}, {}])
        )
    found: dict[str, Any] = {"scope": f"#/properties/{name}", "schema": schema}
    if draw(st.integers(0, 3)):
        found["failWhenUndefined"] = True
    return found


@st.composite
def fields_of(draw: st.DrawFn, prefix: str, most: int, depth: int = 0) -> dict[str, Any]:
    """An object's schema with its fields; the marks ``_ui`` and ``_title`` are for ``definitions`` alone."""
    properties: dict[str, Any] = {}
    elements: list[dict[str, Any]] = []
    for number_of in range(draw(st.integers(1, most))):
        name = f"{prefix}_{number_of}"
        kind = draw(st.integers(0, 9)) if depth == 0 else 0
        element: dict[str, Any] = {"type": "Control", "scope": f"#/properties/{name}"}
        if kind == 9:
            inner = draw(fields_of("column", 3, 1))
            schema = {"type": "array", "items": inner["schema"], "maxItems": 3}
            element["options"] = {"detail": inner["ui"]}
        elif kind == 8:
            inner = draw(fields_of("inner", 2, 1))
            schema = inner["schema"]
            element["options"] = {"detail": inner["ui"]}
        else:
            schema = draw(plain())
        earlier = [one for one in properties if "x-compute" not in properties[one]]
        if earlier and draw(st.integers(0, 2)) == 0:
            effect = draw(st.sampled_from(["SHOW", "SHOW", "SHOW", "HIDE", "DISABLE"]))
            rule = {"effect": effect, "condition": draw(condition(earlier, properties))}
            element = {**element, "rule": rule} if draw(st.booleans()) else {
                "type": "Group", "rule": rule, "elements": [element]
            }  # fmt: skip
        properties[name] = {"title": f"题{number_of}", **schema}
        elements.append(element)
    if depth == 0 and draw(st.booleans()):
        read = [{"field": f"/{name}"} for name, one in properties.items() if one["type"] != "object"]
        if read:
            operator = draw(st.sampled_from(["count", "sum", "first_of"]))
            compute = {"op": operator, "args": read[:3]}
            properties["computed"] = {"title": "算", "readOnly": True, "x-compute": compute}
            elements.append({"type": "Control", "scope": "#/properties/computed"})
    required = [name for name in properties if draw(st.booleans())]
    schema = {"type": "object", "properties": properties}
    return {
        "schema": {**schema, "required": required} if required else schema,
        "ui": {"type": "VerticalLayout", "elements": elements},
    }


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """A definition document whose rules run in no circle: each looks only at fields before it."""
    inside = draw(fields_of("field", 6))
    return {"id": "random-form", "version": "1.0.0", "kind": "test", "title": "随机表", **inside}


@st.composite
def values(draw: st.DrawFn, schema: dict[str, Any]) -> Any:
    """A value for a schema: mostly of its kind, sometimes not."""
    if draw(st.integers(0, 7)) == 0:
        return draw(PIECES)
    kind = schema.get("type")
    if kind == "object":
        return draw(instances(schema))
    if kind == "array":
        return draw(st.lists(values(schema["items"]), max_size=4))
    if "oneOf" in schema:
        return draw(st.sampled_from([one["const"] for one in schema["oneOf"]]))
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if kind == "boolean":
        return draw(st.booleans())
    if kind in ("integer", "number"):
        return draw(NUMBERS)
    return draw(DAYS if "format" in schema else WORDS)


@st.composite
def instances(draw: st.DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    """Data for an object's schema; some fields are left out, whatever the rules say of them."""
    found: dict[str, Any] = {}
    for name, inner in schema.get("properties", {}).items():
        if draw(st.integers(0, 3)):
            found[name] = draw(values(inner))
    return found


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A definition document and data for it."""
    document = draw(definitions())
    return document, draw(instances(document["schema"]))

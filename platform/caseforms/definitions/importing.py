"""Takes a bare JSON Schema, with or without a JSON Forms UI schema, as a definition."""

from __future__ import annotations

from typing import Any

from caseforms.definitions.branches import WHEN, opened
from caseforms.definitions.definition import Definition, from_document
from caseforms.definitions.dialects import modern
from caseforms.definitions.generating import generate_ui
from caseforms.definitions.inlining import inlined
from caseforms.definitions.keywords import EFFECTS, ELEMENTS
from caseforms.definitions.merging import merged
from caseforms.definitions.reading import bad_names
from caseforms.definitions.schemas import is_leaf_object, main_type, properties_of
from caseforms.definitions.walking import subschemas, unfit
from caseforms.problems import Problem, Refused
from caseforms.rules.patterns import portable_schema
from caseforms.rules.pointers import join, scope_segments
from caseforms.rules.validator import build, validator_of


def from_schema(schema: Any, ui: Any = None, id: str = "form") -> Definition:  # noqa: A002 - the definition's own word
    """The definition of a bare schema of any draft since 04; raises Refused for what no form can say.

    References are written out, ``allOf`` is merged, properties of branches are drawn under their condition.
    """
    problems = [Problem(one.code, f"/schema{one.pointer}", one.params) for one in unfit(schema)]
    problems += [Problem(one.code, f"/ui{one.pointer}", one.params) for one in unfit(ui)]
    if not problems and ui is not None:
        problems = _of_layout(ui, "/ui")
    if problems:
        raise Refused(problems)
    whole = _normal(schema)
    layout = _governed(ui or generate_ui(whole), whole)
    plain = _without_marks(whole)
    title = plain.get("title")
    document = {
        "id": id,
        "version": "0.0.0",
        "kind": "form",
        "title": title if isinstance(title, str) else id,
        "schema": plain,
        "ui": layout,
    }
    return from_document(document, layout, open_world=True)


def _normal(schema: Any) -> dict[str, Any]:
    if not isinstance(schema, dict):
        raise Refused(Problem("definition.root", "/schema"))
    try:
        found = opened(merged(inlined(modern(schema))))
    except (TypeError, AttributeError, KeyError, RecursionError) as broken:
        # A keyword holds something that is no schema at all; the validator says where.
        raise Refused(_broken(schema)) from broken
    if main_type(found) != "object" or not properties_of(found):
        raise Refused(Problem("definition.root", "/schema"))
    problems = bad_names(found)
    problems += [
        Problem("definition.two-types", f"{pointer}/type")
        for pointer, one in subschemas(found)
        if isinstance(one.get("type"), list) and len([name for name in one["type"] if name != "null"]) > 1
    ]
    if problems:
        raise Refused(problems)
    try:
        build(portable_schema(_without_marks(found)))
    except ValueError as broken:
        raise Refused(_reason(broken)) from broken
    return {"type": "object", **found}


def _broken(schema: Any) -> Problem:
    try:
        build(schema)
    except ValueError as reason:
        return _reason(reason)
    return Problem("definition.root", "/schema")


def _reason(error: ValueError) -> Problem:
    """The validator's own reason against a schema, which is for the author's eyes, and its place."""
    place = join(str(part) for part in getattr(error, "instance_path", ()))
    return Problem("definition.schema", f"/schema{place}", {"reason": str(error).partition("\n")[0][:200]})


def _of_layout(element: Any, pointer: str) -> list[Problem]:
    """What is wrong with a JSON Forms UI schema as far as its form goes; scopes are judged by compiling."""
    if not isinstance(element, dict):
        return [Problem("definition.wrong-type", pointer, {"types": ["object"]})]
    if element.get("type") not in ELEMENTS:
        return [Problem("definition.not-one-of", f"{pointer}/type", {"options": list(ELEMENTS)})]
    found: list[Problem] = []
    elements = element.get("elements", [])
    if not isinstance(elements, list):
        return [Problem("definition.wrong-type", f"{pointer}/elements", {"types": ["array"]})]
    rule, options = element.get("rule"), element.get("options", {})
    if rule is not None and (not isinstance(rule, dict) or not isinstance(rule.get("condition"), dict)):
        found.append(Problem("definition.missing", f"{pointer}/rule", {"property": "condition"}))
    elif rule is not None and rule.get("effect") not in EFFECTS:
        found.append(Problem("definition.not-one-of", f"{pointer}/rule/effect", {"options": list(EFFECTS)}))
    if not isinstance(options, dict):
        found.append(Problem("definition.wrong-type", f"{pointer}/options", {"types": ["object"]}))
    elif isinstance(options.get("detail"), dict):
        found += _of_layout(options["detail"], f"{pointer}/options/detail")
    for number, one in enumerate(elements):
        found += _of_layout(one, f"{pointer}/elements/{number}")
    return found


def _governed(element: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The layout in which every control of a branch's property stands under that branch's condition."""
    found = dict(element)
    if isinstance(found.get("elements"), list):
        found["elements"] = [_governed(one, schema) for one in found["elements"]]
    if found.get("type") not in ("Control", "ListWithDetail"):
        return found
    segments = scope_segments(str(found.get("scope"))) or ()
    inner: Any = schema
    for segment in segments:
        inner = properties_of(inner).get(segment)
        if not isinstance(inner, dict):
            return found  # compiling says that the scope leads nowhere
    found = _with_detail(found, inner)
    for depth in range(len(segments), 0, -1):
        found = _under(found, schema, segments[:depth])
    return found


def _under(element: dict[str, Any], schema: dict[str, Any], segments: tuple[str, ...]) -> dict[str, Any]:
    """An element under the condition of one of the objects or properties on its way."""
    holder: Any = schema
    for segment in segments[:-1]:
        holder = properties_of(holder)[segment]
    when = properties_of(holder)[segments[-1]].get(WHEN)
    if when is None:
        return element
    scope = "#" + "".join(f"/properties/{segment}" for segment in segments[:-1])
    condition: dict[str, Any] = {"scope": scope, "schema": when}
    if len(segments) > 1:
        condition["failWhenUndefined"] = not validator_of(when).is_valid({})
    rule = {"effect": "SHOW", "condition": condition}
    if "rule" in element:
        return {"type": "VerticalLayout", "rule": rule, "elements": [element]}
    return {**element, "rule": rule}


def _with_detail(element: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A control of rows or of an object with the layout of its inside written out, where conditions stand in it."""
    inside = schema.get("items") if main_type(schema) == "array" else schema
    if not isinstance(inside, dict) or main_type(inside) != "object" or is_leaf_object(inside):
        return element
    options = element.get("options") or {}
    detail = options.get("detail")
    if isinstance(detail, dict) or _has_conditions(inside):
        layout = _governed(detail if isinstance(detail, dict) else generate_ui(inside), inside)
        return {**element, "options": {**options, "detail": layout}}
    return element


def _has_conditions(schema: Any) -> bool:
    return any(WHEN in one for _, one in subschemas(schema))


def _without_marks(schema: Any) -> Any:
    """The schema without the marks of its branches."""
    if isinstance(schema, list):
        return [_without_marks(one) for one in schema]
    if isinstance(schema, dict):
        return {key: _without_marks(one) for key, one in schema.items() if key != WHEN}
    return schema

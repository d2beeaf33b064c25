"""What a changed property does to answers: text only, tightened, loosened, another type; and so how safe the change is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

Effect = Literal["text", "layout", "tightened", "loosened", "altered", "retyped", "dropped", "added"]
Class = Literal["safe", "widening", "breaking"]

TEXTS: Final = frozenset(
    {"title", "description", "label", "text", "options.suffix", "options.placeholder", "examples"}
)
_MORE_IS_LOOSER: Final = frozenset(
    {"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxContains", "maxProperties"}
)
_LESS_IS_LOOSER: Final = frozenset(
    {"minLength", "minimum", "exclusiveMinimum", "minItems", "minContains", "minProperties"}
)
_TIGHTER_WHEN_THERE: Final = frozenset({"required", "uniqueItems", "readOnly", "x-prefill-locked"})
_NARROWING: Final = frozenset(
    {"pattern", "multipleOf", "const", "contains", "x-edit-roles", "x-edit-by", "x-reference-roles"}
)
_TYPES: Final = frozenset({"type", "format", "x-reference", "x-file", "x-signature", "x-signed-date"})
_MEANINGS: Final = frozenset(
    {"rule", "x-compute", "x-compute-when", "that", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
    | {"dependentRequired", "dependentSchemas", "additionalProperties", "propertyNames", "prefixItems"}
)
"""Properties whose change nobody can weigh by looking at it: taken for the worst, for answers and for standards alike."""


def effect_of(name: str, before: Any, after: Any) -> Effect:
    """What the change of one property does; None stands for a property that is not there."""
    keyword = name.removeprefix("schema.")
    while keyword.startswith("items."):
        keyword = keyword.removeprefix("items.")
    if keyword in TEXTS:
        return "text"
    if keyword == "severity":
        return "loosened" if after == "warning" else "tightened"
    if keyword == "type":
        return _type_effect(before, after)
    for names, weigh in _WEIGHED:
        if keyword in names:
            return weigh(before, after)
    return "layout"


def _limit(before: Any, after: Any, *, more_is_looser: bool) -> Effect:
    if before is None or after is None:
        return "tightened" if before is None else "loosened"
    return "loosened" if (after > before) == more_is_looser else "tightened"


def _presence(before: Any, after: Any) -> Effect:
    return "tightened" if after else "loosened"


def _narrowing(before: Any, after: Any) -> Effect:
    if before is None or after is None:
        return "tightened" if before is None else "loosened"
    if isinstance(before, list) and isinstance(after, list):
        return "loosened" if set(map(str, before)) <= set(map(str, after)) else "tightened"
    return "altered"


def _type_effect(before: Any, after: Any) -> Effect:
    left = set(before if isinstance(before, list) else [before])
    right = set(after if isinstance(after, list) else [after])
    if left - {"null"} != right - {"null"}:
        return "retyped"
    return "loosened" if right > left else "tightened"


def _retyped(_before: Any, _after: Any) -> Effect:
    return "retyped"


def _altered(_before: Any, _after: Any) -> Effect:
    return "altered"


_WEIGHED: Final[tuple[tuple[frozenset[str], Callable[[Any, Any], Effect]], ...]] = (
    (_MORE_IS_LOOSER, lambda before, after: _limit(before, after, more_is_looser=True)),
    (_LESS_IS_LOOSER, lambda before, after: _limit(before, after, more_is_looser=False)),
    (_TIGHTER_WHEN_THERE, _presence),
    (_NARROWING, _narrowing),
    (_TYPES, _retyped),
    (_MEANINGS, _altered),
)
_CLASSES: Final[dict[Effect, Class]] = {"text": "safe", "layout": "safe", "loosened": "widening"}


def class_of(effect: Effect) -> Class:
    """How safe a change of a property is for answers that were given before."""
    return _CLASSES.get(effect, "breaking")

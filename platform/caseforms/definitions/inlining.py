"""Writes out ``$ref``: a schema that stands on its own, without references and without a network."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT, escape, get, split

_LITERAL = frozenset({"const", "enum", "default", "examples"})
MOST_NODES = 100_000


def has_references(schema: Any) -> bool:
    """Whether ``$ref`` stands anywhere in a schema."""
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                return True
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False


def inlined(schema: Any) -> Any:
    """The schema with each local ``$ref`` replaced by what it names; raises Refused for others and for circles.

    Keywords beside ``$ref`` are kept: annotations win over those of the target, other keywords join by ``allOf``.
    """
    return _Inliner(schema).written_out()


class _Inliner:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.anchors = _identified(root)
        self.nodes = 0

    def written_out(self) -> Any:
        return self.schema(self.root, "/schema", ())

    def schema(self, value: Any, pointer: str, above: tuple[str, ...]) -> Any:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Refused(Problem("definition.too-many", pointer, {"limit": MOST_NODES}))
        if isinstance(value, list):
            return [self.schema(one, f"{pointer}/{number}", above) for number, one in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("$ref"), str):
            return self.referred(value, pointer, above)
        return {
            key: inner if key in _LITERAL else self.schema(inner, f"{pointer}/{escape(key)}", above)
            for key, inner in value.items()
            if key not in ("$defs", "definitions") or not isinstance(inner, dict)
        }

    def referred(self, value: dict[str, Any], pointer: str, above: tuple[str, ...]) -> Any:
        reference = value["$ref"]
        if reference in above:
            raise Refused(Problem("definition.recursive", f"{pointer}/$ref", {"reference": reference}))
        target = self.target(reference)
        if target is ABSENT:
            code = "definition.reference" if reference.startswith("#") else "definition.remote-reference"
            raise Refused(Problem(code, f"{pointer}/$ref", {"reference": reference}))
        found = self.schema(target, pointer, (*above, reference))
        beside = self.schema({key: one for key, one in value.items() if key != "$ref"}, pointer, above)
        return _joined(found, beside)

    def target(self, reference: str) -> Any:
        if reference in self.anchors:
            return self.anchors[reference]
        if reference == "#":
            return self.root
        if not reference.startswith("#/"):
            return ABSENT
        return get(self.root, split(unquote(reference[1:])))


def _identified(root: Any) -> dict[str, Any]:
    """Schemas by the ``$id`` they carry, as older drafts refer to them."""
    found: dict[str, Any] = {}
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key in ("$id", "id"):
                if isinstance(value.get(key), str) and ("type" in value or "properties" in value):
                    found.setdefault(value[key], value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found


_BESIDE = frozenset(
    {"title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated", "i18n"}
)


def _joined(target: Any, beside: dict[str, Any]) -> Any:
    if not beside:
        return target
    if not isinstance(target, dict):
        return target if target is False else beside
    plain = {
        key: one
        for key, one in beside.items()
        if key in _BESIDE or key.startswith("x-") or key not in target or target[key] == one
    }
    rest = {key: one for key, one in beside.items() if key not in plain}
    found = {**target, **plain}
    if rest:
        found["allOf"] = [*found.get("allOf", ()), rest]
    return found

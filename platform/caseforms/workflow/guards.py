"""Guards: conditions on a case's facts, written as data, closed-world, each with its words, clause and force.

One sugar node has one operator; `compile_guard` turns it into a Guard that answers by walking the facts, and
`as_schema` into the JSON Schema over the facts that says the same (tests hold the two equal). A path that is
missing never passes: `required` and `type: object` stand at every level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema_rs

Facts = Mapping[str, object]
Force = Literal["shall", "should", "may"]

TRUE = {"const": True}
FALSE = {"const": False}
LOGICAL = ("any", "all", "not")
MARKS = frozenset({"id", "message", "clause", "force", "when", "lasting"})
MISSING = object()


@dataclass(frozen=True, slots=True)
class Guard:
    """A compiled condition. Leaves have a path and a schema; `any`, `all` and `not` have parts."""

    id: str
    operator: str
    argument: object
    path: tuple[str, ...]
    schema: Mapping[str, object]
    accepts: Callable[[object], bool]
    parts: tuple[Guard, ...]
    message: Mapping[str, str] | None
    clause: str
    force: Force
    when: Guard | None
    lasting: bool


def compile_guard(node: Mapping[str, object], name: str) -> Guard:
    """Turn one sugar node into a Guard called `name` unless the node has its own `id`. Raises ValueError, KeyError."""
    operators = [key for key in node if key not in MARKS]
    if len(operators) != 1:
        raise ValueError(f"a guard has exactly one operator, {name} has {operators}")
    operator = operators[0]
    argument = node[operator]
    own = str(node.get("id", name))
    condition = node.get("when")
    parts: tuple[Guard, ...] = ()
    path: tuple[str, ...] = ()
    schema: Mapping[str, object] = {}
    if operator in LOGICAL:
        nodes = argument if isinstance(argument, list) else [argument]
        parts = tuple(compile_guard(part, f"{own}.{index}") for index, part in enumerate(nodes))
    else:
        path, schema = LEAVES[operator](argument)
    return Guard(
        id=own,
        operator=operator,
        argument=argument,
        path=path,
        schema=schema,
        accepts=_acceptor(schema),
        parts=parts,
        message=node.get("message"),  # type: ignore[arg-type]   # the meta-schema has checked the shape
        clause=str(node.get("clause", "")),
        force=node.get("force", "shall"),  # type: ignore[arg-type]
        when=compile_guard(condition, f"{own}.when") if isinstance(condition, Mapping) else None,
        lasting=bool(node.get("lasting", True)),
    )


def holds(guard: Guard, facts: Facts) -> bool:
    """Whether the guard lets pass on these facts; one whose `when` does not hold does not apply, and passes."""
    if guard.when is not None and not holds(guard.when, facts):
        return True
    if guard.operator == "any":
        return any(holds(part, facts) for part in guard.parts)
    if guard.operator == "all":
        return all(holds(part, facts) for part in guard.parts)
    if guard.operator == "not":
        return not holds(guard.parts[0], facts)
    value = look_up(facts, guard.path)
    return value is not MISSING and guard.accepts(value)


def unmet(guard: Guard, facts: Facts) -> tuple[Guard, ...]:
    """The guards to name when this one does not hold: itself, or the failing parts of an `all` without own words."""
    if holds(guard, facts):
        return ()
    if guard.operator == "all" and guard.message is None:
        return tuple(found for part in guard.parts for found in unmet(part, facts))
    return (guard,)


def as_schema(guard: Guard) -> dict[str, object]:
    """The JSON Schema over the facts that accepts exactly the facts on which the guard holds."""
    parts = [as_schema(part) for part in guard.parts]
    if guard.operator == "any":
        schema: dict[str, object] = {"anyOf": parts}
    elif guard.operator == "all":
        schema = {"allOf": parts}
    elif guard.operator == "not":
        schema = {"not": parts[0]}
    else:
        schema = _nested(guard.path, guard.schema)
    if guard.when is not None:
        return {"anyOf": [{"not": as_schema(guard.when)}, schema]}
    return schema


def look_up(facts: object, path: tuple[str, ...]) -> object:
    """The value at a path of object keys, or MISSING."""
    value = facts
    for segment in path:
        # Facts are plain dicts nearly always; asking for any mapping first takes four times as long.
        if not (type(value) is dict or isinstance(value, Mapping)) or segment not in value:
            return MISSING
        value = value[segment]
    return value


def leaves(guard: Guard) -> tuple[Guard, ...]:
    """Every leaf below a guard, its `when` included."""
    own = () if guard.operator in LOGICAL else (guard,)
    below = [*guard.parts, *([guard.when] if guard.when else [])]
    return own + tuple(leaf for part in below for leaf in leaves(part))


def split(path: str) -> tuple[str, ...]:
    """`forms.plan.latest.overall_goal` as a path."""
    return tuple(path.split("."))


def _acceptor(schema: Mapping[str, object]) -> Callable[[object], bool]:
    return jsonschema_rs.validator_for(dict(schema)).is_valid


def _nested(path: tuple[str, ...], schema: Mapping[str, object]) -> dict[str, object]:
    nested = dict(schema)
    for segment in reversed(path):
        nested = {"type": "object", "required": [segment], "properties": {segment: nested}}
    return nested


Leaf = tuple[tuple[str, ...], Mapping[str, object]]


def _pair(argument: object) -> tuple[str, Any]:
    """The two members of an argument that the format holds to be a pair."""
    first, second = argument if isinstance(argument, list) else ("", {})
    return str(first), second


def _done(slot: object) -> Leaf:
    return ("forms", str(slot), "done"), TRUE


def _complete(slot: object) -> Leaf:
    return ("forms", str(slot), "complete"), TRUE


def _signed(argument: object) -> Leaf:
    slot, role = _pair(argument)
    return ("forms", slot, "signed", role), TRUE


def _field(argument: object) -> Leaf:
    reference, schema = _pair(argument)
    slot, *pointer = split(reference)
    return ("forms", slot, "latest", *pointer), schema


def _count(argument: object) -> Leaf:
    slot, schema = _pair(argument)
    return ("forms", slot, "count"), schema


def _flag(name: object) -> Leaf:
    return ("flags", str(name)), TRUE


def _unflagged(name: object) -> Leaf:
    return ("flags", str(name)), FALSE


def _fact(argument: object) -> Leaf:
    path, schema = _pair(argument)
    return split(path), schema


def _this(argument: object) -> Leaf:
    pointer, schema = _pair(argument)
    return ("this", "data", *split(pointer)), schema


def _actor(role: object) -> Leaf:
    if role == "responsible":
        return ("actor", "is_responsible"), TRUE
    return ("actor", "roles"), {"type": "array", "contains": {"const": role}}


def _stage(names: object) -> Leaf:
    return ("case", "stage"), {"enum": names if isinstance(names, list) else [names]}


LEAVES: Mapping[str, Callable[[object], Leaf]] = {
    "done": _done,
    "complete": _complete,
    "signed": _signed,
    "field": _field,
    "count": _count,
    "flag": _flag,
    "unflagged": _unflagged,
    "fact": _fact,
    "this": _this,
    "actor": _actor,
    "stage": _stage,
}

"""Takes parts of a form that was compiled before into the next one, where the document has not changed.

A document is changed by operations that share everything they do not touch, so "not changed" is "the same object".
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Form, Node, Rule
from caseforms.definitions.schemas import properties_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A node with the fields and rules below it."""

    node: Node
    fields: Mapping[str, Field]
    rules: tuple[Rule, ...]


class Earlier:
    """The nodes of an earlier form by their elements, as long as they fit the definition that is compiled now."""

    def __init__(self, form: Form, definition: Definition) -> None:
        self._properties = properties_of(definition.schema)
        self._required = frozenset(definition.schema.get("required") or ())
        self._nodes = (
            {id(node.element): node for node in form.root.walk()}
            if form.definition.open_world == definition.open_world
            else {}
        )

    def node(self, element: Mapping[str, Any], known: Mapping[str, Field]) -> Taken | None:
        """What was made of an element before; None if it, or a question in it, is not as it was.

        Only elements that stand under no rule and draw questions of the form itself are asked for; ``known`` are the
        fields found so far, none of which may be drawn again.
        """
        node = self._nodes.get(id(element))
        if node is None or node.element is not element:
            return None
        own = {id(one.condition) for one in node.walk()}
        fields: dict[str, Field] = {}
        rules: list[Rule] = []
        for one in node.walk():
            if one.condition is not None:
                rules.append(one.condition)
            if one.field is None:
                if one.type in ("Control", "ListWithDetail"):
                    return None
                continue
            if one.field.pointer in fields or not self._fits(one.field, own):
                return None
            _gather(one.field, fields, rules)
        if any(pointer in known or len(one.routes) != 1 for pointer, one in fields.items()):
            return None  # a question that is drawn twice is made anew: who draws it first decides
        return Taken(node, fields, tuple(rules))

    def _fits(self, field: Field, own: Container[int]) -> bool:
        """Whether a question of the form itself stands in the schema as it did, and stood under ``own`` rules alone."""
        return (
            field.parent is None
            and not field.base
            and field.pointer.count("/") == 1
            and self._properties.get(field.name) is field.schema
            and (field.name in self._required) == field.required
            and all(id(rule) in own for rule in (*field.routes[0], *field.rule_enable))
        )


def _gather(field: Field, fields: dict[str, Field], rules: list[Rule]) -> None:
    """A field and those inside it, with their rules, in the order in which they were found."""
    fields[field.pointer] = field
    for node in _inside(field):
        if node.condition is not None:
            rules.append(node.condition)
        if node.field is not None:
            _gather(node.field, fields, rules)


def _inside(field: Field) -> Iterator[Node]:
    for child in field.children:
        yield from child.walk()

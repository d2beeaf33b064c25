"""Compiles a definition: walks layout and schema together and binds them into a form."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.earlier import Earlier
from caseforms.definitions.form import Field, Form, Node, Rule
from caseforms.definitions.generating import generate_ui
from caseforms.definitions.ordering import in_order
from caseforms.definitions.plain import Copies, governed, plain_schema, requirements_of
from caseforms.definitions.schemas import is_leaf_object, main_type, properties_of
from caseforms.definitions.texts import texts_of
from caseforms.problems import Problem, Refused
from caseforms.rules.conditions import normal, predicate_of
from caseforms.rules.pointers import join, scope_segments, split

_REMEMBERED = 512
_forms: OrderedDict[tuple[str, bool], Form] = OrderedDict()


def compile(definition: Definition, before: Form | None = None) -> Form:  # noqa: A001 - what it does; asked for as definitions.compile
    """The form of a definition; the same object for the same content. Raises Refused if scopes lead nowhere.

    ``before`` is the form of an earlier state of the document: parts that both documents share are taken from it.
    """
    key = (definition.sha256, definition.open_world)
    form = _forms.get(key)
    if form is None or not _in_one_order(form.definition.schema, definition.schema):
        form = _forms[key] = _Compiler(definition, before).form()
        if len(_forms) > _REMEMBERED:
            _forms.popitem(last=False)
    return form


def _in_one_order(left: Any, right: Any) -> bool:
    """Whether two equal schemas list their fields in the same order, which a fingerprint does not see."""
    if left is right or not isinstance(left, dict):
        return True
    fields, others = properties_of(left), properties_of(right)
    if list(fields) != list(others):
        return False
    inner = all(_in_one_order(one, others[name]) for name, one in fields.items())
    return inner and _in_one_order(left.get("items"), right.get("items"))


def forget() -> None:
    """Forgets the forms that were compiled, so that the next ones are made from nothing."""
    _forms.clear()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the object that scopes start from, the rules above, the pointer into the document."""

    base: str
    schema: Mapping[str, Any]
    rules: tuple[Rule, ...] = ()
    parent: Field | None = None
    at: str = "/ui"


class _Compiler:
    """The state of one compilation: fields found so far, problems found so far."""

    def __init__(self, definition: Definition, before: Form | None = None) -> None:
        self.definition = definition
        self.earlier = Earlier(before, definition) if before else None
        self.copies = Copies(before.memory.get("copies") if before else None)
        self.fields: dict[str, Field] = {}
        self.problems: list[Problem] = []
        self.rules: list[Rule] = []

    def form(self) -> Form:
        definition = self.definition
        root = self.node(definition.ui, _Place("", definition.schema))
        self.complete("", definition.schema, None)
        if self.problems:
            raise Refused(self.problems)
        ordered = self.in_schema_order()
        return Form(
            definition=definition,
            root=root,
            fields=ordered,
            schema=plain_schema(definition, ordered, self.copies),
            pages=_pages(root),
            texts=texts_of(definition, root, ordered),
            conditional=tuple(field for field in ordered.values() if governed(field)),
            computed=in_order(ordered),
            requirements=requirements_of(definition.schema),
            checks=tuple(_checks(definition.schema, ordered)),
            rules=tuple(rule for rule in self.rules if rule.shows),
            memory={"copies": self.copies},
        )

    def in_schema_order(self) -> dict[str, Field]:
        """Fields in the order of the schema, parents before children."""
        ordered: dict[str, Field] = {}

        def visit(schema: Mapping[str, Any], pointer: str) -> None:
            for path, inner in _inside(schema, pointer):
                if path in self.fields:
                    ordered[path] = self.fields[path]
                    visit(inner, path)
                elif path.endswith("/*"):
                    visit(inner, path)

        visit(self.definition.schema, "")
        return ordered

    def node(self, element: Mapping[str, Any], place: _Place) -> Node:
        """The node of a UI element; of an earlier form if nothing in it changed."""
        if self.earlier is not None and not place.rules and not place.base:
            taken = self.earlier.node(element, self.fields)
            if taken is not None:
                self.fields.update(taken.fields)
                self.rules += taken.rules
                return taken.node
        rule = self.rule(element, place)
        inner = replace(place, rules=(*place.rules, rule)) if rule else place
        key = element.get("i18n") if isinstance(element.get("i18n"), str) else ""
        kind = element.get("type", "")
        if kind in ("Control", "ListWithDetail"):
            field = self.control(element, inner)
            return Node(kind, element, field.label_key if field else str(key), (), field, rule)
        children = tuple(
            self.node(child, replace(inner, at=f"{place.at}/elements/{number}"))
            for number, child in enumerate(element.get("elements") or ())
        )
        return Node(kind, element, str(key), children, None, rule)

    def rule(self, element: Mapping[str, Any], place: _Place) -> Rule | None:
        """The rule of an element, or None; one that cannot be read is a problem."""
        written = element.get("rule")
        if not written:
            return None
        at = f"{place.at}/rule/condition"
        try:
            condition = normal(written["condition"])
            predicate = predicate_of(condition)
        except Refused as refused:
            self.problems += [Problem(one.code, at, one.params) for one in refused.problems]
            return None
        except (ValueError, KeyError, TypeError):
            self.problems.append(Problem("rule.condition", at, {"condition": "?"}))
            return None
        rule = Rule(written.get("effect", "SHOW"), condition, place.base, predicate)
        self.rules.append(rule)
        return rule

    def control(self, element: Mapping[str, Any], place: _Place) -> Field | None:
        """The field that a control draws, closed with what is inside it."""
        segments = scope_segments(str(element.get("scope"))) or ()
        holder, inner = self.resolve(place, segments)
        if not segments or inner is None:
            wrong = Problem("definition.scope", f"{place.at}/scope", {"scope": element.get("scope")})
            self.problems.append(wrong)
            return None
        pointer = f"{place.base}{join(segments)}"
        shows = tuple(rule for rule in place.rules if rule.shows)
        before = self.fields.get(pointer)
        drawn = before if before and before.control else None
        field = Field(
            pointer=pointer,
            name=segments[-1],
            schema=inner,
            control=drawn.control if drawn else element,
            required=segments[-1] in (holder.get("required") or ()),
            label_key=_label_key(element, inner, pointer),
            parent=self.fields.get(_above(pointer)) or place.parent,
            base=place.base,
            routes=(*drawn.routes, shows) if drawn else (shows,),
            rule_enable=tuple(rule for rule in place.rules if not rule.shows),
        )
        self.fields[pointer] = field
        object.__setattr__(field, "children", self.inside(field, element, place))  # closed with its children
        return field

    def resolve(
        self, place: _Place, segments: tuple[str, ...]
    ) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
        """The object a scope ends in and the schema found there; makes the fields of the objects passed."""
        holder = place.schema
        inner: Mapping[str, Any] | None = None
        for depth, segment in enumerate(segments):
            inner = properties_of(holder).get(segment)
            if not isinstance(inner, dict):
                return holder, None
            if depth + 1 < len(segments):
                self.container(place, segments[: depth + 1], holder, inner)
                holder = inner
        return holder, inner

    def container(
        self, place: _Place, segments: tuple[str, ...], holder: Mapping[str, Any], schema: Mapping[str, Any]
    ) -> None:
        """The field of an object that no control draws as a whole."""
        pointer = f"{place.base}{join(segments)}"
        if pointer not in self.fields:
            self.fields[pointer] = Field(
                pointer=pointer,
                name=segments[-1],
                schema=schema,
                control=None,
                required=segments[-1] in (holder.get("required") or ()),
                label_key=_label_key({}, schema, pointer),
                parent=self.fields.get(_above(pointer)) or place.parent,
                base=place.base,
            )

    def inside(self, field: Field, element: Mapping[str, Any], place: _Place) -> tuple[Node, ...]:
        """The nodes inside a field: the columns of a row, the fields of a nested object."""
        schema = field.schema
        detail = (element.get("options") or {}).get("detail")
        place = replace(place, parent=field, at=f"{place.at}/options/detail")
        if field.type == "object" and not is_leaf_object(schema) and properties_of(schema):
            return self.opened(detail, replace(place, base=field.pointer, schema=schema))
        if field.type != "array":
            return ()
        nodes: list[Node] = []
        for number, row in enumerate(schema.get("prefixItems") or ()):
            if isinstance(row, dict) and main_type(row) == "object":
                nodes += self.opened(None, replace(place, base=f"{field.pointer}/{number}", schema=row))
        items = schema.get("items")
        if isinstance(items, dict) and main_type(items) == "object" and not is_leaf_object(items):
            nodes += self.opened(detail, replace(place, base=f"{field.pointer}/*", schema=items))
        return tuple(nodes)

    def opened(self, detail: object, place: _Place) -> tuple[Node, ...]:
        """The nodes of a row's or object's own layout, generated if nobody wrote one."""
        layout = detail if isinstance(detail, dict) else generate_ui(place.schema)
        node = self.node(layout, place)
        plain = node.type in ("VerticalLayout", "HorizontalLayout") and node.condition is None
        return node.children if plain else (node,)

    def complete(self, pointer: str, schema: Mapping[str, Any], parent: Field | None) -> None:
        """Adds the fields that no control draws: they are checked and kept like the others."""
        required = schema.get("required") or ()
        for path, inner in _inside(schema, pointer):
            if path.endswith("/*"):
                self.complete(path, inner, parent)
                continue
            field = self.fields.get(path)
            if field is None:
                name = split(path)[-1]
                field = Field(
                    pointer=path,
                    name=name,
                    schema=inner,
                    control=None,
                    required=name in required,
                    label_key=_label_key({}, inner, path),
                    parent=parent,
                    base=_base_of(path, parent),
                    routes=parent.routes if parent and parent.control else ((),),
                )
                self.fields[path] = field
            if not is_leaf_object(inner):
                self.complete(path, inner, field)


def _inside(schema: Mapping[str, Any], pointer: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The schemas directly inside a schema with their patterns: properties, rows, fixed rows."""
    found: list[tuple[str, Mapping[str, Any]]] = [
        (f"{pointer}{join((name,))}", inner)
        for name, inner in properties_of(schema).items()
        if isinstance(inner, dict)
    ]
    for number, row in enumerate(schema.get("prefixItems") or ()):
        if isinstance(row, dict):
            found.append((f"{pointer}/{number}", row))
    items = schema.get("items")
    if isinstance(items, dict) and main_type(items) == "object":
        found.append((f"{pointer}/*", items))
    return found


def _above(pointer: str) -> str:
    """The pattern of the field around a field."""
    above = pointer.rpartition("/")[0]
    return above.removesuffix("/*")


def _base_of(pointer: str, parent: Field | None) -> str:
    above = pointer.rpartition("/")[0]
    return above if above.endswith("/*") else (parent.base if parent else "")


def _label_key(element: Mapping[str, Any], schema: Mapping[str, Any], pointer: str) -> str:
    """JSON Forms' prefix: the control's own i18n, the schema's, else the path without row numbers."""
    for holder in (element, schema):
        if isinstance(holder.get("i18n"), str):
            return str(holder["i18n"])
    return ".".join(segment for segment in split(pointer) if segment != "*")


def _pages(root: Node) -> tuple[Node, ...]:
    if root.type == "Categorization":
        return tuple(page for child in root.children for page in _pages_inside(child))
    return (root,)


def _pages_inside(node: Node) -> tuple[Node, ...]:
    if node.type == "Categorization":
        return tuple(page for child in node.children for page in _pages_inside(child))
    return (node,)


def _checks(schema: Mapping[str, Any], fields: Mapping[str, Field]) -> list[tuple[str, Mapping[str, Any]]]:
    places = [("", schema), *((pointer, field.schema) for pointer, field in fields.items())]
    return [(pointer, check) for pointer, place in places for check in _checks_of(place)]


def _checks_of(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The checks of our own form: in a bare schema, `x-checks` may be anybody's word and anything."""
    written = schema.get("x-checks")
    return (
        [check for check in written if isinstance(check, dict) and "that" in check]
        if isinstance(written, list)
        else []
    )

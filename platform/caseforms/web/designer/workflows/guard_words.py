"""Conditions as sentences: what each guard of a workflow says, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseforms.web import frame
from caseforms.web.designer.workflows import fact_words
from caseforms.web.languages import gettext
from caseforms.workflow import Workflow
from caseforms.workflow.guards import LOGICAL, MARKS

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says conditions about one workflow; `slot` is the form whose record `this` is."""

    flow: Workflow
    slot: str = ""

    def sentence(self, node: Node) -> str:
        """The whole condition; “only if …” in front when it does not always apply."""
        said = self.core(node)
        condition = node.get("when")
        if isinstance(condition, Mapping):
            return gettext("If %(condition)s: %(rule)s", condition=self.core(condition), rule=said)
        return said

    def core(self, node: Node) -> str:
        """The condition without its “only if”."""
        operator = operator_of(node)
        if operator in LOGICAL:
            return self._joined(operator, node[operator])
        return SENTENCES[operator](self, node[operator])

    def parts(self, node: Node) -> list[Node]:
        """What a condition is put together from; nothing for a single one."""
        operator = operator_of(node)
        if operator not in LOGICAL:
            return []
        inner = node[operator]
        return inner if isinstance(inner, list) else [inner]

    def form(self, name: str) -> str:
        """The title of a form in quotes."""
        found = self.flow.slots.get(name)
        return gettext("“%(form)s”", form=frame.worded(found.label) if found else name)

    def field(self, slot: str, path: str) -> str:
        """The label of a field in quotes."""
        label = self.flow.field_labels.get(f"{slot}.{path}")
        return gettext("“%(name)s”", name=frame.worded(label) if label else path)

    def stages(self, names: Any) -> str:
        """Stages in a row."""
        return alternatives(
            [
                frame.worded(self.flow.stages[name].label) if name in self.flow.stages else _any_stage(name)
                for name in listed(names)
            ]
        )

    def fact(self, path: str) -> str:
        """A computed value in words."""
        return fact_words.told(self, path)

    def code(self, slot: str, path: str, value: object) -> str:
        """A value as the form words it."""
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        label = self.flow.field_labels.get(f"{slot}.{path}={value}")
        return gettext("“%(name)s”", name=frame.worded(label)) if label else str(value)

    def value(self, slot: str, path: str, schema: Node) -> str:
        """What is said of a value: is one of …, is filled in, is at least …"""
        for keyword, say in VALUES.items():
            if keyword in schema:
                return say(self, slot, path, schema)
        return gettext("is given") if schema.get("type") else gettext("fits a condition of the standard")

    def _joined(self, operator: str, inner: Any) -> str:
        if operator == "not":
            return gettext("not: %(rule)s", rule=self.sentence(inner))
        said = [self.sentence(each) for each in inner]
        if len(said) == 1:
            return said[0]
        if operator == "any":
            return gettext("one of these: %(rules)s", rules=gettext("; or ").join(said))
        return gettext("all of these: %(rules)s", rules=gettext("; and ").join(said))


def operator_of(node: Node) -> str:
    """The one operator of a guard."""
    return next(key for key in node if key not in MARKS)


def listed(value: Any) -> list[Any]:
    """One or many as many."""
    return value if isinstance(value, list) else [value]


def alternatives(words: list[str]) -> str:
    """`a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s or %(last)s", first=gettext(", ").join(words[:-1]), last=words[-1])


def _any_stage(name: str) -> str:
    return gettext("any stage that is not final") if name == "*" else name


def _field(speaker: Speaker, argument: Any) -> str:
    reference, schema = argument
    slot, _, path = reference.partition(".")
    return gettext(
        "%(field)s in %(form)s %(says)s",
        field=speaker.field(slot, path),
        form=speaker.form(slot),
        says=speaker.value(slot, path, schema),
    )


def _this(speaker: Speaker, argument: Any) -> str:
    path, schema = argument
    return gettext(
        "%(field)s of this form %(says)s",
        field=speaker.field(speaker.slot, path),
        says=speaker.value(speaker.slot, path, schema),
    )


def _count(speaker: Speaker, argument: Any) -> str:
    slot, schema = argument
    return gettext(
        "the number of %(form)s %(says)s", form=speaker.form(slot), says=speaker.value(slot, "", schema)
    )


def _signed(speaker: Speaker, argument: Any) -> str:
    slot, role = argument
    label = speaker.flow.roles.get(f"signer_{role}") or speaker.flow.roles.get(role)
    name = frame.worded(label) if label else role
    return gettext("%(form)s is signed by %(role)s", form=speaker.form(slot), role=name)


def _flag(speaker: Speaker, name: Any) -> str:
    found = speaker.flow.flags.get(name)
    return gettext("“%(name)s”", name=frame.worded(found.label) if found else name)


def _actor(speaker: Speaker, role: Any) -> str:
    label = speaker.flow.roles.get(role)
    return gettext("it is done by: %(role)s", role=frame.worded(label) if label else role)


def _fact(speaker: Speaker, argument: Any) -> str:
    path, schema = argument
    head, _, rest = path.partition(".")
    name, _, tail = rest.partition(".")
    if head == "due" and name in speaker.flow.timers and tail == "late":
        label = frame.worded(speaker.flow.timers[name].label)
        late = schema.get("const") is True
        words = (
            gettext("the deadline “%(name)s” has passed")
            if late
            else gettext("the deadline “%(name)s” has not passed")
        )
        return words % {"name": label}
    if head == "forms" and name in speaker.flow.slots:
        return _of_form(speaker, name, tail, schema)
    if schema.get("const") is True:
        return gettext("it holds that %(what)s", what=speaker.fact(path))
    if schema.get("const") is False:
        return gettext("it does not hold that %(what)s", what=speaker.fact(path))
    says = speaker.value(*fact_words.source(speaker, path), schema)
    return gettext("%(what)s %(says)s", what=speaker.fact(path), says=says)


def _of_form(speaker: Speaker, slot: str, tail: str, schema: Node) -> str:
    form = speaker.form(slot)
    fact, _, field = tail.partition(".")
    if field:
        return gettext(
            "%(field)s in %(form)s %(says)s",
            field=speaker.field(slot, field),
            form=form,
            says=speaker.value(slot, field, schema),
        )
    if fact == "done" and schema.get("const") is False:
        return gettext("%(form)s is not submitted yet", form=form)
    if fact == "complete" and schema.get("const") is False:
        return gettext("%(form)s lacks signatures", form=form)
    if fact == "drafts":
        return gettext(
            "the number of drafts of %(form)s %(says)s", form=form, says=speaker.value("", "", schema)
        )
    return gettext(
        "%(what)s of %(form)s %(says)s",
        what=fact.replace("_", " "),
        form=form,
        says=speaker.value("", "", schema),
    )


SENTENCES: Mapping[str, Callable[[Speaker, Any], str]] = MappingProxyType(
    {
        "done": lambda speaker, slot: gettext("%(form)s is submitted", form=speaker.form(slot)),
        "complete": lambda speaker, slot: gettext(
            "%(form)s is submitted and has all its signatures", form=speaker.form(slot)
        ),
        "signed": _signed,
        "field": _field,
        "count": _count,
        "flag": lambda speaker, name: gettext("the case is marked %(flag)s", flag=_flag(speaker, name)),
        "unflagged": lambda speaker, name: gettext(
            "the case is not marked %(flag)s", flag=_flag(speaker, name)
        ),
        "fact": _fact,
        "this": _this,
        "actor": _actor,
        "stage": lambda speaker, names: gettext("the case is in %(stages)s", stages=speaker.stages(names)),
    }
)

Value = Callable[[Speaker, str, str, Node], str]


def _is(speaker: Speaker, slot: str, path: str, schema: Node) -> str:
    return gettext("is %(value)s", value=speaker.code(slot, path, schema["const"]))


def _one_of(speaker: Speaker, slot: str, path: str, schema: Node) -> str:
    return gettext(
        "is %(value)s", value=alternatives([speaker.code(slot, path, each) for each in schema["enum"]])
    )


def _includes(speaker: Speaker, slot: str, path: str, schema: Node) -> str:
    inner = schema["contains"]
    values = listed(inner["const"] if "const" in inner else inner.get("enum", []))
    if not values:
        return gettext("has a row that fits a condition of the standard")
    return gettext(
        "includes %(value)s", value=alternatives([speaker.code(slot, path, each) for each in values])
    )


def _only(speaker: Speaker, slot: str, path: str, schema: Node) -> str:
    inner = schema["items"]
    if "const" not in inner:
        return gettext("fits a condition of the standard")
    return gettext("is only %(value)s", value=speaker.code(slot, path, inner["const"]))


def _between(_: Speaker, __: str, ___: str, schema: Node) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return gettext("is from %(least)s to %(most)s", least=least, most=most)
    if least is not None:
        return gettext("is at least %(number)s", number=least)
    return gettext("is at most %(number)s", number=most)


def _entries(_: Speaker, __: str, ___: str, schema: Node) -> str:
    if schema["minItems"] == 1:
        return gettext("is filled in")
    return gettext("has at least %(number)s entries", number=schema["minItems"])


VALUES: Mapping[str, Value] = MappingProxyType(
    {
        "const": _is,
        "enum": _one_of,
        "contains": _includes,
        "items": _only,
        "minimum": _between,
        "maximum": _between,
        "minItems": _entries,
        "minLength": lambda *_: gettext("is filled in"),
    }
)

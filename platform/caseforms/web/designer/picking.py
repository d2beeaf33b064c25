"""What the pickers of the panel offer: questions, tests and answers of a rule, ways to work a value out, looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from caseforms.definitions.schemas import many_options, options, properties_of
from caseforms.rendering.paper.sheet import STANDARDS
from caseforms.rules.pointers import split
from caseforms.web.designer import conditions, sentences
from caseforms.web.designer.naming import Names, code
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
Picks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """One condition with its pickers: `value` is the code of what is picked, or the number."""

    pointer: str
    test: str
    tests: Picks
    values: Picks
    value: Any
    takes_number: bool


@dataclass(frozen=True, slots=True)
class RuleShown:
    """When a piece appears: in clauses that can be picked, or as a sentence when it is too involved for that."""

    sentence: str
    involved: bool
    all: bool
    clauses: tuple[ClauseShown, ...]
    questions: Picks


@dataclass(frozen=True, slots=True)
class PartShown:
    """One answer that a calculation uses."""

    word: str
    questions: Picks
    chosen: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a value is worked out."""

    sentence: str
    involved: bool
    way: str
    ways: Picks
    parts: tuple[PartShown, ...]
    grows: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way to work a value out: its operator, the words of its parts, the kinds of answers that fit."""

    operator: str
    word: Callable[[], str]
    parts: tuple[Callable[[], str], ...]
    of: frozenset[str]
    gives: frozenset[str]
    grows: bool = False
    today: bool = False


NUMBERS, DAYS = frozenset({"integer", "number"}), frozenset({"day"})
WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "sum": Way(
            "sum",
            lambda: gettext("the sum of"),
            (lambda: gettext("first answer"), lambda: gettext("next answer")),
            NUMBERS,
            NUMBERS,
            True,
        ),
        "difference": Way(
            "difference",
            lambda: gettext("the difference"),
            (lambda: gettext("first answer"), lambda: gettext("minus")),
            NUMBERS,
            NUMBERS,
        ),
        "product": Way(
            "product",
            lambda: gettext("the product of"),
            (lambda: gettext("first answer"), lambda: gettext("next answer")),
            NUMBERS,
            NUMBERS,
            True,
        ),
        "count": Way(
            "count",
            lambda: gettext("how many are ticked or listed"),
            (lambda: gettext("first answer"),),
            frozenset({"array"}),
            NUMBERS,
        ),
        "age_at": Way(
            "age_at",
            lambda: gettext("the age in years"),
            (lambda: gettext("born on"), lambda: gettext("on the day")),
            DAYS,
            NUMBERS,
            today=True,
        ),
        "days_between": Way(
            "days_between",
            lambda: gettext("the days between"),
            (lambda: gettext("from the day"), lambda: gettext("to the day")),
            DAYS,
            NUMBERS,
            today=True,
        ),
        "working_days_between": Way(
            "working_days_between",
            lambda: gettext("the working days between"),
            (lambda: gettext("from the day"), lambda: gettext("to the day")),
            DAYS,
            NUMBERS,
            today=True,
        ),
        "first_of": Way(
            "first_of",
            lambda: gettext("the first that is answered"),
            (lambda: gettext("first answer"), lambda: gettext("or else")),
            frozenset({"integer", "number", "string", "day", "boolean"}),
            frozenset({"integer", "number", "string", "day", "boolean"}),
            True,
        ),
    }
)
TODAY = "today"


def control(document: JSON, pointer: str) -> JSON:
    """The element that draws a question; empty for one that is drawn without being laid out."""
    return _control(document["ui"], pointer, "") or {}


def _control(element: JSON, pointer: str, base: str) -> JSON | None:
    if "scope" in element:
        at = base + str(element["scope"]).removeprefix("#").replace("/properties/", "/")
        if at == pointer:
            return element
        detail = (element.get("options") or {}).get("detail")
        if isinstance(detail, dict) and pointer.startswith(f"{at}/"):
            rows = pointer.startswith(f"{at}/*/")
            return _control(detail, pointer, f"{at}/*" if rows else at)
        return None
    for child in element.get("elements", ()):
        found = _control(child, pointer, base)
        if found is not None:
            return found
    return None


def listed_choices(schema: JSON) -> list[tuple[Any, str | None]]:
    """The choices of a question of one or of several, none where nothing is listed."""
    found = options(schema) or many_options(schema)
    return list(found) if schema.get("const") is not True else []


def rule_of(names: Names, element: JSON, row: str) -> RuleShown:
    """The rule of an element with its pickers."""
    rule = element.get("rule") or {}
    own = _own_pointer(element, row)
    if not rule:  # nothing is picked yet: it is enough that there is something to ask about
        return RuleShown("", False, True, (), tuple(islice(_questions(names, row, own), 1)))
    offered = questions(names, row, own)
    sentence = sentences.shown_when(element, names, row)
    when = conditions.read(rule.get("condition"), row) if rule.get("effect", "SHOW") == "SHOW" else None
    known = {pointer for pointer, _ in offered}
    if when is None or any(clause.pointer not in known for clause in when.clauses):
        return RuleShown(sentence, True, True, (), offered)
    shown = tuple(_clause(names, clause) for clause in when.clauses)
    return RuleShown(sentence, False, when.all, shown, offered)


def demand_of(names: Names, pointer: str) -> RuleShown | None:
    """When a question that need not always be answered must be; None for one inside a row or another question."""
    parts = split(pointer)
    if len(parts) != 1:
        return None
    condition = next((conditions.from_schema(each["if"]) for each in demands(names.document, parts[0])), None)
    if condition is None:
        return RuleShown("", False, True, (), tuple(islice(_questions(names, "", pointer), 1)))
    when = conditions.read(condition)
    sentence = gettext("Must be answered when %(condition)s", condition=sentences.when(condition, names))
    if when is None:
        return RuleShown(sentence, True, True, (), questions(names, "", pointer))
    shown = tuple(_clause(names, clause) for clause in when.clauses)
    return RuleShown(sentence, False, when.all, shown, questions(names, "", pointer))


def demands(document: JSON, name: str) -> list[JSON]:
    """The parts of a form that say when one question must be answered, and nothing else."""
    return [each for each in document["schema"].get("allOf", ()) if demands_only(each, name)]


def demands_only(part: Any, name: str) -> bool:
    """Whether a part of a form's schema says when this question must be answered, and nothing else."""
    return isinstance(part, dict) and set(part) == {"if", "then"} and part["then"] == {"required": [name]}


def _own_pointer(element: JSON, row: str) -> str:
    scope = str(element.get("scope", ""))
    return row + scope.removeprefix("#").replace("/properties/", "/") if scope else ""


def questions(names: Names, row: str, without: str = "") -> Picks:
    """The questions that a rule can ask about: those in the same row or at the top."""
    return tuple(_questions(names, row, without))


def _questions(names: Names, row: str, without: str) -> Iterator[tuple[str, str]]:
    holder: Any = names.schema(row.removesuffix("/*"))["items"] if row else names.document["schema"]
    for name, schema in properties_of(holder).items():
        pointer = f"{row}/{name}"
        if pointer != without and "x-signature" not in schema and "x-file" not in schema:
            yield pointer, names.question(pointer)


def _clause(names: Names, clause: conditions.Clause) -> ClauseShown:
    values = answers(names, clause.pointer)
    tests = conditions.tests_for(names.schema(clause.pointer), bool(names.choices(clause.pointer)))
    tests = tests if clause.test in tests else (clause.test, *tests)
    several = clause.test in conditions.TAKES_SEVERAL
    takes = clause.test not in conditions.NEEDS_NO_VALUE
    return ClauseShown(
        clause.pointer,
        clause.test,
        tuple((name, sentences.TEST_WORDS[name]()) for name in tests),
        values if takes else (),
        [code(each) for each in clause.value] if several else code(clause.value) if values else clause.value,
        takes and not values,
    )


def answers(names: Names, pointer: str) -> Picks:
    """The answers that can be picked for a question: its choices, yes and no; none for a number or a text."""
    choices = names.choices(pointer)
    if choices:
        return tuple((code(value), words) for value, words in choices)
    if names.schema(pointer).get("type") == "boolean":
        return (("true", gettext("Yes")), ("false", gettext("No")))
    return ()


def calculation_of(names: Names, schema: JSON, pointer: str) -> Calculation | None:
    """How a value is worked out, with pickers; None for what cannot be."""
    gives = kind(schema)
    if "oneOf" in schema or gives not in ("integer", "number", "string", "day"):
        return None
    expression = schema.get("x-compute")
    fitting = {name: way for name, way in WAYS.items() if gives in way.gives}
    ways: Picks = (
        ("", gettext("not worked out: it is answered")),
        *((n, w.word()) for n, w in fitting.items()),
    )
    words = gettext("Worked out: %(how)s", how=sentences.computed(expression, names)) if expression else ""
    name, chosen = read_expression(expression)
    if expression and name not in fitting:
        return Calculation(words, True, "", (("keep", gettext("as the standard says")), *ways), (), False)
    if not expression:
        return Calculation("", False, "", ways, (), False)
    way = fitting[name]
    offered = ingredients(names, way, pointer)
    parts = tuple(
        PartShown(way.parts[min(number, len(way.parts) - 1)](), offered, each)
        for number, each in enumerate(chosen)
    )
    return Calculation(words, False, name, ways, parts, way.grows)


def ingredients(names: Names, way: Way, without: str) -> Picks:
    """The answers that a way of working out can use."""
    found = [
        (f"/{name}", names.question(f"/{name}"))
        for name, schema in properties_of(names.document["schema"]).items()
        if f"/{name}" != without and kind(schema) in way.of
    ]
    return (*found, (TODAY, gettext("today"))) if way.today else tuple(found)


def read_expression(expression: Any) -> tuple[str, tuple[str, ...]]:
    """The way and the answers of a calculation that is one step over answers; ("", ()) for any other."""
    if not isinstance(expression, dict) or expression.get("op") not in WAYS:
        return "", ()
    parts = []
    for each in expression.get("args", ()):
        if isinstance(each, dict) and isinstance(each.get("field"), str):
            parts.append("/" + each["field"].removeprefix("/"))
        elif each == {"today": True}:
            parts.append(TODAY)
        else:
            return "", ()
    return str(expression["op"]), tuple(parts)


def write_expression(name: str, parts: tuple[str, ...]) -> dict[str, Any]:
    """A calculation as the form holds it."""
    args = [{"today": True} if each == TODAY else {"field": each} for each in parts]
    return {"op": WAYS[name].operator, "args": args}


def kind(schema: JSON) -> str:
    """What a calculation takes an answer for: its type, or `day`."""
    if schema.get("format") == "date":
        return "day"
    return str(schema.get("type", ""))


PREFILLS: Mapping[str, tuple[frozenset[str], Callable[[], str]]] = MappingProxyType(
    {
        "today": (DAYS, lambda: gettext("the day it is filled in")),
        "person.name": (frozenset({"string"}), lambda: gettext("the person's name")),
        "person.gender": (frozenset({"string"}), lambda: gettext("the person's gender")),
        "person.birth_date": (DAYS, lambda: gettext("the person's date of birth")),
        "person.phone": (frozenset({"string"}), lambda: gettext("the person's phone")),
        "person.id_number": (frozenset({"string"}), lambda: gettext("the person's ID number")),
        "person.address_detail": (frozenset({"string"}), lambda: gettext("the person's address")),
        "person.emergency_contact_name": (
            frozenset({"string"}),
            lambda: gettext("the emergency contact's name"),
        ),
        "person.emergency_contact_phone": (
            frozenset({"string"}),
            lambda: gettext("the emergency contact's phone"),
        ),
    }
)


def prefills(schema: JSON) -> Picks | None:
    """What a question can be filled in with beforehand; None where nothing fits."""
    given = schema.get("x-prefill")
    fitting = tuple((name, word()) for name, (of, word) in PREFILLS.items() if kind(schema) in of)
    if not fitting and not given:
        return None
    own: Picks = ()
    if given and given not in PREFILLS:
        own = ((given if isinstance(given, str) else "keep", gettext("as the standard says")),)
    return (("", gettext("nothing")), *own, *fitting)


def looks(schema: JSON) -> Picks:
    """The ways in which a question can look."""
    if options(schema):
        return (("", gettext("as many choices need")), ("radio", gettext("a list to tap")))
    if schema.get("type") == "string" and "format" not in schema and "x-reference" not in schema:
        return (("", gettext("one line")), ("multi", gettext("several lines")))
    return ()


def look_of(element: JSON) -> str:
    """How a question looks now."""
    chosen = element.get("options") or {}
    return "multi" if chosen.get("multi") else str(chosen.get("format", ""))


def standard_word(document: str) -> str:
    """What a standard is called."""
    return gettext(STANDARDS[document]) if document in STANDARDS else gettext("The institution's own form")

"""Conditions, computed values and demands of a form as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from caseforms.rules.pointers import scope_segments
from caseforms.web.designer import conditions
from caseforms.web.designer.conditions import Clause
from caseforms.web.designer.naming import Names
from caseforms.web.languages import gettext

JSON = Mapping[str, Any]

TEST_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "is": lambda: gettext("is"),
        "is-not": lambda: gettext("is not"),
        "other-than": lambda: gettext("is answered with something other than"),
        "one-of": lambda: gettext("is one of"),
        "none-of": lambda: gettext("is none of"),
        "has": lambda: gettext("includes"),
        "has-not": lambda: gettext("does not include"),
        "has-one-of": lambda: gettext("includes one of"),
        "at-least": lambda: gettext("is at least"),
        "at-most": lambda: gettext("is at most"),
        "more-than": lambda: gettext("is more than"),
        "less-than": lambda: gettext("is less than"),
        "answered": lambda: gettext("is answered"),
        "unanswered": lambda: gettext("is not answered"),
    }
)
OPERATOR_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "sum": lambda: gettext("the sum of %(what)s"),
        "count": lambda: gettext("how many answers there are in %(what)s"),
        "count_true": lambda: gettext("how many of %(what)s are yes"),
        "product": lambda: gettext("the product of %(what)s"),
        "difference": lambda: gettext("the difference of %(what)s"),
        "ratio": lambda: gettext("the ratio of %(what)s"),
        "ceiling": lambda: gettext("%(what)s, rounded up"),
        "round": lambda: gettext("%(what)s, rounded"),
        "min": lambda: gettext("the smallest of %(what)s"),
        "max": lambda: gettext("the largest of %(what)s"),
        "first_of": lambda: gettext("the first answer of %(what)s"),
        "age_at": lambda: gettext("the age, from %(what)s"),
        "days_between": lambda: gettext("the days between %(what)s"),
        "hours_between": lambda: gettext("the hours between %(what)s"),
        "working_days_between": lambda: gettext("the working days between %(what)s"),
        "add_days": lambda: gettext("a date some days on, from %(what)s"),
        "add_years": lambda: gettext("a date some years on, from %(what)s"),
        "band": lambda: gettext("the band in which %(what)s falls"),
        "join": lambda: gettext("%(what)s, one after the other"),
        "concat": lambda: gettext("%(what)s, one after the other"),
    }
)


def shown_when(element: JSON, names: Names, row: str = "") -> str:
    """When an element of the layout appears, as a sentence; empty for always."""
    rule = element.get("rule")
    if not rule:
        return ""
    condition = when(rule.get("condition"), names, row)
    templates = {
        "SHOW": gettext("Appears only when %(condition)s"),
        "HIDE": gettext("Disappears when %(condition)s"),
        "ENABLE": gettext("Can be answered only when %(condition)s"),
        "DISABLE": gettext("Cannot be answered when %(condition)s"),
        "WRITABLE": gettext("Can be answered only when %(condition)s"),
        "READONLY": gettext("Cannot be answered when %(condition)s"),
    }
    return templates.get(rule.get("effect", "SHOW"), templates["SHOW"]) % {"condition": condition}


def when(condition: Any, names: Names, row: str = "") -> str:
    """A condition in words, however involved it is."""
    if isinstance(condition, dict) and condition.get("type") in ("AND", "OR"):
        parts = [when(each, names, row) for each in condition.get("conditions", ())]
        parts = [
            gettext("(%(part)s)", part=part) if each.get("type") in ("AND", "OR") else part
            for part, each in zip(parts, condition.get("conditions", ()), strict=False)
        ]
        return (gettext(" and ") if condition["type"] == "AND" else gettext(" or ")).join(parts)
    read = conditions.read(condition, row)
    if read is not None:
        return clause(read.clauses[0], names)
    segments = scope_segments(str((condition or {}).get("scope"))) or ()
    pointer = row + "".join(f"/{each}" for each in segments)
    if pointer == row:
        return gettext("what the standard says about the whole form")
    return gettext("“%(question)s” is as the standard says", question=names.question(pointer))


def clause(part: Clause, names: Names) -> str:
    """One part of a condition in words."""
    said = gettext("“%(question)s” %(test)s", question=names.question(part.pointer), test=_test(part.test))
    if part.test in conditions.NEEDS_NO_VALUE:
        return said
    values = part.value if part.test in conditions.TAKES_SEVERAL else [part.value]
    return gettext(
        "%(question)s %(value)s",
        question=said,
        value=listed(value(part.pointer, each, names) for each in values),
    )


def value(pointer: str, found: Any, names: Names) -> str:
    """An answer in words: a choice's own, yes or no, a number as it is."""
    if isinstance(found, bool) and not names.choices(pointer):
        return gettext("“yes”") if found else gettext("“no”")
    if isinstance(found, list):
        return listed(value(pointer, each, names) for each in found)
    if isinstance(found, int | float) and not names.choices(pointer):
        return str(found)
    return gettext("“%(word)s”", word=names.choice(pointer, found))


def computed(expression: Any, names: Names) -> str:
    """What a value is worked out from."""
    if isinstance(expression, dict):
        if isinstance(expression.get("field"), str):
            pointer = (
                expression["field"] if expression["field"].startswith("/") else "/" + expression["field"]
            )
            return gettext("“%(word)s”", word=names.question(pointer))
        if "today" in expression or "now" in expression:
            return gettext("today")
        if "fact" in expression:
            return gettext("what the case knows")
        words = OPERATOR_WORDS.get(str(expression.get("op")))
        parts = listed(computed(each, names) for each in expression.get("args", ()))
        if words:
            return words() % {"what": parts}
        return gettext("a calculation of the standard")
    if isinstance(expression, bool):
        return gettext("“yes”") if expression else gettext("“no”")
    return str(expression)


def listed(words: Any) -> str:
    """Several words as people list them."""
    return gettext(", ").join(words)


def _test(name: str) -> str:
    return TEST_WORDS[name]()

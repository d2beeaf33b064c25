"""The operator table of expressions: each operator is one function of JSON values.

An argument nobody answered is ABSENT, and so is an answer that cannot be given; an operator does not fail.
``tests/shared_cases/expressions`` is the truth table, for this module and its twin in the browser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from caseforms.rules.context import Context
from caseforms.rules.formats import is_date, is_local_date_time, is_local_time
from caseforms.rules.pointers import ABSENT

_DIGITS = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
Operator = Callable[[list[object], Context], object]


def is_number(value: object) -> bool:
    """Whether a JSON value is a number (true and false are not)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def tidy(value: float) -> object:
    """A result as JSON has it: whole numbers without fraction, nothing for what is not finite."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ABSENT
        if value.is_integer() and abs(value) <= 2**53:
            return int(value)
    return value


def equal(left: object, right: object) -> bool:
    """JSON equality: 1 is 1.0, true is not 1, objects regardless of order."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    return (type(left) is type(right) and left == right) or (
        is_number(left) and is_number(right) and left == right
    )


def _flat(arguments: list[object]) -> list[object]:
    """Arguments with lists opened one level and absent ones left out."""
    found: list[object] = []
    for argument in arguments:
        if isinstance(argument, list):
            found.extend(argument)
        elif argument is not ABSENT:
            found.append(argument)
    return found


def _numbers(arguments: list[object]) -> list[int | float]:
    return [value for value in _flat(arguments) if is_number(value)]  # type: ignore[misc]


def _sum(arguments: list[object], _: Context) -> object:
    numbers = _numbers(arguments)
    total: int | float = 0
    for number in numbers:  # not sum(): newer Pythons add floats more exactly than browsers do
        total += number
    return tidy(total) if numbers else ABSENT


def _count(arguments: list[object], _: Context) -> object:
    return len(_flat(arguments))


def _count_true(arguments: list[object], _: Context) -> object:
    """How many answers are true; those not given do not count."""
    return sum(1 for value in _flat(arguments) if value is True)


def _product(arguments: list[object], _: Context) -> object:
    numbers = _numbers(arguments)
    if len(numbers) < len(_flat(arguments)) or ABSENT in arguments or not numbers:
        return ABSENT
    total: int | float = 1
    for number in numbers:
        total *= number
    return tidy(total)


def _two_numbers(arguments: list[object]) -> tuple[float, float] | None:
    if len(arguments) != 2 or not all(map(is_number, arguments)):
        return None
    return arguments[0], arguments[1]  # type: ignore[return-value]


def _difference(arguments: list[object], _: Context) -> object:
    pair = _two_numbers(arguments)
    return tidy(pair[0] - pair[1]) if pair else ABSENT


def _ratio(arguments: list[object], _: Context) -> object:
    pair = _two_numbers(arguments)
    return tidy(pair[0] / pair[1]) if pair and pair[1] else ABSENT


def _ceiling(arguments: list[object], _: Context) -> object:
    """The whole number at or above a number: a part of a hundred beds asks for a whole worker."""
    value = arguments[0] if len(arguments) == 1 else ABSENT
    return math.ceil(value) if isinstance(value, int | float) and is_number(value) else ABSENT


def kind_of(value: object) -> str:
    """What a value can be compared with: ``number``, ``date``, ``date-time``, ``time``, or nothing."""
    if is_number(value):
        return "number"
    if isinstance(value, str):
        if is_date(value):
            return "date"
        if is_local_date_time(value):
            return "date-time"
        if is_local_time(value):
            return "time"
    return ""


def _ordered(value: object) -> object:
    """A value whose order is that of time: ``08:30`` and ``08:30:00`` are one moment."""
    if isinstance(value, str) and (len(value) == 5 or len(value) == 16):
        return value + ":00"
    return value


def _extreme(choose: Callable[..., object]) -> Operator:
    def operator(arguments: list[object], _: Context) -> object:
        values = _flat(arguments)
        kinds = {kind_of(value) for value in values}
        if len(kinds) != 1 or "" in kinds:
            return ABSENT
        return choose(values, key=_ordered)

    return operator


def _compare(test: Callable[[object, object], bool]) -> Operator:
    def operator(arguments: list[object], _: Context) -> object:
        if len(arguments) != 2:
            return ABSENT
        left, right = arguments
        if not kind_of(left) or kind_of(left) != kind_of(right):
            return ABSENT
        return test(_ordered(left), _ordered(right))

    return operator


def _equal(arguments: list[object], _: Context) -> object:
    if len(arguments) != 2 or ABSENT in arguments:
        return ABSENT
    return (
        equal(_ordered(arguments[0]), _ordered(arguments[1])) if _same_clock(arguments) else equal(*arguments)
    )


def _same_clock(arguments: list[object]) -> bool:
    return all(kind_of(one) in ("time", "date-time") for one in arguments)


def _not_equal(arguments: list[object], context: Context) -> object:
    same = _equal(arguments, context)
    return same if same is ABSENT else not same


def _first_of(arguments: list[object], _: Context) -> object:
    for value in _flat(arguments):
        if value is not None:
            return value
    return ABSENT


def _day(value: object) -> date | None:
    if isinstance(value, str) and (is_date(value) or is_local_date_time(value)):
        return date.fromisoformat(value[:10])
    return None


def _two_days(arguments: list[object]) -> tuple[date, date] | None:
    if len(arguments) != 2:
        return None
    first, second = _day(arguments[0]), _day(arguments[1])
    return (first, second) if first and second else None


def _age_at(arguments: list[object], _: Context) -> object:
    """Whole years; somebody born on 29 February turns a year older on 1 March in other years."""
    days = _two_days(arguments)
    if not days or days[1] < days[0]:
        return ABSENT
    birth, at = days
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


def _days_between(arguments: list[object], _: Context) -> object:
    days = _two_days(arguments)
    return (days[1] - days[0]).days if days else ABSENT


def _hours_between(arguments: list[object], _: Context) -> object:
    """Hours between two times of one day, to one decimal; the second not before the first."""
    if len(arguments) != 2 or not all(isinstance(each, str) and is_local_time(each) for each in arguments):
        return ABSENT
    first, last = (int(str(each)[:2]) * 60 + int(str(each)[3:5]) for each in arguments)
    return tidy(_rounded((last - first) / 60, 1)) if last >= first else ABSENT


def _round(arguments: list[object], _: Context) -> object:
    """A number to so many decimals (0 to 6), half upwards."""
    pair = _two_numbers(arguments)
    if not pair or not float(pair[1]).is_integer() or not 0 <= pair[1] <= 6:
        return ABSENT
    return tidy(_rounded(pair[0], int(pair[1])))


def _rounded(value: float, digits: int) -> float:
    scale = float(10**digits)
    return math.floor(value * scale + 0.5) / scale


def _working_days_between(arguments: list[object], context: Context) -> object:
    days = _two_days(arguments)
    return context.working_days(*days) if days and context.working_days else ABSENT


def _add_days(arguments: list[object], _: Context) -> object:
    if len(arguments) != 2 or not is_number(arguments[1]):
        return ABSENT
    day, number = _day(arguments[0]), arguments[1]
    if not day or not float(number).is_integer():  # type: ignore[arg-type]
        return ABSENT
    try:
        return (day + timedelta(days=int(number))).isoformat()  # type: ignore[call-overload]
    except OverflowError:
        return ABSENT


def _add_years(arguments: list[object], _: Context) -> object:
    """The same day some years on; 29 February becomes 28 February where there is none."""
    if len(arguments) != 2 or not is_number(arguments[1]):
        return ABSENT
    day, number = _day(arguments[0]), arguments[1]
    if not day or not float(number).is_integer():  # type: ignore[arg-type]
        return ABSENT
    year = day.year + int(number)  # type: ignore[call-overload]
    if not 1 <= year <= 9999:
        return ABSENT
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day.replace(
        year=year, day=28 if (day.month, day.day) == (2, 29) and not leap else day.day
    ).isoformat()


def _date_of(arguments: list[object], _: Context) -> object:
    day = _day(arguments[0]) if len(arguments) == 1 else None
    return day.isoformat() if day else ABSENT


def _number(arguments: list[object], _: Context) -> object:
    """A code that is written in digits, as a number: the answers of scales are codes."""
    value = arguments[0] if len(arguments) == 1 else ABSENT
    if is_number(value):
        return value
    return tidy(float(value)) if isinstance(value, str) and _DIGITS.fullmatch(value) else ABSENT


def _band(arguments: list[object], _: Context) -> object:
    """The code of the highest limit that the value reaches: limits are inclusive lower bounds."""
    if len(arguments) != 2 or not is_number(arguments[0]) or not isinstance(arguments[1], list):
        return ABSENT
    value = arguments[0]
    pairs = [
        pair for pair in arguments[1] if isinstance(pair, list) and len(pair) == 2 and is_number(pair[0])
    ]
    reached = [(limit, code) for limit, code in pairs if limit <= value]
    return max(reached, key=lambda pair: pair[0])[1] if reached else ABSENT


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(tidy(value)) if is_number(value) else str(value)  # type: ignore[arg-type]


def _join(arguments: list[object], _: Context) -> object:
    if len(arguments) != 2 or not isinstance(arguments[0], list) or not isinstance(arguments[1], str):
        return ABSENT
    return arguments[1].join(map(_text, arguments[0])) if arguments[0] else ABSENT


def _concat(arguments: list[object], _: Context) -> object:
    if not arguments or any(value is ABSENT or isinstance(value, list | dict) for value in arguments):
        return ABSENT
    return "".join(map(_text, arguments))


def _and(arguments: list[object], _: Context) -> object:
    if any(value is False for value in arguments):
        return False
    return True if all(value is True for value in arguments) else ABSENT


def _or(arguments: list[object], _: Context) -> object:
    if any(value is True for value in arguments):
        return True
    return False if all(value is False for value in arguments) else ABSENT


def _not(arguments: list[object], _: Context) -> object:
    return not arguments[0] if len(arguments) == 1 and isinstance(arguments[0], bool) else ABSENT


def _length(arguments: list[object], _: Context) -> object:
    value = arguments[0] if len(arguments) == 1 else ABSENT
    return len(value) if isinstance(value, str | list) else ABSENT


def _contains(arguments: list[object], _: Context) -> object:
    if len(arguments) != 2 or ABSENT in arguments or not isinstance(arguments[0], list):
        return ABSENT
    return any(equal(one, arguments[1]) for one in arguments[0])


def _is_empty(arguments: list[object], _: Context) -> object:
    value = arguments[0] if arguments else ABSENT
    return value is ABSENT or value is None or value in ("", [], {})


def _distinct(arguments: list[object], _: Context) -> object:
    if len(arguments) != 1 or not isinstance(arguments[0], list):
        return ABSENT
    found: list[object] = []
    for value in arguments[0]:
        if not any(equal(value, other) for other in found):
            found.append(value)
    return found


OPERATORS: Mapping[str, Operator] = MappingProxyType({
    "sum": _sum,
    "count": _count,
    "count_true": _count_true,
    "product": _product,
    "difference": _difference,
    "ratio": _ratio,
    "ceiling": _ceiling,
    "min": _extreme(min),
    "max": _extreme(max),
    "first_of": _first_of,
    "age_at": _age_at,
    "days_between": _days_between,
    "hours_between": _hours_between,
    "round": _round,
    "working_days_between": _working_days_between,
    "add_days": _add_days,
    "add_years": _add_years,
    "date_of": _date_of,
    "number": _number,
    "band": _band,
    "join": _join,
    "concat": _concat,
    "eq": _equal,
    "ne": _not_equal,
    "lt": _compare(lambda left, right: left < right),   # type: ignore[operator]
    "le": _compare(lambda left, right: left <= right),   # type: ignore[operator]
    "gt": _compare(lambda left, right: left > right),   # type: ignore[operator]
    "ge": _compare(lambda left, right: left >= right),   # type: ignore[operator]
    "and": _and,
    "or": _or,
    "not": _not,
    "length": _length,
    "contains": _contains,
    "is_empty": _is_empty,
    "distinct": _distinct,
})  # fmt: skip

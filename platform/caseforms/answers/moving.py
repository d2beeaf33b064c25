"""Takes answers from one version of a form to the next: what is renamed, recoded or split, and what no longer fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from caseforms.answers.editing import occurrences, value_at, with_value, without
from caseforms.answers.settling import Data
from caseforms.definitions import Form
from caseforms.definitions.schemas import properties_of
from caseforms.problems import Problem
from caseforms.rules.pointers import escape, split

Move = Mapping[str, Any]
"""`{"do": "rename", "from", "to"}`, `{"do": "recode", "field", "codes"}`, `{"do": "split", "from", "to": […], "by"}`."""
_KEYS = {
    "rename": {"from", "to"},
    "recode": {"field", "codes"},
    "split": {"from", "to", "by"},
}


def moved(data: Data, moves: Iterable[Move]) -> Data:
    """The answers after every move, in their order; what a move does not name stays as it is."""
    for move in moves:
        data = _MOVES[move["do"]](data, move)
    return data


def lost(form: Form, data: Data) -> list[str]:
    """The pointers of what the form has no place for, the outermost each."""
    found: list[str] = []
    _strays(form.definition.schema, data, "", found)
    return found


def fitting(form: Form, data: Data) -> Data:
    """The answers without what the form has no place for."""
    return without(data, reversed(lost(form, data)))  # type: ignore[return-value]


def backwards(moves: Iterable[Move]) -> tuple[Move, ...] | None:
    """The moves that undo these; None when one of them cannot be undone (two codes became one, a text was split)."""
    found: list[Move] = []
    for move in moves:
        if move["do"] == "rename":
            found.append({"do": "rename", "from": move["to"], "to": move["from"]})
        elif move["do"] == "recode" and len(set(move["codes"].values())) == len(move["codes"]):
            codes = {new: old for old, new in move["codes"].items()}
            found.append({**move, "codes": codes})
        else:
            return None
    return tuple(reversed(found))


def problems_of(moves: Any, before: Form, after: Form) -> tuple[Problem, ...]:
    """What is wrong with moves from one form to another: their shape, and names that lead nowhere."""
    found: list[Problem] = []
    for number, move in enumerate(moves if isinstance(moves, list) else [None]):
        place = f"/{number}"
        if not isinstance(move, Mapping) or set(move) != {"do", *_KEYS.get(str(move.get("do")), ("",))}:
            found.append(Problem("moving.malformed", place))
            continue
        found += _of_names(move, place, before, after)
    return tuple(found)


def _of_names(move: Move, place: str, before: Form, after: Form) -> Iterable[Problem]:
    names = _names(move)
    if names is None:
        yield Problem("moving.malformed", place)
        return
    olds, news = names
    for form, known in ((before, olds), (after, news)):
        for name in known:
            if name not in form.fields:
                yield Problem("moving.unknown-field", place, {"field": name})
    if len({_holder(each) for each in (*olds, *news)}) > 1:
        yield Problem("moving.elsewhere", place)


def _names(move: Move) -> tuple[list[str], list[str]] | None:
    """The fields of the old form and of the new one that a move names; None when it names none properly."""
    olds: list[str]
    news: Any
    if move["do"] == "recode":
        whole = isinstance(move["codes"], Mapping) and bool(move["codes"])
        olds, news = [], [move["field"]] if whole else []
    else:
        olds, news = [move["from"]], move["to"] if move["do"] == "split" else [move["to"]]
    plain = isinstance(news, list) and all(isinstance(each, str) for each in (*olds, *news))
    return (olds, news) if plain and news else None


def _holder(pattern: str) -> str:
    return pattern.rpartition("/")[0]


def _renamed(data: Data, move: Move) -> Data:
    name = split(move["to"])[-1]
    for pointer in occurrences(data, split(move["from"])):
        data = _replaced(data, pointer, {name: value_at(data, pointer)})
    return data


def _recoded(data: Data, move: Move) -> Data:
    codes: Mapping[str, Any] = move["codes"]

    def new(value: Any) -> Any:
        return codes.get(value, value) if isinstance(value, str) else value

    for pointer in occurrences(data, split(move["field"])):
        value = value_at(data, pointer)
        chosen = list(dict.fromkeys(map(new, value))) if isinstance(value, list) else new(value)
        data = with_value(data, split(pointer), chosen)  # type: ignore[assignment]
    return data


def _split(data: Data, move: Move) -> Data:
    names = [split(each)[-1] for each in move["to"]]
    for pointer in occurrences(data, split(move["from"])):
        value = value_at(data, pointer)
        if isinstance(value, str):
            parts = value.split(move["by"] or None, len(names) - 1)
            data = _replaced(
                data, pointer, {name: part.strip() for name, part in zip(names, parts) if part.strip()}
            )
    return data


_MOVES: Mapping[str, Callable[[Data, Move], Data]] = {"rename": _renamed, "recode": _recoded, "split": _split}


def _replaced(data: Data, pointer: str, values: Mapping[str, Any]) -> Data:
    """The data with other members in the place of one."""
    holder = _holder(pointer)
    found: Any = without(data, [pointer])
    for name, value in values.items():
        found = with_value(found, split(f"{holder}/{escape(name)}"), value)
    return found  # type: ignore[no-any-return]


def _strays(schema: Any, value: Any, pointer: str, found: list[str]) -> None:
    if isinstance(value, list):
        items = schema.get("items")
        for number, row in enumerate(value if isinstance(items, Mapping) else ()):
            _strays(items, row, f"{pointer}/{number}", found)
    elif isinstance(value, dict) and (properties := properties_of(schema)):
        for name, inner in value.items():
            at = f"{pointer}/{escape(name)}"
            if name in properties:
                _strays(properties[name], inner, at, found)
            else:
                found.append(at)

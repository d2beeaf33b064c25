"""The posted form as it came: how big it may be, which names it brings, how a row of it is added, moved, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from caseforms.answers.cleaning import SURROGATE
from caseforms.problems import Problem

LONGEST_TEXT = 100_000
LARGEST_BODY = 1_000_000
MOST_NAMES = 20_000
CONTROLS = frozenset({"csrf_token"})
DO = "_do"


class MultiDict(Protocol):
    """What a request brings: several texts for one name."""

    def getlist(self, name: str, /) -> list[Any]: ...
    def keys(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Body:
    """Names with their texts, in the order posted. Looks like what WTForms wants to read from."""

    texts: Mapping[str, list[str]]

    def getlist(self, name: str) -> list[str]:
        """All the texts of a name, none for a name that was not posted."""
        return self.texts.get(name, [])

    def first(self, name: str) -> str:
        """The first text of a name, "" for a name that was not posted."""
        found = self.texts.get(name)
        return found[0] if found else ""

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def body_of(posted: MultiDict | Mapping[str, Any] | Body | None) -> Body:
    """The body of a request's form, of a plain mapping, or an empty one."""
    if isinstance(posted, Body):
        return posted
    if posted is None:
        return Body({})
    lists = getattr(posted, "lists", None)
    if lists is not None:  # a request's form as Werkzeug hands it over
        return Body({name: list(texts) for name, texts in lists()})
    getlist = getattr(posted, "getlist", None)
    if getlist is not None:
        return Body({name: [str(text) for text in getlist(name)] for name in posted.keys()})  # noqa: SIM118 - a MultiDict
    return Body({name: _texts(value) for name, value in posted.items()})  # type: ignore[union-attr]


def _texts(value: Any) -> list[str]:
    return [str(text) for text in value] if isinstance(value, (list, tuple)) else [str(value)]


def is_control(name: str) -> bool:
    """Whether a name belongs to the page and not to the form: the token, `_page`, `_language`, `_do` …"""
    return name in CONTROLS or (name.startswith("_") and "-" not in name)


def oversized(body: Body, *, longest: int = LONGEST_TEXT, largest: int = LARGEST_BODY) -> list[Problem]:
    """What no body may bring, whatever the form: too much of it, a text too long, characters that cannot be kept."""
    size = sum(len(name) + sum(map(len, texts)) for name, texts in body.texts.items())
    if size > largest or len(body) > MOST_NAMES:
        return [Problem("body.too-large", params={"limit": largest})]
    problems = []
    for name, texts in body.texts.items():
        for text in texts:
            if len(text) > longest:
                problems.append(Problem("body.too-long", params={"name": name, "limit": longest}))
            elif "\0" in text or "\0" in name or (not text.isascii() and SURROGATE.search(text)):
                problems.append(Problem("body.character", params={"name": name.replace("\0", "")}))
    return problems


def act(body: Body) -> tuple[Body, str]:
    """The body after the row action its button asked for (`_do`: "add NAME", "remove NAME 2", "up NAME 2",
    "down NAME 2"), and what to do next: "" to take the body as it is, else the name of the list to show again."""
    words = body.first(DO).split(" ")
    if len(words) < 2 or words[0] not in ("add", "remove", "up", "down"):
        return body, ""
    name = words[1]
    counted = body.first(f"{name}-_count")
    place = words[2] if len(words) > 2 else "0"
    if not _is_number(counted) or not _is_number(place):
        return body, ""
    return Body(_after(body, words[0], name, int(counted), int(place))), name


def _after(body: Body, verb: str, name: str, count: int, place: int) -> dict[str, list[str]]:
    order: list[int | None] = list(range(count))
    if verb == "add":
        order.append(None)
    elif verb == "remove" and place < count:
        del order[place]
    elif verb == "up" and 0 < place < count:
        order[place - 1], order[place] = order[place], order[place - 1]
    elif verb == "down" and place < count - 1:
        order[place + 1], order[place] = order[place], order[place + 1]
    return renumbered(body, name, order)


def renumbered(body: Body, name: str, order: list[int | None]) -> dict[str, list[str]]:
    """The texts of a body with the rows of one list in a new order; None stands for a new, blank row."""
    start = f"{name}-"
    places = {old: new for new, old in enumerate(order) if old is not None}
    texts: dict[str, list[str]] = {}
    for key, values in body.texts.items():
        number, _, rest = key[len(start) :].partition("-") if key.startswith(start) else ("", "", "")
        if not _is_number(number):
            texts[key] = values
        elif int(number) in places:
            texts[f"{start}{places[int(number)]}" + (f"-{rest}" if rest else "")] = values
    texts[f"{name}-_count"] = [str(len(order))]
    for new, old in enumerate(order):
        if old is None:
            texts[f"{start}{new}-_id"] = ["new"]
    return texts


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5

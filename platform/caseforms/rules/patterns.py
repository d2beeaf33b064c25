"""Patterns that the server and every browser read alike, and the rewriting that makes them so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

MOST_REPEATS: Final = 1000
MOST_LETTER_REPEATS: Final = 50  # a counted property such as \p{L}{2,200} costs the server 74 ms to read

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_CLASSES = frozenset("dDwWsS")
_CONTROLS = frozenset("tnrfv")
_CATEGORIES = re.compile(
    r"(?:(?:General_Category|gc)=)?(?:L[ultmo]?|LC|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfsno]?"
    r"|Letter|Mark|Number|Punctuation|Symbol|Separator|Other"
    r"|Uppercase_Letter|Lowercase_Letter|Titlecase_Letter|Modifier_Letter|Other_Letter|Decimal_Number)"
    r"|(?:Script|sc|Script_Extensions|scx)=[A-Z][A-Za-z_]+"
)
_COUNT = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not portable in a pattern: a code of the problem catalogue and the piece that is meant."""

    code: str
    piece: str


@dataclass(slots=True)
class _Atom:
    """The last thing read that could be repeated."""

    repeats_inside: bool = False
    is_property: bool = False


class _Reader:
    """Reads a pattern in the grammar that JavaScript's ``u`` mode and the server's engine share."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.faults: list[Fault] = []

    def fault(self, code: str, piece: str) -> None:
        self.faults.append(Fault(f"definition.pattern-{code}", piece))

    def read(self) -> list[Fault]:
        self.alternatives(0)
        if self.at < len(self.pattern) and not self.faults:
            self.fault("not-portable", self.pattern[self.at])
        return self.faults[:1]

    def alternatives(self, depth: int) -> bool:
        """Reads up to the closing parenthesis; whether something inside repeats without end."""
        repeats = False
        atom: _Atom | None = None
        while self.at < len(self.pattern) and not self.faults:
            letter = self.pattern[self.at]
            if letter == ")":
                break
            if letter in "*+?{":
                repeats = self.quantifier(atom) or repeats
                atom = None
            else:
                atom = self.atom(letter, depth)
                repeats = repeats or (atom is not None and atom.repeats_inside)
        return repeats

    def atom(self, letter: str, depth: int) -> _Atom | None:
        if letter == "(":
            return self.group(depth)
        if letter == "[":
            self.character_class()
            return _Atom()
        if letter == "\\":
            return _Atom(is_property=self.escape(inside=False))
        self.at += 1
        if letter in "]}":
            self.fault("not-portable", letter)
        return None if letter in "|^$" else _Atom()

    def group(self, depth: int) -> _Atom | None:
        if depth > 20:
            self.fault("not-portable", "(")
            return None
        self.at += 1
        if self.pattern[self.at : self.at + 1] == "?":
            if self.pattern[self.at : self.at + 2] != "?:":
                self.fault("group", self.pattern[self.at - 1 : self.at + 3])
                return None
            self.at += 2
        repeats = self.alternatives(depth + 1)
        if self.pattern[self.at : self.at + 1] != ")":
            self.fault("not-portable", "(")
            return None
        self.at += 1
        return _Atom(repeats_inside=repeats)

    def quantifier(self, atom: _Atom | None) -> bool:
        """Reads ``*`` ``+`` ``?`` or a count; whether it repeats without end."""
        letter = self.pattern[self.at]
        if atom is None:
            self.fault("not-portable", letter)
            return False
        endless, most = letter in "*+", 1
        if letter == "{":
            count = _COUNT.match(self.pattern, self.at)
            if not count:
                self.fault("not-portable", "{")
                return False
            self.at = count.end()
            endless = bool(count[2]) and not count[3]
            most = int(count[3] or count[1])
        else:
            self.at += 1
        if self.pattern[self.at : self.at + 1] == "?":
            self.at += 1
        if self.pattern[self.at : self.at + 1] == "+":
            self.fault("not-portable", "++")
        if most > (MOST_LETTER_REPEATS if atom.is_property else MOST_REPEATS):
            self.fault("long-repeat", str(most))
        if atom.repeats_inside and (endless or most > 1):
            self.fault("nested-repeat", self.pattern)
        return endless

    def escape(self, *, inside: bool) -> bool:
        """Reads an escape; whether it is a Unicode property."""
        letter = self.pattern[self.at + 1 : self.at + 2]
        rest = self.pattern[self.at :]
        for form in (r"\\u\{[0-9A-Fa-f]{1,6}\}", r"\\u[0-9A-Fa-f]{4}", r"\\x[0-9A-Fa-f]{2}"):
            found = re.match(form, rest)
            if found:
                self.at += found.end()
                if re.match(r"\\u[dD][89A-Fa-f]", rest):
                    self.fault("surrogate", found[0])
                return False
        if letter in ("p", "P"):
            found = re.match(r"\\[pP]\{([^}]*)\}", rest)
            if not found or not _CATEGORIES.fullmatch(found[1]):
                self.fault("property", rest[:12])
                return False
            self.at += found.end()
            return True
        self.at += 2
        if letter in ("b", "B"):
            self.fault("word-boundary", f"\\{letter}")
        elif letter not in _CLASSES | _CONTROLS | _SYNTAX and not (inside and letter == "-"):
            self.fault("escape", f"\\{letter}")
        return False

    def character_class(self) -> None:
        self.at += 1
        if self.pattern[self.at : self.at + 1] == "^":
            self.at += 1
        if self.pattern[self.at : self.at + 1] in ("]", ""):
            self.fault("not-portable", "[]")
            return
        while self.at < len(self.pattern) and not self.faults:
            letter = self.pattern[self.at]
            if letter == "]":
                self.at += 1
                return
            if letter == "\\":
                self.escape(inside=True)
            elif letter == "[" or self.pattern[self.at : self.at + 2] in ("&&", "--", "~~"):
                self.fault("not-portable", self.pattern[self.at : self.at + 2])
            else:
                self.at += 1
        if not self.faults:
            self.fault("not-portable", "[")


def faults(pattern: str) -> list[Fault]:
    """What keeps a pattern from being read alike by the server and by every browser; empty if nothing does."""
    return _Reader(pattern).read()


def portable(pattern: str) -> str:
    """The pattern with ``.`` written ``[^\\n]``: the engines differ on which line ends a dot refuses."""
    if "." not in pattern:
        return pattern
    found: list[str] = []
    inside = False
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            found.append(pattern[at : at + 2])
            at += 2
            continue
        if letter == "." and not inside:
            letter = "[^\\n]"
        elif letter == "[":
            inside = True
        elif letter == "]":
            inside = False
        found.append(letter)
        at += 1
    return "".join(found)


_SCHEMAS = frozenset(
    {"additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"}
)
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAPS = frozenset({"dependentSchemas", "properties"})


def portable_schema(schema: Any) -> Any:
    """A schema with every pattern made portable; the same object if it has none."""
    if not isinstance(schema, dict):
        return schema
    changed = {key: _portable_part(key, value) for key, value in schema.items()}
    return changed if any(changed[key] is not schema[key] for key in schema) else schema


def _portable_part(key: str, value: Any) -> Any:
    if key == "pattern" and isinstance(value, str):
        return portable(value)
    if key in _SCHEMAS:
        return portable_schema(value)
    if key in _LISTS and isinstance(value, list):
        parts = [portable_schema(one) for one in value]
        return parts if any(one is not old for one, old in zip(parts, value)) else value
    if (key in _MAPS or key == "patternProperties") and isinstance(value, dict):
        inner = {name: portable_schema(one) for name, one in value.items()}
        if key == "patternProperties":
            inner = {portable(name): one for name, one in inner.items()}
        same = all(inner.get(name) is one for name, one in value.items())
        return value if same else inner
    return value

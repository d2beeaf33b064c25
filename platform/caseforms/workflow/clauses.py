"""The sentences of a standard by clause number, for the § marks: reads references as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.workflow.model import Text

SEPARATORS = re.compile(r"[；;，,]\s*")
LETTERS = re.compile(r"^(?P<stem>.*?)\s*(?P<letters>[a-h](?:[–、-][a-h])+)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its number and its sentence in both languages."""

    document: str
    number: str
    text: Text


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clause texts of one standard document."""

    document: str
    title: Text
    texts: Mapping[str, Text]

    def find(self, reference: str) -> tuple[Clause, ...]:
        """The clauses that a reference means: "6.1.2 a", "§6.1.2 a", "002 6.4.2 b、c", "附录B 表B.1", "8.2.2 c".

        A number that is not there is looked up by the clause it belongs to; other documents' clauses are passed over.
        """
        found = {
            number: Clause(self.document, number, self.texts[number])
            for part in SEPARATORS.split(reference)
            for wanted in _several(self._own(part))
            if (number := self._nearest(wanted))
        }
        return tuple(found.values())

    def _own(self, part: str) -> str:
        text = part.strip().replace("§", "").strip()
        head, _, rest = text.partition(" ")
        if re.fullmatch(r"\d{3}", head):
            return rest.strip() if head == self.document else ""
        return text

    def _nearest(self, number: str) -> str:
        home = re.fullmatch(r"8\.2\.2 ([a-h])", number)  # the forms about home visits leave 家访 out
        number = f"8.2.2 家访 {home.group(1)}" if home else number
        while number and number not in self.texts:
            number = re.sub(r"(\([^()]*\)|[\s.]?[^\s.]+)$", "", number).strip()
        return number


def read_clauses(document: Mapping[str, Any]) -> Clauses:
    """The clause texts in a parsed file of `workflows/clauses/`. Raises KeyError when it is none."""
    return Clauses(document["document"], document["title"], document["clauses"])


def _several(reference: str) -> Iterator[str]:
    """`6.4.1 a–c` as three references, `5.3 a、b` as two."""
    match = LETTERS.match(reference)
    if match is None:
        yield reference
        return
    stem, letters = match["stem"], match["letters"]
    if "、" in letters:
        yield from (f"{stem} {letter}" for letter in letters.split("、"))
        return
    first, last = letters[0], letters[-1]
    yield from (f"{stem} {chr(code)}" for code in range(ord(first), ord(last) + 1))

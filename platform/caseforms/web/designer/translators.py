"""Files of translators, out and in: PO, CSV, XLIFF; what a spreadsheet did to them is put right or said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from caseforms.services.refusal import refuse
from caseforms.wording import exchanging, xliff

Texts = Mapping[str, str]
Writer = Callable[[Texts, Texts, str], tuple[bytes, str]]
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: texts by language and key, how its letters were written, whether its languages were swapped."""

    texts: Mapping[str, Mapping[str, str]]
    encoding: str
    swapped: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One text that a file would change."""

    language: str
    key: str
    piece: str
    before: str
    after: str


def _po(chinese: Texts, english: Texts, _: str) -> tuple[bytes, str]:
    return exchanging.to_po(chinese, english, "en").encode(), "text/x-gettext-translation"


def _csv(chinese: Texts, english: Texts, _: str) -> tuple[bytes, str]:
    return exchanging.to_csv({"zh": chinese, "en": english}).encode("utf-8-sig"), "text/csv"


def _xliff(chinese: Texts, english: Texts, name: str) -> tuple[bytes, str]:
    return xliff.to_xliff(chinese, english, name).encode(), "application/x-xliff+xml"


WRITERS: Mapping[str, Writer] = MappingProxyType({"csv": _csv, "po": _po, "xliff": _xliff})


def read(content: bytes, name: str) -> Read:
    """What a file says, whichever of the three kinds it is. Refused `designer.unreadable-file`.

    A CSV that a Chinese Excel saved is GBK and may be separated by semicolons or tabs; both are understood.
    """
    text, encoding = _decoded(content)
    try:
        texts = _texts(text, name.lower())
    except ValueError:
        refuse("designer.unreadable-file")
    swapped = _swapped(texts)
    if swapped:
        texts = {"zh": texts.get("en", {}), "en": texts.get("zh", {})}
    return Read(texts, encoding, swapped)


def _texts(text: str, name: str) -> Mapping[str, Mapping[str, str]]:
    start = text.lstrip("\ufeff \r\n\t")
    if start.startswith("<") or name.endswith((".xliff", ".xlf")):
        return xliff.from_xliff(text)
    if name.endswith((".po", ".pot")) or start.startswith(("msgid", "msgctxt", "#")):
        return {"en": exchanging.from_po(text)}
    return exchanging.from_csv(_separated(text))


def _separated(text: str) -> str:
    """A table with commas, whatever the spreadsheet put between its cells."""
    head = text.removeprefix("\ufeff").split("\n", 1)[0]
    between = next((mark for mark in ("\t", ";") if head.lower().startswith(f"key{mark}")), ",")
    if between == ",":
        return text
    target = io.StringIO()
    csv.writer(target).writerows(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=between)
    )
    return target.getvalue()


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of a file: UTF-8, or UTF-16 or GBK as spreadsheets save it."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding, name in (("utf-16", "UTF-16"),) if wide else (("utf-8-sig", "UTF-8"), ("gb18030", "GBK")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    return refuse("designer.unreadable-file")


def _swapped(texts: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether the Chinese column holds English and the English one Chinese."""
    chinese, english = texts.get("zh", {}), texts.get("en", {})
    if not chinese or not english:
        return False
    return _share(chinese) < HALF < _share(english)


def _share(texts: Mapping[str, str]) -> float:
    """How many of the texts hold Chinese letters."""
    return sum(1 for text in texts.values() if any("\u4e00" <= letter <= "\u9fff" for letter in text)) / len(
        texts
    )

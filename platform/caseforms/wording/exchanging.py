"""Hands a definition's texts to translators and takes them back: PO and CSV, as text in and text out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n", "\\t": "\t", "\\r": "\r"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_po(base: Mapping[str, str], translated: Mapping[str, str], language: str) -> str:
    """A PO file of one language: each key is the context, the Chinese text the message, what is said the translation.

    Keys that only the translation has (messages, checks) follow with the key itself as their message.
    """
    lines = ['msgid ""', 'msgstr ""', _quoted(f"Language: {language}\n")]
    lines.append(_quoted("Content-Type: text/plain; charset=UTF-8\n"))
    for key in dict.fromkeys((*base, *translated)):
        lines += ["", f"msgctxt {_quoted(key)}", f"msgid {_quoted(base.get(key, key))}"]
        lines.append(f"msgstr {_quoted(translated.get(key, ''))}")
    return "\n".join(lines) + "\n"


def from_po(text: str) -> dict[str, str]:
    """The translations by key of a PO file; empty ones are left out. Raises ValueError at a line that is no PO."""
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    keyword = ""
    for number, written in enumerate(
        [*text.split("\n"), ""], start=1
    ):  # not splitlines: texts hold other line ends
        line = written.strip()
        if not line:
            _keep(entry, found)
            entry, keyword = {}, ""
            continue
        if line.startswith("#"):
            continue
        piece = line
        start = re.match(r'(msgctxt|msgid|msgstr)\s+(?=")', line)
        if start:
            keyword = start[1]
            piece = line[start.end() :]
            if keyword == "msgctxt" and "msgstr" in entry:
                _keep(entry, found)
                entry = {}
        if not keyword or not re.fullmatch(r'"(?:[^"\\]|\\.)*"', piece):
            message = f"line {number} is not part of a PO file"
            raise ValueError(message)
        entry[keyword] = entry.get(keyword, "") + _plain(piece[1:-1])
    return found


def _keep(entry: dict[str, str], found: dict[str, str]) -> None:
    if entry.get("msgctxt") and entry.get("msgstr"):
        found[entry["msgctxt"]] = entry["msgstr"]


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def _plain(text: str) -> str:
    return re.sub(r"\\.", lambda found: _UNESCAPES.get(found[0], found[0][1]), text)


def to_csv(texts: Mapping[str, Mapping[str, str]], base: str = "zh") -> str:
    """A table with one line per key and one column per language, the base language first.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; ``from_csv`` takes it away.
    """
    languages = [base, *(language for language in texts if language != base)]
    keys = dict.fromkeys(key for language in languages for key in texts.get(language, {}))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["key", *languages])
    for key in keys:
        writer.writerow(
            [_safe(key), *(_safe(texts.get(language, {}).get(key, "")) for language in languages)]
        )
    return target.getvalue()


def from_csv(text: str) -> dict[str, dict[str, str]]:
    """The texts by language and key of such a table; empty cells are left out. Raises ValueError without its head."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    head = next(rows, [])
    if len(head) < 2 or head[0].strip() != "key":
        message = "the first line must be: key, then one language per column"
        raise ValueError(message)
    found: dict[str, dict[str, str]] = {language.strip(): {} for language in head[1:]}
    for row in rows:
        for language, cell in zip(found, row[1:], strict=False):
            if row and cell:
                found[language][_plain_cell(row[0])] = _plain_cell(cell)
    return found


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith((*_FORMULA, "'")) else cell


def _plain_cell(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell

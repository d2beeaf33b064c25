"""Readings from a file: a CSV that a device exported or somebody wrote, taken line by line, each line once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from caseforms.answers import reading as typed
from caseforms.problems import Problem, Refused
from caseforms.services import access, casework, chain, devices, library, permissions
from caseforms.services.actors import Actor
from caseforms.services.refusal import problem, refuse

MOST_LINES = 200
COLUMNS = ("measured_at", *devices.MEASURES)
UNIT = re.compile(r"[（(\[][^）)\]]*[）)\]]|(?<=\s)(mmhg|mmol/l|kg)$", re.IGNORECASE)
WHOLE = frozenset({"systolic", "diastolic", "pulse", "steps"})


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line of the file; `number` counts from 2, the line under the names."""

    number: int
    taken: bool
    again: bool
    problems: tuple[Problem, ...]


def bring(session: Session, actor: Actor, case_id: str, content: bytes, now: datetime) -> tuple[Line, ...]:
    """Take the readings of a file into the case. A line that was brought before has no effect; a bad one is told.

    The first line names the columns: by field name or by the label in either language. Refused `device.file`.
    """
    permissions.require(actor, "submit", devices.SLOT)
    work = casework.opened(session, actor, case_id, now)
    access.require_content(session, actor, work.case)
    devices.require_consent(work)
    found = []
    for number, row in enumerate(_rows(session, content), 2):
        try:
            with session.begin_nested():
                values = _values(row)
                taken = devices.keep(
                    casework.opened(session, actor, case_id, now), values, _id(case_id, values)
                )
        except Refused as refused:
            found.append(Line(number, taken=False, again=False, problems=refused.problems))
        else:
            found.append(Line(number, taken=True, again=taken.again, problems=()))
    return tuple(found)


def _rows(session: Session, content: bytes) -> Iterator[Mapping[str, str]]:
    table = list(csv.reader(io.StringIO(_text(content), newline="")))
    names = _names(session)
    heads = [_plain(cell) for cell in table[0]] if table else []
    columns = [names.get(head, "") for head in heads]
    if "measured_at" not in columns:
        refuse("device.file", columns=", ".join(COLUMNS))
    if unknown := next((head for head, name in zip(heads, columns, strict=True) if head and not name), ""):
        refuse("device.column", name=unknown[:80], columns=", ".join(COLUMNS))
    lines = [cells for cells in table[1:] if any(cell.strip() for cell in cells)]
    if len(lines) > MOST_LINES:
        refuse("device.file-long", most=MOST_LINES)
    for cells in lines:
        yield {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}


def _names(session: Session) -> dict[str, str]:
    """Every way to name a column: the field, its Chinese label, its English label."""
    form = library.form(session, devices.DEFINITION)
    known = {name: form.fields[f"/{name}"] for name in COLUMNS}
    spoken = {
        _plain(form.label(field, language)): name
        for name, field in known.items()
        for language in ("zh", "en")
    }
    return {**spoken, **{name: name for name in COLUMNS}}


def _plain(head: str) -> str:
    """The name of a column without its unit: 脉搏（次/分） is 脉搏, 收缩压 mmHg is 收缩压."""
    return UNIT.sub("", typed.normalise_text(head)).strip().casefold()


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    read = {name: _read(name, cell) for name, cell in row.items()}
    bad = [name for name, value in read.items() if isinstance(value, typed.Unreadable)]
    if bad:
        raise Refused(problem("answer.unreadable", f"/{name}", raw=row[name][:80]) for name in bad)
    if "glucose" in read and "glucose_kind" not in read:
        read["glucose_kind"] = "unknown"
    return {**read, "device": "other", "device_other": "CSV"}


def _read(name: str, cell: str) -> Any:
    if name == "measured_at":
        return typed.parse_date_time(cell)
    if name == "glucose_kind":
        return typed.normalise_text(cell)
    return typed.parse_integer(cell) if name in WHOLE else typed.parse_number(cell)


def _id(case_id: str, values: Mapping[str, Any]) -> str:
    return sha256(f"{case_id}:{chain.canonical(values)}".encode()).hexdigest()[:32]


def _text(content: bytes) -> str:
    """The table as text: UTF-8, else as Chinese spreadsheets write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding).replace("\0", "")
    return refuse("device.file", columns=", ".join(COLUMNS))

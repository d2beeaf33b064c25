"""What the pages of the registers say of a line: its columns in the reader's words, what waits and for how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms import rendering
from caseforms.definitions import Field, Form
from caseforms.services.actors import PUBLIC_ID
from caseforms.services.register_dates import RegisterDue
from caseforms.services.registers import RegisterLine
from caseforms.services.staff_findings import StaffFinding
from caseforms.web.casework import readers
from caseforms.web.languages import gettext, ngettext

SHOWN = 3  # values of one column in a line; a register of risks may have dozens


@dataclass(frozen=True, slots=True)
class Line:
    """One record as the list shows it: its first column large, the others small beside their labels."""

    id: str
    status: str
    lead: str
    cells: tuple[tuple[str, str], ...]
    by: str


def line(form: Form, columns: tuple[Field, ...], kept: RegisterLine, someone: rendering.Reader) -> Line:
    """A line of a register in the reader's words."""
    cells = [
        (form.label(field, someone.language), _value(form, field, kept.values, someone)) for field in columns
    ]
    filled = [(label, value) for label, value in cells if value]
    by = gettext("public form") if kept.author == PUBLIC_ID else kept.author_name
    lead = filled[0][1] if filled else gettext("Draft")
    return Line(kept.id, kept.status, lead, tuple(filled[1:]), by)


COMES_BACK: Mapping[str, Callable[[], str]] = {
    "drill": lambda: gettext("An emergency drill is due"),
    "evaluation": lambda: gettext("An evaluation of service quality is due"),
    "meeting": lambda: gettext("The joint team's weekly meeting is due"),
    "summary": lambda: gettext("The monthly summary of the joint work is due"),
}


def due(found: RegisterDue, names: Mapping[str, str]) -> str:
    """What waits, as a sentence."""
    who = names.get(found.who, found.who)
    if found.kind in COMES_BACK:
        return COMES_BACK[found.kind]()
    if found.kind == "loan":
        return gettext("File %(number)s is not back from %(name)s", number=found.what, name=who)
    if who:
        return gettext("Complaint %(number)s waits for the answer of %(name)s", number=found.what, name=who)
    return gettext("Complaint %(number)s waits for an answer", number=found.what)


def since(found: RegisterDue) -> str:
    """How long it has waited."""
    if found.days == 0:
        return gettext("since today")
    return ngettext("for %(num)d day", "for %(num)d days", found.days)


def finding(found: StaffFinding) -> str:
    """Where somebody falls short of a standard."""
    if found.code == "training-000":
        return gettext(
            "Training not passed yet: %(topics)s", topics=gettext(", ").join(map(_topic, found.topics))
        )
    words = {
        "no-record": gettext("No record of qualification yet"),
        "worker": gettext("Neither a social worker's certificate nor a college degree in social work"),
        "supervisor": gettext(
            "A supervisor needs five years of mental-health social work and the certificate of social worker"
        ),
        "worker-000": gettext("Certificate and bachelor's degree in a related field are both needed"),
        "worker-001": gettext("Certificate and basic medical knowledge are both needed"),
        "supervisor-001": gettext("Shenzhen's supervisor qualification is missing"),
        "insurance-none": gettext("No accident insurance entered"),
        "insurance-over": gettext("The accident insurance has ended"),
        "insurance-ends": gettext("The accident insurance ends within 30 days"),
        "unsupervised": gettext("No supervision within the interval"),
    }
    return words[found.code]


def _topic(code: str) -> str:
    words = {
        "chronic": gettext("chronic disease"),
        "scales": gettext("assessment scales"),
        "intervention": gettext("intervention skills"),
        "it": gettext("information technology"),
    }
    return words.get(code, code)


def _value(form: Form, field: Field, values: Mapping[str, tuple[Any, ...]], someone: rendering.Reader) -> str:
    found = values.get(field.pointer, ())
    if field.type == "boolean":
        found = tuple(each == "true" for each in found)
    shown = [readers.in_words(form, field.pointer, _plain(field, each), someone) for each in found[:SHOWN]]
    more = len(found) - SHOWN
    if more > 0:
        shown.append(ngettext("%(num)d more", "%(num)d more", more))
    return gettext(", ").join(shown)


def _plain(field: Field, value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return [value] if field.type == "array" else value

"""What the pages of quality say: the names of periods and units, of how far a record is, and how much is short."""

from __future__ import annotations

from caseforms.indicators import Period, Verdict
from caseforms.web import frame
from caseforms.web.languages import gettext, ngettext


def period(found: Period) -> str:
    """2025年第四季度 / Q4 2025."""
    if found.kind == "year":
        return gettext("The year %(year)s", year=found.start.year)
    names = {
        1: gettext("First quarter of %(year)s", year=found.start.year),
        2: gettext("Second quarter of %(year)s", year=found.start.year),
        3: gettext("Third quarter of %(year)s", year=found.start.year),
        4: gettext("Fourth quarter of %(year)s", year=found.start.year),
    }
    return names[found.quarter]


def short(found: Period) -> str:
    """For the axis of a chart: 2025 Q4."""
    return found.name.replace("-", " ")


def counted(number: int, unit: str) -> str:
    """A number with its unit."""
    words = {
        "person": ngettext("%(num)d person", "%(num)d people", number),
        "case": ngettext("%(num)d case", "%(num)d cases", number),
        "event": ngettext("%(num)d time", "%(num)d times", number),
        "answer": ngettext("%(num)d answer", "%(num)d answers", number),
        "complaint": ngettext("%(num)d complaint", "%(num)d complaints", number),
        "activity": ngettext("%(num)d activity", "%(num)d activities", number),
        "group": ngettext("%(num)d group", "%(num)d groups", number),
        "team": ngettext("%(num)d team", "%(num)d teams", number),
        "station": ngettext("%(num)d station", "%(num)d stations", number),
    }
    return words[unit]


def standing(status: str, signed: bool) -> str:
    """How far the record of a period is."""
    if signed:
        return gettext("signed and archived")
    words = {"draft": gettext("being filled in"), "submitted": gettext("waiting for signatures")}
    return words.get(status, gettext("not made yet"))


def result(verdict: Verdict) -> str:
    """One verdict in a sentence, for who hears the chart."""
    if verdict.percent is None:
        return gettext("not applicable")
    return gettext(
        "%(percent)s%%, standard %(standard)s%%", percent=verdict.shown, standard=verdict.row.percent
    )


def failing(verdict: Verdict) -> str:
    """The link to the units that fail."""
    number = verdict.count.all - verdict.count.good
    said = counted(number, verdict.row.unit)
    return gettext("%(units)s not fulfilled", units=said)


def remarks(verdict: Verdict) -> list[str]:
    """The remarks that a row brings by itself, in the reader's language."""
    return [frame.worded(remark) for remark in verdict.remarks]

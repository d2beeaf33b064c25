"""A conformance report as it is shown, printed and given to programs: the same lines in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caseforms.overlays import Line
from caseforms.rendering.paper.phrases import interface
from caseforms.rendering.paper.sheet import STANDARDS
from caseforms.services import conformance_reports, editable
from caseforms.services.conformance_reports import Conformance, Overall
from caseforms.web import frame, languages, unit_of_work, visits
from caseforms.web.institutions import words

VERSION = 1


@dataclass(frozen=True, slots=True)
class LineShown:
    """One item: what it is called, what it is, what became of it, which clause asks for it and how firmly."""

    item: str
    label: str
    kind: str
    verdict: str
    word: str
    tone: str
    icon: str
    clause: str
    force: str
    aspects: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """One form or workflow beside its standard: the lines that differ, and how many do not."""

    found: Conformance
    title: str
    changed: tuple[LineShown, ...]
    same: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class ReportShown:
    """The report on everything from one standard."""

    overall: Overall
    documents: tuple[DocumentShown, ...]


def of(document: str) -> ReportShown:
    """The report on a standard in the language of this request."""
    overall = conformance_reports.overall(unit_of_work.session(), visits.actor(), document)
    return ReportShown(overall, tuple(_document(each) for each in overall.changed))


def as_json(document: str) -> dict[str, Any]:
    """The report for other programs: codes and both languages."""
    overall = conformance_reports.overall(unit_of_work.session(), visits.actor(), document)
    return {
        "format": "caseforms-conformance",
        "version": VERSION,
        "institution": dict(visits.institution()),
        "made_at": unit_of_work.now().isoformat(),
        "standard": {"document": document, "title": _both(STANDARDS.get(document, document))},
        "verdict": _verdict(overall.verdict),
        "documents": [_document_json(each) for each in overall.changed],
        "unchanged": overall.untouched,
    }


def _document(found: Conformance) -> DocumentShown:
    lines = tuple(_lines(found))
    return DocumentShown(
        found,
        frame.worded(found.title),
        tuple(each for each in lines if each.verdict != "same"),
        tuple(each for each in lines if each.verdict == "same"),
    )


def _lines(found: Conformance) -> Iterator[LineShown]:
    before, after = _documents(found)
    changes = _changes(found, before, after)
    for line in found.report.lines:
        word, tone, icon = words.LINES[line.verdict]
        yield LineShown(
            item=line.item,
            label=_in_language(_label(found, line, before, after)),
            kind=words.kind_of(line.item),
            verdict=line.verdict,
            word=languages.gettext(word),
            tone="" if line.force == "may" else tone,
            icon=icon,
            clause=line.clause,
            force=line.force,
            aspects=words.aspects(changes.get(line.item, ()), after),
            reason=line.reason,
        )


def _document_json(found: Conformance) -> dict[str, Any]:
    before, after = _documents(found)
    return {
        "kind": found.kind,
        "id": found.definition_id,
        "title": dict(found.title),
        "base_version": found.base_version,
        "version": found.version,
        "layers": list(found.layers),
        "verdict": _verdict(found.report.verdict),
        "items": [
            {
                "item": line.item,
                "label": dict(_label(found, line, before, after)),
                "verdict": line.verdict,
                "words": _both(words.LINES[line.verdict][0]),
                "clause": line.clause,
                "force": line.force,
                "changed": list(line.properties),
                "reason": line.reason,
            }
            for line in found.report.lines
        ],
    }


def _documents(found: Conformance) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The standard's document and the institution's."""
    session, known = unit_of_work.session(), editable.kind(found.kind)
    name = found.definition_id
    return known.document(session, name, found.base_version), known.document(session, name, found.version)


def _changes(
    found: Conformance, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Mapping[str, list[Any]]:
    """What was changed of each item, property by property."""
    by_item: dict[str, list[Any]] = {}
    for change in editable.kind(found.kind).editing.difference(before, after):
        if change.property and change.property != "version":
            by_item.setdefault(change.item, []).append(change)
    return by_item


def _label(
    found: Conformance, line: Line, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Mapping[str, str]:
    """What an item is called in the standard; what only the institution has, as it is called there."""
    editing = editable.kind(found.kind).editing
    label: Mapping[str, str] = editing.label_of(after if line.verdict == "added" else before, line.item)
    return label


def _in_language(label: Mapping[str, str]) -> str:
    return str(label.get(languages.current()) or label.get("zh") or "")


def _both(message: str) -> dict[str, str]:
    said = dict(interface(("zh", "en"), message))
    return {"zh": said.get("zh", message), "en": said.get("en", message)}


def _verdict(code: str) -> dict[str, str]:
    return {"code": code, **_both(words.VERDICTS[code][0])}

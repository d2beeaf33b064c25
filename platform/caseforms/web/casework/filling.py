"""What a page for filling in needs and what it posts: the form drawn for whoever asks, the body as data of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from caseforms import problems, rendering
from caseforms.answers import effective
from caseforms.definitions import Form, Node
from caseforms.services import attachments
from caseforms.services.records import Entry, RecordView
from caseforms.web import faults, frame, unit_of_work, visits
from caseforms.web.casework import readers
from caseforms.web.counting import is_count

NEEDS_REASON = "record.reason-needed"
OF_THE_CASE = frozenset({"case.guard", "case.guard-warning", NEEDS_REASON})
ANY_FILE = ("image/jpeg", "image/png", "application/pdf")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the form that this person may fill in."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A posted body: the record's data with it, and what could not be read."""

    data: dict[str, Any]
    decoded: rendering.Decoded


def read_body(view: RecordView | Entry, someone: rendering.Reader) -> Filled:
    """The posted body put into the record's data; new files are kept and stand in it by their id."""
    decoded = rendering.decode(
        view.form, request.form, request.files, reader=someone, closed=closed_fields(view, someone)
    )
    data = rendering.merge(view.data, decoded)
    if not decoded.refused:
        for pointer, upload in decoded.uploads.items():
            data = _with_file(view, data, pointer, upload)
    return Filled(data, decoded)


def closed_fields(view: RecordView | Entry, someone: rendering.Reader) -> frozenset[str]:
    """Pattern pointers that this person may not answer: other roles' fields, locked ones, other people's pages."""
    others = {
        pointer
        for pointer, field in view.form.fields.items()
        if not someone.plays(tuple(field.schema.get("x-edit-roles", ())))
    }
    return frozenset(others | set(view.locked) | _on_other_pages(view))


def draw(
    view: RecordView,
    someone: rendering.Reader,
    *,
    action: str,
    data: Mapping[str, Any] | None = None,
    found: Iterable[problems.Problem] = (),
    raw: Mapping[str, list[str]] | None = None,
    page: int | None = None,
) -> Any:
    """The form, ready to fill in; the browser counts working days by the calendar that comes with it."""
    someone = replace(someone, calendar=readers.calendar_around(unit_of_work.now().date()), facts=view.facts)
    return rendering.draw(
        view.form,
        view.current if data is None else data,
        someone,
        problems=found,
        sources={pointer: spoken(source) for pointer, source in view.sources.items()},
        page=page,
        pages=None if view.pages is None else {number + 1 for number in view.pages},
        locked=view.locked,
        csrf=generate_csrf(),
        action=action,
        raw=raw,
        signatures=readers.signatures(view.signatures),
    )


def spoken(source: Any) -> rendering.Source:
    """Where a value came from, with the name of the place in the reader's language."""
    return rendering.Source(source.origin, frame.worded(source.label), source.date, source.stale)


def pages(form: Form, allowed: tuple[int, ...] | None, data: Mapping[str, Any], language: str) -> list[Page]:
    """The pages, counted from 1, that this person fills in (`allowed` counts from 0) and that stand with these answers."""
    state = effective(form, dict(data))
    found = []
    for number, node in enumerate(form.pages, start=1):
        if allowed is not None and number - 1 not in allowed:
            continue
        if any(state.visible(field) for field in _fields(node)):
            found.append(Page(number, form.words(node, language) if node.type == "Category" else ""))
    return found


def client_pages(form: Form) -> tuple[int, ...]:
    """The pages that the form asks the client to fill in alone (`options.handover: "client"`), counted from 0."""
    return tuple(
        number
        for number, node in enumerate(form.pages)
        if (node.element.get("options") or {}).get("handover") == "client"
    )


def waits_for_client(view: RecordView) -> bool:
    """Whether a page for the client has not been filled in by them yet."""
    wanted = {f for n in client_pages(view.form) for f in _fields(view.form.pages[n])}
    return bool(wanted) and view.line.status == "draft" and not wanted & set(view.locked)


def page_of(
    view: RecordView,
    someone: rendering.Reader,
    *,
    status: int = 200,
    data: Mapping[str, Any] | None = None,
    found: Iterable[problems.Problem] = (),
    raw: Mapping[str, list[str]] | None = None,
    version: int | None = None,
    action: str = "",
    correcting: bool = False,
    template: str = "casework/fill.html",
) -> tuple[str, int]:
    """The whole page for filling in, with what was typed and what is wrong with it."""
    refused = tuple(found)
    at_fields = tuple(each for each in refused if each.code not in OF_THE_CASE)
    known = pages(view.form, view.pages, view.data if data is None else data, someone.language)
    wanted = request.values.get("page") or request.values.get("_page") or ""
    numbers = [page.number for page in known]
    number = int(wanted) if is_count(wanted) and int(wanted) in numbers and not at_fields else None
    current = number or (numbers[0] if numbers else 1)
    html = render_template(
        template,
        view=view,
        version=view.version if version is None else version,
        drawn=draw(
            view,
            someone,
            action=action or url_for("record.fill", record_id=view.line.id),
            data=data,
            found=at_fields,
            raw=raw,
            page=None if at_fields or correcting else current,
        ),
        pages=known,
        current=current,
        following=next((page for page in known if page.number > current), None),
        submission=request.form.get("_submission") or uuid4().hex,
        guards=[faults.words(each) for each in refused if each.code == "case.guard"],
        advice=[
            (each.params.get("id", ""), faults.words(each)) for each in refused if each.code == NEEDS_REASON
        ],
        correcting=correcting,
        for_client=waits_for_client(view) and visits.actor().roles != frozenset({"client"}),
        typed=request.form,
    )
    return html, status


def _fields(node: Node) -> Iterable[str]:
    if node.field is not None:
        yield node.field.pointer
    for child in node.children:
        yield from _fields(child)


def _on_other_pages(view: RecordView | Entry) -> set[str]:
    if view.pages is None:
        return set()
    found: set[str] = set()
    for number, node in enumerate(view.form.pages, start=1):
        if number - 1 not in view.pages:
            found |= set(_fields(node))
    return found


def _with_file(view: RecordView | Entry, data: dict[str, Any], pointer: str, upload: Any) -> dict[str, Any]:
    pattern = view.form.pattern(pointer) or pointer
    accept = tuple(view.form.fields[pattern].schema.get("x-file", {}).get("accept", ANY_FILE))
    kept = attachments.add(
        unit_of_work.session(),
        visits.actor(),
        upload.stream.read(),
        upload.filename or "",
        unit_of_work.now(),
        record_id=view.id,
        accept=accept,
    )
    value = {"id": kept.id, "name": kept.name, "type": kept.type, "size": kept.size, "sha256": kept.sha256}
    found: dict[str, Any] = put(data, pointer.split("/")[1:], value)
    return found


def put(data: Any, segments: list[str], value: Any) -> Any:
    """`data` with `value` at the path; rows and objects on the way are copied, not changed."""
    name, rest = segments[0], segments[1:]
    if isinstance(data, list):
        number = int(name)
        return [*data[:number], put(data[number], rest, value) if rest else value, *data[number + 1 :]]
    known = dict(data) if isinstance(data, Mapping) else {}
    return known | {name: put(known.get(name, {}), rest, value) if rest else value}

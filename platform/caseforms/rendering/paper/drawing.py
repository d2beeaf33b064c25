"""Turns a paper grid (data) and a record into the cells that the template prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from caseforms.definitions import Field
from caseforms.problems.entry import N_
from caseforms.rendering import words
from caseforms.rendering.paper import ink
from caseforms.rendering.paper.phrases import Phrase, interface, phrase
from caseforms.rendering.paper.signing import drawing
from caseforms.rendering.paper.subject import Subject
from caseforms.rendering.paper.writing import NO, YES, date_pieces, day_and_time

JSON = Mapping[str, Any]
ORAL, PAPER, TYPED, VOID = (
    N_("agreed orally"),
    N_("signed on paper, original in the file"),
    N_("typed"),
    N_("void: the record was changed after signing"),
)
NOTES = {"oral": ORAL, "paper": PAPER, "typed": TYPED}


def grid(paper: JSON, subject: Subject) -> ink.Grid:
    """The drawn grid of a `paper` block: columns for the languages of the sheet, table rows repeated per answer."""
    wide = "en" in subject.languages and "columns_en" in paper
    columns = paper["columns_en"] if wide else paper["columns"]
    return ink.Grid(columns, tuple(row for given in paper["rows"] for row in _rows(given, subject)))


def _rows(given: JSON, subject: Subject) -> Iterator[ink.Row]:
    if "repeat" not in given:
        yield _row(given, subject)
        return
    pointer = given["repeat"]
    answers = subject.value(pointer) or []
    for number in range(max(len(answers), given.get("blank", 0))):
        yield _row(given, replace(subject, row=f"{pointer}/{number}"))


def _row(given: JSON, subject: Subject) -> ink.Row:
    cells = tuple(_cell(cell, subject) for cell in given["cells"])
    heading = all("band" in cell.styles for cell in cells)
    return ink.Row(
        cells, given.get("height", 0), bool(given.get("newpage")), heading or bool(given.get("with_next"))
    )


def _cell(given: JSON, subject: Subject) -> ink.Cell:
    return ink.Cell(
        parts=tuple(part for item in given.get("content", ()) for part in parts(item, subject)),
        colspan=given.get("colspan", 1),
        rowspan=given.get("rowspan", 1),
        styles=tuple(given.get("style", "").split()),
    )


def parts(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    """The drawn parts of one part of a cell; its first member says which kind it is."""
    for name, draw in KINDS.items():
        if name in given:
            yield from draw(given, subject)
            return
    raise ValueError(f"a paper part must have one of {', '.join(KINDS)}; this one has {', '.join(given)}")


def _words(given: JSON, subject: Subject) -> Phrase:
    if "key" not in given:
        return ((subject.language, given["text"]),) if given.get("text") else ()
    return subject.words(f"paper.{given['key']}", given.get("text", ""))


def _text(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    yield ink.Text(_words(given, subject), given.get("style", "inline"))


def _label(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    yield ink.Text(subject.label(given["label"]), given.get("style", "inline"))


def _static(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    """A text of the form itself; `blank` writes an answer over the ____ in it, in each language."""
    key, style = given["static"], given.get("style", "paragraph")
    said = subject.words(f"{key}.text", "")
    if "blank" not in given:
        yield ink.Text(said, style)
        return
    for number, (language, text) in enumerate(said):
        before, _, after = text.partition("____")
        tone = "second" if number else "inline"
        yield ink.Text(((language, before),), tone)
        yield ink.Blank(subject.written(given["blank"]), "short")
        yield ink.Text(((language, after),), tone)
        yield ink.Mark("break")


def _value(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    """An answer. `unit` is a word that is printed behind it: 河北省 is written 河北 before a printed 省."""
    shown, unit = subject.written(given["value"]), given.get("unit", "")
    if unit and len(shown) > len(unit) + 1:
        shown = shown.removesuffix(unit)
    whole = subject.field(given["value"]).schema.get("x-reference") is not None
    yield ink.Blank(shown, given.get("line", "none"), given.get("space", 0), whole)


def _date(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    field = subject.field(given["date"])
    value = subject.value(given["date"]) or ""
    if value:
        yield ink.Blank(day_and_time(str(value), subject.language), whole=True)
        return
    yield ink.Day(date_pieces("", "time" in field.schema.get("format", ""), subject.language))


def _signed_date(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    pointer = subject.at(given["signed_date"])
    signature = subject.signatures.get("/" + str(subject.field(pointer).schema.get("x-signed-date", "")))
    if signature is not None and not signature.valid:
        signed = ""  # the voided signature says when it was given; nothing is signed on any day
    else:
        signed = signature.date if signature else str(subject.value(pointer) or "")
    yield ink.Blank(day_and_time(signed, subject.language) if signed else "", "short")


def _signature(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    signature = subject.signatures.get(subject.at(given["signature"]))
    if signature is None:
        yield ink.Signing()
        return
    note = NOTES.get(signature.method)
    yield ink.Signing(
        drawing=drawing(signature.strokes),
        image_url=signature.image_url,
        name=signature.typed if signature.method == "typed" and signature.typed else signature.signer_name,
        note=_note(note, signature.typed if signature.method in ("oral", "paper") else "", subject),
        void=() if signature.valid else interface(subject.languages, VOID),
    )


def _note(message: str | None, detail: str, subject: Subject) -> Phrase:
    said = interface(subject.languages, message) if message else ()
    return (*said, (subject.language, detail)) if detail else said


def _boxes(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    field = subject.field(given["boxes"])
    chosen = subject.value(given["boxes"])
    ticked = chosen if isinstance(chosen, list) else [chosen]
    only = given.get("only")
    by_language = {language: dict(_choices(subject, field, language)) for language in subject.languages}
    codes = [code for code in by_language[subject.language] if only is None or code in only]
    boxes = (
        ink.Box(
            words=phrase(subject.languages, lambda language, code=code: str(by_language[language][code])),  # type: ignore[misc]
            ticked=chosen is not None and any(code == tick and type(code) is type(tick) for tick in ticked),
            lines=_lines_of(given.get("lines", {}).get(_code(code)), subject),
        )
        for code in codes
    )
    yield ink.Boxes(tuple(boxes), given.get("layout", "inline"), bool(given.get("after")))


def _choices(subject: Subject, field: Field, language: str) -> list[tuple[Any, str]]:
    """What can be ticked; yes and no for a yes-or-no question, one box for a statement to confirm."""
    listed = subject.form.choices(field, language)
    if listed or field.type != "boolean":
        return listed
    say = words.translations(language).gettext
    return [(True, say(YES))] if field.schema.get("const") is True else [(True, say(YES)), (False, say(NO))]


def _code(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines_of(given: Any, subject: Subject) -> tuple[ink.Line, ...]:
    if given is None:
        return ()
    listed = given if isinstance(given, list) else [given]
    return tuple(_line({"value": item} if isinstance(item, str) else item, subject) for item in listed)


def _line(given: JSON, subject: Subject) -> ink.Line:
    return ink.Line(_words(given, subject), subject.written(given["value"]), bool(given.get("under")))


def _empty_lines(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    yield ink.Lines(given["lines"])


def _mark(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    yield ink.Mark(given["mark"])


def _element(given: JSON, subject: Subject) -> Iterator[ink.Part]:
    """The words of an element of the UI: the heading of a section, a static text."""
    node = given["words"]
    yield ink.Text(
        phrase(subject.languages, lambda language: subject.form.words(node, language)), given["style"]
    )


KINDS: Mapping[str, Callable[[JSON, Subject], Iterator[ink.Part]]] = {
    "static": _static,
    "words": _element,
    "boxes": _boxes,
    "signature": _signature,
    "signed_date": _signed_date,
    "date": _date,
    "value": _value,
    "label": _label,
    "mark": _mark,
    "lines": _empty_lines,
    "text": _text,
}

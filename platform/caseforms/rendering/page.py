"""A form as a page that stands alone: for the command line and for whoever looks at a definition without a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from caseforms import locations
from caseforms.answers import compute
from caseforms.definitions import Form
from caseforms.rendering.brushes import brushes
from caseforms.rendering.drawing import draw
from caseforms.rendering.reader import Reader
from caseforms.rules import Context

STYLES = ("tokens", "base", "frame", "form")
PAPER_STYLES = ("tokens", "base", "paper")


def page(form: Form, data: Mapping[str, Any], reader: Reader) -> str:
    """A whole HTML document with the styles and icons it needs inside it, so that a file on a disk looks right."""
    return _standalone(form, reader, STYLES, draw(form, computed(form, data, reader), reader), paper=False)


def paper(form: Form, data: Mapping[str, Any], reader: Reader) -> str:
    """The printed sheet as a whole HTML document."""
    from caseforms.rendering.paper import sheet

    drawn = sheet(form, computed(form, data, reader), reader, languages=(reader.language,)).html
    return _standalone(form, reader, PAPER_STYLES, drawn, paper=True)


def _standalone(form: Form, reader: Reader, styles: tuple[str, ...], drawn: Markup, *, paper: bool) -> str:
    static = locations.shipped("static")
    return brushes(reader).page(
        "form/standalone",
        html_language="zh-CN" if reader.language == "zh" else reader.language,
        title=form.text("title", reader.language, form.definition.title),
        standard=form.definition.standard,
        styles="\n".join(_text(static / "css" / f"{name}.css") for name in styles),
        icons_inside="" if paper else _text(static / "vendor" / "icons.svg"),
        drawn=drawn,
        paper=paper,
    )


def computed(form: Form, data: Mapping[str, Any], reader: Reader) -> Mapping[str, Any]:
    """The data with its computed values, where the reader has a clock to compute ages and the like by."""
    if reader.now is None:
        return data
    return compute(form, dict(data), replace(Context.at(reader.now), facts=reader.facts))


def _text(path: Path) -> str:
    """The text of a file of ours; nothing where set-up did not bring it."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""

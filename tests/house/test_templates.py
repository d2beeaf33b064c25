"""Every template parses, carries no script, style or handler of its own, and leaves its words to the catalogues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.house.source import shown, templates

PAGES = templates()
# A language is offered under its own name, whoever reads the page; the product has a name in both.
OWN_NAMES = ("中文", "简体中文", "案表")
# Not pages of the site: documents handed to the PDF maker or printed on stdout, whole in one file.
STANDALONE = {"document.html", "standalone.html"}
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]+")  # words; a full-width bracket is typography
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


def _text(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_parses(path: Path) -> None:
    Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(_text(path))


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_holds_no_inline_script(path: Path) -> None:
    # The content security policy refuses it; data for a module travels as application/json.
    offenders = [
        tag
        for tag in SCRIPT.findall(_text(path))
        if "src=" not in tag and 'type="application/json"' not in tag
    ]

    assert offenders == []


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_holds_no_style_or_handler_attribute(path: Path) -> None:
    markup = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", _text(path), flags=re.DOTALL)
    offenders = [tag for tag in TAG.findall(markup) if re.search(r"\s(style|on[a-z]+)\s*=", tag)]

    assert offenders == []
    assert "<style" not in markup or path.name in STANDALONE


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_holds_no_chinese_literal(path: Path) -> None:
    found = [words for words in CHINESE.findall(_text(path)) if words not in OWN_NAMES]

    assert found == []

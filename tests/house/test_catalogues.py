"""Every interface word of the code has its Chinese, with the same placeholders, and the catalogues are current."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from tests.house.source import PACKAGE, ROOT, python_files, shown, tree

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tool" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_of_the_code_has_its_chinese_and_the_catalogues_are_current(
    catalogues: ModuleType,
) -> None:
    assert catalogues.check() == []


OWN_WORDS = {"%(en)s": "%(zh)s"}
"""A reason of a workflow brings its own words in both languages; the reader's language chooses between them."""


def test_a_translation_has_the_placeholders_of_its_msgid(catalogues: ModuleType) -> None:
    offenders = []
    for key, text in catalogues.words_of(catalogues.stored("zh_Hans")).items():
        # A plural's first form may say "one" in words; what the second carries is what Chinese may use.
        wanted, given = set(PLACEHOLDER.findall(key.split("||")[-1])), set(PLACEHOLDER.findall(text))
        if wanted != given and OWN_WORDS.get(key) != text:
            offenders.append(f"{key!r} -> {text!r}")

    assert offenders == []


def test_msgids_are_english(catalogues: ModuleType) -> None:
    # They may quote what somebody types (是, 2026年3月5日), so Chinese may be the smaller part.
    keys = [catalogues.key_of(message) for message in catalogues.extracted() if message.id]

    assert [key for key in keys if len(CHINESE.findall(key)) > len(re.findall("[A-Za-z]", key)) / 3] == []


def test_the_catalogues_are_written_the_same_each_time(catalogues: ModuleType) -> None:
    template = catalogues.extracted()

    first, second = (catalogues.as_text(catalogues.filled(template, "zh_Hans", {})) for _ in range(2))

    assert first == second
    assert "POT-Creation-Date" not in first


def test_the_tool_reads_back_what_it_writes(catalogues: ModuleType) -> None:
    words = {"Save": "保存", "%(num)d case||%(num)d cases": "%(num)d个案"}
    template = catalogues.Catalog()
    template.add("Save")
    template.add(("%(num)d case", "%(num)d cases"))

    catalogue = catalogues.filled(template, "zh_Hans", words)

    assert catalogues.words_of(catalogue) == words
    assert catalogues.untranslated(template, {}) == list(words)


def test_the_mark_for_words_of_the_ground_floor_is_extracted(
    catalogues: ModuleType, tmp_path: object
) -> None:
    assert {"_", "N_", "ngettext"} <= set(catalogues.KEYWORDS)


def test_python_outside_the_translation_files_says_nothing_in_chinese_to_a_reader() -> None:
    # Chinese in a docstring, a comment or a table of input forms is fine; as a message or a problem it is not.
    import ast

    offenders = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"flash", "abort", "Problem"}
        and any(isinstance(each, ast.Constant) and CHINESE.search(str(each.value)) for each in node.args)
    ]

    assert offenders == []

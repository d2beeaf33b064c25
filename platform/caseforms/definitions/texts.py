"""The words of a definition by key: the base language from the document, the others from its translations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseforms.definitions.definition import Definition
from caseforms.definitions.form import Field, Node, _code
from caseforms.definitions.schemas import many_options, options
from caseforms.wording.picking import BASE_LANGUAGE


def base_texts(definition: Definition, root: Node, fields: Mapping[str, Field]) -> dict[str, str]:
    """Every text that stands in the document itself, by its key."""
    found: dict[str, str] = {"title": definition.title}
    _of_node(root, found)
    for field in fields.values():
        _of_field(field, found)
    _of_paper(definition.paper, found)
    return found


def texts_of(definition: Definition, root: Node, fields: Mapping[str, Field]) -> dict[str, Mapping[str, str]]:
    """All words by language and key."""
    base = base_texts(definition, root, fields)
    texts: dict[str, Mapping[str, str]] = {BASE_LANGUAGE: base, "base": base}
    for language, words in definition.translations.items():
        texts[language] = {**base, **words} if language == BASE_LANGUAGE else dict(words)
    return texts


def _of_node(node: Node, found: dict[str, str]) -> None:
    for inner in node.walk():
        name = "text" if inner.type == "Label" else "label"
        own = inner.element.get(name)
        if inner.field is None and isinstance(own, str) and own:
            found[f"{inner.key}.{name}" if inner.key else own] = own
        if inner.field is not None:
            for child in inner.field.children:
                _of_node(child, found)


def _of_field(field: Field, found: dict[str, str]) -> None:
    key = field.label_key
    label = (field.control or {}).get("label")
    if isinstance(label, dict):
        label = label.get("text")
    title = label if isinstance(label, str) and label else field.schema.get("title")
    for name, text in (("label", title), ("description", field.schema.get("description"))):
        if isinstance(text, str) and text:
            found[f"{key}.{name}"] = text
    for name in ("suffix", "placeholder"):
        if isinstance(field.options.get(name), str):
            found[f"{key}.{name}"] = field.options[name]
    for value, words in options(field.schema) or many_options(field.schema):
        if words:
            found[f"{key}.{_code(value)}"] = words


def _of_paper(paper: Mapping[str, Any] | None, found: dict[str, str]) -> None:
    """The keyed texts printed on the sheet and nowhere else."""
    waiting: list[object] = [paper]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if isinstance(value.get("text"), str) and isinstance(value.get("key"), str):
                found[f"paper.{value['key'].removeprefix('paper.')}"] = value["text"]
            waiting.extend(value.values())

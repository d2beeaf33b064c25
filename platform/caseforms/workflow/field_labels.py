"""The names of form fields in both languages, for messages about them: "plan.overall_goal" → 总目标."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseforms.definitions import Definition


def labels_of(slots: Mapping[str, Any], forms: Mapping[str, Definition]) -> dict[str, dict[str, str]]:
    """The labels of every field that the forms of these slots have, by "slot.pointer" with dots, and of their choices by "…=code"."""
    labels: dict[str, dict[str, str]] = {}
    for slot, node in slots.items():
        definition = forms.get(node["definition"])
        if definition is not None:
            for path, schema in fields(definition.schema):
                labels[f"{slot}.{path}"] = _label(definition, path, schema)
                for code, words in _choices(definition, path, schema):
                    labels[f"{slot}.{path}={code}"] = words
    return labels


def fields(schema: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property of an object schema and of the objects inside it, by its path with dots; rows are one field."""
    properties = schema.get("properties")
    for name, each in (properties if isinstance(properties, Mapping) else {}).items():
        if isinstance(each, Mapping):
            path = f"{prefix}{name}"
            yield path, each
            yield from fields(each, f"{path}.")


def _choices(
    definition: Definition, path: str, schema: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The codes that a field offers, one or many, each with its words."""
    items = schema.get("items")
    offered = schema.get("oneOf") or (items.get("oneOf") if isinstance(items, Mapping) else None) or ()
    for choice in offered:
        words = str(choice.get("title", ""))
        own = definition.translations.get("en", {}).get(f"{path}.{choice['const']}", words)
        yield str(choice["const"]), {"zh": words, "en": own}


def _label(definition: Definition, path: str, schema: Mapping[str, Any]) -> dict[str, str]:
    name = str(schema.get("title", path))
    label = {"zh": name, "en": name}
    for language, texts in definition.translations.items():
        if language in label and f"{path}.label" in texts:
            label[language] = texts[f"{path}.label"]
    return label

"""Lints scored instruments: their items, answers, instruction and scoring are the published ones, or it is another scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from caseforms.definitions.definition import fingerprint
from caseforms.definitions.form import Form
from caseforms.definitions.linting.layout import every_node
from caseforms.problems import Problem
from caseforms.wording.picking import LANGUAGES

PUBLISHED: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "scale-phq9": MappingProxyType(
            {
                "zh": "1366b3590e66f460a1cf0f56311cab93d09f53b17a6aef8fa53b131ee740edcf",
                "en": "55ce8bb65ba29fdfb67d089394cbca09788ebd802efc34e4c0786e150ab45d8d",
            }
        ),
        "scale-gad7": MappingProxyType(
            {
                "zh": "989b435d187b96b5ee3516dfec19ecd90ce10f66a4a9f48dfb123160283f8c75",
                "en": "1b8ec3fdf98cdd07600fe5afea7d30a1886e0517fdd09ba21fa939df0d5dfd02",
            }
        ),
    }
)
"""What the wording and scoring of the public instruments come to, by form and language (000 8.2 b)."""


def instruments(form: Form) -> Iterator[Problem]:
    """A problem for each language in which the wording is not the instrument's any more, and for a lost block."""
    known = PUBLISHED.get(form.definition.id, {})
    block = form.definition.document.get("instrument")
    if not isinstance(block, Mapping):
        if known:
            yield Problem("definition.instrument-missing", "/instrument", {"form": form.definition.id})
        return
    for language in LANGUAGES:
        found = wording_of(form, block, language)
        stated = block.get("sha256", {}).get(language)
        if found != stated or found != known.get(language, found):
            place = f"/instrument/sha256/{language}"
            yield Problem(
                "definition.instrument-changed", place, {"name": block["name"], "language": language}
            )


def wording_of(form: Form, block: Mapping[str, Any], language: str) -> str:
    """The sha256 of everything that makes the instrument: locked fields with their answers and scoring, locked texts."""
    locked = block.get("locked", [])
    fields = [
        [pointer, form.label(field, language), form.choices(field, language), field.schema.get("x-compute")]
        for pointer, field in form.fields.items()
        if any(pointer == each or pointer.startswith(f"{each}/") for each in locked)
    ]
    texts = {
        node.key: form.words(node, language)
        for node in every_node(form.root)
        if node.type == "Label" and node.key in block.get("texts", [])
    }
    return fingerprint({"fields": fields, "texts": texts})

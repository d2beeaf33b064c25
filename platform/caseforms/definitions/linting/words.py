"""Lints the texts: every one in Chinese and English, no translation of what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from caseforms.definitions.form import Form
from caseforms.definitions.linting.layout import every_node, schema_place
from caseforms.definitions.schemas import is_signature_part
from caseforms.problems import Problem
from caseforms.rules.pointers import escape
from caseforms.wording.picking import BASE_LANGUAGE, LANGUAGES

_ANY_SUFFIX = ("label", "description", "suffix", "placeholder", "text", "true", "false")


def words(form: Form) -> Iterator[Problem]:
    """Problems of the words of a form."""
    yield from _without_label(form)
    needed = dict.fromkeys(needed_keys(form))
    prefixes = _prefixes(form)
    for language in LANGUAGES:
        given = form.texts.get(language, {})
        for key in needed:
            if not str(given.get(key, "")).strip():
                place = f"/translations/{language}"
                yield Problem("definition.translation-missing", place, {"key": key, "language": language})
        for key in form.definition.translations.get(language, {}):
            if key not in needed and not _is_sensible(prefixes, key):
                place = f"/translations/{language}/{escape(key)}"
                yield Problem("definition.translation-stale", place, {"key": key}, "warning")


def needed_keys(form: Form) -> list[str]:
    """The keys that every language has to say: the document's own texts, its checks, its messages."""
    found = list(form.texts["base"])
    found += [f"{_key_of(form, pointer)}.check.{check['id']}" for pointer, check in form.checks]
    prefixes = _prefixes(form)
    for words_of in form.definition.translations.values():
        found += [key for key in words_of if ".error." in key and _is_sensible(prefixes, key)]
    return list(dict.fromkeys(found))


def _key_of(form: Form, pointer: str) -> str:
    return form.fields[pointer].label_key if pointer else "root"


def _without_label(form: Form) -> Iterator[Problem]:
    base = form.texts[BASE_LANGUAGE]
    for pointer, field in form.fields.items():
        silent = field.control is None or field.control.get("label") is False
        if silent or (is_signature_part(field.schema) and "title" in field.schema):
            continue
        if f"{field.label_key}.label" not in base:
            yield Problem("definition.no-label", schema_place(pointer), {"field": field.name})
    for node in every_node(form.root):
        name = "text" if node.type == "Label" else "label"
        if node.field is None and node.key and f"{node.key}.{name}" not in base:
            yield Problem("definition.unknown-label-key", "/ui", {"key": node.key})


def _prefixes(form: Form) -> frozenset[str]:
    """What the keys of this form can begin with."""
    fields = {field.label_key for field in form.fields.values()} | {"root"}
    return frozenset(fields | {node.key for node in every_node(form.root) if node.key})


def _is_sensible(prefixes: frozenset[str], key: str) -> bool:
    """Whether a key is one that this form could say, though the document need not say it."""
    prefix, _, suffix = key.rpartition(".")
    if suffix in _ANY_SUFFIX and prefix in prefixes:
        return True
    if key == "description" or prefix == "paper":
        return True
    owner, mark, name = key.rpartition(".error.")
    if mark and name:
        return owner in prefixes
    return False

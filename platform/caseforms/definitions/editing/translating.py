"""Says a text of a form in another language, and knows which texts belong to an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from caseforms.definitions.editing.fitting import fits
from caseforms.definitions.editing.items import Item, item_of, unknown
from caseforms.definitions.editing.places import Layout, choice_path, layout_of, schema_path
from caseforms.definitions.editing.sharing import Document, at, drop, put
from caseforms.definitions.editing.verb import Operation, Operations, Verb
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import ABSENT, split
from caseforms.wording.picking import BASE_LANGUAGE, LANGUAGES

Texts = Mapping[str, Mapping[str, str]]
ROOT = "root"


def label_key(document: Document, pointer: str, layout: Layout) -> str:
    """The prefix of a field's texts: the control's own, the schema's own, else its path."""
    if not pointer:
        return ROOT
    spots = layout.all(f"field:{pointer}")
    for holder in (*(spot.element for spot in spots), at(document, schema_path(document, pointer))):
        if isinstance(holder.get("i18n"), str):
            return str(holder["i18n"])
    return ".".join(segment for segment in split(pointer) if segment != "*")


def pointers_below(document: Document, pointer: str) -> Iterator[str]:
    """The pattern pointers of the fields inside a field or form, parents first."""
    schema: Any = at(document, schema_path(document, pointer))
    yield from _below(schema, pointer)


def _below(schema: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for name, inner in (schema.get("properties") or {}).items():
        if isinstance(inner, dict):
            yield f"{pointer}/{name}"
            yield from _below(inner, f"{pointer}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from _below(schema["items"], f"{pointer}/*")
    for number, row in enumerate(schema.get("prefixItems") or ()):
        if isinstance(row, dict):
            yield from _below(row, f"{pointer}/{number}")


def prefixes(document: Document, layout: Layout) -> dict[str, list[str]]:
    """The items whose texts begin with a prefix, by prefix."""
    found: dict[str, list[str]] = {ROOT: ["form"]}
    for pointer in pointers_below(document, ""):
        found.setdefault(label_key(document, pointer, layout), []).append(f"field:{pointer}")
    for spot in layout.spots:
        if isinstance(spot.element.get("i18n"), str) and not spot.item.startswith("field:"):
            key = str(spot.element["i18n"])
            found.setdefault(key, []).append(f"group:{key}")
    return found


def owned_texts(document: Document, item: Item) -> dict[str, dict[str, str]]:
    """The translations that belong to an item and to nothing else, by language and key."""
    layout = layout_of(document)
    if item.kind in ("choice", "check"):
        mark = "check." if item.kind == "check" else ""
        only = f"{label_key(document, item.name, layout)}.{mark}{item.part}"
        return _picked(document, lambda key: key == only)
    if item.kind not in ("field", "group"):
        return {}
    owners = prefixes(document, layout)
    mine = set(owned_prefixes(document, item, layout))
    names = {str(item)} | (
        {f"field:{one}" for one in pointers_below(document, item.name)} if item.kind == "field" else set()
    )
    mine = {prefix for prefix in mine if set(owners[prefix]) <= names}
    return _picked(document, lambda key: _longest(key, owners) in mine)


def owned_prefixes(document: Document, item: Item, layout: Layout) -> list[str]:
    """The prefixes of the texts of a field with all inside it, or of a section."""
    if item.kind == "group":
        return [item.name]
    inside = [item.name, *pointers_below(document, item.name)]
    return [label_key(document, pointer, layout) for pointer in inside]


def _longest(key: str, owners: Iterable[str]) -> str:
    prefix = key.rpartition(".")[0]
    while prefix and prefix not in owners:
        prefix = prefix.rpartition(".")[0]
    return prefix


def _picked(document: Document, wanted: Any) -> dict[str, dict[str, str]]:
    found = {
        language: {key: text for key, text in texts.items() if wanted(key)}
        for language, texts in (document.get("translations") or {}).items()
    }
    return {language: texts for language, texts in found.items() if texts}


def with_texts(document: Document, texts: Any) -> Document:
    """The document with translations put in; raises Refused if one says a key anew."""
    for language, words in (texts or {}).items():
        known = at(document, ("translations", language))
        known = {} if known is ABSENT else known
        for key, text in words.items():
            if known.get(key, text) != text:
                raise Refused(Problem("editing.exists", params={"item": f"text:{language}:{key}"}))
        merged = dict(sorted({**known, **words}.items()))
        document = fits(
            document, put(document, ("translations", language), merged), Item("form"), ("translations",)
        )
    return document


def with_own_texts(document: Document, item: Item, texts: Any) -> Document:
    """The document with the translations of a new item; raises Refused if one is not the item's own."""
    found = with_texts(document, texts)
    owned = owned_texts(found, item) if texts else {}
    for language, words in (texts or {}).items():
        for key in words.keys() - owned.get(language, {}).keys():
            raise Refused(Problem("editing.foreign-text", params={"item": str(item), "key": key}))
    return found


def without_texts(document: Document, texts: Texts) -> Document:
    """The document without some translations."""
    for language, words in texts.items():
        rest = {key: one for key, one in document["translations"][language].items() if key not in words}
        document = put(document, ("translations", language), rest)
    return document


def put_back(before: Document, texts: Texts) -> Operations:
    """The operations that say again those of the texts that stood there before."""
    return tuple(
        {"op": "translate", "item": f"text:{language}:{key}", "value": text}
        for language, words in texts.items()
        for key, text in words.items()
        if at(before, ("translations", language, key)) == text
    )


def _translate(document: Document, operation: Operation) -> Document:
    item, value = item_of(operation["item"]), operation["value"]
    if item.kind != "text" or item.name not in LANGUAGES:
        raise unknown(operation["item"])
    path = ("translations", item.name, item.part)
    if value is None:
        if at(document, path) is ABSENT:
            raise unknown(item)
        found: Document = drop(document, path)
        return found
    found = drop(document, path) if at(document, path) is not ABSENT else document
    return with_texts(found, {item.name: {item.part: value}})


def _was(document: Document, operation: Operation) -> Any:
    item = item_of(operation["item"])
    found = at(document, ("translations", item.name, item.part))
    return None if found is ABSENT else found


def _undo(before: Document, after: Document, operation: Operation) -> Operations:
    back = {"op": "translate", "item": operation["item"], "value": _was(before, operation)}
    return ({**back, "was": _was(after, back)},)


VERBS = {"translate": Verb(_translate, _was, _undo, frozenset({"item", "value"}))}


def routed(document: Document, operation: Operation) -> Operation:
    """A translation into the base language as the change it is: its texts stand in the document itself."""
    if operation.get("op") != "translate" or not str(operation.get("item")).startswith(
        f"text:{BASE_LANGUAGE}:"
    ):
        return operation
    item = item_of(operation["item"])
    home = home_of(document, item.part)
    if home is None or at(document, ("translations", item.name, item.part)) is not ABSENT:
        return operation
    rest = {key: one for key, one in operation.items() if key not in ("op", "item", "value", "was")}
    place = {"item": home[0], "property": home[1]}
    if operation.get("value") is None:
        return {"op": "unset", **place, **rest}
    return {"op": "set", **place, "value": operation["value"], **rest}


def home_of(document: Document, key: str) -> tuple[str, str] | None:
    """The item and property that say a text in the base language; None if only a translation can."""
    if key in ("title", "description"):
        return "form", key
    layout = layout_of(document)
    prefix, _, name = key.rpartition(".")
    for owner in prefixes(document, layout).get(prefix, ()):
        item = item_of(owner)
        if item.kind == "field":
            found = _field_home(document, item, name, layout)
            if found:
                return found
        elif item.kind == "group" and name in ("label", "text"):
            return owner, name
    return None


def _field_home(document: Document, item: Item, name: str, layout: Layout) -> tuple[str, str] | None:
    spots = layout.all(str(item))
    if name == "label":
        labelled = spots and isinstance(spots[0].element.get("label"), str)
        return str(item), "label" if labelled else "title"
    if name == "description":
        return str(item), name
    if name in ("suffix", "placeholder"):
        return (str(item), f"options.{name}") if spots else None
    choice = Item("choice", item.name, name)
    try:
        path = choice_path(document, choice)
    except Refused:
        return None
    return (str(choice), "title") if isinstance(at(document, path), dict) else None

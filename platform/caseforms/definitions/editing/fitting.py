"""Refuses a change that no definition could hold: the part that was touched is held against the meta-schema."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseforms.definitions.editing.items import Item
from caseforms.definitions.editing.sharing import Document, Path, at
from caseforms.definitions.metaschema import META_SCHEMA
from caseforms.definitions.reading import explained
from caseforms.definitions.walking import unfit
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import join

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


def fits(before: Document, after: Document, item: Item, path: Path) -> Document:
    """The document after a change at a path, if what it touched is well-formed. Raises Refused."""
    kind, home, value = _touched(after, item, path)
    refuse_unfit(kind, value, join(home))
    return after


def refuse_unfit(kind: str, value: Any, pointer: str) -> None:
    """Raises Refused unless a value is a well-formed ``schema``, ``element``, ``check``, ``paper`` or ``form``."""
    found = [Problem(one.code, pointer + one.pointer, one.params) for one in unfit(value)]
    validator = _validator(kind)
    if not found and not validator.is_valid(value):
        for error in validator.iter_errors(value):
            found += explained(error, pointer)
    if found:
        raise Refused(found)


def _touched(document: Document, item: Item, path: Path) -> tuple[str, Path, Any]:
    """The smallest part of the document that can be judged alone: its kind, its place and itself."""
    if path[0] == "ui":
        return _element(document, path)
    if path[0] == "paper":
        return _paper(document, item, path)
    if path[0] != "schema":
        return "form", (), {key: document[key] for key in path[:1] if key in document}
    if item.kind == "check":
        home = path[: path.index("x-checks") + 2]
        return "check", home, at(document, home)
    home, keyword = _keyword(path)
    schema = at(document, home)
    return "schema", home, {keyword: schema[keyword]} if keyword in schema else {}


def _keyword(path: Path) -> tuple[Path, str]:
    """The schema that holds a changed keyword, and the keyword: the deepest that is reached by names of fields alone."""
    depth = 1
    while depth + 1 < len(path):
        if path[depth] == "properties" or (path[depth] == "prefixItems" and isinstance(path[depth + 1], int)):
            depth += 2
        elif path[depth] == "items":
            depth += 1
        else:
            break
    return path[:depth], str(path[depth]) if depth < len(path) else ""


def _element(document: Document, path: Path) -> tuple[str, Path, Any]:
    """An element without those below it."""
    depth = 1
    while depth + 1 < len(path) and (
        path[depth] == "elements" or path[depth : depth + 2] == ("options", "detail")
    ):
        depth += 2
    home = path[:depth]
    element = at(document, home)
    if isinstance(element, dict) and isinstance(element.get("elements"), list) and element["elements"]:
        element = {**element, "elements": element["elements"][:1] if len(home) == 1 else []}
    return "element", home, element


def _paper(document: Document, item: Item, path: Path) -> tuple[str, Path, Any]:
    paper = document.get("paper")
    if not isinstance(paper, dict):
        return "form", (), {} if paper is None else {"paper": paper}
    if item.kind == "row":
        row = at(document, path[:3])
        return "paper", (), {"rows": [{key: one for key, one in row.items() if key != "cells"}]}
    if item.kind == "cell":
        return "paper", (), {"rows": [{"cells": [at(document, path[:5])]}]}
    return "paper", ("paper",), paper if len(path) == 1 else {**paper, "rows": []}


@lru_cache(maxsize=8)
def _validator(kind: str) -> Draft202012Validator:
    import jsonschema_rs

    if kind == "form":
        schema = {key: one for key, one in META_SCHEMA.items() if key not in ("required", "$defs")}
    else:
        schema = {"$ref": f"#/$defs/{kind}"}
    return jsonschema_rs.Draft202012Validator(
        {"$schema": META_SCHEMA["$schema"], **schema, "$defs": META_SCHEMA["$defs"]}, offline=True, mask="***"
    )

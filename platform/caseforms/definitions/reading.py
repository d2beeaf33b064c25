"""Reads a definition document: well-formed, or a problem with its place for everything that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseforms.definitions.definition import Definition, from_document
from caseforms.definitions.generating import generate_ui
from caseforms.definitions.inlining import has_references, inlined
from caseforms.definitions.keywords import HOSTILE_NAMES, NAME, REFUSED_KEYWORDS
from caseforms.definitions.metaschema import META_SCHEMA
from caseforms.definitions.walking import subschemas, unfit
from caseforms.problems import Problem, Refused
from caseforms.rules.pointers import escape, join

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError


def read(document: Any, source: str = "") -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition of a document, or None, and every problem found; never raises for bad content.

    Problems carry ``source`` (the file), a pointer into the document and the parameters of their words.
    """
    problems = _structure(document)
    if problems:
        return None, tuple(_from(problem, source) for problem in problems)
    parsed = dict(document)
    if has_references(document["schema"]):
        try:
            parsed["schema"] = inlined(document["schema"])
        except Refused as refused:
            return None, tuple(_from(problem, source) for problem in refused.problems)
    ui = document.get("ui") or generate_ui(parsed["schema"])
    definition = from_document(parsed, ui)
    return definition, ()


def parse(document: Any, source: str = "") -> Definition:
    """Like ``read``, but raises Refused when there is any error."""
    definition, problems = read(document, source)
    if definition is None or any(problem.severity == "error" for problem in problems):
        raise Refused(problems)
    return definition


def _from(problem: Problem, source: str) -> Problem:
    return Problem(problem.code, problem.pointer, problem.params, problem.severity, source)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(META_SCHEMA, offline=True, mask="***")


def _structure(document: Any) -> list[Problem]:
    if not isinstance(document, dict):
        return [Problem("definition.not-an-object")]
    found = unfit(document)
    if found:
        return found
    validator = _validator()
    if not validator.is_valid(document):
        for error in validator.iter_errors(document):
            found += explained(error)
    schema = document.get("schema")
    found += bad_names(schema, NAME)
    return sorted(_distinct(found), key=lambda problem: problem.pointer)


def _distinct(problems: list[Problem]) -> list[Problem]:
    return list({(one.code, one.pointer, repr(one.params)): one for one in problems}.values())


def explained(error: ValidationError, above: str = "") -> Iterator[Problem]:
    """A meta-schema error in the words of this platform; ``above`` is the pointer of what was checked."""
    kind: Any = error.kind
    pointer = above + join(str(part) for part in error.instance_path)
    name = kind.name
    if name == "additionalProperties":
        for keyword in kind.unexpected:
            yield _unknown(keyword, f"{pointer}/{escape(keyword)}")
    elif name == "required":
        yield Problem("definition.missing", pointer, {"property": kind.property})
    elif name in ("enum", "const"):
        options = kind.options if name == "enum" else [kind.expected_value]
        yield Problem("definition.not-one-of", pointer, {"options": options})
    elif name == "type":
        yield Problem("definition.wrong-type", pointer, {"types": kind.types})
    elif name == "pattern":
        yield Problem("definition.malformed", pointer, {"pattern": kind.pattern})
    elif name in ("contains", "falseSchema", "uniqueItems") and "/type" in pointer:
        yield Problem("definition.two-types", pointer.rpartition("/type")[0] + "/type")
    else:
        yield Problem("definition.invalid", pointer, {"keyword": name, "limit": getattr(kind, "limit", "")})


def _unknown(keyword: str, pointer: str) -> Problem:
    if keyword in REFUSED_KEYWORDS:
        return Problem(f"definition.refused.{keyword.lstrip('$')}", pointer, {"keyword": keyword})
    if keyword.startswith("x-"):
        return Problem("definition.unknown-annotation", pointer, {"keyword": keyword})
    return Problem("definition.unknown-keyword", pointer, {"keyword": keyword})


def bad_names(schema: Any, pattern: str = "") -> list[Problem]:
    """Property names that a browser would trip over, or that are not plain names."""
    import re

    found: list[Problem] = []
    for pointer, inner in subschemas(schema):
        names: Mapping[str, Any] = inner.get("properties") or {}
        for name in names if isinstance(names, dict) else ():
            place = f"{pointer}/properties/{escape(name)}"
            if name in HOSTILE_NAMES:
                found.append(Problem("definition.hostile-name", place, {"name": name}))
            elif pattern and not re.fullmatch(pattern[1:-1], name):
                found.append(Problem("definition.bad-name", place, {"name": name}))
    return found

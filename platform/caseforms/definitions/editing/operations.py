"""Applies operations to a definition, prepares them, and finds the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from caseforms.definitions.editing import adding, choices, moving, properties, renaming, translating
from caseforms.definitions.editing.sharing import Document
from caseforms.definitions.editing.verb import Operation, Operations, Verb, same
from caseforms.problems import Problem, Refused

VERBS: Mapping[str, Verb] = {
    **properties.VERBS,
    **adding.VERBS,
    **moving.VERBS,
    **choices.VERBS,
    **renaming.VERBS,
    **translating.VERBS,
}
_ALWAYS = frozenset({"op", "was", "reason"})


def apply(document: Mapping[str, Any], operation: Operation) -> Document:
    """The document after an operation; it shares with the one before what did not change.

    Raises Refused if the operation is none, does not fit the document, would leave somebody's reference without its
    target, or if what it means to replace (``was``) is not what stands there any more.
    """
    verb = _verb(operation)
    found = dict(document)
    if "was" in operation and not _as_before(verb.was(found, operation), operation["was"]):
        params = {"item": operation["item"], "property": operation.get("property", "")}
        raise Refused(Problem("editing.changed-since", params=params))
    return verb.apply(found, operation)


def _as_before(now: Any, was: Any) -> bool:
    """Whether something is as the operation says; of a place, only what it is in counts: neighbours come and go."""
    if isinstance(now, dict) and isinstance(was, dict) and now.keys() <= {"in", "before"}:
        return bool(now.get("in") == was.get("in"))
    return same(now, was)


def prepared(document: Mapping[str, Any], operation: Operation) -> Operation:
    """The operation with what stands there now as ``was``. Raises Refused like ``apply``."""
    found = dict(document)
    routed = translating.routed(found, operation)
    verb = _verb(routed)
    return {**routed, "was": verb.was(found, routed)}


def inverse(document: Mapping[str, Any], operation: Operation) -> Operations:
    """The operations that lead back to the document before, byte for byte. Raises Refused like ``apply``."""
    verb = _verb(operation)
    return verb.undo(dict(document), apply(document, operation), operation)


def apply_all(document: Mapping[str, Any], operations: Iterable[Operation]) -> Document:
    """The document after operations, one after the other. Raises Refused at the first that does not fit."""
    found = dict(document)
    for operation in operations:
        found = apply(found, operation)
    return found


def _verb(operation: Any) -> Verb:
    """The verb of a well-formed operation. Raises Refused."""
    name = operation.get("op") if isinstance(operation, Mapping) else None
    if not isinstance(name, str) or name not in VERBS:
        raise Refused(Problem("editing.unknown-operation", params={"op": str(name or "")[:40]}))
    verb = VERBS[name]
    given = operation.keys() - _ALWAYS
    wrong = sorted((verb.keys - given) | (given - verb.keys - verb.may))
    wrong += [key for key in ("item", "property", "reason") if not isinstance(operation.get(key, ""), str)]
    wrong += [] if _are_texts(operation.get("translations")) else ["translations"]
    if wrong:
        raise Refused(Problem("editing.operation", params={"op": operation["op"], "property": wrong[0]}))
    return verb


def _are_texts(given: Any) -> bool:
    """Whether something is texts by language and key, or nothing."""
    return given is None or (
        isinstance(given, dict)
        and all(
            isinstance(words, dict) and all(isinstance(text, str) for text in words.values())
            for words in given.values()
        )
    )

"""Owns changes of form definitions: each is an operation on stable names, and can be undone, told and merged.

An operation is a JSON object ``{"op": …, "item": …}``. Operations: ``set`` ``unset`` (a property of an item),
``add-item`` ``remove-item`` ``move`` ``rename``, ``add-choice`` ``remove-choice``, ``translate``. Items: ``form``
``field:/client_name`` ``choice:/gender#male`` ``group:basic`` ``pair:/gender`` ``check:/age#adult``
``text:en:client_name.label`` ``paper`` ``row:client_name`` ``cell:/client_name``.
"""

from __future__ import annotations

from caseforms.definitions.editing.operations import apply, apply_all, inverse, prepared
from caseforms.definitions.editing.verb import Operation, Operations
from caseforms.definitions.editing.writing import normal, write

__all__ = ["Operation", "Operations", "apply", "apply_all", "inverse", "normal", "prepared", "write"]

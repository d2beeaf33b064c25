"""The one place that builds a validator: draft 2020-12, our formats, no network, no answers in messages."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseforms.rules.formats import FORMATS

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


def canonical(value: object) -> str:
    """JSON text that is the same for equal values: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def build(schema: Any) -> Draft202012Validator:
    """A validator of a 2020-12 schema; raises ValueError for a schema it cannot take."""
    import jsonschema_rs  # here, not above: importing a form must not load the engine

    # Options by name: patterns keep to what runs in linear time, as the linter promises.
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, formats=dict(FORMATS), offline=True, mask="***"
    )


@lru_cache(maxsize=2048)
def _of_text(text: str) -> Draft202012Validator:
    return build(json.loads(text))


def validator_of(schema: Any) -> Draft202012Validator:
    """Like ``build``, remembered by the schema's canonical text."""
    return _of_text(canonical(schema))

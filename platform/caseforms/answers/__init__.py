"""Owns what people answer: effective state, computed values, check, the finished record, control names."""

from __future__ import annotations

from caseforms.answers.checking import check
from caseforms.answers.computing import compute
from caseforms.answers.difference import Change, difference
from caseforms.answers.editing import value_at
from caseforms.answers.effective import Effective, effective
from caseforms.answers.finalising import content_hash, finalise, finished
from caseforms.answers.moving import Move, backwards, fitting, lost, moved
from caseforms.answers.moving import problems_of as problems_of_moves
from caseforms.answers.names import name_to_pointer, pointer_to_name
from caseforms.answers.reading import (
    Unreadable,
    normalise_text,
    parse_date,
    parse_date_time,
    parse_email,
    parse_identity,
    parse_integer,
    parse_name,
    parse_number,
    parse_phone,
    parse_time,
    parse_yes_no,
    reader_of,
)
from caseforms.answers.signatures import METHODS as SIGNING_METHODS
from caseforms.answers.signatures import SignatureSlot, signature_slots

__all__ = [
    "SIGNING_METHODS",
    "Change",
    "Effective",
    "Move",
    "SignatureSlot",
    "Unreadable",
    "backwards",
    "check",
    "compute",
    "content_hash",
    "difference",
    "effective",
    "finalise",
    "finished",
    "fitting",
    "lost",
    "moved",
    "name_to_pointer",
    "normalise_text",
    "parse_date",
    "parse_date_time",
    "parse_email",
    "parse_identity",
    "parse_integer",
    "parse_name",
    "parse_number",
    "parse_phone",
    "parse_time",
    "parse_yes_no",
    "pointer_to_name",
    "problems_of_moves",
    "reader_of",
    "signature_slots",
    "value_at",
]

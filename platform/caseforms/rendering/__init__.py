"""Turns definitions into pages: drawing a form, reading what it posts, showing answers."""

from __future__ import annotations

from caseforms.rendering.binding import Bound, bind
from caseforms.rendering.decoding import Decoded, decode, encode, merge
from caseforms.rendering.drawing import draw
from caseforms.rendering.reader import Reader, Source
from caseforms.rendering.registry import KINDS, kind_of

__all__ = [
    "KINDS",
    "Bound",
    "Decoded",
    "Reader",
    "Source",
    "bind",
    "decode",
    "draw",
    "encode",
    "kind_of",
    "merge",
]

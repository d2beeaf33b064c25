"""Names of form controls: a JSON pointer as an HTML name, there and back without loss."""

from __future__ import annotations

from functools import lru_cache

from caseforms.rules.pointers import join, split


@lru_cache(maxsize=8192)
def pointer_to_name(pointer: str) -> str:
    """The control name of a pointer: segments joined by ``-``; ``~`` is written ``~~`` and ``-`` is ``~-``.

    >>> pointer_to_name("/plan_items/0/schedule")
    'plan_items-0-schedule'
    """
    return "-".join(
        segment.replace("~", "~~").replace("-", "~-") if "~" in segment or "-" in segment else segment
        for segment in split(pointer)
    )


def name_to_pointer(name: str) -> str:
    """The pointer of a control name.

    >>> name_to_pointer("plan_items-0-schedule")
    '/plan_items/0/schedule'
    """
    if "~" not in name:
        return join(name.split("-")) if name else ""
    segments: list[str] = [""]
    characters = iter(name)
    for character in characters:
        if character == "~":
            segments[-1] += next(characters, "")
        elif character == "-":
            segments.append("")
        else:
            segments[-1] += character
    return join(segments)

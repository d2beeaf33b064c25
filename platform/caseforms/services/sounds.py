"""How a name sounds and how it is found: pinyin, initials, a key that forgives common confusions, search terms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DROPPED = re.compile(r"[\s·•・.．'’\-—_]+")
CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))
LONGEST_TERM = 60


def folded(text: str) -> str:
    """A name or number as it is compared: NFKC, lower case, no spaces, dots or hyphens."""
    return DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=8192)
def syllables(name: str) -> tuple[str, ...]:
    """The pinyin of each character; other scripts word by word."""
    from pypinyin import lazy_pinyin  # its dictionary takes 0.2 s, needed when the first name is written

    spaced = unicodedata.normalize("NFKC", name).casefold()
    return tuple(found for part in lazy_pinyin(spaced) for found in folded_words(part))


def folded_words(part: str) -> list[str]:
    """The words of a piece of a name without the marks between them."""
    return [word for word in (folded(piece) for piece in re.split(r"[\s·•・]+", part)) if word]


def sound_key(name: str) -> str:
    """Equal for names that are easily taken for one another by ear: 张/章, 陈/程, 林/宁."""
    return " ".join(_forgiven(syllable) for syllable in syllables(name))[:160]


def name_terms(name: str) -> frozenset[str]:
    """What a name is found by: each tail of its characters, of its pinyin and of its initials."""
    plain = folded(name)
    found = {plain[start:] for start in range(len(plain)) if start == 0 or not plain[start].isascii()}
    parts = syllables(name)
    found |= {"".join(parts[start:]) for start in range(len(parts))}
    initials = "".join(part[0] for part in parts)
    found |= {initials[start:] for start in range(max(1, len(initials) - 1))}
    return frozenset(term[:LONGEST_TERM] for term in found if term)


def number_terms(number: str) -> frozenset[str]:
    """What a number is found by: itself and its tails after a separator, `2026-MH-0042` also by `mh0042` and `0042`."""
    parts = re.split(r"[-/_\s]+", unicodedata.normalize("NFKC", number).casefold())
    return frozenset("".join(parts[start:])[:LONGEST_TERM] for start in range(len(parts)) if parts[start])


def _forgiven(syllable: str) -> str:
    for heard, taken in CONFUSED:
        if heard == "l":
            syllable = taken + syllable[1:] if syllable.startswith("l") else syllable
        else:
            syllable = syllable.replace(heard, taken)
    return syllable

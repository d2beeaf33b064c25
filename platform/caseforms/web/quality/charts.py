"""The geometry of the charts: pure numbers in, coordinates out; templates draw them and say the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 16.0, 16.0, 24.0, 34.0
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend: its place, None where there was nothing to count; `near` puts its words below the dot."""

    x: float
    y: float | None
    label: str
    words: str
    below: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A line over periods with its threshold. `lines` are the pieces between periods that follow one another."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    threshold: float | None
    floor: float
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a list: its length in percent of the longest."""

    label: str
    words: str
    length: float
    marked: bool = False


def trend(values: Sequence[tuple[str, float | None, str]], threshold: float | None) -> Trend:
    """A trend of (label, percent or None, words), oldest first; the scale is always 0 to 100."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    points = tuple(
        Point(
            x=round(LEFT + step * (place + 0.5), 1),
            y=None if percent is None else height_of(percent),
            label=label,
            words=words,
            below=threshold is not None and percent is not None and percent < threshold,
        )
        for place, (label, percent, words) in enumerate(values)
    )
    line = None if threshold is None else height_of(threshold)
    return Trend(points, _pieces(points), line, HEIGHT - BOTTOM)


def bars(values: Sequence[tuple[str, float, str]], marked: frozenset[str] = frozenset()) -> tuple[Bar, ...]:
    """Bars of (label, number, words), each as long as its share of the largest."""
    longest = max((number for _, number, _ in values), default=0)
    return tuple(
        Bar(label, words, round(HUNDRED * number / longest, 1) if longest else 0.0, label in marked)
        for label, number, words in values
    )


def height_of(percent: float) -> float:
    """Where a share stands: 0 at the floor, 100 at the top."""
    inside = min(HUNDRED, max(0.0, percent))
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - inside / HUNDRED), 1)


def _pieces(points: Sequence[Point]) -> tuple[str, ...]:
    pieces: list[list[str]] = [[]]
    for point in points:
        if point.y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{point.x},{point.y}")
    return tuple(" ".join(piece) for piece in pieces if len(piece) > 1)

"""Owns how a signature looks on paper: strokes as a drawing, a fingerprint as a picture, the rest in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One signature as the sheet shows it. `method` is drawn, fingerprint, typed, oral or paper; `date` the ISO day
    of signing; `strokes` what signature_pad recorded; `image_url` the picture of a fingerprint (a data: address for
    a PDF, which fetches nothing); `typed` the typed name or the note of an oral agreement or a paper original;
    `valid` is false after the record was changed."""

    signer_name: str
    method: str = "typed"
    date: str = ""
    strokes: Sequence[Any] = ()
    image_url: str = ""
    typed: str = ""
    valid: bool = True


def drawing(strokes: Iterable[Any]) -> Markup:
    """The strokes as one SVG path, cut to what was drawn; empty when there is nothing to draw.

    A stroke is signature_pad's `{"points": [{"x", "y"}, …]}` or a bare list of `[x, y]`.
    """
    lines = [line for line in (_points(stroke) for stroke in strokes) if line]
    if not lines:
        return Markup("")
    across = [x for line in lines for x, _ in line]
    down = [y for line in lines for _, y in line]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    width, height = max(across) + MARGIN - left, max(down) + MARGIN - top
    path = " ".join(_path(line) for line in lines)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="paper__strokes" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}" aria-hidden="true">'
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="2.5" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _points(stroke: Any) -> list[tuple[float, float]]:
    points = stroke.get("points", ()) if isinstance(stroke, dict) else stroke
    return [
        (float(point["x"]), float(point["y"]))
        if isinstance(point, dict)
        else (float(point[0]), float(point[1]))
        for point in points
    ]


def _path(line: list[tuple[float, float]]) -> str:
    # A dot is a stroke of one point: a line of no length, which the round cap makes visible.
    dots = line if len(line) > 1 else line * 2
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in dots)

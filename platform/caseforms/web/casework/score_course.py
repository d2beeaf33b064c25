"""The page of a case's scores over time: a drawn line and, saying the same, a table for each instrument."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from caseforms.services import score_lines
from caseforms.services.score_lines import Line, Point
from caseforms.web import unit_of_work, visits
from caseforms.web.casework.blueprints import case

LEFT, RIGHT, ABOVE, BELOW = 36.0, 624.0, 12.0, 188.0


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a score stands in the drawing."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """One instrument's line: its dots and the path through them, as the `points` of a polyline."""

    line: Line
    dots: tuple[Dot, ...]
    path: str


@case.get("/cases/<case_id>/scores")
@unit_of_work.logs_what_is_seen
def score_course(case_id: str) -> str:
    """Every scale of the case, each version by itself."""
    found = score_lines.of_case(unit_of_work.session(), visits.actor(), case_id, unit_of_work.now())
    drawings = [_drawn(line) for line in found]
    return render_template("casework/scores.html", drawings=drawings, case_id=case_id)


def _drawn(line: Line) -> Drawing:
    first, last = line.points[0].day, line.points[-1].day
    days = max((last - first).days, 1)
    dots = tuple(
        Dot(
            round(
                LEFT + (RIGHT - LEFT) * ((point.day - first).days / days if len(line.points) > 1 else 0.5), 1
            ),
            round(BELOW - (BELOW - ABOVE) * max(0.0, min(point.score / line.top, 1.0)), 1),
            point,
        )
        for point in line.points
    )
    return Drawing(line, dots, " ".join(f"{dot.x},{dot.y}" for dot in dots))

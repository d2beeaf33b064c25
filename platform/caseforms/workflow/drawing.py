"""Draws a workflow as one SVG: stages from left to right, numbered ways between them, and what each number means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from caseforms.workflow.mermaid import Way, ways
from caseforms.workflow.model import ActionRule, Workflow

WIDTH, HEIGHT = 116, 48
ACROSS, MAIN_Y, ENDS_Y, MARGIN = 168, 190, 420, 32
LEGEND_Y, LINE, COLUMN = 530, 24, 440
INK, ACCENT, QUIET, PAPER, SHEET = "#24302e", "#0b6b5d", "#6b7672", "#fbf8f2", "#ffffff"
COLOURS: Mapping[str, str] = {"forward": ACCENT, "back": "#9a6a00", "exit": "#9d2f22", "side": QUIET}
FONT = "PingFang SC, Noto Sans SC, Microsoft YaHei, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stage stands: the upper left corner."""

    x: int
    y: int

    @property
    def middle(self) -> int:
        """The x of its middle."""
        return self.x + WIDTH // 2


def draw(workflow: Workflow, language: str) -> str:
    """The drawing as a self-contained SVG document, labels in the language ("zh" or "en")."""
    boxes = _places(workflow)
    found = ways(workflow)
    numbers = {name: index for index, name in enumerate(dict.fromkeys(way.action.name for way in found), 1)}
    legend = list(_legend(workflow, numbers, language))
    beside = [action for action in workflow.actions.values() if action.name not in numbers]
    width = max(box.x for box in boxes.values()) + WIDTH + MARGIN
    columns = max(1, (width - 2 * MARGIN) // COLUMN)
    rows = -(-len(legend) // columns)
    height = LEGEND_Y + rows * LINE + 90
    parts = [
        _opening(width, height),
        f"<title>{escape(workflow.title[language])}</title>",
        f"<desc>{escape(_told(workflow, found, language))}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<text x="{MARGIN}" y="44" font-size="22" fill="{INK}">{escape(workflow.title[language])}</text>',
        _arrowheads(),
        *_lines(boxes, found, numbers),
        *(_box(workflow, name, box, language) for name, box in boxes.items()),
        *_legend_rows(legend, rows),
        _beside(beside, language, LEGEND_Y + rows * LINE + 24, width),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="{FONT}" font-size="14">'
    )


def _places(workflow: Workflow) -> dict[str, Box]:
    """The stages that are not final in a row, in their order; each end under the stage that leads to it first."""
    boxes: dict[str, Box] = {}
    for column, name in enumerate(name for name, stage in workflow.stages.items() if not stage.final):
        boxes[name] = Box(MARGIN + column * ACROSS, MAIN_Y)
    taken: set[int] = set()
    for name in (name for name, stage in workflow.stages.items() if stage.final):
        wanted = [boxes[way.start].x for way in ways(workflow) if way.end == name and way.start in boxes]
        x = min(wanted, default=MARGIN)
        while x in taken:
            x += ACROSS
        taken.add(x)
        boxes[name] = Box(x, ENDS_Y)
    return boxes


def _lines(boxes: Mapping[str, Box], found: tuple[Way, ...], numbers: Mapping[str, int]) -> Iterator[str]:
    together: dict[tuple[str, str, str], list[int]] = {}
    for way in found:
        together.setdefault((way.start, way.end, way.action.path), []).append(numbers[way.action.name])
    for index, ((start, end, path), labels) in enumerate(together.items()):
        yield _line(boxes[start], boxes[end], path, labels, index)


def _line(start: Box, end: Box, path: str, labels: list[int], index: int) -> str:
    colour = COLOURS[path]
    if start.y == end.y and end.x - start.x == ACROSS and path == "forward":
        y = start.y + HEIGHT // 2
        curve, at = f"M{start.x + WIDTH} {y}L{end.x - 6} {y}", ((start.x + WIDTH + end.x) // 2, y)
    elif start.y == end.y:
        above = end.x < start.x
        side = start.y if above else start.y + HEIGHT
        span = abs(end.x - start.x)
        lift = (44 + span // 7 + index % 3 * 8) * (-1 if above else 1)
        a, b = (
            (start.middle - 18, end.middle + 14)
            if above
            else (start.middle + 18, end.middle - 14 - index % 4 * 9)
        )
        tip = side - 6 if above else side + 6
        curve = f"M{a} {side}C{a} {side + lift} {b} {tip + lift} {b} {tip}"
        at = ((a + b) // 2, side + lift * 3 // 4)
    else:
        a, b = start.middle + index % 5 * 8 - 16, end.middle + index % 3 * 14 - 14
        top, bottom = start.y + HEIGHT, end.y - 6
        if start.y > end.y:
            top, bottom = start.y, end.y + HEIGHT + 6
        half = (top + bottom) // 2
        curve = f"M{a} {top}C{a} {half} {b} {half} {b} {bottom}"
        at = ((a + b) // 2, half + index % 3 * 12 - 12)
    text = "·".join(str(label) for label in labels)
    wide = 10 + 8 * len(text)
    return (
        f'<path d="{curve}" fill="none" stroke="{colour}" stroke-width="1.6" marker-end="url(#tip-{path})"/>'
        f'<rect x="{at[0] - wide // 2}" y="{at[1] - 10}" width="{wide}" height="20" rx="10" fill="{SHEET}" '
        f'stroke="{colour}"/><text x="{at[0]}" y="{at[1] + 4}" font-size="12" text-anchor="middle" '
        f'fill="{colour}">{text}</text>'
    )


def _box(workflow: Workflow, name: str, box: Box, language: str) -> str:
    stage = workflow.stages[name]
    width = 3 if stage.final else 1.4
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{SHEET}" stroke="{INK}" '
        f'stroke-width="{width}"/>'
        f'<text x="{box.middle}" y="{box.y + 22}" text-anchor="middle" fill="{INK}">'
        f"{escape(stage.label[language])}</text>"
        f'<text x="{box.middle}" y="{box.y + 39}" text-anchor="middle" font-size="11" fill="{QUIET}">'
        f"{escape('§' + stage.clause if stage.clause else '')}</text>"
    )


def _legend(
    workflow: Workflow, numbers: Mapping[str, int], language: str
) -> Iterator[tuple[int, ActionRule, str]]:
    join = "、" if language == "zh" else ", "
    for name, number in numbers.items():
        action = workflow.actions[name]
        roles = join.join(text[language] for role, text in workflow.roles.items() if role in action.by)
        clause = f" §{action.clause}" if action.clause else ""
        yield number, action, f"{action.label[language]} · {roles}{clause}"


def _legend_rows(legend: list[tuple[int, ActionRule, str]], rows: int) -> Iterator[str]:
    for index, (number, action, words) in enumerate(legend):
        x, y = MARGIN + index // rows * COLUMN, LEGEND_Y + index % rows * LINE
        colour = COLOURS[action.path]
        yield (
            f'<text x="{x + 18}" y="{y}" text-anchor="end" fill="{colour}">{number}</text>'
            f'<text x="{x + 28}" y="{y}" font-size="13" fill="{INK}">{escape(words)}</text>'
        )


def _beside(actions: list[ActionRule], language: str, y: int, width: int) -> str:
    """What may be done without leaving the stage, in lines that fit."""
    join = "、" if language == "zh" else ", "
    lines: list[str] = [""]
    fits = (width - 2 * MARGIN) // (13 if language == "zh" else 7)
    for label in (action.label[language] for action in actions):
        added = f"{lines[-1]}{join}{label}" if lines[-1] else label
        lines = [*lines[:-1], added] if len(added) <= fits else [*lines, label]
    return "".join(
        f'<text x="{MARGIN}" y="{y + 20 * index}" font-size="13" fill="{QUIET}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def _arrowheads() -> str:
    heads = (
        f'<marker id="tip-{path}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for path, colour in COLOURS.items()
    )
    return f"<defs>{''.join(heads)}</defs>"


def _told(workflow: Workflow, found: tuple[Way, ...], language: str) -> str:
    """The drawing in words, for those who cannot see it."""
    name = {stage: each.label[language] for stage, each in workflow.stages.items()}
    return "; ".join(f"{name[way.start]} → {name[way.end]}: {way.action.label[language]}" for way in found)

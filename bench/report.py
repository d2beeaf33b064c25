"""The figures as they are printed, kept in build/bench.json and told in docs/performance.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.figure import Figure

HEAD = """# 性能 · Performance

`make bench` 写出本页；每一项都在同一次运行中与参照物成对测量，取中位数，所以写成比值，换一台机器也能比较。
未达到的预算照样列出，不隐瞒。

`make bench` writes this page. Every figure is measured in pairs with its yardstick in one run and is a median, written
as a ratio where there is one, so that another machine can compare. A budget that is missed stands here like the others.

| 项目 | what | figure | budget | met |
|--|--|--|--|--|
"""


def number(value: float) -> str:
    """Three figures that mean something, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def said(figure: Figure) -> str:
    """One line for the terminal."""
    unit = f" {figure.unit}" if figure.unit else ""
    met = "met" if figure.met else "MISSED"
    return f"{figure.name:<24} {number(figure.figure) + unit:<16} {figure.sign} {number(figure.budget) + unit:<14} {met}"


def closing(figures: Iterable[Figure], failed: Sequence[str] = ()) -> str:
    """The last line: which budgets were missed, and which measures broke off."""
    missed = [figure.name for figure in figures if not figure.met]
    parts = [f"missed: {', '.join(missed)}"] if missed else []
    parts += [f"not measured: {', '.join(failed)}"] if failed else []
    return "; ".join(parts) or "every budget met"


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """The figures for other programs."""
    return [
        {
            "name": figure.name,
            "figure": round(figure.figure, 4),
            "unit": figure.unit,
            "budget": figure.budget,
            "sense": figure.sense,
            "met": figure.met,
            "how": figure.how.en,
            "beside": {name: round(value, 4) for name, value in figure.beside.items()},
        }
        for figure in figures
    ]


QUICK = """本页出自`make bench ARGS=--quick`：重复次数较少，大库为十万个案而不是一百万。

This page comes from `make bench ARGS=--quick`: fewer repetitions, and a hundred thousand cases where a whole run has a
million.
"""


BUSY = """测量时这台机器还在做别的事：比值可信，绝对数（秒、每秒次数）低于空闲时。

The machine was busy with other work meanwhile: the ratios hold, absolute figures (seconds, rates) are worse than on an
idle one.
"""


def page(figures: Sequence[Figure], *, quick: bool = False, busy: bool = False) -> str:
    """docs/performance.md."""
    rows = [_row(figure) for figure in figures]
    missed = [figure for figure in figures if not figure.met]
    parts = [HEAD + "\n".join(rows) + "\n", *([QUICK] if quick else []), *([BUSY] if busy else [])]
    if missed:
        parts.append(
            f"未达到：{'；'.join(each.title.zh for each in missed)}。\n\n"
            f"Missed: {'; '.join(each.title.en for each in missed)}.\n"
        )
    parts.append("## 怎样测 · How it is measured\n")
    parts += [_explained(figure) for figure in figures]
    return "\n".join(parts)


def write(
    figures: Sequence[Figure],
    json_file: Path,
    page_file: Path | None,
    *,
    quick: bool = False,
    busy: bool = False,
) -> None:
    """Both files; the page only when every measure was run."""
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json.dumps(as_json(figures), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if page_file is not None:
        page_file.write_text(page(figures, quick=quick, busy=busy), encoding="utf-8")


def _row(figure: Figure) -> str:
    unit = f" {figure.unit}" if figure.unit else ""
    met = "✓ 达到 met" if figure.met else "✗ 未达到 missed"
    return (
        f"| {figure.title.zh} | {figure.title.en} | {number(figure.figure)}{unit} "
        f"| {figure.sign} {number(figure.budget)}{unit} | {met} |"
    )


def _explained(figure: Figure) -> str:
    beside = "".join(f"- {name}: {number(value)}\n" for name, value in figure.beside.items())
    between = "\n" if beside else ""
    return f"### {figure.name}\n\n{figure.how.zh}\n\n{figure.how.en}\n{between}{beside}"

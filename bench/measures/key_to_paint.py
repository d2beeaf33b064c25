"""From a key to what it changed on the screen, in a form of 250 questions with 60 conditions on a slow tablet."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

from bench import questionnaire
from bench.figure import Effort, Figure, Text
from bench.tablet import SLOWED, tablet
from bench.timing import nearest
from caseforms import definitions, rendering

BUDGET = 50
CONDITIONS = 60
KEYS = 40
PAUSE = 60  # milliseconds between keys: a fast typist
FOCUS = """() => {
  const box = document.querySelector(".one-part .part:not(.is-other-part) textarea, .one-part .part:not(.is-other-part) input[name=q1]");
  box.focus();
  window.waits = [];
  box.addEventListener("keydown", () => {
    const begun = performance.now(), { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.waits.push(performance.now() - begun);
    requestAnimationFrame(() => port2.postMessage("")); // comes after the frame is drawn
  });
}"""
HOW = Text(
    zh="250题、60个条件的问卷放进平板应用，处理器降到四分之一，在一格里连续打字。从按键到其后一帧画完（条件、计算、保存都在内）。每40次按键为一段，取最安静一段的第95百分位（同机还有别的负载）。",
    en="A questionnaire of 250 questions and 60 conditions in the tablet's app, the processor slowed to a quarter; keys are "
    "typed into one box, one every 60 ms. From the key until the frame after it is drawn, with conditions, computed "
    "values and saving. Forty keys are a stretch; the 95th percentile of the quietest (others use the machine too).",
)


def measure(effort: Effort) -> Figure:
    """Milliseconds at the 95th percentile, and the median."""
    with tablet(taken_along()) as made, made.page() as page:
        made.today(page)
        page.locator("[data-starts] .start", has_text="问卷").click()
        page.locator("[data-dock]").wait_for()
        page.evaluate(FOCUS)
        stretches = [_typed(page) for _ in range(effort.choose(8, 3))]
    waits = min(stretches, key=lambda each: nearest(each, 0.95))
    return Figure(
        "key-to-paint",
        Text(
            f"250题60个条件，按键到画面，处理器{SLOWED}倍降速，p95",
            f"key to paint, 250 questions and 60 conditions, processor slowed {SLOWED} times, p95",
        ),
        nearest(waits, 0.95),
        "ms",
        BUDGET,
        HOW,
        beside={
            "median, ms": nearest(waits, 0.5),
            "slowest stretch, ms": max(nearest(each, 0.95) for each in stretches),
        },
    )


def _typed(page: Page) -> list[float]:
    """The milliseconds of one stretch of typing."""
    page.evaluate("window.waits = []")
    for _ in range(KEYS):
        page.keyboard.press("a")
        page.wait_for_timeout(PAUSE)
    return list(page.evaluate("window.waits"))


def taken_along() -> dict[str, Any]:
    """The questionnaire as a bundle brings it."""
    document = json.loads(json.dumps(questionnaire.definition().document))
    controls = [each for group in document["ui"]["elements"][0]["elements"] for each in group["elements"]]
    for number, control in enumerate(controls):
        control.pop("rule", None)
        if number % 4 == 3 and number // 4 < CONDITIONS:
            control["rule"] = _rule(number - 1)
    form = definitions.compile(definitions.parse(document, "bench-questionnaire"))
    reader = rendering.Reader(now=datetime.now(UTC), icons_url="/static/0/vendor/icons.svg")
    drawn = str(rendering.draw(form, {}, reader))
    return {
        "id": form.definition.id, "version": form.definition.version, "sha256": form.definition.sha256,
        "title": {"zh": "问卷", "en": "Questionnaire"}, "slot": "questionnaire", "purpose": "alone",
        "prefill": {}, "definition": document, "signatures": [], "html": {"zh": drawn, "en": drawn},
    }  # fmt: skip


def _rule(before: int) -> dict[str, Any]:
    condition = {
        "scope": f"#/properties/q{before}",
        "schema": {"const": questionnaire.answers()[f"q{before}"]},
        "failWhenUndefined": True,
    }
    return {"effect": "SHOW", "condition": condition}

"""The tablet switched on without a network: from the icon to a form that takes answers, without the person's own pauses."""

from __future__ import annotations

from bench.figure import Effort, Figure, Text
from bench.tablet import SLOWED, Tablet, tablet

BUDGET = 1.5
OPENED = """([control, screen]) => new Promise((done) => {
  const begun = performance.now();
  const look = () => document.querySelector(screen) && requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  const watch = new MutationObserver(() => look() && watch.disconnect());
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["hidden"] });
  document.querySelector(control).click();
})"""
HOW = Text(
    zh="平板启用并登记后关掉服务器；每次都重新启动浏览器，处理器降到四分之一。把三段机器时间相加：打开图标到可以输入密码、"
    "按下“打开”到“今天”、按下第一张表到它可以填写。取几次中最快的一次（同机还有别的负载）。",
    en="A tablet is set up and joined, then the server is stopped; each run starts the browser anew, its processor slowed "
    "to a quarter. Three stretches of the machine's time are added: from the icon until the PIN can be typed, from “Open” "
    "to “Today”, from a press on the first form until it takes answers. The fastest of a few runs.",
)


def measure(effort: Effort) -> Figure:
    """Seconds in all, and by stretch."""
    with tablet() as made:
        runs = [_run(made) for _ in range(effort.choose(5, 2))]
    ready, opened, form = min(runs, key=sum)
    return Figure(
        "offline-start",
        Text(
            f"无网络冷启动到可填写的表单，处理器{SLOWED}倍降速",
            f"cold start without a network to a usable form, processor slowed {SLOWED} times",
        ),
        ready + opened + form,
        "s",
        BUDGET,
        HOW,
        beside={"until the PIN, s": ready, "PIN to today, s": opened, "form, s": form},
    )


def _run(made: Tablet) -> tuple[float, float, float]:
    with made.page() as page:
        made.locked(page)
        ready = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
        today = page.evaluate(
            OPENED, ["[data-pin] button[type=submit]", '[data-screen="today"]:not([hidden])']
        )
        form = page.evaluate(OPENED, ["[data-starts] .start", "[data-dock]:not([hidden])"])
    return ready / 1000, today / 1000, form / 1000

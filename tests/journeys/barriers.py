"""What a page is held to: nothing that axe finds, nothing wider than the screen, nothing that a finger would miss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Another language changes the words, not the markup.
NAMES_OF_CONTROLS = ["button-name", "link-name", "label", "image-alt", "document-title", "html-has-lang"]
# A narrow screen changes what lies where.
NARROW = ["target-size", "scrollable-region-focusable"]
# Colours and the size of letters change looks alone.
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]

SCREENS: dict[str, ViewportSize] = {
    "tablet": {"width": 1024, "height": 768},
    "desktop": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
SCROLLS = "document.documentElement.scrollWidth > innerWidth + 1"
WIDE = """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest('.unseen, .tabs, .scrolls, [hidden], .sprite, .date__native')).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('main :is(button, summary, select, input, textarea, a), .dock :is(button, a), .bar :is(button, a, summary)')]
  .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.matches('[type=hidden], [type=radio], [type=checkbox]'))
  .filter(e => getComputedStyle(e).display !== 'inline' && !e.closest('.unseen, .skip, .clause, article'))
  .filter(e => !(e.tagName === 'A' && e.closest('p, td, h1') && !e.classList.contains('btn')))
  .map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width > 1 && (r.height < 43.5 || r.width < 43.5))
  .slice(0, 4).map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 110)}`)"""
# The dock lies over whatever has scrolled beneath it: it is put where it would stand at the page's end.
UNDOCKED = "document.querySelector('.dock')?.style.setProperty('position', 'static')"
FOUND = """async (only) => (await axe.run(document, {runOnly: only, resultTypes: ['violations']})).violations
  .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')}`)"""


def found(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds on the page that is open, by the named rules or the rules of the named standards."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    kind = "tag" if rules is RULES else "rule"
    barriers: list[str] = page.evaluate(FOUND, {"type": kind, "values": rules})
    return barriers


def too_wide(page: Page) -> list[str]:
    """What stands beyond the right edge of the screen, when the page has to be scrolled for it."""
    return [f"wider than the screen: {page.evaluate(WIDE)}"] if page.evaluate(SCROLLS) else []


def on_every_screen(page: Page, language: str) -> Iterator[str]:
    """What is wrong with the page that is open on a tablet, then as wide as on a desk, then as narrow as on a phone."""
    page.evaluate(UNDOCKED)
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        wrong = too_wide(page)
        if screen == "tablet":
            wrong += [f"hard to hit: {each}" for each in page.evaluate(SMALL)]
            wrong += found(page, RULES if language == "zh" else NAMES_OF_CONTROLS)
        if screen == "phone" and language == "zh":
            wrong += found(page, NARROW)
        yield from (f"{screen}: {each}" for each in wrong)

"""Past every page that somebody can reach, in both languages, on a phone, a tablet and a desk: nobody is kept out by a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.exceptions import NotFound

from tests.journeys import pages
from tests.journeys.walking import AXE, PICTURES, RULES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WIDTHS = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
NAMES = re.compile(
    r"English|Chunhui|Centre|WCAG|JPEG|PNG|PDF|Excel|CSV|PHQ|lin|zhao|wang|chen|dang|guan|Kurt|Kroenke",
    re.IGNORECASE,
)
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
LAYOUT = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "link-in-text-block",
]  # looks alone change it
NAMES_OF_CONTROLS = [
    "button-name",
    "link-name",
    "label",
    "image-alt",
    "document-title",
    "html-has-lang",
]  # another language changes it
NARROW = ["target-size", "scrollable-region-focusable"]  # a narrow screen changes it
FOUND = """async (only) => (await axe.run(document, {runOnly: only})).violations
  .map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.target + ' ' + n.failureSummary).join(' | ')}`)"""


def _barriers(walker, rules) -> Iterator[str]:
    """What axe finds on the page that is open."""
    walker.page.evaluate(AXE)
    walker.page.evaluate(UNDOCKED)
    if found := walker.page.evaluate(FOUND, rules):
        yield f"axe {found}"


def _too_wide(walker, name: str) -> Iterator[str]:
    """What does not fit the screen of this name, and on a tablet what a finger would miss."""
    page = walker.page
    width, height = WIDTHS[name]
    page.set_viewport_size({"width": width, "height": height})
    if page.evaluate(SCROLLS):
        yield f"{name}: wider than the screen {page.evaluate(WIDE)}"
    if name == "tablet" and (targets := page.evaluate(SMALL)):
        yield f"{name}: hard to hit {targets}"


def _faults(walker, language: str) -> Iterator[str]:
    """What is wrong with the page that is open. The other language changes its words, not its markup."""
    yield from _too_wide(walker, "tablet")
    yield from _barriers(walker, RULES if language == "zh" else {"type": "rule", "values": NAMES_OF_CONTROLS})
    yield from _too_wide(walker, "desk")
    yield from _too_wide(walker, "phone")
    if language == "zh":
        yield from _barriers(walker, {"type": "rule", "values": NARROW})
        yield from _english(walker)


def _english(walker) -> Iterator[str]:
    """Words on a Chinese page that nobody translated."""
    shown = walker.page.evaluate(
        "() => { const copy = document.body.cloneNode(true);"
        " copy.querySelectorAll('script, template, noscript, [lang=en], .num').forEach(e => e.remove()); return copy.innerText }"
    )
    for found in re.findall(r"[A-Za-z]{2,}(?:[ ,][A-Za-z]{2,})+", shown):
        if not all(NAMES.fullmatch(word) for word in re.split("[ ,]", found)):
            yield f"untranslated: {found!r}"


def _picture(walker, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        walker.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.mark.requirement("R-M-06")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_has_a_barrier_a_sideways_scroll_or_a_foreign_word(walk, house, language):
    places = pages.furnished(house)
    faults = []
    for person, addresses in places.by_person.items():
        walker = walk(person, size="tablet", language=language)
        if not person:
            walker.context.add_cookies(
                [{"name": "caseforms_language", "value": language, "url": walker.address}]
            )
        for number, address in enumerate(addresses):
            walker.page.set_viewport_size({"width": 1024, "height": 768})
            walker.open(address)
            _picture(walker, f"every-{language}-{person or 'stranger'}-{number:02}")
            faults += [f"{person or 'stranger'} {address}: {each}" for each in _faults(walker, language)]

    assert not faults, "\n".join(faults)


def test_the_walk_leaves_no_page_out(house):
    addresses = {each for known in pages.furnished(house).by_person.values() for each in known}
    reach = house.app.url_map.bind("localhost")
    walked = set()
    for address in addresses:
        try:
            walked.add(reach.match(address.split("?")[0])[0])
        except NotFound:
            assert address == "/nowhere"

    every = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert every - walked - set(pages.NO_PAGES) == set()


@pytest.mark.parametrize("display", ["dark..", ".large.", "..high", "dark..high"])
def test_the_main_pages_have_no_barrier_in_dark_large_or_high_contrast(walk, house, display):
    worker = pages.furnished(house).by_person["lin"]
    chosen = [worker[0], worker[6], worker[13], worker[18], worker[22]]
    walker = walk("lin", size="tablet")
    theme, text, contrast = display.split(".")
    walker.page.request.post(
        f"{walker.address}/display",
        form={
            "theme": theme,
            "text": text,
            "contrast": contrast,
            "csrf_token": walker.page.locator("[name=csrf_token]").first.get_attribute("value"),
        },
    )
    faults = []
    for number, address in enumerate(chosen):
        walker.open(address)
        shown = walker.page.locator("html")
        assert (shown.get_attribute("data-theme") or "", shown.get_attribute("data-contrast") or "") == (
            theme,
            contrast,
        )
        _picture(walker, f"mode-{display.replace('.', '_')}-{number}")
        wrong = [*_barriers(walker, {"type": "rule", "values": LAYOUT}), *_too_wide(walker, "phone")]
        faults += [f"{address}: {each}" for each in wrong]

    assert not faults, "\n".join(faults)

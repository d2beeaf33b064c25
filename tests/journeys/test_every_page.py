"""Past every page that somebody can reach, in both languages, on a phone, a tablet and a desk: nobody is kept out by a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.exceptions import NotFound

from tests.journeys import barriers, pages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NAMES = re.compile(
    r"English|Chunhui|Centre|WCAG|JPEG|PNG|PDF|Excel|CSV|PHQ|lin|zhao|wang|chen|dang|guan|Kurt|Kroenke",
    re.IGNORECASE,
)


def _english(walker) -> Iterator[str]:
    """Words on a Chinese page that nobody translated."""
    shown = walker.page.evaluate(
        "() => { const copy = document.body.cloneNode(true);"
        " copy.querySelectorAll('script, template, noscript, [lang=en], .num').forEach(e => e.remove()); return copy.innerText }"
    )
    for found in re.findall(r"[A-Za-z]{2,}(?:[ ,][A-Za-z]{2,})+", shown):
        if not all(NAMES.fullmatch(word) for word in re.split("[ ,]", found)):
            yield f"untranslated: {found!r}"


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
            walker.page.set_viewport_size(barriers.SCREENS["tablet"])
            walker.open(address).picture(f"every-{language}-{person or 'stranger'}-{number:02}")
            wrong = [*barriers.on_every_screen(walker.page, language)]
            wrong += _english(walker) if language == "zh" else []
            faults += [f"{person or 'stranger'} {address}: {each}" for each in wrong]

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
        walker.picture(f"mode-{display.replace('.', '_')}-{number}")
        wrong = barriers.found(walker.page, barriers.LOOKS)
        walker.page.set_viewport_size(barriers.SCREENS["phone"])
        wrong += barriers.too_wide(walker.page)
        faults += [f"{address}: {each}" for each in wrong]

    assert not faults, "\n".join(faults)

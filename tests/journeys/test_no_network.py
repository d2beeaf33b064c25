"""Without a network: whom to call and how to stay safe on a visit are still at hand, and nothing about anybody is."""

from __future__ import annotations

import pytest

# Asked in one go: a page of ours lets nobody evaluate strings, which asking again and again would need.
# An active keeper answers the next page, whether or not it has taken over the present one.
KEPT = """() => navigator.serviceWorker.ready.then(({ active }) => active.state === "activated" || new Promise((done) => {
  active.addEventListener("statechange", () => active.state === "activated" && done(true));
}))"""
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.mark.requirement("R-002-60", "R-002-63")
def test_without_a_network_the_numbers_and_the_rules_of_a_visit_are_shown(walk) -> None:
    lin = walk("lin", size="tablet").open("/")
    lin.page.evaluate(KEPT)
    lin.context.set_offline(True)

    lin.page.goto(f"{lin.address}/incident/new")

    words = lin.page.locator("main").inner_text()
    assert [number for number in ("120", "110", "119") if number not in words] == []
    assert "离出入口较近" in words
    assert "1米" in words
    assert "林晓燕" not in lin.page.content()
    lin.context.set_offline(False)
    lin.open("/incident/new")
    assert "120" in lin.page.locator("main").inner_text()

"""Administration in words: what somebody who has never seen code can choose, and what it does."""

from __future__ import annotations


def test_an_administrator_chooses_how_strictly_staff_are_held_from_words(house, visit):
    guan = visit("guan").open("/administration/lists")

    offered = [
        (each.attributes["value"], each.attributes["type"])
        for each in guan.page.all("input")
        if each.attributes.get("name") == "staff.profile"
    ]
    guan.press("Save", {"staff.profile": "warn"})

    assert offered == [("", "radio"), ("warn", "radio"), ("guard", "radio")]
    assert guan.open("/administration/lists").value_of("staff.profile") == "warn"

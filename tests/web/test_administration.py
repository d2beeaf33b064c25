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


def test_the_administrator_sets_the_targets_of_the_tables(visit):
    guan = visit("guan").open("/administration/targets")
    name = "cd-monitoring-table.target_systolic"
    usual = guan.value_of(name)

    guan.press("Save", {name: "viel"}, expect=422)
    typed = (guan.sees("is not a number that can stand here"), guan.value_of(name))
    guan.press("Save", {name: "135"})

    assert usual == "140"
    assert typed == (True, "viel")
    assert guan.sees("Every case is being counted anew")
    assert guan.value_of(name) == "135"

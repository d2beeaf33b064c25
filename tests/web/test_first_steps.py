"""The start page, and how one gets there."""

from __future__ import annotations


def test_the_work_list_of_a_new_worker_says_what_to_do_first(visit):
    lin = visit("lin")

    lin.open("/")

    assert lin.heading == "To do"
    assert lin.sees("Nothing waits for you")
    assert lin.sees("Thu 5 Mar 2026")

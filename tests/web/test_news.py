"""News: everything one was told, newest first, page by page; seen or not, and never somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from caseforms.services import notifications
from tests.web.conftest import House
from tests.web.visiting import Visitor


def tell(house: House, username: str, many: int) -> None:
    with house.store.transaction(house.institution_id) as session:
        for number in range(many):
            at = house.clock() - timedelta(minutes=many - number)
            message = {"message": {"zh": f"第{number}条", "en": f"Piece {number}."}}
            notifications.tell(
                session, [house.user_ids[username]], "note", f"{username}/{number}", at, params=message
            )


def test_the_bar_counts_what_is_new_and_the_page_shows_it_newest_first(
    house: House, visit: Callable[..., Visitor]
) -> None:
    tell(house, "lin", 3)

    lin = visit("lin").open("/news")

    assert any(each.text.endswith("3") for each in lin.page.all("a") if "News" in each.text)
    pieces = [each.text for each in lin.page.all("p") if each.text.startswith("Piece")]
    assert pieces == ["Piece 2.", "Piece 1.", "Piece 0."]


def test_news_that_was_seen_stays_on_the_page_and_is_not_counted(
    house: House, visit: Callable[..., Visitor]
) -> None:
    tell(house, "lin", 2)
    lin = visit("lin").open("/news")

    lin.press("Seen")
    assert lin.sees("Piece 1.")
    lin.press("Mark all as seen")

    assert lin.sees("Piece 0.")
    assert not any("Seen" in each.text for each in lin.page.all("button"))


def test_a_long_list_goes_on_where_the_page_ended(house: House, visit: Callable[..., Visitor]) -> None:
    tell(house, "lin", notifications.PAGE + 2)

    lin = visit("lin").open("/news").follow("Earlier news")

    pieces = [each.text for each in lin.page.all("p") if each.text.startswith("Piece")]
    assert pieces == ["Piece 1.", "Piece 0."]
    lin.open("/news?after=nonsense", expect=422)


def test_nobody_reads_or_clears_the_news_of_somebody_else(
    house: House, visit: Callable[..., Visitor]
) -> None:
    tell(house, "lin", 1)
    tell(house, "zhao", 1)

    zhao = visit("zhao").open("/news")
    zhao.press("Mark all as seen")

    assert zhao.sees("Piece 0.")
    assert visit("lin").open("/news").sees("Mark all as seen")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("medication-changed", "The doctor changed the medication"),
        ("meeting-due", "The joint team's weekly meeting is due"),
        ("summary-due", "The monthly summary of the joint work is due"),
        ("evaluation-due", "The self-evaluation of the institution is due"),
    ],
)
def test_each_kind_of_news_says_what_it_is(
    house: House, visit: Callable[..., Visitor], kind: str, said: str
) -> None:
    with house.store.transaction(house.institution_id) as session:
        notifications.tell(
            session, [house.user_ids["lin"]], kind, kind, house.clock(), params={"client": "张"}
        )

    assert visit("lin").open("/news").sees(said)

"""A quarter of table A.1 as the quality department lives it: from a number to its cases, to a record that two people sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from caseforms.services import accounts
from tests.journeys import chapters, shortcuts
from tests.journeys.walking import Walker
from tests.services import chronic
from tests.web.conftest import House
from tests.web.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

QUARTER = "/quality/cd-monitoring-table/2026-Q1"
AFTER_IT = datetime(2026, 4, 2, 1, 30, tzinfo=UTC)
ASSESSED = "indicators-1_2"  # row 1.2, the share of cases that were assessed
REASON = "陈建国3月30日才签署同意，初评约在4月3日，按现场核查改判。"
RESULTS = {
    "main_results": "两位慢病居民建立了档案并开始服务。",
    "problems": "一位居民签署同意后还没有做初步评估。",
    "improvements": "每周例会核对未评估名单，两周内补齐。",
}


def worked(house: House) -> None:
    """Two cases of the first quarter, the second never assessed; the quarter is over; quality staff and a head in the house."""
    world = shortcuts.backstage(house)
    chronic.assessing(world)
    chronic.screened(world, client_name="陈建国", phone="13800138078", birth_date="1950-02-01")
    house.clock.now = AFTER_IT
    with house.store.transaction(house.institution_id) as session:
        for username, name, role in (("qian", "钱质控", "quality"), ("sun", "孙主任", "head")):
            accounts.add_user(session, None, username, name, [role], house.clock(), password=PASSWORD)


def _reason_asked(qian: Walker) -> None:
    """Row 1.2 is called met with no reason: refused, and what she chose and wrote stands where it stood."""
    qian.complete({f"{ASSESSED}-met": "yes", **RESULTS})

    (asked,) = set(qian.errors())
    assert "请在备注里写明原因" in asked
    qian.look("quarter-no-reason")
    assert qian.page.locator(f'[name="{ASSESSED}-met"][value=yes]').is_checked()
    assert qian.field("problems").input_value() == RESULTS["problems"]


def _same_person(sun: Walker, record: str) -> None:
    """Who signed as the person in charge is told that the reviewer is somebody else."""
    chapters.signs(sun, record, "reviewer")

    assert sun.sees("不能再签此处")


@pytest.mark.requirement("R-000-46", "R-000-48", "R-000-49")
def test_a_quarter_goes_from_its_numbers_to_a_table_two_people_signed_and_nobody_changes(
    walk: Callable[..., Walker], house: House
) -> None:
    worked(house)
    qian = walk("qian")

    qian.open(QUARTER)
    qian.go_by(qian.page.get_by_role("link", name="50.0%"))
    units = qian.page.locator("[aria-labelledby=units] li").all_inner_texts()
    assert [text.splitlines()[0] for text in units] == ["初步评估表还没有交", "已符合"]
    assert "2026-CD-0002" in units[0]

    qian.open(QUARTER)
    qian.go_by(qian.page.get_by_role("button", name="生成本期监控表"), to=chapters.RECORD)
    record = qian.page.url.split("?")[0].removeprefix(qian.address)
    _reason_asked(qian)
    qian.complete({f"{ASSESSED}-remark": REASON})
    assert not qian.errors(), qian.errors()

    sun = walk("sun")
    chapters.signs(sun, record, "leader")
    _same_person(sun, record)
    assert qian.open("/quality").misses("已签字归档")
    chapters.signs(qian, record, "reviewer")

    assert qian.open(record).page.locator("[aria-labelledby=signatures]").get_by_text("有效").count() == 2
    assert qian.sees("负责人签字 · 2026年4月2日")
    offered = qian.page.locator("[aria-labelledby=more-title] li").all_inner_texts()
    assert [text.strip() for text in offered] == ["谁在什么时候改了什么"]
    assert qian.open(f"{record}/correct").misses("2026年3月31日")
    assert qian.open("/quality").sees("已签字归档")
    assert walk("dang").open("/registers/archive-register").sees("2026-01-01—2026-03-31")
    qian.open(f"{record}/paper").look("quarter-paper")
    for words in ("表A.1", "达标情况(√/×)", "数据来源", "负责人签字", "审核人签字", REASON):
        assert qian.sees(words), words

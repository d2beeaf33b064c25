"""Table A.1 on paper: every printed word of the standard in its order, page two headed again, signatures at the end."""

from __future__ import annotations

import pytest

from caseforms.services import indicator_tables
from tests.standards import sheets
from tests.standards.sheets import squeezed

NAME = "cd-monitoring-table"
TITLE = "慢病人群主动健康医务社会工作服务质量监控表"
HEADS = ["指标编号", "监控内容", "评价标准", "数据来源", "达标情况(√/×)", "备注"]
BEFORE = [
    "本表用于各级医疗卫生机构、社区卫生服务中心及社会组织开展慢病人群主动健康医务社会工作服务时的质量监控与评价。",
    "填写周期可为季度或年度，由服务机构质量管理部门统一归档。",
    "基本信息：",
    "机构名称：",
    "填报日期：",
    "服务对象总数：",
    "人",
    "本期新增个案数：",
    "人",
]
AFTER = [
    f"表 A.1 {TITLE}（续）",
    "四、综合评价与改进措施",
    "本期服务主要成效：",
    "存在问题：",
    "改进措施与建议：",
    "负责人签字：",
    "审核人签字：",
    "日期：",
]


def printed_order() -> list[str]:
    """The words of the standard, one piece after the other."""
    table = indicator_tables.table(NAME)
    pieces = list(BEFORE)
    for name, title in table.sections.items():
        pieces += [title["zh"], *HEADS]
        for row in table.rows:
            if row.section == name:
                pieces += [row.number, row.label["zh"], row.criterion["zh"]]
    return [*pieces, *AFTER]


@pytest.mark.requirement("R-000-46", "R-000-48", "R-000-49")
def test_the_sheet_has_every_word_of_the_standard_in_its_order() -> None:
    words = squeezed(sheets.text(str(sheets.drawn(NAME).html)))

    missing = sheets.in_order([squeezed(piece) for piece in printed_order()], words)

    assert len(printed_order()) == 17 + 3 * 7 + 17 * 3
    assert missing == []


def test_the_sheet_is_titled_and_numbered_as_in_the_standard() -> None:
    drawn = sheets.drawn(NAME)

    assert drawn.title == TITLE
    assert "表A.1" in str(drawn.html)


@pytest.mark.parametrize("language", ["en"])
def test_the_sheet_speaks_english_throughout(language: str) -> None:
    words = sheets.text(str(sheets.drawn(NAME, None, language).html))

    assert "Quality monitoring" in words
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in words)

"""The sheets of appendices A–G against the tables that 002 prints: same words, same order, same boxes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from caseforms.rendering.paper import SignatureView
from tests.standards import sheets, shipped
from tests.standards.sheets import PUBLISHED, drawn, squeezed, text
from tests.standards.test_catalogue_published import APPLICATION, CLOSURE, CONSENT, PLAN

TABLES = [name for name in PUBLISHED if name != "mh-consent"]
FIGURE = (Path(__file__).parent / "figure_a1.txt").read_text(encoding="utf-8")
# English labels that explain a line to somebody who sees no table around it.
SAID_ON_THE_SCREEN_ONLY = {
    ("mh-consent", "en"): {"blank"},  # "Social worker (name in the blank)": the blank itself is printed
    ("mh-application", "en"): {"accepted"},  # "Case accepted: details": printed as "Accept the case: details"
}
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def standard(name: str) -> str:
    """The text of the table in the standard."""
    return (sheets.PRINTED / f"table_{PUBLISHED[name]}1.txt").read_text(encoding="utf-8")


def catalogue(name: str) -> list[dict[str, Any]]:
    """The catalogue's fields of a form."""
    path = Path(__file__).parent / "catalogue" / f"{name}.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["fields"])


@pytest.mark.requirement("R-002-83", "R-002-86", "R-002-88", "R-M-09")
@pytest.mark.parametrize("name", TABLES)
def test_the_empty_sheet_says_what_the_table_of_the_standard_says_in_its_order(name: str) -> None:
    words = text(str(drawn(name).html))

    assert squeezed(words) == squeezed(standard(name))


def test_the_empty_consent_says_what_the_figure_of_the_standard_says() -> None:
    words = text(str(drawn("mh-consent").html))

    assert squeezed(words).startswith(squeezed(FIGURE)[: squeezed(FIGURE).index("口头知会")])
    assert squeezed(words).endswith(
        "口头知会：日期：书面协议：服务对象（监护人）签字/手印：日期：社会工作者签字：日期："
    )


@pytest.mark.parametrize("name", TABLES)
def test_there_are_as_many_boxes_as_in_the_table(name: str) -> None:
    boxes = str(drawn(name).html).count('class="box"')

    forgotten = 1 if name == "mh-application" else 0  # the source prints "□男    女"
    assert boxes == standard(name).count("□") + forgotten


@pytest.mark.requirement("R-002-73", "R-002-83", "R-002-86", "R-002-88")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_every_printed_label_and_option_of_the_catalogue_stands_on_the_sheet(
    name: str, language: str
) -> None:
    words = text(str(drawn(name, None, language).html))
    told = squeezed(words).casefold()

    printed = [field for field in catalogue(name) if field["origin"] == "S"]
    labels = {piece.casefold() for field in printed for piece in sheets.pieces(field[language])}
    options = [
        squeezed(option[language]).casefold() for field in printed for option in field.get("options", ())
    ]

    assert {piece for piece in labels if piece not in told} == SAID_ON_THE_SCREEN_ONLY.get(
        (name, language), set()
    )
    assert [option for option in options if option not in told] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_options_of_a_field_stand_in_the_order_of_the_catalogue(name: str, language: str) -> None:
    told = squeezed(text(str(drawn(name, None, language).html)))

    for field in catalogue(name):
        if field["origin"] == "S" and field.get("options"):
            assert sheets.in_order([squeezed(option[language]) for option in field["options"]], told) == []


@pytest.mark.requirement("R-002-86")
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_published_sheet_prints_no_question_of_the_platform(name: str) -> None:
    told = squeezed(text(str(drawn(name).html)))
    printed = squeezed("".join(field["zh"] for field in catalogue(name) if field["origin"] == "S"))

    own = {squeezed(field["zh"]) for field in catalogue(name) if field["origin"] != "S"}

    assert {
        label
        for label in own
        if label in told and label not in squeezed(printed) + squeezed(standard_or_figure(name))
    } == set()


def standard_or_figure(name: str) -> str:
    """The words of the printed form."""
    return FIGURE if name == "mh-consent" else standard(name)


@pytest.mark.requirement("R-002-03", "R-002-86")
@pytest.mark.parametrize(
    ("language", "rules"),
    [
        (
            "zh",
            [
                "填写规则：服务对象自述为主、真实、条理清晰。",
                "填写规则：社工评估为主、中立客观、非批判原则。",
            ],
        ),
        (
            "en",
            ["How to fill in: mainly in the client's own words", "neutral, objective and non-judgemental."],
        ),
    ],
)
def test_the_service_record_prints_both_rules_of_filling_in(language: str, rules: list[str]) -> None:
    words = text(str(drawn("mh-service-record", None, language).html))

    assert sheets.in_order(rules, words) == []


@pytest.mark.requirement("R-002-86")
def test_recording_is_asked_no_before_yes_with_the_box_behind_the_word() -> None:
    markup = re.sub(r"\s+", "", str(drawn("mh-service-record").html))

    asked = re.search(r"录音</span>(.*?)录像</span>(.*?)</td>", markup)

    assert asked is not None
    for part in asked.groups():
        assert re.search(r'>否</span><spanclass="box".*?>是</span><spanclass="box"', part)


@pytest.mark.requirement("R-002-28")
def test_the_plan_prints_the_six_columns_of_the_table_and_three_rows_to_fill_in() -> None:
    grid = drawn("mh-plan").context["grids"][0]
    at = next(number for number, row in enumerate(grid.rows) if len(row.cells) == 6)

    heads = ["".join(text for part in cell.parts for _, text in part.words) for cell in grid.rows[at].cells]
    empty = [row for row in grid.rows[at + 1 :] if len(row.cells) == 6]

    assert heads == ["时间安排", "介入策略", "服务方式", "服务对象责任", "社工或相关人员角色", "评估方法"]
    assert len(empty) == 3
    assert all(part.written == "" for row in empty for cell in row.cells for part in cell.parts)


@pytest.mark.requirement("R-002-28")
def test_the_task_of_the_caregiver_is_printed_on_the_sheet_of_the_platform_only() -> None:
    plan = {
        **PLAN,
        "caregiver_task": "每晚提醒服药",
        "plan_items": [{**PLAN["plan_items"][0], "domain": "health"}],
    }

    as_published = text(str(drawn("mh-plan", plan).html))
    with_platform = text(str(drawn("mh-plan", plan, published=False).html))

    assert "每晚提醒服药" not in as_published
    assert "健康管理" not in as_published
    assert "每晚提醒服药" in with_platform
    assert "照顾者任务" in with_platform


@pytest.mark.requirement("R-002-24")
@pytest.mark.parametrize(("language", "words"), [("zh", ("客观", "中立")), ("en", ("objective", "neutral"))])
def test_the_assessment_reminds_to_stay_objective_and_neutral(language: str, words: tuple[str, str]) -> None:
    form = shipped.form("mh-assessment")

    hint = form.hint(form.fields["/problem_diagnosis"], language)

    assert all(word in hint for word in words)


@pytest.mark.requirement("R-002-82")
def test_a_fingerprint_stands_as_the_signature_of_the_client() -> None:
    form = shipped.form("mh-consent")
    print_of_a_finger = SignatureView("李明", "fingerprint", "2026-03-05", image_url=PIXEL)

    markup = str(drawn("mh-consent", CONSENT, signatures={"/client_signature": print_of_a_finger}).html)

    assert "fingerprint" in form.fields["/client_signature"].schema["x-signature"]["methods"]
    assert f'src="{PIXEL}"' in markup
    assert re.search(r"签字/手印：.*?<img[^>]*>.*?李明.*?2026年3月5日", markup, re.DOTALL)


@pytest.mark.requirement("R-002-82")
def test_the_consent_has_lines_for_the_oral_notice_and_its_date() -> None:
    told = {
        **CONSENT,
        "agreement_form": "oral",
        "oral_notice": "陈芳告知李明",
        "oral_notice_date": "2026-03-04",
    }

    words = squeezed(text(str(drawn("mh-consent", told).html)))

    assert "口头知会：陈芳告知李明日期：2026年3月4日书面协议：" in words


def test_the_worker_stands_in_the_blank_of_the_commitment() -> None:
    words = squeezed(text(str(drawn("mh-consent", {**CONSENT, "worker_name": "u-chen"}).html)))

    assert "愿意与陈芳（社会工作者）建立个案关系" in words


@pytest.mark.requirement("R-002-83")
def test_the_branch_that_was_not_taken_stays_empty_on_the_sheet() -> None:
    data = {**APPLICATION, "decline_basis": ["other"], "decline_basis_other": "旧的理由"}

    markup = str(drawn("mh-application", data).html)

    assert "旧的理由" not in markup
    ticked = re.findall(r'box--ticked"[^>]*></span><span lang="zh-CN">([^<]*)', markup)
    assert ticked == ["男", "主动求助 请注明：", "服务对象面临的问题在中心服务受理范围内", "接案："]


@pytest.mark.requirement("R-002-88")
def test_a_signature_made_void_by_a_change_shows_as_void() -> None:
    signed = {"/worker_signature": SignatureView("陈芳", "typed", "2026-03-09", typed="陈芳", valid=False)}

    markup = str(drawn("mh-closure", CLOSURE, signatures=signed).html)

    assert "signing--void" in markup
    assert "陈芳" in markup
    assert "3月9日" not in markup


@pytest.mark.requirement("R-M-09")
@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_grid_is_the_one_on_file(name: str) -> None:
    grid = drawn(name).context["grids"][0]
    lines = [" | ".join(_cell(cell) for cell in row.cells) for row in grid.rows]

    on_file = (sheets.PRINTED / f"grid_{PUBLISHED[name]}1.txt").read_text(encoding="utf-8").splitlines()

    assert lines == on_file


def _cell(cell: Any) -> str:
    """A cell on one line: its spans, its styles, the kinds of its parts."""
    kinds = " ".join(
        f"{part.kind}:{part.layout}" if part.kind == "boxes" else part.kind for part in cell.parts
    )
    return f"{cell.colspan}×{cell.rowspan} [{' '.join(cell.styles)}] {kinds}".strip()


@pytest.mark.requirement("R-M-09")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_closure_prints_as_on_file(language: str) -> None:
    signed = {
        "/client_signature": SignatureView("李明", "drawn", "2026-03-05", strokes=[[(0, 0), (10, 10)]]),
        "/worker_signature": SignatureView("陈芳", "drawn", "2026-03-05", strokes=[[(0, 0), (10, 10)]]),
    }
    data = {**CLOSURE, "closure_reason": ["goal_reached", "other"], "closure_reason_other": "迁回老家"}

    words = text(str(drawn("mh-closure", data, language, signatures=signed).html))

    on_file = (sheets.PRINTED / f"closure_{language}.txt").read_text(encoding="utf-8")
    assert re.sub(r"\s+", " ", words).strip() == on_file.strip()

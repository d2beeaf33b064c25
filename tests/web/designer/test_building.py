"""Building a form page by page, without a script: added, worded, ruled, undone, refused in plain words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from caseforms import definitions
from caseforms.answers import effective
from caseforms.services import accounts, designs, institutions
from caseforms.services.actors import Actor
from tests.web.conftest import House
from tests.web.visiting import PASSWORD, Visitor

Visit = Callable[..., Visitor]
FORM = "/designer/forms/mh-application"


def posted(somebody: Visitor, expect: int = 200, **fields: Any) -> Visitor:
    """One small form of the page, sent as a browser without scripts sends it."""
    token = somebody.open(FORM).value_of("csrf_token")
    data = {"csrf_token": token, **fields}
    return somebody._arrive(
        somebody.client.post(f"{FORM}/operations", data=data, follow_redirects=True), expect
    )


def asked(somebody: Visitor, **fields: Any) -> Any:
    """The same as the page's script sends it: what comes back."""
    token = somebody.open(FORM).value_of("csrf_token")
    return somebody.client.post(
        f"{FORM}/operations", data={"csrf_token": token, **fields}, headers={"Accept": "application/json"}
    )


def document(house: House) -> Any:
    """The form as it is being worked on."""
    with house.store.reading(house.institution_id) as session:
        guan = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "")
        line = designs.listed(session, guan, "form")[0]
        return designs.document(session, guan, line.id)


def test_the_list_finds_a_form_by_either_title(visit: Visit) -> None:
    guan = visit("guan")

    assert guan.open("/designer?q=case application").sees("Case application form")
    assert guan.open("/designer?q=个案申请").sees("Case application form")
    assert guan.open("/designer?q=nothing like it").sees("No form is called that")


def test_looking_at_a_form_begins_no_work_on_it(visit: Visit, house: House) -> None:
    guan = visit("guan").open(f"{FORM}?item=field:/gender")

    assert guan.sees("Gender")
    assert not guan.open("/designer").sees("Being worked on")


def test_a_question_with_choices_and_a_condition_is_put_together_without_a_script(
    visit: Visit, house: House
) -> None:
    guan = visit("guan")

    posted(guan, do="add", kind="choice", item="field:/client_name")
    posted(guan, do="words", item="field:/question_1", zh="有残疾证吗", en="Disability certificate")
    posted(
        guan,
        do="choices",
        item="field:/question_1",
        **{"zh-choice_1": "有", "en-choice_1": "Yes", "act": "add"},
    )
    posted(guan, do="shown", item="field:/question_1", act="add")
    posted(
        guan, do="shown", item="field:/question_1", question="/gender", test="is", value="female", all="all"
    )

    built = document(house)
    schema = built["schema"]["properties"]["question_1"]
    assert schema["title"] == "有残疾证吗"
    assert [each["title"] for each in schema["oneOf"]] == ["有", "选项2", "选项3"]
    assert built["translations"]["en"]["question_1.choice_1"] == "Yes"
    assert guan.open(f"{FORM}/rules").sees("Appears only when “Gender” is “Female”")


def test_every_step_can_be_taken_back_and_done_again(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="text", item="field:/client_name")

    guan.open(FORM).press("Undo")
    without = "question_1" in document(house)["schema"]["properties"]
    guan.press("Redo")

    assert not without
    assert "question_1" in document(house)["schema"]["properties"]


def test_markup_in_a_label_stays_text(visit: Visit) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="text", item="field:/client_name")

    posted(guan, do="words", item="field:/question_1", zh="<script>alert(1)</script>", en="<b>bold</b>")

    assert "<script>alert" not in guan.html
    assert guan.sees("<b>bold</b>")


def test_five_thousand_pasted_choices_are_refused_in_plain_words_and_come_back(
    visit: Visit, house: House
) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="choice", item="field:/client_name")
    lines = "\n".join(f"选项甲{number}" for number in range(5000))

    posted(guan, expect=422, do="paste-choices", item="field:/question_1", lines=lines)

    assert guan.sees("at most 200 choices")
    assert guan.value_of("lines").count("\n") == 4999
    assert len(document(house)["schema"]["properties"]["question_1"]["oneOf"]) == 2


def test_pasted_choices_come_with_their_english(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="choice", item="field:/client_name")

    posted(
        guan,
        do="paste-choices",
        item="field:/question_1",
        lines="独居 | Lives alone\n与家人同住\tWith family\n\n选项1",
    )

    built = document(house)
    titles = [each["title"] for each in built["schema"]["properties"]["question_1"]["oneOf"]]
    assert titles == ["选项1", "选项2", "独居", "与家人同住"]
    assert built["translations"]["en"]["question_1.choice_3"] == "Lives alone"


def test_a_question_of_the_standard_cannot_lose_what_refers_to_it(visit: Visit) -> None:
    guan = visit("guan")

    answer = asked(guan, do="remove", item="field:/follow_up")

    assert answer.status_code == 422
    assert answer.json["refused"]


def test_only_the_pieces_that_changed_come_back(visit: Visit) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="text", item="field:/client_name")

    answer = asked(
        guan,
        do="words",
        item="field:/question_1",
        zh="新名字",
        en="New name",
        seen="1",
        chosen="field:/question_1",
    )

    assert list(answer.json["pieces"]) == ["field:/question_1"]
    assert answer.json["order"] == {}
    assert answer.json["head"] == 2


def test_the_same_step_sent_twice_is_one_step(visit: Visit) -> None:
    guan = visit("guan")
    fields = {"do": "add", "kind": "text", "item": "field:/client_name", "key": "once"}

    first = asked(guan, **fields)
    again = asked(guan, **fields)

    assert (first.json["head"], again.json["head"]) == (1, 1)


def test_a_question_of_another_form_comes_with_its_words_and_its_clause(visit: Visit, house: House) -> None:
    guan = visit("guan")

    posted(
        guan,
        do="insert",
        item="field:/client_name",
        what="field:/urgency",
        **{"from": "referral-form"},
        expect=422,
    )
    guan.open(f"{FORM}/questions?q=phone")
    guan.press("Take it over")

    fresh = set(document(house)["schema"]["properties"]) - {"phone"}
    assert any("phone" in name for name in fresh)


def test_a_table_saved_by_a_chinese_spreadsheet_is_understood_and_looked_at_first(
    visit: Visit, house: House
) -> None:
    guan = visit("guan").open(f"{FORM}/words")
    table = "key;zh;en\r\nclient_name.label;姓 名;Full name\r\nphone.label;联系电话;'=1+1\r\n".encode("gbk")

    guan.press("Look at the differences", files={"file": (io.BytesIO(table), "words.csv")})
    seen = guan.sees("GBK") and guan.sees("Full name")
    guan.press("Take 3 texts")

    built = document(house)
    assert seen
    assert built["schema"]["properties"]["client_name"]["title"] == "姓 名"
    assert built["translations"]["en"]["phone.label"] == "=1+1"


def test_swapped_languages_are_put_right_and_said(visit: Visit) -> None:
    guan = visit("guan").open(f"{FORM}/words")
    table = "key,zh,en\nclient_name.label,Full name,全名\nphone.label,Telephone,电话号码\n".encode()

    guan.press("Look at the differences", files={"file": (io.BytesIO(table), "words.csv")})

    assert guan.sees("in each other's column")
    assert guan.sees("Telephone")


def test_a_file_that_is_no_translation_is_refused(visit: Visit) -> None:
    guan = visit("guan").open(f"{FORM}/words")

    guan.press(
        "Look at the differences", expect=422, files={"file": (io.BytesIO(b"\x00\x01\xff"), "words.csv")}
    )

    assert guan.sees("could not be read as a translation")


def test_the_sheet_is_changed_cell_by_cell(visit: Visit, house: House) -> None:
    guan = visit("guan").open(f"{FORM}/sheet?row=1&cell=0")

    guan.press("Row below")
    guan.press("Keep the cell", {"zh-0": "备注栏", "en-0": "Remarks"})

    assert guan.sees("Remarks")
    assert any("备注栏" in str(row) for row in document(house)["paper"]["rows"])


def test_a_form_is_seen_as_paper_and_as_each_role(visit: Visit) -> None:
    guan = visit("guan")

    sheet = guan.open(f"{FORM}/preview?device=paper&language=zh&filled=1").sees("张小梅")
    frame = guan.open(f"{FORM}/preview/form?language=en&role=volunteer&filled=1")

    assert sheet
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert frame.sees("Filled in by the social worker")


def test_a_choice_asks_for_a_line_and_both_go_together(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="many", item="field:/client_name")

    posted(guan, do="choices", item="field:/question_1", act="opens choice_2")
    asks = "question_1_choice_2_note" in document(house)["schema"]["required"]
    posted(guan, do="remove", item="field:/question_1")

    assert asks
    assert not [name for name in document(house)["schema"]["properties"] if name.startswith("question_1")]


def test_the_lines_of_a_matrix_keep_the_same_choices(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="matrix", item="field:/client_name")

    posted(
        guan,
        do="choices",
        item="field:/question_1",
        **{"zh-choice_1": "从不", "en-choice_1": "Never", "act": "add"},
    )
    posted(guan, do="add-inner", item="field:/question_1", kind="line")

    lines = document(house)["schema"]["properties"]["question_1"]["properties"]
    assert list(lines) == ["line_1", "line_2", "line_3"]
    assert len({str(line["oneOf"]) for line in lines.values()}) == 1
    assert [each["title"] for each in lines["line_3"]["oneOf"]] == ["从不", "选项2", "选项3"]


def test_a_table_grows_by_a_column_and_a_section_moves_with_its_questions(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="rows", item="field:/client_name")

    posted(guan, do="add-inner", item="field:/question_1", kind="date")
    posted(guan, do="move", item="group:basic", to="up")

    built = document(house)
    first_page = built["ui"]["elements"][0]["elements"]
    assert list(built["schema"]["properties"]["question_1"]["items"]["properties"]) == [
        "column_1",
        "column_2",
        "column_3",
    ]
    assert first_page[0]["i18n"] == "basic"


def test_a_value_is_worked_out_from_picked_answers(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="integer", item="field:/client_name")

    posted(guan, do="computed", item="field:/question_1", how="days_between", part=["/birth_date", "today"])

    assert document(house)["schema"]["properties"]["question_1"]["x-compute"] == {
        "op": "days_between",
        "args": [{"field": "/birth_date"}, {"today": True}],
    }


def test_what_becomes_of_answers_is_said_and_tried(visit: Visit, house: House) -> None:
    guan = visit("guan").open(f"{FORM}/answers")

    guan.press("Keep and try it", {"old": "/gender#male", "new": "/gender#female"})
    said = guan.sees("answers “Male” become “Female”")
    guan.press("Take it back")

    assert said
    assert guan.sees("Answers stay where they are")


def test_only_a_second_person_lets_a_version_come_into_force(visit: Visit, house: House) -> None:
    with house.store.transaction(house.institution_id) as session:
        founder = Actor("0" * 32, house.institution_id, frozenset({"administrator"}), "")
        institutions.set_setting(session, founder, "designs.approval", "second", house.clock())
        accounts.add_user(session, None, "zhuren", "高主任", ["head"], house.clock(), password=PASSWORD)
    guan = visit("guan")
    posted(guan, do="hint", item="field:/phone", zh="打得通的号码", en="One that works")
    guan.open(f"{FORM}/publish").press("Publish the new version", {"note": "电话要能打通"})
    own = guan.open("/designer/approvals").sees("somebody else approves it")

    head = visit("zhuren").open("/designer/approvals").press("Approve")

    assert own
    assert head.sees("in force")
    assert guan.open(f"{FORM}/history").sees("approved by 高主任")


def test_what_a_change_means_is_counted_line_by_line_and_whole(visit: Visit) -> None:
    guan = visit("guan")
    posted(guan, do="hint", item="field:/phone", zh="打得通的号码", en="One that works")

    lines = guan.client.get(f"{FORM}/impact/counted").text.splitlines()

    assert "Records looked at" in json.loads(lines[-1])["html"]
    assert guan.open(f"{FORM}/impact?whole=1").sees("Records looked at")


def test_a_question_is_demanded_only_when_another_is_answered_so(visit: Visit, house: House) -> None:
    guan = visit("guan")
    posted(guan, do="add", kind="text", item="field:/client_name")

    posted(guan, do="demanded", item="field:/question_1", act="add")
    posted(
        guan,
        do="demanded",
        item="field:/question_1",
        question="/gender",
        test="is",
        value="female",
        all="all",
    )
    told = guan.open(f"{FORM}/rules").sees("Must be answered when “Gender” is “Female”")
    built = definitions.compile(definitions.parse(document(house)))

    assert told
    assert effective(built, {"gender": "female"}).required("/question_1")
    assert not effective(built, {"gender": "male"}).required("/question_1")
    posted(guan, do="demanded", item="field:/question_1", act="clear")
    assert "allOf" not in document(house)["schema"]

"""What a body says becomes data, or a refusal; never half of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from caseforms.rendering import Reader, decode, draw, merge
from tests.rendering import forms, pages


def codes(decoded: Any) -> list[str]:
    return [problem.code for problem in decoded.problems]


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        ({"born-year": "2026", "born-month": "3", "born-day": "5"}, "2026-03-05"),
        ({"born-year": "２０２６", "born-month": "０３", "born-day": "５"}, "2026-03-05"),
        ({"born-year": "2026年3月5日", "born-month": "", "born-day": ""}, "2026-03-05"),
        ({"born": "2026/3/5"}, "2026-03-05"),
        ({"born-year": " 2026 ", "born-month": "12", "born-day": "31"}, "2026-12-31"),
    ],
)
def test_a_day_is_understood_however_it_is_typed(boxes: dict[str, str], day: str) -> None:
    form = forms.of({"born": forms.text(format="date")})

    assert decode(form, boxes).data == {"born": day}


@pytest.mark.parametrize(
    "boxes",
    [
        {"born-year": "2026", "born-month": "2", "born-day": "30"},
        {"born-year": "2026", "born-month": "", "born-day": ""},
        {"born-year": "去年", "born-month": "", "born-day": "5"},
    ],
)
def test_a_day_that_cannot_be_read_is_no_answer_and_comes_back_as_typed(boxes: dict[str, str]) -> None:
    form = forms.of({"born": forms.text(format="date")})

    read = decode(form, boxes)
    page = pages.read(draw(form, read.data, Reader(), problems=read.problems, raw=read.raw))

    assert read.data == {}
    assert [problem.pointer for problem in read.problems] == ["/born"]
    assert {name: texts[0] for name, texts in pages.posted(page).items() if name in boxes} == boxes
    assert page.find(href="#born--first")


@pytest.mark.parametrize("typed", ["不知道", "1e5", "--3", "12岁", "9" * 5000])
def test_a_number_that_cannot_be_read_comes_back_as_typed(typed: str) -> None:
    form = forms.of({"visits": {"type": "integer", "title": "次数"}})

    read = decode(form, {"visits": typed})
    page = pages.read(draw(form, read.data, Reader(), problems=read.problems, raw=read.raw))

    assert read.data == {}
    assert codes(read) == ["answer.unreadable-number"]
    assert page.one("input", id="visits").get("value") == typed
    assert page.one("input", id="visits").get("aria-invalid") == "true"


def test_a_whole_number_takes_no_decimals() -> None:
    form = forms.of({"visits": {"type": "integer", "title": "次数"}})

    assert codes(decode(form, {"visits": "2.5"})) == ["body.not-whole"]
    assert decode(form, {"visits": "２.0"}).data == {"visits": 2}


def test_an_emptied_field_is_absent_and_never_an_empty_text() -> None:
    form = forms.of({"name": forms.text(), "modes": forms.many("方式", "a", "b")})

    read = decode(form, {"name": "  ", "modes-_shown": "1"})

    assert read.data == {}
    assert read.spoken == {"/name", "/modes"}


def test_names_with_dots_and_rare_characters_are_kept() -> None:
    form = forms.of({"name": forms.text()})

    assert decode(form, {"name": "古丽·买买提 𠮷"}).data == {"name": "古丽·买买提 𠮷"}


def test_a_phone_number_in_full_width_digits_is_understood() -> None:
    form = forms.of({"phone": forms.text(format="cn-phone"), "number": forms.text(format="cn-id")})

    read = decode(form, {"phone": "１３９００００１２３４", "number": "１１０１０５１９４９１２３１００２ｘ"})

    assert read.data == {"phone": "13900001234", "number": "11010519491231002X"}


def test_a_choice_that_was_not_offered_is_a_problem_of_its_field() -> None:
    form = forms.of({"channel": forms.choice("途径", "self", "other")})

    read = decode(form, {"channel": "hacked"})

    assert codes(read) == ["body.not-a-choice"]
    assert read.problems[0].pointer == "/channel"
    assert read.data == {}


def test_many_choices_keep_the_order_of_the_form_and_no_repetition() -> None:
    form = forms.of({"modes": forms.many("方式", "a", "b", "c")})

    assert decode(form, {"modes": ["c", "a", "c"]}).data == {"modes": ["a", "c"]}


def test_a_day_without_its_time_is_half_a_moment() -> None:
    form = forms.of({"began": forms.text(format="local-date-time")})

    assert codes(
        decode(form, {"began-year": "2026", "began-month": "3", "began-day": "5", "began-time": ""})
    ) == ["body.half-a-moment"]


def test_a_person_of_the_house_is_kept_by_id_and_a_stranger_by_name() -> None:
    form = forms.of(
        {"staff": {"type": "array", "title": "人员", "items": {"type": "string", "x-reference": "user"}}}
    )
    reader = Reader(choices_of=lambda _: [("u1", "林晓燕"), ("u2", "王芳"), ("u3", "王芳")])

    read = decode(
        form,
        {"staff-_shown": "1", "staff": ["林晓燕", "王芳 (u3)", "志愿者小李", "", "林晓燕"]},
        reader=reader,
    )

    assert read.data == {"staff": ["u1", "u3", "志愿者小李"]}


# Bodies that are refused whole


def refused(form: Any, body: dict[str, Any], **more: Any) -> list[str]:
    read = decode(form, body, **more)
    assert read.refused
    assert read.data == {}
    assert read.spoken == frozenset()
    return codes(read)


def test_an_unknown_name_is_refused_and_named() -> None:
    form = forms.of({"name": forms.text()})

    assert refused(form, {"name": "李", "admin": "1"}) == ["body.unknown-name"]
    assert decode(form, {"name": "李", "admin": "1"}).unknown_names == ("admin",)
    assert refused(form, {"name-0-x": "1"}) == ["body.unknown-name"]


def test_the_names_of_the_page_itself_are_known() -> None:
    form = forms.of({"name": forms.text()})

    read = decode(
        form, {"name": "李", "csrf_token": "t", "_page": "2", "_record_version": "3", "_language": "zh"}
    )

    assert read.data == {"name": "李"}
    assert read.problems == ()


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_character_that_cannot_be_kept_is_refused(text: str) -> None:
    assert refused(forms.of({"name": forms.text()}), {"name": text}) == ["body.character"]


def test_a_text_over_the_limit_is_refused() -> None:
    form = forms.of({"name": forms.text()})

    assert refused(form, {"name": "长" * 100_001}) == ["body.too-long"]
    assert refused(form, {"name": "长" * 11}, longest=10) == ["body.too-long"]
    assert not decode(form, {"name": "长" * 100_000}).refused


def test_a_body_over_the_limit_is_refused_without_looking_inside() -> None:
    form = forms.of({"name": forms.text()})

    assert refused(form, {f"x{number}": "长" * 90_000 for number in range(12)}) == ["body.too-large"]
    assert refused(form, {f"x{number}": "" for number in range(20_001)}) == ["body.too-large"]


def test_a_field_that_comes_twice_is_refused() -> None:
    assert refused(forms.of({"name": forms.text()}), {"name": ["李", "王"]}) == ["body.twice"]


def test_an_answer_to_a_closed_field_is_refused() -> None:
    form = forms.of({"name": forms.text(), "verdict": forms.text("结论", **{"x-edit-roles": ["supervisor"]})})

    assert refused(form, {"name": "李", "verdict": "好"}, closed={"/verdict"}) == ["body.closed"]
    assert decode(form, {"name": "李"}, closed={"/verdict"}).data == {"name": "李"}


# Rows


def body_of_rows(*drugs: str, **more: str) -> dict[str, str]:
    body = {"drugs-_count": str(len(drugs))}
    for place, drug in enumerate(drugs):
        body |= {f"drugs-{place}-_id": str(place), f"drugs-{place}-drug": drug}
    return body | more


def test_rows_are_read_in_their_order() -> None:
    form = forms.of({"drugs": forms.rows()})

    assert decode(form, body_of_rows("甲", "乙")).data == {"drugs": [{"drug": "甲"}, {"drug": "乙"}]}


def test_a_blank_row_between_others_keeps_its_place_and_blank_ones_at_the_end_go() -> None:
    form = forms.of({"drugs": forms.rows()})

    assert decode(form, body_of_rows("甲", "", "乙", "", "")).data == {
        "drugs": [{"drug": "甲"}, {}, {"drug": "乙"}]
    }


def test_a_row_of_nothing_but_unticked_boxes_is_not_lost_among_others() -> None:
    form = forms.of({"drugs": forms.rows()})
    body = body_of_rows("", "乙", **{"drugs-0-paid-_shown": "1", "drugs-0-paid": "false"})

    assert decode(form, body).data == {"drugs": [{"paid": False}, {"drug": "乙"}]}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"drugs-_count": "2", "drugs-0-_id": "0", "drugs-0-drug": "甲"}, "body.row-id"),
        (
            {"drugs-_count": "1", "drugs-0-_id": "0", "drugs-1-_id": "1", "drugs-1-drug": "乙"},
            "body.unknown-name",
        ),
        ({"drugs-0-_id": "0", "drugs-0-drug": "甲"}, "body.unknown-name"),
        ({"drugs-_count": "many"}, "body.count"),
        ({"drugs-_count": "-1"}, "body.count"),
    ],
)
def test_rows_that_do_not_agree_with_their_count_are_refused(body: dict[str, str], code: str) -> None:
    assert code in refused(forms.of({"drugs": forms.rows()}), body)


def test_more_rows_than_the_list_may_have_are_refused() -> None:
    few = forms.of({"drugs": forms.rows(maxItems=2)})
    open_ended = forms.of({"drugs": forms.rows()})

    assert "body.too-many-rows" in refused(few, body_of_rows("甲", "乙", "丙"))
    assert "body.too-many-rows" in refused(open_ended, body_of_rows(*"x" * 201))
    assert refused(open_ended, {"drugs-_count": "999999"})[0] == "body.too-many-rows"


@pytest.mark.parametrize(
    ("do", "drugs"),
    [
        ("add drugs", ["甲", "乙", None]),
        ("remove drugs 0", ["乙"]),
        ("up drugs 1", ["乙", "甲"]),
        ("down drugs 0", ["乙", "甲"]),
        ("up drugs 0", ["甲", "乙"]),
        ("remove drugs 7", ["甲", "乙"]),
    ],
)
def test_a_row_can_be_added_removed_and_moved_without_scripts(do: str, drugs: list[str | None]) -> None:
    form = forms.of({"drugs": forms.rows()})

    read = decode(form, body_of_rows("甲", "乙") | {"_do": do})
    page = pages.read(draw(form, read.data, Reader(), raw=read.raw))

    assert read.again == "drugs"
    assert [
        box.get("value") or None
        for box in page.find("input")
        if box.get("name").endswith("-drug") and not pages.inert(box)
    ] == drugs


def test_what_was_typed_in_a_row_comes_back_in_it() -> None:
    form = forms.of({"drugs": forms.rows()})

    read = decode(form, body_of_rows("甲", "乙", **{"drugs-1-dose": "半片"}))
    page = pages.read(draw(form, read.data, Reader(), problems=read.problems, raw=read.raw))

    assert [problem.pointer for problem in read.problems] == ["/drugs/1/dose"]
    assert page.one("input", id="drugs-1-dose").get("value") == "半片"
    assert page.one("p", id="drugs-1-dose--error").text


# Files


def test_a_new_file_stands_beside_the_data_by_its_pointer() -> None:
    form = forms.of({"photo": {"type": "object", "title": "照片", "x-file": {"accept": ["image/png"]}}})
    upload = FileStorage(BytesIO(b"png"), filename="a.png")

    read = decode(form, MultiDict({"photo-_shown": "1"}), MultiDict({"photo": upload}))

    assert read.data == {}
    assert read.uploads == {"/photo": upload}


def test_an_empty_file_control_brings_no_upload() -> None:
    form = forms.of({"photo": {"type": "object", "title": "照片", "x-file": {}}})

    read = decode(form, {"photo-_shown": "1"}, {"photo": FileStorage(BytesIO(b""), filename="")})

    assert read.uploads == {}


def test_a_file_is_taken_off_by_its_box() -> None:
    form = forms.of({"photo": {"type": "object", "title": "照片", "x-file": {}}})
    body = {"photo-_shown": "1", "photo-id": "f1", "photo-name": "a.png", "photo-size": "12"}

    assert decode(form, body).data == {"photo": {"id": "f1", "name": "a.png", "size": 12}}
    assert decode(form, body | {"photo-remove": "1"}).data == {}


# Merging


def test_fields_the_body_did_not_speak_of_stay_as_they_were() -> None:
    form = forms.of(
        {
            "name": forms.text(),
            "modes": forms.many("方式", "a", "b"),
            "verdict": forms.text("结论"),
            "drugs": forms.rows(),
        }
    )
    old = {"name": "旧", "modes": ["a"], "verdict": "好", "drugs": [{"drug": "甲"}, {"drug": "乙"}]}

    read = decode(form, {"name": "新", "modes-_shown": "1", **body_of_rows("丙")})

    assert merge(old, read) == {"name": "新", "verdict": "好", "drugs": [{"drug": "丙"}]}


def test_a_field_inside_an_object_is_replaced_alone() -> None:
    kin = {
        "type": "object",
        "title": "家属",
        "properties": {"kin_name": forms.text(), "kin_age": {"type": "integer"}},
    }
    form = forms.of({"kin": kin})
    old = {"kin": {"kin_name": "王", "kin_age": 40}}

    assert merge(old, decode(form, {"kin-kin_name": "李"})) == {"kin": {"kin_name": "李", "kin_age": 40}}
    assert merge(old, decode(form, {"kin-kin_name": "", "kin-kin_age": ""})) == {}

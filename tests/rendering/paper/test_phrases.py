"""Words in one language or two."""

from __future__ import annotations

from caseforms.rendering.paper.phrases import breadth, interface, joined, phrase

NAMES = {"zh": "姓名", "en": "Name"}


def test_both_languages_follow_each_other_in_the_order_asked_for() -> None:
    assert phrase(("zh", "en"), NAMES.__getitem__) == (("zh", "姓名"), ("en", "Name"))
    assert phrase(("en", "zh"), NAMES.__getitem__) == (("en", "Name"), ("zh", "姓名"))


def test_a_text_that_is_the_same_in_both_languages_is_printed_once() -> None:
    assert phrase(("zh", "en"), lambda _: "7") == (("zh", "7"),)


def test_two_phrases_join_language_by_language() -> None:
    choice = (("zh", "其他"), ("en", "Other"))
    line = (("zh", "："), ("en", ": please specify"))

    assert joined(choice, line) == (("zh", "其他："), ("en", "Other: please specify"))


def test_a_language_only_the_second_phrase_has_is_kept() -> None:
    assert joined((("zh", "7"),), (("zh", "级"), ("en", "level"))) == (("zh", "7级"), ("en", "level"))


def test_a_chinese_character_is_as_broad_as_two_letters() -> None:
    assert breadth("A1姓名") == 6


def test_interface_words_come_with_their_parameters() -> None:
    assert dict(interface(("en",), "Version %(version)s", version=3)) == {"en": "Version 3"}

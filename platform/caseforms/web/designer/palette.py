"""The kinds of pieces that can be put into a form: their words, their icon, and what a new one begins as.

New words stand in both languages at once, so that a form is never unfinished for having been touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from caseforms.web.languages import gettext

JSON = Mapping[str, Any]
TWO_CHOICES = (
    {"const": "choice_1", "title": "选项1"},
    {"const": "choice_2", "title": "选项2"},
)
CHOICE_WORDS = MappingProxyType({"choice_1": "Choice 1", "choice_2": "Choice 2"})
LINE = MappingProxyType({"type": "string", "minLength": 1, "maxLength": 200})


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette. `schema` and `options` are those of a new question; `words` are its first label in both
    languages, `texts` the English of what else it says (by the last part of their keys); `element` is set for what asks
    nothing."""

    group: str
    icon: str
    word: Callable[[], str]
    schema: JSON = field(default_factory=dict)
    options: JSON = field(default_factory=dict)
    words: tuple[str, str] = ("新问题", "New question")
    texts: JSON = field(default_factory=dict)
    element: str = "Control"


def _choices(**more: Any) -> dict[str, Any]:
    return {"type": "string", "oneOf": [dict(each) for each in TWO_CHOICES], **more}


OFFERS: Mapping[str, Offer] = MappingProxyType(
    {
        "text": Offer("answers", "line", lambda: gettext("One line"), LINE),
        "long_text": Offer(
            "answers",
            "lines",
            lambda: gettext("Several lines"),
            {"type": "string", "minLength": 1, "maxLength": 2000},
            {"multi": True},
        ),
        "choice": Offer("answers", "radio", lambda: gettext("Choose one"), _choices(), texts=CHOICE_WORDS),
        "many": Offer(
            "answers",
            "tick",
            lambda: gettext("Choose several"),
            {"type": "array", "minItems": 1, "uniqueItems": True, "items": _choices()},
            texts=CHOICE_WORDS,
        ),
        "yes_no": Offer("answers", "radio", lambda: gettext("Yes or no"), {"type": "boolean"}),
        "confirm": Offer(
            "answers", "check", lambda: gettext("To confirm"), {"type": "boolean", "const": True}
        ),
        "date": Offer("answers", "date", lambda: gettext("A date"), {"type": "string", "format": "date"}),
        "time": Offer(
            "answers", "clock", lambda: gettext("A time"), {"type": "string", "format": "local-time"}
        ),
        "integer": Offer(
            "answers", "hash", lambda: gettext("Whole number"), {"type": "integer", "minimum": 0}
        ),
        "number": Offer("answers", "hash", lambda: gettext("Number with decimals"), {"type": "number"}),
        "signature": Offer(
            "answers",
            "sign",
            lambda: gettext("Signature"),
            {
                "type": "object",
                "x-signature": {"role": "client", "methods": ["drawn", "fingerprint", "typed", "paper"]},
            },
            words=("签字", "Signature"),
        ),
        "file": Offer(
            "answers",
            "camera",
            lambda: gettext("Photo or file"),
            {
                "type": "object",
                "x-file": {"accept": ["image/jpeg", "image/png", "application/pdf"], "photo": True},
            },
        ),
        "rows": Offer(
            "answers",
            "rows",
            lambda: gettext("Table with rows"),
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["column_1"],
                    "properties": {
                        "column_1": {**LINE, "title": "第1栏"},
                        "column_2": {**LINE, "title": "第2栏"},
                    },
                },
            },
            words=("新表格", "New table"),
            texts={"column_1.label": "Column 1", "column_2.label": "Column 2"},
        ),
        "matrix": Offer(
            "answers",
            "list",
            lambda: gettext("Questions with the same choices"),
            {
                "type": "object",
                "required": ["line_1", "line_2"],
                "properties": {
                    "line_1": _choices(title="第1题"),
                    "line_2": _choices(title="第2题"),
                },
            },
            {"format": "matrix"},
            words=("新的一组题", "New questions"),
            texts={
                "line_1.label": "Question 1",
                "line_2.label": "Question 2",
                **{f"line_{line}.{key}": word for line in (1, 2) for key, word in CHOICE_WORDS.items()},
            },
        ),
        "name": Offer(
            "person",
            "person",
            lambda: gettext("Name"),
            {
                "type": "string",
                "minLength": 2,
                "maxLength": 50,
                "x-prefill": "person.name",
                "x-personal": "identity",
            },
            words=("姓名", "Name"),
        ),
        "birth_date": Offer(
            "person",
            "date",
            lambda: gettext("Date of birth"),
            {"type": "string", "format": "date", "x-prefill": "person.birth_date", "x-personal": "identity"},
            words=("出生日期", "Date of birth"),
        ),
        "phone": Offer(
            "person",
            "phone",
            lambda: gettext("Phone"),
            {"type": "string", "format": "cn-phone", "x-prefill": "person.phone", "x-personal": "contact"},
            words=("联系电话", "Phone"),
        ),
        "id_number": Offer(
            "person",
            "key",
            lambda: gettext("ID number"),
            {"type": "string", "format": "cn-id", "x-prefill": "person.id_number", "x-personal": "identity"},
            words=("身份证号", "ID number"),
        ),
        "address": Offer(
            "person",
            "home",
            lambda: gettext("Home address"),
            {**LINE, "x-prefill": "person.address_detail", "x-personal": "contact"},
            words=("详细地址", "Address"),
        ),
        "emergency": Offer(
            "person",
            "people",
            lambda: gettext("Emergency contact"),
            {
                "type": "string",
                "minLength": 1,
                "maxLength": 50,
                "x-prefill": "person.emergency_contact_name",
                "x-personal": "contact",
            },
            words=("紧急联系人", "Emergency contact"),
        ),
        "words": Offer(
            "layout",
            "text",
            lambda: gettext("Words to read"),
            words=("说明文字", "Words to read"),
            element="Label",
        ),
        "section": Offer(
            "layout",
            "book",
            lambda: gettext("New section"),
            words=("新的一节", "New section"),
            element="Group",
        ),
        "page": Offer(
            "layout", "file", lambda: gettext("New page"), words=("新的一页", "New page"), element="Category"
        ),
    }
)
GROUPS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "answers": lambda: gettext("To be answered"),
        "person": lambda: gettext("From the person's file"),
        "layout": lambda: gettext("Layout"),
    }
)


def kind_word(kind: str) -> str:
    """What a kind of question is called, by its name in the register of kinds."""
    words: Mapping[str, Callable[[], str]] = {
        "choice_radio": OFFERS["choice"].word,
        "choice_select": OFFERS["choice"].word,
        "address": OFFERS["address"].word,
        "date_time": lambda: gettext("Day and time"),
        "person": lambda: gettext("A colleague"),
        "people": lambda: gettext("Colleagues"),
        "computed": lambda: gettext("Worked out"),
        "nested": lambda: gettext("Questions that belong together"),
        "static_text": OFFERS["words"].word,
        "Label": OFFERS["words"].word,
        "Group": lambda: gettext("Section"),
        "Category": lambda: gettext("Page"),
        "Categorization": lambda: gettext("Pages"),
        "HorizontalLayout": lambda: gettext("Beside each other"),
        "VerticalLayout": lambda: gettext("One below the other"),
    }
    if kind in words:
        return words[kind]()
    return OFFERS[kind].word() if kind in OFFERS else kind

"""Forms for these tests: a definition around properties, or one with every kind of field."""

from __future__ import annotations

from typing import Any

from caseforms import definitions
from caseforms.definitions import Form

JSON = dict[str, Any]
YES_OR_NO = [{"const": "yes", "title": "是"}, {"const": "no", "title": "否"}]


def of(
    properties: JSON,
    elements: list[JSON] | None = None,
    *,
    required: tuple[str, ...] = (),
    english: dict[str, str] | None = None,
    chinese: dict[str, str] | None = None,
) -> Form:
    """A form with these properties, on one page; without `elements` one control for each, in one section."""
    controls = [{"type": "Control", "scope": f"#/properties/{name}"} for name in properties]
    group = {"type": "Group", "i18n": "all", "label": "全部", "elements": elements or controls}
    return paged({"type": "Category", "i18n": "page", "label": "一", "elements": [group]},
                 properties=properties, required=required, english=english, chinese=chinese)  # fmt: skip


def paged(
    *pages: JSON,
    properties: JSON,
    required: tuple[str, ...] = (),
    english: dict[str, str] | None = None,
    chinese: dict[str, str] | None = None,
) -> Form:
    """A form with these pages."""
    document = {
        "id": "a-form",
        "version": "1.0.0",
        "kind": "record",
        "title": "一张表",
        "standard": {"document": "002", "clause": "附录Z"},
        "schema": {"type": "object", "required": list(required), "properties": properties},
        "ui": {"type": "Categorization", "elements": list(pages)},
        "translations": {"en": english or {}, "zh": chinese or {}},
    }
    return definitions.compile(definitions.parse(document))


def control(name: str, **options: Any) -> JSON:
    """A control with options."""
    return {"type": "Control", "scope": f"#/properties/{name}", "options": options}


def shown_when(element: JSON, name: str, value: Any) -> JSON:
    """An element that is shown when a field has a value."""
    condition = {"scope": f"#/properties/{name}", "schema": {"const": value}, "failWhenUndefined": True}
    return {**element, "rule": {"effect": "SHOW", "condition": condition}}


def text(title: str = "姓名", **more: Any) -> JSON:
    return {"type": "string", "title": title, **more}


def choice(title: str, *values: str, **more: Any) -> JSON:
    return {
        "type": "string",
        "title": title,
        "oneOf": [{"const": one, "title": f"选{one}"} for one in values],
        **more,
    }


def many(title: str, *values: str, **more: Any) -> JSON:
    return {"type": "array", "uniqueItems": True, "title": title, "items": choice(title, *values), **more}


def rows(title: str = "用药", **more: Any) -> JSON:
    inner = {
        "drug": text("药名"),
        "dose": {"type": "number", "title": "剂量"},
        "paid": {"type": "boolean", "title": "自费"},
    }
    return {"type": "array", "title": title, "items": {"type": "object", "properties": inner}, **more}


def matrix(title: str = "过去两周", *names: str) -> JSON:
    answers = [{"const": number, "title": f"{number}天"} for number in range(4)]
    questions = {
        name: {"type": "integer", "title": name, "oneOf": answers} for name in names or ("mood", "sleep")
    }
    return {"type": "object", "title": title, "properties": questions}


def with_every_kind() -> Form:
    """One field of each kind, the platform's own kinds and rows, matrix and object included."""
    properties = {
        "name": text(maxLength=50),
        "story": text("经过", maxLength=4000),
        "visits": {"type": "integer", "title": "次数"},
        "weight": {"type": "number", "title": "体重"},
        "born": text("出生日期", format="date"),
        "at": text("时间", format="local-time"),
        "began": text("开始", format="local-date-time"),
        "sent": text("发出", format="date-time"),
        "alone": {"type": "boolean", "title": "独居"},
        "told": {"type": "boolean", "const": True, "title": "已说明"},
        "channel": choice("途径", "self", "other"),
        "channel_other": text("其他，请注明"),
        "people": choice("民族", *"abcdefg"),
        "modes": many("方式", "phone", "visit", "other"),
        "worker": text("社工", **{"x-reference": "user"}),
        "staff": {"type": "array", "title": "人员", "items": {"type": "string", "x-reference": "user"}},
        "phone": text("电话", format="cn-phone"),
        "id_number": text("身份证号", format="cn-id", **{"x-personal": "identity"}),
        "drugs": rows(),
        "scores": matrix(),
        "kin": {"type": "object", "title": "家属", "properties": {"kin_name": text(), "kin_phone": text("电话", format="cn-phone")}},
        "photo": {"type": "object", "title": "照片", "x-file": {"accept": ["image/png"], "photo": True}},
        "total": {"type": "integer", "title": "合计", "readOnly": True,
                  "x-compute": {"op": "sum", "args": [{"field": "/scores/mood"}, {"field": "/scores/sleep"}]}},
        "signed": {"type": "object", "title": "签字", "x-signature": {"role": "client", "methods": ["drawn"]}},
        "signed_on": text("签字日期", format="date", **{"x-signed-date": "signed"}),
        "province": text("住址 省"),
        "city": text("住址 市"),
    }  # fmt: skip
    elements = [
        {"type": "Label", "i18n": "note", "text": "请如实填写。", "options": {"style": "rule"}},
        *(
            control(name, **OPTIONS.get(name, {}))
            for name in properties
            if name not in ("channel_other", "province", "city")
        ),
        shown_when(
            control("channel_other", companionOf={"scope": "#/properties/channel", "value": "other"}),
            "channel",
            "other",
        ),
        {
            "type": "HorizontalLayout",
            "options": {"variant": "address"},
            "elements": [control("province"), control("city")],
        },
    ]
    return of(properties, elements, required=("name", "born"))


OPTIONS: dict[str, JSON] = {
    "story": {"multi": True},
    "visits": {"suffix": "次"},
    "scores": {"format": "matrix"},
    "drugs": {"layout": "table"},
}

FILLED: JSON = {
    "name": "古丽·买买提",
    "story": '第一行\n\n<第三行> & "引号"',
    "visits": 3,
    "weight": 61.5,
    "born": "1969-08-14",
    "at": "08:30",
    "began": "2026-03-05T14:00",
    "sent": "2026-03-05T06:00:30Z",
    "alone": False,
    "told": True,
    "channel": "other",
    "channel_other": "邻居",
    "people": "g",
    "modes": ["phone", "other"],
    "worker": "u1",
    "staff": ["u1", "一位志愿者"],
    "phone": "13900001234",
    "id_number": "11010519491231002X",
    "drugs": [{"drug": "阿立哌唑", "dose": 5.5, "paid": False}, {"paid": True}],
    "scores": {"mood": 2, "sleep": 0},
    "kin": {"kin_name": "王", "kin_phone": "0755-12345678"},
    "photo": {"id": "f1", "name": "a.png", "type": "image/png", "size": 12, "sha256": "ab"},
    "province": "广东省",
    "city": "深圳市",
}

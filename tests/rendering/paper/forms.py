"""Small forms for the tests of paper."""

from __future__ import annotations

from typing import Any

from caseforms import definitions
from caseforms.definitions import Form

YES_NO = [{"const": "no", "title": "否"}, {"const": "yes", "title": "是"}]


def form(
    properties: dict[str, Any], elements: list[dict[str, Any]], english: dict[str, str], **more: Any
) -> Form:
    """A definition of one page from its properties, layout and English words."""
    document = {
        "$schema": "../definition.schema.json", "id": "small", "version": "1.0.0", "kind": "record", "title": "小表",
        "standard": {"document": "002", "clause": "§6"},
        "schema": {"type": "object", "required": [], "properties": properties},
        "ui": {"type": "Categorization", "elements": [
            {"type": "Category", "i18n": "page", "label": "一页", "elements": elements}]},
        "translations": {"en": {"title": "Small form", "page.label": "One page", **english}}, **more,
    }  # fmt: skip
    return definitions.compile(definitions.parse(document))


def control(name: str, **more: Any) -> dict[str, Any]:
    """A control of a property."""
    return {"type": "Control", "scope": f"#/properties/{name}", **more}


def group(key: str, label: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "Group", "i18n": key, "label": label, "elements": list(elements), **more}


def visit() -> Form:
    """A note and a choice with a line behind "other", a table, a signature, one question of the platform."""
    return form(
        {
            "kind": {"type": "string", "title": "方式", "oneOf": [
                {"const": "home", "title": "家访"}, {"const": "other", "title": "其他"}]},
            "kind_other": {"type": "string", "title": "请注明"},
            "note": {"type": "string", "title": "记录"},
            "on": {"type": "string", "format": "date", "title": "日期"},
            "worker": {"type": "string", "title": "社工", "x-reference": "user"},
            "risk": {"type": "boolean", "title": "有风险"},
            "people": {"type": "array", "title": "同行人", "items": {"type": "object", "properties": {
                "name": {"type": "string", "title": "姓名"}, "phone": {"type": "string", "title": "电话"}}}},
            "worker_signature": {"type": "object", "title": "签字", "x-signature": {"role": "worker", "methods": ["typed"]}},
            "worker_signed_date": {"type": "string", "format": "date", "title": "签字日期",
                                   "x-signed-date": "worker_signature"},
        },
        [
            group("facts", "情况",
                  control("kind"),
                  control("kind_other", options={"companionOf": {"scope": "#/properties/kind", "value": "other"}},
                          rule={"effect": "SHOW", "condition": {
                              "scope": "#/properties/kind", "schema": {"const": "other"}, "failWhenUndefined": True}}),
                  control("note", options={"multi": True}),
                  {"type": "HorizontalLayout", "elements": [control("on"), control("worker")]},
                  {"type": "Label", "i18n": "rule", "text": "填写规则：真实。"}),
            group("table", "同行", control("people")),
            group("own", "平台补充", control("risk"), options={"origin": "platform"}),
            group("end", "签署", control("worker_signature"), control("worker_signed_date")),
        ],
        {
            "facts.label": "Facts", "kind.label": "Mode", "kind.home": "Home visit", "kind.other": "Other",
            "kind_other.label": "Please specify", "note.label": "Note", "on.label": "Date", "worker.label": "Worker",
            "rule.text": "How to fill in: truthfully.", "table.label": "With whom", "people.label": "Companions",
            "people.name.label": "Name", "people.phone.label": "Phone", "own.label": "Platform", "risk.label": "Risk",
            "end.label": "Signing", "worker_signature.label": "Signature", "worker_signed_date.label": "Signed on",
        },
    )  # fmt: skip

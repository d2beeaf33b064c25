"""Sample answers for looking at a form: plausible ones for every question, the same each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from caseforms.definitions.schemas import is_leaf_object, many_options, options, properties_of

JSON = Mapping[str, Any]
PERSON: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh": {
            "person.name": "张小梅",
            "person.emergency_contact_name": "张大强",
            "person.address_province": "广东省",
            "person.address_city": "深圳市",
            "person.address_district": "龙岗区",
            "person.address_street": "布吉街道",
            "person.address_detail": "幸福社区3栋502",
            "user": "林晓燕",
            "": "示例文字",
        },
        "en": {
            "person.name": "Zhang Xiaomei",
            "person.emergency_contact_name": "Zhang Daqiang",
            "person.address_province": "Guangdong",
            "person.address_city": "Shenzhen",
            "person.address_district": "Longgang",
            "person.address_street": "Buji",
            "person.address_detail": "Happiness Community, block 3, 502",
            "user": "Lin Xiaoyan",
            "": "Sample text",
        },
    }
)
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "cn-phone": "13800138000",
        "cn-id": "11010519491231002X",
        "local-time": "09:30",
        "email": "someone@example.org",
        "uri": "https://example.org/",
    }
)
BIRTH_DATE = "1968-05-20"


def of(document: JSON, language: str, day: date) -> dict[str, Any]:
    """Answers to every question of a form as somebody might have given them on a day."""
    return _object(document["schema"], language, day)


def _object(schema: JSON, language: str, day: date) -> dict[str, Any]:
    found = {name: _value(inner, language, day) for name, inner in properties_of(schema).items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(schema: JSON, language: str, day: date) -> Any:
    if "x-compute" in schema or "x-signed-date" in schema or is_leaf_object(schema):
        return None
    listed = options(schema) or many_options(schema)
    kind = schema.get("type")
    if kind == "array":
        return [listed[0][0]] if listed else _rows(schema, language, day)
    if listed:
        return listed[0][0]
    if kind == "object":
        return _object(schema, language, day)
    if kind == "boolean":
        return schema.get("const", False)
    if kind in ("integer", "number"):
        least = max(schema.get("minimum", 1), 1)
        return min(least, schema.get("maximum", least))
    return _text(schema, language, day)


def _rows(schema: JSON, language: str, day: date) -> Any:
    items = schema.get("items", {})
    if properties_of(items):
        return [_object(items, language, day)]
    return [_text(items, language, day)] if items.get("type") == "string" else None


def _text(schema: JSON, language: str, day: date) -> str | None:
    form, source = schema.get("format", ""), schema.get("x-prefill")
    if form == "date":
        return BIRTH_DATE if source == "person.birth_date" else day.isoformat()
    if form == "local-date-time":
        return f"{day.isoformat()}T09:30"
    if form:
        return FORMATS.get(form)
    known = PERSON[language]
    text = known.get(source, known[""]) if isinstance(source, str) else known[""]
    return text[: schema.get("maxLength", len(text))]

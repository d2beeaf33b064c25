"""A record that is drawn and posted untouched comes back as it was, whatever it holds, in either language."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseforms import definitions, locations
from caseforms.answers import normalise_text
from caseforms.definitions import Form
from caseforms.rendering import Reader, decode, draw, encode
from tests.rendering import forms, pages

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
TEXT = st.text(LETTERS, min_size=1, max_size=20).map(normalise_text).filter(bool)
SHIPPED = sorted(Path(locations.shipped("form_definitions")).rglob("*/*.json"))


def body_of(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    body: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        body[name].append(value)
    return body


def days() -> st.SearchStrategy[str]:
    return st.dates().map(str)


def clocks() -> st.SearchStrategy[str]:
    return st.times().map(lambda time: f"{time:%H:%M}")


KINDS: dict[str, tuple[dict[str, Any], st.SearchStrategy[Any]]] = {
    "text": (forms.text(), TEXT),
    "story": (forms.text(maxLength=4000), st.lists(TEXT, min_size=1).map("\n".join)),
    "integer": ({"type": "integer"}, st.integers(-(2**53) + 1, 2**53 - 1)),
    "number": (
        {"type": "number"},
        st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6) + 0.0).filter(lambda n: not n.is_integer()),
    ),
    "date": (forms.text(format="date"), days()),
    "time": (forms.text(format="local-time"), clocks()),
    "moment": (forms.text(format="local-date-time"), st.tuples(days(), clocks()).map("T".join)),
    "instant": (forms.text(format="date-time"), st.tuples(days(), clocks()).map(lambda p: f"{p[0]}T{p[1]}:07.5-03:00")),
    "boolean": ({"type": "boolean"}, st.booleans()),
    "confirm": ({"type": "boolean", "const": True}, st.just(True)),
    "choice": (forms.choice("选", "a", "b"), st.sampled_from("ab")),
    "numbered": ({"oneOf": [{"const": 1, "title": "一"}, {"const": "1", "title": "一字"}]}, st.sampled_from([1, "1"])),
    "long_list": (forms.choice("选", *"abcdefgh"), st.sampled_from("abcdefgh")),
    "many": (forms.many("选", *"abc"), st.sets(st.sampled_from("abc"), min_size=1).map(sorted)),
    "lines": ({"type": "array", "items": {"type": "string"}}, st.lists(TEXT, min_size=1, max_size=3)),
    "counts": ({"type": "array", "items": {"type": "integer"}}, st.lists(st.integers(0, 9), min_size=1, max_size=3)),
}  # fmt: skip


def schemas(depth: int = 2) -> st.SearchStrategy[tuple[dict[str, Any], st.SearchStrategy[Any]]]:
    """Schemas with a strategy for their answers: single fields, rows of fields, objects of fields."""
    single = st.sampled_from(sorted(KINDS)).map(KINDS.__getitem__)
    if not depth:
        return single
    return single | objects(depth - 1) | objects(depth - 1).map(_as_rows)


def _as_rows(
    inner: tuple[dict[str, Any], st.SearchStrategy[Any]],
) -> tuple[dict[str, Any], st.SearchStrategy[Any]]:
    return {"type": "array", "items": inner[0]}, st.lists(inner[1], min_size=1, max_size=3)


NAMES = st.sampled_from(["a", "b2", "has_more", "with-dash", "with.dot", "til~de", "空", "A B"])


def objects(depth: int) -> st.SearchStrategy[tuple[dict[str, Any], st.SearchStrategy[Any]]]:
    def made(fields: dict[str, tuple[dict[str, Any], st.SearchStrategy[Any]]]) -> Any:
        schema = {"type": "object", "properties": {name: one[0] for name, one in fields.items()}}
        answers = {name: one[1] for name, one in fields.items()}
        return schema, st.fixed_dictionaries({}, optional=answers).filter(bool)

    return st.dictionaries(NAMES, schemas(depth), min_size=1, max_size=4).map(made)


@given(st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_record_of_any_form_survives_being_drawn_and_posted(data: st.DataObject) -> None:
    schema, answers = data.draw(objects(2))
    record = data.draw(answers)
    form = definitions.compile(definitions.from_schema(schema))

    for language in ("zh", "en"):
        page = pages.read(draw(form, record, Reader(language=language)))
        back = decode(form, pages.posted(page))

        assert back.problems == ()
        assert back.data == record


@given(st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_a_body_decoded_and_encoded_again_is_the_same_body(data: st.DataObject) -> None:
    schema, answers = data.draw(objects(2))
    form = definitions.compile(definitions.from_schema(schema))
    body = encode(form, data.draw(answers))

    again = encode(form, decode(form, body_of(body)).data)

    assert again == body


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_field_survives_being_drawn_and_posted(language: str) -> None:
    form = forms.with_every_kind()
    reader = Reader(language=language, people={"u1": "林晓燕"}, choices_of=lambda _: [("u1", "林晓燕")])

    body = pages.posted(pages.read(draw(form, forms.FILLED, reader)))

    assert decode(form, body, reader=reader).data == forms.FILLED


def test_both_languages_post_the_same_names_for_the_same_record() -> None:
    form = forms.with_every_kind()

    bodies = [
        pages.posted(pages.read(draw(form, forms.FILLED, Reader(language=one)))) for one in ("zh", "en")
    ]

    assert {**bodies[0], "_language": []} == {**bodies[1], "_language": []}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_empty_shipped_form_posts_an_empty_record(path: Path) -> None:
    form = _shipped(path)

    back = decode(form, pages.posted(pages.read(draw(form, {}, Reader()))))

    assert back.problems == ()
    assert back.data == {}


def _shipped(path: Path) -> Form:
    return definitions.compile(definitions.parse(json.loads(path.read_text(encoding="utf-8"))))

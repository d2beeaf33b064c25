"""The checker finds every form, field, code and workflow that a table names and that is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from caseforms import indicators
from caseforms.indicators.format import FORMAT
from caseforms.locations import shipped
from caseforms.services import library
from tests.indicators import written

FORMS = {name: form.definition for name, form in library.forms().items()}


def found(counter: Mapping[str, Any], **row: Any) -> set[tuple[str, str]]:
    """The codes and names of the problems of a table with this counter."""
    document = written.table(written.row("a", counter={**written.CASE, **counter}, **row))
    problems = indicators.lint(document, FORMS, library.workflows())
    return {(each.code.removeprefix("indicators."), str(each.params.get("name"))) for each in problems}


def test_a_sound_table_has_no_problem() -> None:
    assert found({"met": {"field": ["mh-application.follow_up", {"const": "yes"}]}}) == set()


@pytest.mark.parametrize(
    ("counter", "problem"),
    [
        ({"met": {"done": "no-such-form"}}, ("missing-form", "no-such-form")),
        ({"met": {"field": ["mh-application.no_such", {"const": "yes"}]}}, ("missing-field", "no_such")),
        ({"met": {"field": ["mh-application.follow_up", {"const": "perhaps"}]}}, ("unknown-code", "perhaps")),
        ({"from": "forms.mh-application.latest.no_such"}, ("missing-field", "no_such")),
        ({"from": "settings.no_such"}, ("unknown-path", "settings.no_such")),
        ({"workflows": ["no-such-case"]}, ("missing-workflow", "no-such-case")),
        ({"exclude": ["no_such"]}, ("unknown-exclusion", "no_such")),
        ({"logic": "event"}, ("incomplete", "looks")),
        (
            {
                "logic": "event",
                "looks": [{"of": "form", "form": "mh-plan", "at": "this.data.no_such"}],
            },
            ("missing-field", "no_such"),
        ),
    ],
)
def test_what_is_not_there_is_named(counter: Mapping[str, Any], problem: tuple[str, str]) -> None:
    assert problem in found(counter)


def test_a_row_of_an_unknown_section_and_source_is_named() -> None:
    assert found({}, section="two", sources=["no-such-form"]) == {
        ("unknown-section", "two"),
        ("missing-form", "no-such-form"),
    }


def test_two_rows_with_one_name_are_named() -> None:
    document = written.table(written.row("a"), written.row("a"))

    assert [each.code for each in indicators.lint(document, FORMS, library.workflows())] == [
        "indicators.twice"
    ]


@pytest.mark.parametrize("spoilt", [[], {}, {"id": 5}, written.table({"id": "a"}), None])
def test_what_is_no_table_is_said_and_never_raised(spoilt: object) -> None:
    table, problems = indicators.read(spoilt)

    assert table is None
    assert {each.code for each in problems} <= {"indicators.format"}
    assert problems


def test_the_shipped_schema_is_the_format() -> None:
    copy = shipped("workflows") / "indicators" / "indicators.schema.json"

    assert json.loads(copy.read_text(encoding="utf-8")) == FORMAT


@pytest.mark.parametrize("name", ["cd-monitoring-table", "kpi-table"])
def test_a_shipped_table_names_nothing_that_is_missing(name: str) -> None:
    path = shipped("workflows") / "indicators" / f"{name}.json"

    problems = indicators.lint(json.loads(path.read_text(encoding="utf-8")), FORMS, library.workflows())

    assert [(each.code, each.pointer, dict(each.params)) for each in problems] == []

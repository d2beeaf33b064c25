"""Which kind draws what, and that a new kind only needs a file, a template and a line."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.rendering import KINDS, kind_of
from caseforms.rendering.brushes import TEMPLATES
from tests.rendering import forms

CONTROL = {"type": "Control"}


@pytest.mark.parametrize(
    ("schema", "options", "kind"),
    [
        (forms.text(), {}, "text"),
        (forms.text(maxLength=4000), {}, "long_text"),
        (forms.text(maxLength=4000), {"multi": False}, "text"),
        (forms.text(), {"multi": True}, "long_text"),
        (forms.text(format="date"), {}, "date"),
        (forms.text(), {"format": "date"}, "date"),
        (forms.text(format="local-time"), {}, "time"),
        (forms.text(format="date-time"), {}, "date_time"),
        (forms.text(format="cn-phone"), {}, "phone"),
        (forms.text(format="cn-id"), {}, "id_number"),
        (forms.text(**{"x-reference": "user"}), {}, "person"),
        ({"type": ["integer", "null"]}, {}, "integer"),
        ({"type": "number"}, {}, "number"),
        ({"type": "boolean"}, {}, "yes_no"),
        ({"type": "boolean", "const": True}, {}, "confirm"),
        ({"enum": ["a", "b"]}, {}, "choice_radio"),
        (forms.choice("选", *"abcdefg"), {}, "choice_select"),
        (forms.choice("选", *"abcdefg"), {"format": "radio"}, "choice_radio"),
        (forms.choice("选", "a"), {"format": "dropdown"}, "choice_select"),
        (forms.many("选", "a"), {}, "many"),
        ({"type": "array", "items": {"type": "string"}}, {}, "rows"),
        ({"type": "array", "items": {"type": "string", "x-reference": "user"}}, {}, "people"),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, {}, "nested"),
        (forms.matrix(), {"format": "matrix"}, "matrix"),
        (forms.matrix(), {}, "nested"),
        ({"type": "object", "x-signature": {"role": "client"}}, {}, "signature"),
        (forms.text(format="date", **{"x-signed-date": "signed"}), {}, "signature"),
        ({"type": "object", "x-file": {}}, {}, "file"),
        ({"type": "integer", "x-compute": {"op": "sum", "args": []}}, {}, "computed"),
        ({"type": "integer", "x-compute": {"op": "sum", "args": []}, "x-compute-when": {}}, {}, "integer"),
        ({}, {}, "text"),
    ],
)
def test_the_highest_rank_draws(schema: dict[str, Any], options: dict[str, Any], kind: str) -> None:
    assert kind_of({**CONTROL, "options": options}, schema).name == kind


def test_layouts_and_labels_have_kinds_too() -> None:
    assert kind_of({"type": "HorizontalLayout", "options": {"variant": "address"}}, {}).name == "address"
    assert kind_of({"type": "Label"}, {}).name == "static_text"


def test_every_kind_has_a_template_of_its_name() -> None:
    templates = {path.stem for path in (TEMPLATES / "fields").glob("*.html")}

    assert templates == set(KINDS)


def test_kinds_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        KINDS["text"] = KINDS["date"]  # type: ignore[index]

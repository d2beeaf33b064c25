"""What no definition may hold is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from caseforms.definitions import lint, read
from tests.definitions.written import form_of
from tests.shared_cases import cases_of


@pytest.mark.parametrize("case", cases_of("keywords/refused"))
def test_a_definition_with_it_is_refused_at_that_property(case: dict[str, Any]) -> None:
    document = form_of({"answer": {"title": "答案", **case["schema"]}})

    definition, problems = read(document)
    if definition is not None:
        problems = lint(definition)

    errors = [problem for problem in problems if problem.severity == "error"]
    assert errors
    assert errors[0].pointer.startswith("/schema/properties/answer")

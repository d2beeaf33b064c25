"""Generated definitions with rules, filled in with anything: what one page posts, the next one posts again."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from caseforms import definitions
from caseforms.definitions import Form
from caseforms.rendering import Reader, decode, draw
from tests.answers import strategies
from tests.rendering import pages


def posted_back(form: Form, data: dict[str, Any], language: str) -> dict[str, Any]:
    """The record that an untouched page gives."""
    return decode(form, pages.posted(pages.read(draw(form, data, Reader(language=language))))).data


@given(strategies.filled())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_both_languages_give_the_same_record_and_a_second_page_the_same_again(
    filled_in: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    document, filled = filled_in
    form = definitions.compile(definitions.parse(document))

    chinese = posted_back(form, filled, "zh")

    assert posted_back(form, filled, "en") == chinese
    assert posted_back(form, chinese, "zh") == chinese

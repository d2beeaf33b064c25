"""The services know how to do every effect that a workflow may name."""

from __future__ import annotations

from caseforms.services.consequences import EFFECTS as DONE
from caseforms.workflow.format import EFFECTS as NAMED


def test_every_effect_of_the_format_is_done_by_the_services() -> None:
    assert DONE.keys() == NAMED.keys()

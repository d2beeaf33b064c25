"""What the requirements ask of every case of a person (§5.4, §5.5) stands the same in each workflow of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from caseforms.locations import shipped

CASES = ("mental-health-case", "chronic-disease-case", "hospital-case")
LOOP = ("confirm_referral", "close_unconfirmed", "ask_again", "choose_again", "cancel_referral")
CLOCKS = ("referral_answer", "referral_booking", "referral_loop", "referral_confirm")


def without_place(node: Any) -> Any:
    """A part of a workflow without what belongs to its own standard and stages: the clause, the stages it starts from."""
    if isinstance(node, dict):
        return {key: without_place(value) for key, value in node.items() if key not in ("clause", "from")}
    return [without_place(each) for each in node] if isinstance(node, list) else node


def parts(name: str) -> Iterator[tuple[str, Any]]:
    """The closed loop of a referral in one workflow."""
    document = json.loads((shipped("workflows") / f"{name}.json").read_text(encoding="utf-8"))
    yield "track", without_place(document["tracks"]["referral"])
    yield from ((each, without_place(document["actions"].get(each))) for each in LOOP)
    yield from ((each, without_place(document["timers"].get(each))) for each in CLOCKS)


@pytest.mark.requirement("R-003-04")
@pytest.mark.parametrize("name", CASES[1:])
def test_the_loop_of_a_referral_is_the_same_in_every_case(name: str) -> None:
    assert dict(parts(name)) == dict(parts(CASES[0]))

"""Every address × every role: who gets in stands in one table; no change without a token."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from caseforms.rendering.paper import printing
from tests.web import stories
from tests.web.conftest import House
from tests.web.routes import CHANGING, ROLES, Way, everybody, ways, without_effect
from tests.web.visiting import Visitor, signed_in

TABLE = Path(__file__).parent / "who_gets_in.txt"
FOUND = Path(__file__).parents[2] / "build" / TABLE.name
COLUMNS = ("stranger", *ROLES)
ENDING = frozenset({"account.sign_out", "handover.begin", "account.signed_in", "handover.unlock"})
"""These end the visit of whoever asks: they are asked last, each on a visit of its own."""

WITHOUT_A_FORM = frozenset({"display", "readings_door.take"})
"""The display modes of a browser are nobody's data; readings come from devices, which show a token of their own."""


@pytest.fixture
def ids(house: House) -> dict[str, str]:
    """A case of a social worker who is none of those who knock, with its records."""
    lin = signed_in(house.app, "lin")
    stories.new_case(lin)
    record = lin.address.split("/")[2].split("?")[0]
    case = stories.case_of(lin).split("/")[2]
    lin.open(f"/cases/{case}")
    person = next(
        link.attributes["href"].split("/")[2]
        for link in lin.page.all("a")
        if link.attributes["href"].startswith("/people/")
    )
    return {"record_id": record, "case_id": case, "person_id": person, "user_id": house.user_ids["lin"]}


def answer(somebody: Visitor, way: Way, token: str) -> str:
    """How the way is closed, or that it is open (what is then said about an empty form is another matter)."""
    data = None if way.method == "GET" else {"csrf_token": token}
    headers = {} if way.method == "GET" else {"X-CSRFToken": token}
    with somebody.client.open(way.address, method=way.method, data=data, headers=headers) as given:
        status, to = given.status_code, given.headers.get("Location", "")
    assert status < 500, (way, status)
    if status == 401 or to.startswith("/sign-in"):
        return "sign-in"
    return str(status) if status in (403, 404) else "open"


def lines(found: dict[tuple[str, str, str], dict[str, str]]) -> list[str]:
    """The table as it stands in its file: one line for each way, with the roles that each answer is given to."""
    said = []
    for (rule, method, endpoint), by_role in sorted(found.items()):
        answers = {
            each: [role for role in COLUMNS if by_role[role] == each]
            for each in dict.fromkeys(by_role.values())
        }
        told = [
            f"{each}: {'everybody' if len(roles) == len(COLUMNS) else ' '.join(roles)}"
            for each, roles in sorted(answers.items())
        ]
        said.append(f"{method} {rule} ({endpoint}) | {' | '.join(told)}")
    return said


@pytest.mark.timeout(400)
def test_who_gets_in_where_is_what_the_table_says(
    house: House, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who may print is asked here; what the press makes of it has tests of its own.
    monkeypatch.setattr(printing, "_run", lambda *_: b"%PDF-1.7")
    visitors = {"stranger": Visitor(house.app), **everybody(house)}
    tokens = {
        name: each.open("/sign-in" if name == "stranger" else "/account").value_of("csrf_token")
        for name, each in visitors.items()
    }
    found: dict[tuple[str, str, str], dict[str, str]] = {}

    with without_effect(house.app):
        for way in ways(house.app, ids):
            if way.endpoint not in ENDING:
                found[way.rule, way.method, way.endpoint] = {
                    name: answer(each, way, tokens[name]) for name, each in visitors.items()
                }

    told, kept = lines(found), TABLE.read_text(encoding="utf-8").splitlines()
    new, gone = [each for each in told if each not in kept], [each for each in kept if each not in told]
    if told != kept:
        FOUND.parent.mkdir(exist_ok=True)
        FOUND.write_text("\n".join(told) + "\n", encoding="utf-8")
    assert told == kept, (
        f"Look at who gets in; when that is right, {FOUND} becomes {TABLE.name}.\nnew:\n"
        + "\n".join(new)
        + "\ngone:\n"
        + "\n".join(gone)
    )


def test_nothing_changes_without_a_token(house: House, ids: dict[str, str]) -> None:
    lin = signed_in(house.app, "lin")
    guan = signed_in(house.app, "guan")
    other = sqlite3.connect(house.folder / "caseforms.db")

    def version() -> int:
        return int(other.execute("PRAGMA data_version").fetchone()[0])

    walked = 0
    for somebody in (lin, guan, Visitor(house.app)):
        for way in ways(house.app, ids):
            if way.method not in CHANGING or way.endpoint in WITHOUT_A_FORM:
                continue
            before = version()

            refused = somebody.client.open(
                way.address, method=way.method, data={"name": "x", "text": "x", "reason": "x"}
            )

            assert 400 <= refused.status_code < 500 or refused.headers.get("Location", "").startswith(
                ("/sign-in",)
            ), (way, refused.status_code)
            assert version() == before, way
            walked += 1
    other.close()
    assert walked > 100

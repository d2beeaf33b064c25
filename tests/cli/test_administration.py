"""`caseforms db`, `users` and `audit`: an installation set up and checked without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseforms import cli
from caseforms.services import passwords


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty data folder."""
    passwords.use_cost(1, 8)
    monkeypatch.setenv("CASEFORMS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CASEFORMS_DATABASE_URL", raising=False)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_database_that_is_not_up_to_date_is_told_and_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "check"]) == 1
    assert cli.main(["db", "upgrade"]) == 0
    assert cli.main(["db", "upgrade"]) == 0
    assert cli.main(["db", "check"]) == 0

    assert "none" in said(capsys)[0]


def test_users_are_added_listed_reset_and_given_roles(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["db", "upgrade"])
    assert cli.main(["users", "add", "Lin", "林晓燕", "--roles", "social_worker,supervisor"]) == 0
    first = said(capsys)[-1].split("\t")
    assert cli.main(["users", "roles", "lin", "administrator"]) == 0
    assert cli.main(["users", "reset", "lin"]) == 0
    second = said(capsys)[-1]
    assert cli.main(["users", "list"]) == 0

    assert first[0] == "lin"
    assert len(first[1]) == len(second) > 10
    assert first[1] != second
    assert said(capsys) == ["lin\t林晓燕\tadministrator\tactive"]


@pytest.mark.parametrize(
    "words",
    [
        ["users", "add", "lin", "林", "--roles", "king"],
        ["users", "reset", "nobody"],
        ["users", "list", "--institution", "elsewhere"],
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["db", "upgrade"])

    assert cli.main(words) == 2

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_audit_verify_says_how_much_holds(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["db", "upgrade"])

    assert cli.main(["audit", "verify"]) == 0

    assert said(capsys)[-1] == "0 cases, 0 events, 0 accesses: every line holds"


def test_records_are_carried_over_in_the_name_of_somebody_who_may(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["db", "upgrade"])
    cli.main(["users", "add", "guan", "管理员", "--roles", "administrator"])
    cli.main(["users", "add", "lin", "林晓燕", "--roles", "social_worker"])
    carry = ["records", "carry-over", "mh-application", "--reason", "字段改名"]
    capsys.readouterr()

    assert cli.main([*carry, "--by", "guan"]) == 0
    assert said(capsys) == ["carried over\t0"]
    assert cli.main([*carry, "--by", "lin"]) == 2
    assert cli.main([*carry, "--by", "nobody"]) == 2

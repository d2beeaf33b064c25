"""`caseforms forms` gives others what a browser shows and posts; its exit status tells how it went."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from caseforms import locations
from caseforms.cli import main
from tests.rendering import pages

APPLICATION = str(locations.shipped("form_definitions") / "mental-health" / "mh-application.json")
BARE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Visit",
    "type": "object",
    "required": ["name"],
    "definitions": {"person": {"type": "object", "properties": {"age": {"type": "integer", "minimum": 0}}}},
    "properties": {
        "name": {"type": "string", "title": "Name", "minLength": 2},
        "kin": {"$ref": "#/definitions/person"},
        "goods": {"type": "array", "items": {"type": "object", "properties": {"what": {"type": "string"}}}},
    },
}


class Stdin:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def written(folder: Path, name: str, value: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def decode(monkeypatch: pytest.MonkeyPatch, path: str, body: bytes | dict[str, str]) -> int:
    raw = body if isinstance(body, bytes) else urlencode(body).encode()
    monkeypatch.setattr(sys, "stdin", Stdin(raw))
    return main(["forms", "decode", path])


@pytest.mark.parametrize(("language", "title"), [("zh", "个案申请表"), ("en", "Case application form")])
def test_render_writes_a_whole_page_in_the_language(
    language: str, title: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["forms", "render", APPLICATION, "--locale", language]) == 0

    html = capfdbinary.readouterr().out.decode()
    page = pages.read(html.removeprefix("<!doctype html>"))
    assert html.startswith("<!doctype html>")
    assert page.one("h1").text == title
    assert page.one("html").get("lang").startswith(language)


def test_what_render_shows_decode_reads_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    record = {"name": "李", "kin": {"age": 40}, "goods": [{"what": "毯子"}, {"what": "米"}]}
    path = written(tmp_path, "bare.json", BARE)

    assert main(["forms", "render", path, "--data", written(tmp_path, "record.json", record)]) == 0
    page = pages.read(capfdbinary.readouterr().out.decode().removeprefix("<!doctype html>"))
    assert decode(monkeypatch, path, urlencode(pages.posted(page), doseq=True).encode()) == 0

    assert json.loads(capfdbinary.readouterr().out) == record


def test_render_takes_another_layout(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    layout = {
        "type": "VerticalLayout",
        "elements": [{"type": "Control", "scope": "#/properties/name", "label": "全名"}],
    }

    code = main(
        [
            "forms",
            "render",
            written(tmp_path, "bare.json", BARE),
            "--ui",
            written(tmp_path, "ui.json", layout),
        ]
    )

    html = capfdbinary.readouterr().out.decode()
    assert code == 0
    assert 'name="name"' in html
    assert "全名" in html
    assert 'name="kin-age"' not in html


def test_render_writes_the_sheet_on_demand(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["forms", "render", APPLICATION, "--paper"]) == 0

    assert 'class="paper' in capfdbinary.readouterr().out.decode()


def test_decode_refuses_a_body_with_unknown_names(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert decode(monkeypatch, APPLICATION, {"client_name": "李", "zz": "1"}) == 2

    told = capfdbinary.readouterr()
    assert told.out == b""
    assert told.err.decode().splitlines()[0].startswith("caseforms: body.unknown-name")
    assert len(told.err.decode().splitlines()) == 1


def test_decode_names_what_cannot_be_read_and_keeps_the_rest(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert decode(monkeypatch, APPLICATION, {"client_name": "李明", "birth_date": "昨天"}) == 1

    told = capfdbinary.readouterr()
    assert json.loads(told.out) == {"client_name": "李明"}
    assert json.loads(told.err)["pointer"] == "/birth_date"


@pytest.mark.parametrize("body", [b"name=%ff%fe", "name=中文".encode("gbk"), b"x" * 20_000_001])
def test_decode_refuses_what_is_no_form_body(
    body: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert decode(monkeypatch, written(tmp_path, "bare.json", BARE), body) == 2
    assert len(capfdbinary.readouterr().err.splitlines()) == 1


def test_an_empty_body_is_an_empty_record(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert decode(monkeypatch, APPLICATION, b"") == 0
    assert json.loads(capfdbinary.readouterr().out) == {}


def test_validate_writes_one_line_for_each_problem(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, record = (
        written(tmp_path, "bare.json", BARE),
        written(tmp_path, "r.json", {"name": "李", "kin": {"age": -1}}),
    )

    assert main(["forms", "validate", path, record, "--locale", "en"]) == 1

    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [(line["code"], line["pointer"]) for line in lines] == [
        ("answer.minLength", "/name"),
        ("answer.minimum", "/kin/age"),
    ]
    assert lines[0]["params"] == {"limit": 2}
    assert all(line["message"] for line in lines)


def test_validate_says_nothing_of_a_good_record(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, record = written(tmp_path, "bare.json", BARE), written(tmp_path, "r.json", {"name": "李明"})

    assert main(["forms", "validate", path, record]) == 0
    assert capfdbinary.readouterr().out == b""


def test_a_draft_may_be_incomplete_but_not_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, "bare.json", BARE)

    assert main(["forms", "validate", path, written(tmp_path, "r.json", {}), "--draft"]) == 0
    assert main(["forms", "validate", path, written(tmp_path, "r.json", {"name": 5}), "--draft"]) == 1


def test_check_finds_nothing_wrong_with_the_shipped_forms(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["forms", "check"]) == 0, capfdbinary.readouterr().out.decode()


def test_check_writes_file_pointer_code_and_remedy(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = json.loads(Path(APPLICATION).read_text(encoding="utf-8"))
    document["schema"]["properties"]["client_name"]["minLenght"] = 2
    path = written(tmp_path, "broken.json", document)

    assert main(["forms", "check", path, "--locale", "en"]) == 1

    first = capfdbinary.readouterr().out.decode().splitlines()[0]
    assert first.startswith(f"{path}:/schema/properties/client_name")
    assert len(first.removeprefix(f"{path}:").split(":", 2)) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.json", None),
        ("text.json", b"{not json"),
        ("latin.json", b'{"title": "\xff"}'),
        ("list.json", b"[1, 2]"),
        ("nan.json", b'{"properties": {"a": {"minimum": NaN}}}'),
        ("deep.json", b"[" * 100_000),
        ("boolean.json", b'{"schema": 5, "id": 3}'),
    ],
)
@pytest.mark.parametrize("command", ["render", "decode", "validate", "check"])
def test_a_file_that_is_no_definition_is_refused_in_one_line(
    command: str, name: str, content: bytes | None, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(sys, "stdin", Stdin(b""))

    code = main(["forms", command, str(path), *(["-"] if command == "validate" else [])])

    told = capfdbinary.readouterr()
    assert code == (1 if command == "check" else 2)
    assert b"Traceback" not in told.err
    assert len((told.out if command == "check" else told.err).splitlines()) >= 1
    assert len(told.err.splitlines()) == (command != "check")


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["forms"], ["forms", "draw"], ["forms", "render"]])
def test_a_command_nobody_knows_is_refused_in_one_line(
    arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(arguments) == 2
    assert len(capfdbinary.readouterr().err.splitlines()) == 1


def test_help_is_no_refusal(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["forms", "--help"]) == 0
    assert b"validate" in capfdbinary.readouterr().out

"""The file that editors use says what the engine says, and two validators read it alike."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from caseforms.definitions import read
from caseforms.definitions.metaschema import META_SCHEMA
from caseforms.locations import shipped
from tests.definitions.written import form_of, text


def test_the_schema_file_beside_the_definitions_is_the_one_of_the_engine() -> None:
    written = (shipped("form_definitions") / "definition.schema.json").read_text(encoding="utf-8")

    assert json.loads(written) == META_SCHEMA


def test_the_schema_of_definitions_is_itself_sound() -> None:
    Draft202012Validator.check_schema(META_SCHEMA)


def test_jsonschema_accepts_and_refuses_the_same_documents() -> None:
    oracle = Draft202012Validator(META_SCHEMA)
    good = [
        form_of({"a": text()}),
        *(json.loads(p.read_text()) for p in shipped("form_definitions").glob("*/*.json")),
    ]
    bad = [{**good[0], "extra": 1}, {**good[0], "version": 1}, form_of({"a": {"typ": "string"}})]

    assert all(oracle.is_valid(document) and read(document)[0] for document in good)
    assert not any(oracle.is_valid(document) or read(document)[0] for document in bad)

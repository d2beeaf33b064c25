"""Every field of the form catalogue stands in the shipped definition, or its difference is listed with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from caseforms.definitions import Field, Form
from tests.standards import shipped

FOLDER = Path(__file__).parent
CATALOGUE = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / "catalogue").glob("*.json")
}
DIFFERENCES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (FOLDER / "differences").glob("*.json")
}
FORMS = sorted(CATALOGUE)

TYPES = {
    "string": ("string", None), "text": ("string", None), "date": ("string", "date"), "time": ("string", "local-time"),
    "datetime": ("string", "local-date-time"), "integer": ("integer", None), "number": ("number", None),
    "boolean": ("boolean", None), "choice": ("string", None), "multi": ("array", None), "multi:user": ("array", None),
    "matrix": ("string", None), "signature": ("object", None), "file": ("object", None),
    "table row": ("object", None),
}  # fmt: skip
OWN_FORMATS = {"cn-phone", "cn-id"}


def pattern(pointer: str) -> str:
    """``plan_items[].schedule`` as the engine writes it: ``/plan_items/*/schedule``."""
    return "/" + pointer.replace("[].", "/*/").replace(".", "/")


def static_texts(form: Form, language: str) -> dict[str, str]:
    """The words of the printed text blocks, by key."""
    return {node.key: form.words(node, language) for node in form.root.walk() if node.type == "Label"}


def prefill_differs(field: Field, wanted: str) -> bool:
    """Whether a field is filled from somewhere else than the catalogue says."""
    own = field.schema.get("x-prefill", [])
    sources = [source.partition("=")[0] for source in ([own] if isinstance(own, str) else own)]
    if wanted == "computed":
        return "x-compute" not in field.schema and not any(source.startswith("fact:") for source in sources)
    if wanted == "auto":
        wanted = f"auto:{field.name}"
    elif wanted.startswith(("task.", "tenant.")):
        wanted = f"fact:{wanted}"
    elif wanted not in ("user", "today", "now") and not wanted.startswith(("case.", "person.")):
        wanted = f"form:{wanted}"
    return wanted not in sources


def has_condition(field: Mapping[str, Any]) -> bool:
    """Whether the catalogue asks for a field only under a condition."""
    rule = field.get("rule", "")
    return field.get("required") == "conditional" or "shown" in rule or rule.startswith("when ")


def fields_of(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The catalogue's fields; the rows of a matrix one by one; a table is conditional when one of its columns is."""
    tables = {field["pointer"].split("[]")[0] for field in entry["fields"] if has_condition(field)}
    for plain in spread(entry["fields"]):
        field = {**plain, "conditional": plain["pointer"].split("[]")[0] in tables}
        if "rows" not in field:
            yield field
            continue
        for code, zh, en in re.findall(r"(\w+) ([^\x00-\x7f][^;]*?)/([^;]+)(?:; |$)", field["rows"]):
            yield {**field, "pointer": f"{field['pointer']}.{code}", "zh": zh, "en": en}


def spread(fields: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The fields, one that stands in every row of a printed table (`indicators.*.met`) once for each row."""
    rows = [field["pointer"] for field in fields if field["type"] == "table row"]
    for field in fields:
        _, star, name = field["pointer"].partition(".*.")
        for pointer in rows if star else ():
            yield {**field, "pointer": f"{pointer}.{name}"}
        if not star:
            yield field


def type_differs(field: Field, wanted: str) -> bool:
    """Whether a field holds something else than the catalogue says."""
    if wanted.removeprefix("rows:") == "computed":
        return "x-compute" not in field.schema and "x-compute-when" not in field.schema
    kind, form = TYPES[wanted.removeprefix("rows:")]
    own = field.schema.get("format")
    return field.type != kind or (own != form and own not in OWN_FORMATS)


def is_conditional(field: Field) -> bool:
    """Whether a SHOW rule stands on the field itself, on its table or around it."""
    return bool(field.conditions) or (field.parent is not None and is_conditional(field.parent))


def word_aspects(form: Form, field: Field, wanted: Mapping[str, Any]) -> Iterator[str]:
    """What differs in the words of one field: its labels, its choices."""
    for language in ("zh", "en"):
        if form.label(field, language) != wanted[language]:
            yield f"label {language}"
    choices = wanted.get("options", [])
    if [code for code, _ in form.choices(field, "zh")] != [one["code"] for one in choices]:
        yield "options"
        return
    for language in ("zh", "en"):
        if [words for _, words in form.choices(field, language)] != [one[language] for one in choices]:
            yield f"option words {language}"


def aspects(form: Form, wanted: Mapping[str, Any]) -> Iterator[str]:
    """The names of everything about one field that differs from the catalogue."""
    field = form.fields.get(pattern(wanted["pointer"]))
    if field is None:
        yield "missing"
        return
    yield from word_aspects(form, field, wanted)
    if type_differs(field, wanted["type"]):
        yield "type"
    if field.required != (wanted["required"] in ("required", "conditional")):
        yield "required"
    if is_conditional(field) != wanted["conditional"]:
        yield "condition"
    if wanted["type"] != "matrix" and field.schema["x-source"]["origin"] != wanted["origin"]:
        yield "origin"
    if wanted["type"] == "computed" or "x-signed-date" in field.schema or "prefill" not in wanted:
        return
    if prefill_differs(field, wanted["prefill"]):
        yield "prefill"


def differences(name: str) -> Iterator[tuple[str, str]]:
    """(pointer, aspect) of everything in which a shipped definition is not as the catalogue says."""
    form = shipped.form(name)
    for wanted in fields_of(CATALOGUE[name]):
        if wanted["type"] != "static":
            yield from ((wanted["pointer"], aspect) for aspect in aspects(form, wanted))
            continue
        for language in ("zh", "en"):
            if static_texts(form, language).get(wanted["pointer"]) != wanted[language]:
                yield wanted["pointer"], f"text {language}"


@pytest.mark.requirement("R-M-01")
def test_all_98_forms_of_the_catalogue_are_shipped_and_each_is_held_against_it() -> None:
    assert len(FORMS) == 98
    assert tuple(FORMS) == shipped.names()
    assert set(DIFFERENCES) <= set(FORMS)


@pytest.mark.requirement("R-M-01")
@pytest.mark.parametrize("name", FORMS)
def test_a_definition_differs_from_the_catalogue_only_where_a_reason_is_given(name: str) -> None:
    given = DIFFERENCES.get(name, {}).items()
    listed = {(pointer, aspect) for pointer, reasons in given for aspect in reasons if aspect != "added"}

    found = set(differences(name))

    assert found - listed == set(), "differences without a reason"
    assert listed - found == set(), "reasons for differences that are not there any more"


@pytest.mark.parametrize("name", FORMS)
def test_a_definition_carries_the_catalogue_title_in_both_languages(name: str) -> None:
    form = shipped.form(name)

    assert form.text("title", "zh") == CATALOGUE[name]["zh"]
    assert form.text("title", "en") == CATALOGUE[name]["en"]


@pytest.mark.parametrize("name", FORMS)
def test_a_definition_adds_no_question_of_its_own(name: str) -> None:
    known = {pattern(field["pointer"]) for field in fields_of(CATALOGUE[name])}
    holders = {
        pointer.rsplit("/*/", 1)[0] if "/*/" in pointer else pointer.rsplit("/", 1)[0] for pointer in known
    }
    listed = {
        pattern(pointer) for pointer, reasons in DIFFERENCES.get(name, {}).items() if "added" in reasons
    }

    added = set(shipped.form(name).fields) - known - holders

    assert added == listed


def sources(form: Form) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Where every question of a form comes from; the rows of a matrix come from where the matrix does."""
    for pointer, field in form.fields.items():
        holder = field.parent if field.parent is not None and field.parent.type == "object" else field
        yield pointer, holder.schema.get("x-source", {})


@pytest.mark.requirement("R-002-72")
@pytest.mark.parametrize("name", FORMS)
def test_every_question_names_where_it_comes_from(name: str) -> None:
    form = shipped.form(name)

    unknown = [pointer for pointer, source in sources(form) if source.get("origin") not in ("S", "C", "I")]
    without_clause = [
        pointer
        for pointer, source in sources(form)
        if source.get("origin") in "SC" and not source.get("clause")
    ]

    assert form.definition.standard["document"]
    assert form.definition.standard["clause"]
    assert unknown == []
    assert without_clause == []


SHARED_LISTS = [
    {"mh-application/gender", "mh-assessment/gender", "mh-evaluation/gender", "mh-closure/gender"},
    {
        "satisfaction-patient/overall",
        "satisfaction-patient/aspects/attitude",
        "satisfaction-patient/aspects/helpfulness",
    },
    {"mh-consent/signer_type", "mh-plan/signer_type", "recording-consent/signer_type"},
]


def choices(path: str) -> tuple[list[tuple[Any, str]], list[tuple[Any, str]]]:
    """The choices of ``form/pointer`` in both languages."""
    name, _, pointer = path.partition("/")
    form = shipped.form(name)
    return form.choices(form.fields[f"/{pointer}"], "zh"), form.choices(form.fields[f"/{pointer}"], "en")


@pytest.mark.parametrize("paths", SHARED_LISTS, ids=min)
def test_a_shared_list_is_the_same_in_every_form(paths: set[str]) -> None:
    first, *others = (choices(path) for path in sorted(paths))

    assert all(one == first for one in others)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("home-visit-safety/danger_level", "mh-risk-profile/danger_level"),
        ("satisfaction-patient/overall", "mh-evaluation/satisfaction"),
        ("mh-closure/signer_type", "mh-plan/signer_type"),
    ],
)
def test_a_code_means_the_same_in_every_form(longer: str, shorter: str) -> None:
    for long_list, short_list in zip(choices(longer), choices(shorter), strict=True):
        assert dict(short_list).items() <= dict(long_list).items()


def test_the_grounds_of_disclosure_have_one_wording() -> None:
    known = [dict(words) for words in choices("disclosure-log/basis")]

    for path in ("agency-feedback/legal_basis", "referral-form/disclosure_basis"):
        for words, all_words in zip(choices(path), known, strict=True):
            assert dict(words).keys() <= all_words.keys()


@pytest.mark.parametrize("name", FORMS)
def test_other_has_a_line_to_write_on(name: str) -> None:
    form = shipped.form(name)
    companions = {
        (field.options["companionOf"]["scope"].rpartition("/")[2], field.options["companionOf"]["value"])
        for field in form.fields.values()
        if "companionOf" in field.options
    }

    offered = {
        (field.name, "other")
        for field in form.fields.values()
        for code, _ in form.choices(field, "zh")
        if code == "other"
    }

    assert offered <= companions

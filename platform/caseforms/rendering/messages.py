"""Problems as sentences beside their field: the definition's own words first, the catalogue's otherwise."""

from __future__ import annotations

from caseforms.definitions import Field, Form
from caseforms.problems import Problem, explain
from caseforms.rendering import words
from caseforms.rendering.faces import tidy
from caseforms.rendering.reader import Reader


def sentence(form: Form, problem: Problem, reader: Reader) -> str:
    """What is wrong and how to mend it. Looked up most specific first: `<key>.error.custom`, `<key>.error.<keyword>`
    (or `<key>.check.<id>`), then the problem catalogue, which may name the label, the limit and the unit."""
    field = form.field(problem.pointer)
    for key in _keys(field, problem.code):
        own = form.text(key, reader.language, "")
        if own:
            return own
    told = explain(
        Problem(problem.code, problem.pointer, _params(form, field, problem, reader)), reader.gettext
    )
    # Cause and remedy are two sentences; after a Chinese full stop stands no space.
    return told.replace("。 ", "。")


def _keys(field: Field | None, code: str) -> list[str]:
    keyword = code.partition(".")[2]
    prefix = f"{field.label_key}." if field else ""
    if keyword.startswith("check."):
        return [f"{prefix}{keyword}"]
    return [f"{prefix}error.custom", f"{prefix}error.{keyword}"] if field else []


def _params(form: Form, field: Field | None, problem: Problem, reader: Reader) -> dict[str, object]:
    params = dict(problem.params)
    for name, value in params.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            params[name] = words.number(value, reader.language)
    if field is not None:
        params["label"] = tidy(form.label(field, reader.language))
        params["unit"] = form.text(f"{field.label_key}.suffix", reader.language, "")
    return params

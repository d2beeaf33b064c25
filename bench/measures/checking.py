"""How long checking a submitted record takes, with what is shown and asked for, against bare jsonschema."""

from __future__ import annotations

from datetime import UTC, datetime

import jsonschema

from bench import questionnaire
from bench.figure import Effort, Figure, Text
from bench.timing import ratio
from caseforms import answers
from caseforms.rules import Context

BUDGET = 0.2
HOW = Text(
    zh="250题的完整答卷：算出显示、可填与必填（effective），再用answers.check检查；参照是jsonschema在同一份编译出的Schema上检查同样的数据。",
    en="A complete questionnaire of 250 answers: effective() says what is shown, open and required, and answers.check "
    "checks it. The yardstick is bare jsonschema on the compiled schema with the same data.",
)


def measure(effort: Effort) -> Figure:
    """Our time as a part of jsonschema's."""
    form, data = questionnaire.form(), questionnaire.answers()
    context = Context.at(datetime(2026, 3, 5, 1, 0, tzinfo=UTC))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    bare = jsonschema.Draft202012Validator(form.schema, format_checker=checker)
    assert not answers.check(form, data, context), "the answers are not valid"
    assert not list(bare.iter_errors(data)), "jsonschema does not agree"

    def ours() -> object:
        return answers.effective(form, data), answers.check(form, data, context)

    def theirs() -> object:
        return list(bare.iter_errors(data))

    return Figure(
        "checking",
        Text(
            "检查一份提交的记录，相对于裸jsonschema", "checking a submitted record, against bare jsonschema"
        ),
        ratio(ours, theirs, effort.choose(15, 5)),
        "×",
        BUDGET,
        HOW,
    )

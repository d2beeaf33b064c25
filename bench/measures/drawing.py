"""How long drawing a form takes, against a bare Jinja template that writes the same HTML, byte for byte, from dicts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import jinja2
from markupsafe import Markup

from bench import questionnaire
from bench.figure import Effort, Figure, Text
from bench.timing import ratio
from caseforms import rendering

BUDGET = 1.5
QUESTIONS = 60
KINDS = ("choice", "number", "text", "yes_no", "date", "many")
HOW = Text(
    zh="缓存的60题定义连同答案画成填写页：绑定、条件、进度、每个字段。参照是一个裸Jinja模板，由字典循环写出同样的HTML——"
    "运行时逐字核对两者相同；目录与给浏览器的数据块在参照中是现成文本。",
    en="A cached definition of 60 questions is drawn with its answers: binding, conditions, progress, every field. The "
    "yardstick is a bare Jinja template that loops over dicts and writes the same HTML; the run checks that both are "
    "equal letter by letter. The contents and the block of data for the browser are ready-made text in the yardstick.",
)
TEMPLATE = """
{%- macro ticks(field, type) -%}
<input type="hidden" name="{{ field.name }}-_shown" value="1"><div class="choices{{ field.beside }}">
{%- for code, title, checked in field.choices -%}
<div class="choice"><input type="{{ type }}" id="{{ field.name }}-{{ code }}" name="{{ field.name }}" value="{{ code }}"
{%- if checked %} checked{% endif %}><label for="{{ field.name }}-{{ code }}">{{ title }}</label></div>
{%- endfor %}</div>
{%- endmacro -%}
{{ before }}
{%- for section in sections -%}
<section class="part" id="{{ section.id }}" aria-labelledby="{{ section.id }}--title"><h2 id="{{ section.id }}--title">
{{- section.title }}</h2>
{%- for field in section.fields -%}
{%- if field.kind in ("number", "text") -%}
<div class="field" data-pointer="/{{ field.name }}"{{ field.condition }}><div class="field__head"><label id="{{ field.name }}--label" for="{{ field.name }}">{{ field.title }}
{%- if field.optional %}<span class="optional">{{ optional }}</span>{% endif %}</label></div>
{%- if field.kind == "number" -%}
<input class="input input--short" id="{{ field.name }}" name="{{ field.name }}" inputmode="numeric" value="{{ field.value }}">
{%- else -%}
<input class="input " id="{{ field.name }}" name="{{ field.name }}" value="{{ field.value }}">
{%- endif -%}
{%- else -%}
<div class="field" data-pointer="/{{ field.name }}"{{ field.condition }} id="{{ field.name }}" role="group" aria-labelledby="{{ field.name }}--label"><div class="field__head"><span id="{{ field.name }}--label">{{ field.title }}
{%- if field.optional %}<span class="optional">{{ optional }}</span>{% endif %}</span></div>
{%- if field.kind == "date" -%}
<div class="date" data-module="date-boxes">
{%- for part, first, value, word in field.parts -%}
<label><input class="input{{ " date__year" if first }}"{% if first %} id="{{ field.name }}--first"{% endif %} name="{{ field.name }}-{{ part }}" inputmode="numeric" autocomplete="off" value="{{ value }}"><span>{{ word }}</span></label>
{%- endfor -%}
<button class="btn date__pick" type="button" data-do="pick" hidden><svg class="icon" aria-hidden="true"><use href="#date"/></svg>{{ pick }}</button></div>
{%- else -%}
{{ ticks(field, "checkbox" if field.kind == "many" else "radio") }}
{%- endif -%}
{%- endif -%}
</div>
{% endfor -%}
</section>
{% endfor -%}
{{ after }}"""


def measure(effort: Effort) -> Figure:
    """Our time as a part of the bare template's."""
    form, data = questionnaire.form(QUESTIONS), questionnaire.answers(QUESTIONS)
    reader = rendering.Reader(language="zh", now=datetime(2026, 3, 5, 1, 0, tzinfo=UTC))
    template = jinja2.Environment(autoescape=True).from_string(TEMPLATE)

    def ours() -> str:
        return str(rendering.draw(form, data, reader))

    given = context(ours())

    def theirs() -> str:
        return template.render(given)

    assert plain(theirs()) == plain(ours()), "the yardstick draws another page"
    return Figure(
        "drawing",
        Text(
            "画出缓存的60题表单，相对于裸Jinja模板",
            "drawing a cached form of 60 questions, against a bare template",
        ),
        ratio(ours, theirs, effort.choose(21, 7)),
        "×",
        BUDGET,
        HOW,
    )


def plain(html: str) -> str:
    """The HTML without the spaces between elements."""
    return re.sub(r"\s*\n\s*|(?<=>) +(?=<)", "", html)


def context(page: str) -> dict[str, Any]:
    """What the bare template is given: sections and fields as dicts, the rest of the page as text."""
    begin, end = page.index("<section"), page.rindex("</section>") + len("</section>")
    answers = questionnaire.answers(QUESTIONS)
    sections = [
        {
            "id": f"_part-1-{number}",
            "title": f"第{number + 1}部分",
            "fields": [field(each, answers[f"q{each}"], page) for each in range(number * 6, number * 6 + 6)],
        }
        for number in range(questionnaire.SECTIONS)
    ]
    words = re.findall(r'autocomplete="off" value="\d+"><span>([^<]+)</span>', page)
    optional, pick = re.search(r'class="optional">([^<]+)', page), re.search(r"#date\"/></svg>([^<]+)", page)
    assert optional is not None
    assert pick is not None
    for section in sections:
        for each in section["fields"]:  # type: ignore[union-attr]  # a list of dicts, made above
            if each["kind"] == "date":
                each["parts"] = [(*part, word) for part, word in zip(each["parts"], words[:3], strict=True)]
    texts = {"before": Markup(page[:begin]), "after": Markup(page[end:])}
    return {"sections": sections, "optional": optional[1], "pick": pick[1], **texts}


def field(number: int, value: Any, page: str) -> dict[str, Any]:
    """One question as a dict."""
    name, kind = f"q{number}", KINDS[number % len(KINDS)]
    condition = re.search(rf'data-pointer="/{name}"[^>]*?( data-condition="\d+")', page)
    found: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "title": f"第{number}题",
        "optional": number % 3 != 0,
        "condition": Markup(condition[1]) if condition else "",
        "value": value,
        "beside": "",
    }
    if kind in ("choice", "many"):
        chosen = value if isinstance(value, list) else [value]
        found["choices"] = [
            (code, questionnaire.WORDS[code][0], code in chosen) for code in questionnaire.CHOICES
        ]
    elif kind == "yes_no":
        texts = re.findall(rf'<label for="{name}-(?:true|false)">([^<]+)', page)
        found["choices"] = [("true", texts[0], value), ("false", texts[1], not value)]
        found["beside"] = " choices--beside"
    elif kind == "date":
        year, month, day = value.split("-")
        found["parts"] = [("year", True, year), ("month", False, int(month)), ("day", False, int(day))]
    return found

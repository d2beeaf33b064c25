"""What a change means for stored answers: counted over all records while the page says how far it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from queue import SimpleQueue
from threading import Thread
from types import MappingProxyType
from typing import Any

from flask import Response, render_template, request, stream_with_context
from markupsafe import Markup

from caseforms import problems
from caseforms.services import impact
from caseforms.services.impact import Impact
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.designer import told, work
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.work import Work
from caseforms.web.languages import gettext

LINES = "application/x-ndjson"
USES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "workflow": lambda: gettext("a step of the process asks for it"),
        "prefill": lambda: gettext("another form is filled in from it"),
        "indicator": lambda: gettext("an indicator counts it"),
        "overlay": lambda: gettext("another layer of changes touches it"),
        "export": lambda: gettext("an export or a list shows it"),
    }
)


@designer.get("/forms/<definition_id>/impact")
def show_impact(definition_id: str) -> str | tuple[str, int]:
    """What the change means. A page with scripts counts while it is looked at; `?whole` counts first, `?after` turns the
    page of the records that would not fit."""
    found = work.current(definition_id)
    told_now: str = ""
    status = 200
    if found.design is not None and ("whole" in request.args or "after" in request.args):
        session, actor = unit_of_work.session(), visits.actor()
        try:
            meant = impact.of(session, actor, found.design.id)
            page = impact.failing(session, actor, found.design.id, request.args.get("after") or None)
            told_now = _words(found, meant, page.items, page.next)
        except problems.Refused as refused:
            told_now, status = _refused(refused), 422
    return render_template(
        "designer/impact.html",
        form_id=definition_id,
        title=found.document["title"],
        told=Markup(told_now),  # noqa: S704 - written by an autoescaping template
        begun=found.design is not None,
    ), status


@designer.get("/forms/<definition_id>/impact/counted")
def counted(definition_id: str) -> Response:
    """Line by line how many records have been looked at; the last line is what came of it."""
    found = work.current(definition_id)
    lines = stream_with_context(_counting(found)) if found.design is not None else iter(())
    return Response(lines, mimetype=LINES)


def _counting(found: Work) -> Iterator[str]:
    """Counting goes on in a thread with a session of its own; what it tells is handed on as it comes."""
    assert found.design is not None  # asked before
    design_id, actor, store = found.design.id, visits.actor(), unit_of_work.store()
    heard: SimpleQueue[Any] = SimpleQueue()

    def count() -> None:
        try:
            with store.reading(actor.institution_id) as session:
                heard.put(impact.of(session, actor, design_id, lambda done, whole: heard.put((done, whole))))
        except Exception as error:
            heard.put(error)

    Thread(target=count, daemon=True).start()
    while isinstance(news := heard.get(), tuple):
        yield json.dumps({"done": news[0], "all": news[1]}) + "\n"
    if isinstance(news, Impact):
        html = _words(found, news, news.first, "first" if news.failing > len(news.first) else None)
    elif isinstance(news, problems.Refused):
        html = _refused(news)
    else:
        raise news
    yield json.dumps({"html": html}, ensure_ascii=False) + "\n"


def _words(found: Work, meant: Impact, failing: Any, following: str | None) -> str:
    """What came of it, without the page around it."""
    document = found.document
    return render_template(
        "designer/impact_told.html",
        form_id=found.definition_id,
        meant=meant,
        failing=failing,
        following=following,
        outside=[
            (told.name(document, f"field:{each.pointer}"), each.code, each.records) for each in meant.outside
        ],
        lost=[(told.name(document, f"field:{pointer}"), count) for pointer, count in meant.lost.items()],
        uses=[(told.name(document, each.item), each.title, USES[each.kind]()) for each in meant.uses],
    )


def _refused(refused: problems.Refused) -> str:
    return render_template("designer/impact_refused.html", reasons=faults.words_of(refused))

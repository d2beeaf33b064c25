"""Submissions per second, end to end: a browser's body of 250 answers, checked, stored, logged and on disk."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

from bench import questionnaire
from bench.figure import Effort, Figure, Text
from bench.house import House, house
from bench.loading import Load, Request, send
from bench.serving import FORM, bare, csrf_token, page, served, signed_in
from bench.timing import nearest
from caseforms import rendering
from caseforms import workflow as flows
from caseforms.services import cases, library, records

BUDGET = 200
WORKERS = 2
CLIENTS = 4
PER_CASE = 5
HOW = Text(
    zh="`caseforms serve --workers 2`（granian，SQLite，synchronous=FULL）与发送端同在两个核上。"
    "250题的问卷由浏览器同样的表单正文（含CSRF与提交编号）提交：解码、计算、检查、保存草稿、写入不可变版本、"
    "事件链、工作流重算、提交、303。发送端是普通的http.client。另列自动保存接口的速率，以及同一服务器上只解析正文并写入SQLite的裸Flask应用的速率。一次提交约三分之一的时间读出正文里的250个字段，三分之一是ORM的约20条语句，其余是检查、工作流与会话。",
    en="`caseforms serve --workers 2` (granian, SQLite, synchronous=FULL) shares two cores with the load generator. A "
    "questionnaire of 250 questions is posted as the browser posts it, with the CSRF token and a submission id: decoded, "
    "computed, checked, the draft kept, an immutable revision written, the event chained, the workflow evaluated, "
    "committed, answered with 303. The generator is plain http.client. The rate of the silent draft endpoint stands beside, "
    "and that of a bare Flask application on the same server which only parses the body and inserts it."
    " Of one submission about a third is reading 250 fields from the body, a third the twenty-odd statements by way of the "
    "ORM, the rest checks, workflow and session.",
)


def measure(effort: Effort) -> Figure:
    """Right answers per second over one sustained run."""
    count = effort.choose(2000, 300)
    with house() as home:
        held = drafts(home, count + 200)
        with served(home.folder, WORKERS) as port:
            headers = {**signed_in(port), "Content-Type": FORM}
            token = csrf_token(page(port, f"/records/{held[0]}", headers))
            send(port, [submission(each, token) for each in held[:100]], headers, 303, CLIENTS)
            saved = drafting(port, held[100:200], token, headers)
            load = send(port, [submission(each, token) for each in held[200:]], headers, 303, CLIENTS)
        proved(home, load.right + 100)
        with bare(home.folder, WORKERS) as port:
            sent = [submission(each, token) for each in held[200:]]
            least = send(port, sent, {"Content-Type": FORM}, 303, CLIENTS)
    return Figure(
        "submitting",
        Text("提交一份250题的记录，端到端，每秒", "submissions of 250 questions end to end, each second"),
        load.rate,
        "/s",
        BUDGET,
        HOW,
        sense="at least",
        beside={
            "refused": load.wrong,
            "bare Flask that only keeps the body in SQLite, same server and load, /s": least.rate,
            "parts of that bare rate": load.rate / least.rate if least.right else 0.0,
            "p95 of one submission, ms": 1000 * nearest(list(load.waits), 0.95),
            "drafts saved silently, /s": saved.rate,
        },
    )


def drafts(home: House, count: int) -> list[str]:
    """Records that lie open in cases of the bench's own workflow."""
    now = datetime.now(UTC)
    with home.store.transaction(None) as session:
        definition = questionnaire.definition()
        library.register_form(session, definition, now)
        flow = flows.parse(questionnaire.workflow(), {definition.id: definition}, "bench-case")
        library.register_workflow(session, flow, now)
    found = []
    for _ in range(count // PER_CASE):
        with home.store.transaction(home.institution_id) as session:
            case = cases.open_case(session, home.worker, "bench-case", now, client_name="张秀兰")
            for _ in range(PER_CASE):
                begun = records.start(session, home.worker, case.id, "questionnaire", now)
                found.append(begun.line.id)
    return found[0::PER_CASE] + [each for place in range(1, PER_CASE) for each in found[place::PER_CASE]]


def submission(record_id: str, token: str) -> Request:
    """What the browser posts when the button is pressed."""
    return Request("POST", f"/records/{record_id}", body(token, _do="submit", _submission=uuid4().hex))


def drafting(port: int, held: list[str], token: str, headers: dict[str, str]) -> Load:
    """The same bodies, kept as drafts by the page's script."""
    sent = [Request("PUT", f"/records/{each}/draft", body(token)) for each in held]
    return send(port, sent, {**headers, "X-CSRFToken": token}, 200, CLIENTS)


def body(token: str, **more: str) -> bytes:
    """The form body of complete answers."""
    if not _encoded:
        form = questionnaire.form()
        _encoded.append(urlencode(rendering.encode(form, questionnaire.answers())))
    own = {"csrf_token": token, "_record_version": "1", "_page": "1", "_language": "zh", **more}
    return f"{_encoded[0]}&{urlencode(own)}".encode()


_encoded: list[str] = []


def proved(home: House, expected: int) -> None:
    """Whatever was answered with 303 is stored, once."""
    from sqlalchemy import func, select

    from caseforms.storage.tables import Revision

    with home.store.reading(home.institution_id) as session:
        kept = session.scalar(select(func.count()).select_from(Revision))
    assert kept == expected, f"{kept} revisions are kept, {expected} were acknowledged"

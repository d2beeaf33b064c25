"""The bytes of a first visit to an intake form: the page with everything that it fetches, compressed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from flask.testing import FlaskClient

from bench.figure import Effort, Figure, Text
from bench.house import PASSWORD, USERNAME, house
from caseforms.services import cases, records
from caseforms.web import create_app

KILOBYTE = 1024
BUDGET = 60
FETCHED = re.compile(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="([^"#]+)')
STATIC_IMPORT = re.compile(r'(?:^|\n)\s*(?:import|export)\b[^;"]*?["\'](\.[^"\']+)["\']')
TABLE_ROW = re.compile(r'"?([\w-]+)"?:\s*\(\)\s*=>\s*import\("(\.[^"]+)"\)')
IN_STYLE = re.compile(r'url\(["\']?([^"\')#]+)')
HOW = Text(
    zh="以社工身份打开一份新的个案申请表，把页面本身、样式、图标、字体，以及该页 data-module 点名的每个脚本模块及其静态依赖都取来，"
    "按程序实际发出的字节（gzip）相加。按需才取的（行政区划数据、签名笔）不计，与浏览器首次打开时一致。",
    en="A worker opens a fresh case application; the page, its style sheets, icons, fonts, and each script module that "
    "the page names in data-module with all it imports are fetched as a browser does, and the bytes that the application "
    "sends (it compresses with gzip) are added up. What is fetched only when it is used (the table of divisions, the "
    "signature pen) is not part of a first visit.",
)


def measure(effort: Effort) -> Figure:
    """The kilobytes, in all and by kind."""
    sizes: dict[str, int] = {}
    with house() as home:
        now = datetime.now(UTC)
        with home.store.transaction(home.institution_id) as session:
            case = cases.open_case(session, home.worker, "mental-health-case", now, client_name="张秀兰")
            held = records.start(session, home.worker, case.id, "application", now)
        app = create_app(home.settings, store=home.store)
        client = signed_in(app.test_client())
        address = f"/records/{held.line.id}"
        html = client.get(address).get_data(as_text=True)
        assert 'id="_form"' in html, "the form was not drawn"
        sizes["page"] = transferred(client, address)
        for place in sorted(set(fetched(client, address, html))):
            kind = posixpath.splitext(place.partition("?")[0])[1].lstrip(".")
            sizes[kind] = sizes.get(kind, 0) + transferred(client, place)
    beside = {f"{kind}, KB": size / KILOBYTE for kind, size in sorted(sizes.items())}
    return Figure(
        "first-visit",
        Text(
            "首次打开个案申请表，全部传输量", "first visit of an intake form, everything that is transferred"
        ),
        sum(sizes.values()) / KILOBYTE,
        "KB",
        BUDGET,
        HOW,
        beside=beside,
    )


def signed_in(client: FlaskClient, username: str = USERNAME) -> FlaskClient:
    """The client after it has signed in as a browser does."""
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    sent = client.post("/sign-in", data={"csrf_token": token[1], "username": username, "password": PASSWORD})
    assert sent.status_code == 303, sent.status
    return client


def transferred(client: FlaskClient, place: str) -> int:
    """Bytes of the answer's body on the wire."""
    return len(client.get(place, headers={"Accept-Encoding": "gzip, deflate, br"}).data)


def fetched(client: FlaskClient, address: str, html: str) -> Iterator[str]:
    """Every address that a browser fetches for the page."""
    named = {name for found in re.findall(r'data-module="([^"]+)"', html) for name in found.split()}
    for reference in FETCHED.findall(html):
        place = urljoin(address, reference)
        if not re.search(r"\.(css|js|svg|woff2?|ttf|png|jpe?g)(\?|$)", place):
            continue
        yield place
        text = (
            ""
            if place.partition("?")[0].endswith((".png", ".jpg"))
            else client.get(place).get_data(as_text=True)
        )
        if ".css" in place:
            yield from (urljoin(place, found) for found in IN_STYLE.findall(text) if ":" not in found)
        if ".js" in place:
            yield from modules(client, place, text, named)


def modules(client: FlaskClient, place: str, text: str, named: set[str]) -> Iterator[str]:
    """The modules that a script brings: what it imports, and those of its table that the page names."""
    wanted = set(STATIC_IMPORT.findall(text)) | {
        path for name, path in TABLE_ROW.findall(text) if name in named
    }
    for path in wanted:
        inner = urljoin(place, path)
        yield inner
        yield from modules(client, inner, client.get(inner).get_data(as_text=True), named)

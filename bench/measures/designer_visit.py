"""The bytes of a first visit to the page on which a form is built, with everything that it fetches, compressed."""

from __future__ import annotations

import posixpath
from datetime import UTC, datetime

from bench.figure import Effort, Figure, Text
from bench.house import PASSWORD, house
from bench.measures.first_visit import KILOBYTE, fetched, signed_in, transferred
from caseforms.services import accounts
from caseforms.web import create_app

BUDGET = 250
KEEPER = "builder"
ADDRESS = "/designer/forms/mh-application"
HOW = Text(
    zh="以管理员身份首次打开个案申请表的设计页，把页面、样式、图标和点名的脚本模块都取来，按实际发出的字节（gzip）相加。",
    en="An administrator opens the page on which the case application is built for the first time; the page, style "
    "sheets, icons and the script modules it names are fetched and the bytes sent (gzip) are added up.",
)


def measure(effort: Effort) -> Figure:
    """The kilobytes, in all and by kind."""
    sizes: dict[str, int] = {}
    with house() as home:
        with home.store.transaction(home.institution_id) as session:
            accounts.add_user(
                session, None, KEEPER, "管理员", ["administrator"], datetime.now(UTC), password=PASSWORD
            )
        app = create_app(home.settings, store=home.store)
        client = signed_in(app.test_client(), KEEPER)
        html = client.get(ADDRESS).get_data(as_text=True)
        assert "data-canvas" in html, "the form was not drawn"
        sizes["page"] = transferred(client, ADDRESS)
        for place in sorted(set(fetched(client, ADDRESS, html))):
            kind = posixpath.splitext(place.partition("?")[0])[1].lstrip(".")
            sizes[kind] = sizes.get(kind, 0) + transferred(client, place)
    title = Text(
        "首次打开设计页，全部传输量", "first visit of the page that builds a form, everything transferred"
    )
    beside = {f"{kind}, KB": size / KILOBYTE for kind, size in sorted(sizes.items())}
    total = sum(sizes.values()) / KILOBYTE
    return Figure("designer-visit", title, total, "KB", BUDGET, HOW, beside=beside)

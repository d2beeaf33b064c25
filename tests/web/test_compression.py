"""Compression: small on the wire where that tells nobody anything, plain where a link chooses words of the page."""

from __future__ import annotations

import gzip

import pytest

from tests.web.conftest import House
from tests.web.visiting import signed_in

GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_static_text_is_compressed_and_stays_the_same_file(house: House) -> None:
    client = house.app.test_client()
    with house.app.test_request_context():
        address = house.app.jinja_env.globals["asset"]("css/base.css")

    with client.get(address) as plain, client.get(address, headers=GZIP) as packed:
        kept = plain.data, packed.data
    with client.get(address, headers={**GZIP, "If-None-Match": packed.headers["ETag"]}) as again:
        pass

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(kept[1]) == kept[0]
    assert len(kept[1]) < len(kept[0]) / 2
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "encoding"),
    [("/", "gzip"), ("/cases", "gzip"), ("/cases?q=abc", None), ("/cases/none", None)],
)
def test_a_page_is_compressed_unless_its_address_chooses_words_of_it(
    house: House, address: str, encoding: str | None
) -> None:
    client = signed_in(house.app, "lin").client

    answer = client.get(address, headers=GZIP)

    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_browser_that_cannot_unpack_gets_plain_bytes(house: House) -> None:
    client = signed_in(house.app, "lin").client

    assert b"<html" in client.get("/", headers={"Accept-Encoding": "identity"}).data

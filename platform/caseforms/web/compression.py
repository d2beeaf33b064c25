"""Fewer bytes on the way: static text always, pages where no link can choose what stands in them (decision 0009)."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from caseforms import locations

SHORTEST = 1024  # below, the gain is less than one packet
LEVEL = 6
FILES = frozenset(
    {"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json", "font/ttf"}
)
PAGE = "text/html"
TOLD = frozenset({"field_door.bundle"})
"""What is asked for with a token in the header, which no other site can have a browser send: its length tells nobody."""
MOST_FILES = 256


def install(app: Flask) -> None:
    """Compress what may be compressed, for browsers that say they can read it."""
    app.after_request(_packed)


def _packed(response: Response) -> Response:
    is_file = request.endpoint == "static" and response.mimetype in FILES
    if not is_file and response.mimetype != PAGE and request.endpoint not in TOLD:
        return response
    response.vary.add("Accept-Encoding")
    whole = request.method == "GET" and response.status_code == 200
    if not whole or not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
        return response
    if is_file:
        _take(response, _file(str((request.view_args or {})["filename"]), response.get_etag()[0] or ""))
    elif not request.query_string and not response.is_streamed:
        content = response.get_data()
        if len(content) >= SHORTEST:
            _take(response, gzip.compress(content, LEVEL))
    return response


def _take(response: Response, content: bytes) -> None:
    opened = getattr(response.response, "close", None)
    if opened is not None:
        opened()  # the file itself is not read
    response.direct_passthrough = False
    response.set_data(content)
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same file, other bytes


@lru_cache(maxsize=MOST_FILES)
def _file(filename: str, _tag: str) -> bytes:
    """A static file compressed, once for each content; its address was checked when it was found."""
    path: Path = locations.shipped("static") / filename
    return gzip.compress(path.read_bytes(), LEVEL)

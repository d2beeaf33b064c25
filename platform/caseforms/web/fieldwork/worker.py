"""The app's service worker: which files make up this version, so that a tablet takes all of them or none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Response, current_app, url_for

from caseforms import locations
from caseforms.web import assets, languages, visits
from caseforms.web.fieldwork.blueprint import field

SHEETS = ("tokens", "base", "frame", "form", "start", "lists", "sign", "field")
OTHERS = ("vendor/idb.js", "vendor/signature_pad.js", "vendor/icons.svg", "vendor/divisions.json")
FOLDERS = ("js/field", "js/engine", "js/modules", "img")
HERE = Path(__file__).parent


@field.get("/field-worker.js")
@visits.public
def worker() -> Response:
    """A module of a few lines: this version, its pages and files; what is done with them stands in js/field/worker.js."""
    pages = [url_for("field.shell", language=code) for code in languages.LOCALES]
    kept = {"version": _version(), "pages": pages, "files": [assets.asset(name) for name in _shipped()]}
    script = f'import {{ work }} from "{assets.asset("js/field/worker.js")}";\nwork({json.dumps(kept)});\n'
    return Response(
        script,
        mimetype="text/javascript",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/field/"},
    )


def _version() -> str:
    """Twelve hexadecimal digits that change with any page, word or file of the app."""
    texts = [
        *HERE.glob("*.py"),
        *(HERE.parent / "templates").glob("field/*"),
        *HERE.parent.glob("templates/*.html"),
    ]
    texts += locations.shipped("translations").rglob("*.mo")
    digest = _fingerprint.__wrapped__(texts) if current_app.debug else _fingerprint(tuple(texts))
    return sha256((digest + assets.asset("")).encode()).hexdigest()[:12]


@cache
def _fingerprint(paths: Iterable[Path]) -> str:
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in sorted(paths))).hexdigest()


def _shipped() -> list[str]:
    """The files of the app, as paths in the static folder."""
    folder = locations.shipped("static")
    found = [*(f"css/{name}.css" for name in SHEETS), *OTHERS, "js/starting.js"]
    for below in FOLDERS:
        found += [path.relative_to(folder).as_posix() for path in sorted((folder / below).iterdir())]
    return found

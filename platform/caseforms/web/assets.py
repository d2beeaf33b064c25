"""Static files under an address that changes with their content, so that browsers may keep them for good.

One fingerprint covers the whole folder and stands in the path, not the query: `import "./modules/menu.js"` and
`url(../img/…)` inside a file then reach files of the same fingerprint without being rewritten.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

from caseforms import locations

FOR_GOOD = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Serve the shipped `static` folder and give templates `asset(path)`."""
    app.add_url_rule("/static/<fingerprint>/<path:filename>", "static", serve)
    app.add_template_global(asset)


@cache
def fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits that change when any file under `folder` does (name or content)."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def asset(filename: str) -> str:
    """The address of a file in `static/`, e.g. `css/base.css`."""
    return url_for("static", fingerprint=release(), filename=filename)


def serve(fingerprint: str, filename: str) -> Response:
    """The file; kept for good under its own fingerprint, never under an old or invented one."""
    response = send_from_directory(locations.shipped("static"), filename)
    response.headers["Cache-Control"] = FOR_GOOD if fingerprint == release() else "no-cache"
    return response


def release() -> str:
    """What changes when any of our files does: a tablet asks by it whether it has the newest."""
    folder = locations.shipped("static")
    if current_app.debug:
        return fingerprint.__wrapped__(folder)
    return fingerprint(folder)

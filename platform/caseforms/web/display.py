"""How a page looks for this person: theme, text size, contrast; set on the server, so that nothing flickers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response, jsonify, redirect, request

from caseforms.web.languages import local_address

COOKIE = "caseforms_display"
A_YEAR = 31_536_000
MODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"theme": ("", "light", "dark"), "text": ("", "large"), "contrast": ("", "high")}
)


def install(app: Flask) -> None:
    """Give templates `display` and take the choices at `/display`."""
    app.add_url_rule("/display", "display", choose, methods=["POST"])
    app.context_processor(lambda: {"display": current()})


def current() -> dict[str, str]:
    """The modes of this request: the person's own, else this device's."""
    from caseforms.web import visits

    return read(visits.display() or request.cookies.get(COOKIE, ""))


def read(kept: str) -> dict[str, str]:
    """`theme.text.contrast` as kept in the cookie -> modes; whatever is unknown falls back to the plain mode."""
    values = [*kept.split("."), "", "", ""][: len(MODES)]
    return {name: value if value in MODES[name] else "" for name, value in zip(MODES, values, strict=True)}


def choose() -> Response:
    """Keep the posted choices for this device and, when signed in, for this person."""
    from caseforms.web import visits

    modes = {name: request.form.get(name, "") for name in MODES}
    kept = ".".join(read(".".join(modes.values())).values())
    visits.keep_display(kept)
    quiet = request.headers.get("Accept", "") == "application/json"
    response = jsonify(saved=True) if quiet else redirect(local_address(request.form.get("to", "/")), 303)
    response.set_cookie(COOKIE, kept, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response  # type: ignore[return-value]  # werkzeug's redirect returns the app's Response

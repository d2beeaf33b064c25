"""Which language a page is in: the person's own choice, else the cookie, else the browser, else the installation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import flask_babel
from flask import Flask, Response, g, has_request_context, redirect, request
from flask_babel import Babel
from werkzeug.exceptions import NotFound

from caseforms import locations
from caseforms.settings import Settings

COOKIE = "caseforms_language"
A_YEAR = 31_536_000
LOCALES: Mapping[str, str] = MappingProxyType({"zh": "zh_Hans", "en": "en"})
HTML_NAMES: Mapping[str, str] = MappingProxyType({"zh": "zh-CN", "en": "en"})
OWN_NAMES: Mapping[str, str] = MappingProxyType({"zh": "中文", "en": "English"})


def install(app: Flask) -> None:
    """Choose the language per request and offer `/language/<code>`."""
    settings: Settings = app.extensions["caseforms"]["settings"]
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(locations.shipped("translations")))
    app.config["BABEL_DEFAULT_TIMEZONE"] = settings.institution_timezone
    app.config["BABEL_DEFAULT_LOCALE"] = "en"  # the language of the msgids: no catalogue is looked for
    Babel(
        app,
        locale_selector=lambda: LOCALES[current()],
        timezone_selector=lambda: settings.institution_timezone,
    )
    app.add_url_rule("/language/<code>", "language", switch)
    app.context_processor(_words_for_templates)


def current() -> str:
    """`zh` or `en` for this request."""
    if not has_request_context():
        return "zh"
    if "language" not in g:
        g.language = _chosen()
    return str(g.language)


def use(code: str) -> None:
    """Draw the rest of this request in `code`, whatever was chosen before."""
    g.language = code
    g.pop("_flask_babel", None)


def gettext(message: str, /, **values: object) -> str:
    """An interface sentence in the language of this request."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, /, num: int, **values: object) -> str:
    """An interface sentence about a number of things."""
    return str(flask_babel.ngettext(one, many, num, **values))


def remember(response: Response, code: str, *, secure: bool) -> Response:
    """Keep the choice on this device, for the pages before sign-in."""
    response.set_cookie(COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


def switch(code: str) -> Response:
    """Change the language and go back to the page that asked (`?to=`), never off this site."""
    from caseforms.web import visits

    if code not in LOCALES:
        raise NotFound
    visits.keep_language(code)
    response = redirect(local_address(request.args.get("to", "/")), 303)
    return remember(response, code, secure=request.is_secure)  # type: ignore[arg-type]  # werkzeug's redirect returns the app's Response


def local_address(address: str) -> str:
    """`address` when it is a path on this site, else the start page."""
    try:
        parts = urlsplit(address)
    except ValueError:  # "//[": no address at all
        return "/"
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    return address


def _chosen() -> str:
    from caseforms.web import visits

    own = visits.language()
    if own in LOCALES:
        return str(own)
    cookie = request.cookies.get(COOKIE, "")
    if cookie in LOCALES:
        return cookie
    wanted = request.accept_languages.best_match(["zh", "zh-cn", "zh-hans", "zh-hans-cn", "en"])
    if wanted:
        return "en" if wanted == "en" else "zh"
    from flask import current_app

    return str(current_app.extensions["caseforms"]["settings"].default_language)


def _words_for_templates() -> dict[str, object]:
    language = current()
    other = "en" if language == "zh" else "zh"
    return {
        "language": language,
        "html_language": HTML_NAMES[language],
        "other_language": {"code": other, "html": HTML_NAMES[other], "name": OWN_NAMES[other]},
    }

"""The one place where the web application is put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from caseforms.settings import Settings
from caseforms.web import (
    assets,
    compression,
    display,
    faults,
    forgery,
    frame,
    headers,
    languages,
    unit_of_work,
    visits,
)

if TYPE_CHECKING:
    from caseforms.storage import Store

MEGABYTE = 1024 * 1024
LONGEST_TEXT_BODY = (
    2 * MEGABYTE
)  # the longest form of the standards, filled to its limits, is a tenth of this
MOST_PARTS = 5000


def utc_now() -> datetime:
    """The clock of the real application; tests and the demo pass their own."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, store: Store | None = None, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """The application for `settings`.

    `store` is the opened database (default: the one the settings name, opened at the first request), `clock` says
    what time it is (aware, UTC). Nothing is read from the database here.
    """
    app = Flask("caseforms.web", static_folder=None, root_path=str(Path(__file__).parent))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="caseforms",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # Answers on the way at once would each bring back the cookie as it was when they were asked: the language that
        # was just chosen, the tablet that was just handed over. Only what changes the visit writes it.
        SESSION_REFRESH_EACH_REQUEST=False,
        # The cookie outlives the session: an expired one still says whose page it was (see visits).
        PERMANENT_SESSION_LIFETIME=visits.COOKIE_LIFETIME,
        MAX_CONTENT_LENGTH=settings.max_body_size,
        MAX_FORM_MEMORY_SIZE=LONGEST_TEXT_BODY,
        MAX_FORM_PARTS=MOST_PARTS,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # DefaultJSONProvider, typed as its base
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["caseforms"] = {"settings": settings, "clock": clock}
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    unit_of_work.install(app, store)
    compression.install(app)
    headers.install(app)
    assets.install(app)
    languages.install(app)
    display.install(app)
    visits.install(app)
    forgery.install(app)
    frame.install(app)
    faults.install(app)
    _register_areas(app)
    return app


def _register_areas(app: Flask) -> None:
    from caseforms.web import (
        account,
        administration,
        casework,
        designer,
        field,
        fieldwork,
        incident,
        institutions,
        links,
        quality,
        readings,
        registers,
        worklist,
    )

    areas = (
        account,
        worklist,
        casework,
        field,
        fieldwork,
        incident,
        links,
        quality,
        readings,
        registers,
        administration,
        designer,
        institutions,
    )
    for area in areas:
        for blueprint in area.BLUEPRINTS:
            app.register_blueprint(blueprint)
    for door in (readings.readings_door, field.field_door):
        app.extensions["csrf"].exempt(door)  # a device brings a token of its own, and no cookie

"""One unit of work per request: a read-only session for looking, a write transaction for changing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from caseforms.settings import Settings
    from caseforms.storage import Store

View = TypeVar("View", bound=Callable[..., Any])
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask, store: Store | None) -> None:
    """Open `store` (or the one that the settings name) at the first request, and close each unit with the request."""
    app.extensions["caseforms"]["store"] = store
    app.extensions["caseforms"]["store_lock"] = threading.Lock()
    app.after_request(_finish)
    app.teardown_request(_drop)


def settings() -> Settings:
    """The settings of this application."""
    return current_app.extensions["caseforms"]["settings"]  # type: ignore[no-any-return]  # a dict of Any


def now() -> datetime:
    """The instant of this request: the same for everything that it does."""
    if "now" not in g:
        g.now = current_app.extensions["caseforms"]["clock"]()
    return g.now  # type: ignore[no-any-return]  # flask.g holds Any


def store() -> Store:
    """The opened store; shipped definitions are registered when it is opened here."""
    kept = current_app.extensions["caseforms"]
    with kept["store_lock"]:
        if kept["store"] is None:
            from caseforms import storage

            kept["store"] = storage.open(kept["settings"])
    return kept["store"]  # type: ignore[no-any-return]  # a dict of Any


def logs_what_is_seen(view: View) -> View:
    """Mark a GET view whose service writes the access log: it gets a write transaction."""
    view.logs_what_is_seen = True  # type: ignore[attr-defined]  # a mark on the function, read below
    return view


def session() -> Session:
    """The session of this request's unit of work, limited to the institution of the person who asks."""
    if "unit" not in g:
        from caseforms.web import visits

        _enter(visits.actor().institution_id)
    return g.unit_session  # type: ignore[no-any-return]  # flask.g holds Any


@contextmanager
def looking() -> Iterator[None]:
    """What a writing request only reads before it writes: nobody waits for it. Its next `session()` begins afresh."""
    from caseforms.web import visits

    g.unit = store().reading(visits.actor().institution_id)
    g.unit_session = g.unit.__enter__()
    try:
        yield
    finally:
        keep()


def abandon() -> None:
    """Undo what this request has written so far; the next `session()` begins afresh."""
    unit = g.pop("unit", None)
    g.pop("unit_session", None)
    if unit is not None:
        unit.__exit__(_Abandoned, _Abandoned(), None)


def keep() -> None:
    """Write down what this request has done so far, whatever comes of the rest."""
    unit = g.pop("unit", None)
    g.pop("unit_session", None)
    if unit is not None:
        unit.__exit__(None, None, None)


class _Abandoned(Exception):
    """Tells the store's context manager to roll back."""


def _enter(institution_id: str) -> None:
    kept = store()
    g.unit = kept.transaction(institution_id) if _writes() else kept.reading(institution_id)
    g.unit_session = g.unit.__enter__()


def _writes() -> bool:
    if request.method not in READING_METHODS:
        return True
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "logs_what_is_seen", False))


def _finish(response: Response) -> Response:
    """Commit before the answer leaves: what is acknowledged is on disk."""
    if g.pop("spoilt", False):
        abandon()
    else:
        keep()
    return response


def _drop(_error: BaseException | None) -> None:
    abandon()

"""Who is visiting: the signed-in person of this request, how long for, and what a locked tablet may still open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import Unauthorized

from caseforms.services import accounts
from caseforms.services.actors import Actor
from caseforms.web import unit_of_work

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from caseforms.services.handover import Handed
    from caseforms.services.look import Look

COOKIE_LIFETIME = timedelta(days=14)
PASSWORD_PAGES = frozenset({"account.first_password", "account.replace_first_password", "account.sign_out"})
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Visit:
    """One signed-in person, or the client to whom a worker handed the tablet."""

    actor: Actor
    must_change_password: bool = False
    handed: Handed | None = None


def install(app: Flask) -> None:
    """Find out who asks before each request, and send strangers to the sign-in page."""
    app.before_request(_gate)
    app.context_processor(lambda: {"visitor": actor_or_none(), "handed_over": "handed" in session})


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read by the gate
    return view


def for_the_client(view: View) -> View:
    """Mark a view that a handed-over tablet may open."""
    view.for_the_client = True  # type: ignore[attr-defined]  # a mark on the function, read by the gate
    return view


def current() -> Visit | None:
    """The visit of this request, None for a stranger or after the session ended."""
    if "visit" not in g:
        g.visit = _resume()
    return g.visit  # type: ignore[no-any-return]  # flask.g holds Any


def actor_or_none() -> Actor | None:
    """Who asks, if anybody."""
    visit = current()
    return visit.actor if visit else None


def actor() -> Actor:
    """Who asks. Raises Unauthorized for a stranger."""
    visit = current()
    if visit is None:
        raise Unauthorized
    return visit.actor


def preferences_from(kept: Mapping[str, Any]) -> dict[str, str]:
    """A person's kept preferences, as the cookie of the visit carries them."""
    modes = (
        kept.get("theme") or "",
        "large" if kept.get("large") else "",
        "high" if kept.get("contrast") else "",
    )
    return {"language": str(kept.get("language", "")), "display": ".".join(modes)}


def begin(
    token: str,
    someone: Actor,
    username: str,
    preferences: dict[str, str],
    institution: Mapping[str, str],
    look: Look,
) -> None:
    """Start a signed-in visit in a fresh cookie, so that one planted before it is worthless."""
    session.clear()
    session.permanent = True
    session.update(token=token, person=someone.user_id, username=username, preferences=preferences)
    see_institution(institution, look)
    g.pop("visit", None)


def see_institution(name: Mapping[str, str], look: Look) -> None:
    """Keep in this visit what the institution is called and how it looks: no page asks the database for it."""
    session["institution"] = dict(name)
    session["look"] = {"accent": look.accent, "logo": look.logo}


def come_by_link(token: str, language: str) -> None:
    """Lock this browser to what a link opened; nobody signs in here to go on."""
    session.clear()
    session.update(handed=token, by_link=True, preferences={"language": language})
    g.pop("visit", None)


def end() -> None:
    """Forget everything about this visit."""
    session.clear()
    g.visit = None


def hand_over(token: str, back_to: str) -> None:
    """Lock this tablet to what `token` opens; the worker has to sign in again to go on at `back_to`."""
    kept = {
        name: session.get(name, "") for name in ("username", "person", "institution", "look", "preferences")
    }
    session.clear()
    session.permanent = True
    session.update(kept, handed=token, back_to=back_to)
    g.pop("visit", None)


def token() -> str:
    """The session token of the person who is signed in."""
    return str(session.get("token", ""))


def username() -> str:
    """The name with which this person signed in (or whose worker handed the tablet over)."""
    return str(session.get("username", ""))


def institution() -> Mapping[str, str]:
    """The name of the visitor's institution in both languages; empty for a stranger."""
    return session.get("institution") or {}


def look() -> Mapping[str, str]:
    """The accent and the logo (its sha256) of the visitor's institution; empty for a stranger."""
    return session.get("look") or {}


def layer() -> str:
    """The code of the local standard that this visit's form design works on; empty for the institution's own changes."""
    return str(session.get("layer", ""))


def layer_title() -> Mapping[str, str]:
    """What that local standard is called; empty without one."""
    return session.get("layer_title") or {}


def work_on(code: str, title: Mapping[str, str]) -> None:
    """Let form design of this visit work on a local standard; without a code on the institution's own changes."""
    session["layer"], session["layer_title"] = code, dict(title)


def language() -> str | None:
    """The language that this person chose, if any."""
    return (session.get("preferences") or {}).get("language")


def keep_language(code: str) -> None:
    """Remember a language for the signed-in person."""
    _keep({"language": code}, {"language": code})


def display() -> str:
    """The display modes that this person chose, as `display.read` takes them."""
    return str((session.get("preferences") or {}).get("display", ""))


def keep_display(kept: str) -> None:
    """Remember display modes for the signed-in person."""
    theme, text, contrast = kept.split(".")
    _keep({"display": kept}, {"theme": theme, "large": bool(text), "contrast": bool(contrast)})


def _keep(here: dict[str, str], for_good: dict[str, Any]) -> None:
    visit = current()
    if visit is None or visit.handed is not None:
        return
    session["preferences"] = {**(session.get("preferences") or {}), **here}
    with unit_of_work.store().transaction(visit.actor.institution_id) as writing:
        accounts.set_preferences(writing, visit.actor, for_good, unit_of_work.now())


def _resume() -> Visit | None:
    if handed := session.get("handed"):
        return _resume_client(str(handed))
    if not (kept := token()):
        return None
    store, now = unit_of_work.store(), unit_of_work.now()
    with store.reading(None) as reading:
        signed = accounts.resume(reading, kept, now, unit_of_work.settings().session_lifetime)
    if signed is None:
        return None
    if signed.stale:
        with store.transaction(None) as writing:
            accounts.touch(writing, kept, now)
    return Visit(signed.actor, signed.must_change_password)


def _resume_client(handed: str) -> Visit | None:
    from caseforms.problems import Refused
    from caseforms.services import handover

    try:
        with unit_of_work.store().reading(None) as reading:
            opened = handover.open(reading, handed, unit_of_work.now())
    except Refused:
        return None
    return Visit(opened.actor, handed=opened)


def _gate() -> Response | AnyResponse | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint in {"static", "language", "display"}:
        return None
    if "handed" in session:
        return None if _open_to_client(view) else redirect(url_for("handover.locked"), 303)
    if getattr(view, "is_public", False):
        return None
    visit = current()
    if visit is None:
        return _stranger()
    if visit.must_change_password and request.endpoint not in PASSWORD_PAGES:
        return redirect(url_for("account.first_password"), 303)
    return None


def _open_to_client(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "for_the_client", False))


def _stranger() -> Response | AnyResponse:
    """Send a stranger to the sign-in page; what an expired session posted goes along and comes back."""
    from caseforms.web import kept_forms

    if request.method in unit_of_work.READING_METHODS:
        here = request.full_path.rstrip("?")
        expired = "1" if token() else None
        return redirect(url_for("account.sign_in", to=None if here == "/" else here, expired=expired), 303)
    if kept_forms.can_be_kept():
        return kept_forms.sign_in_first()
    raise Unauthorized

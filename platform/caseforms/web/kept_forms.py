"""What somebody typed when the page could not be taken: carried through sign-in or a fresh token and sent again.

Nothing is kept on the server: the fields travel as hidden inputs. They are only taken from pages of this site, and
only given back to the person who typed them."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request, session
from itsdangerous import BadData, URLSafeSerializer

from caseforms.web import unit_of_work
from caseforms.web.languages import local_address

PREFIX = "kept."
WHERE = "kept-where"
WHOSE = "kept-whose"
NEVER_KEPT = frozenset(
    {"csrf_token", "password", "old_password", "new_password", "new_password_again", "code"}
)
Fields = list[tuple[str, str]]


def can_be_kept() -> bool:
    """Whether the body is a form that this site's own page sent, and not an automatic save."""
    origin = request.headers.get("Origin")
    same_site = origin is None or _host_of(origin) == request.host
    return request.method == "POST" and same_site and request.mimetype != "application/json"


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def posted() -> Fields:
    """The fields of this request that may travel on."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]


def sign_in_first() -> Response:
    """The sign-in page, carrying what was typed."""
    return make_response(
        render_template(
            "account/sign_in.html",
            kept=carried(),
            problem=None,
            expired=True,
            username="",
            to="",
            demo_people=(),
        ),
        401,
    )


def carried() -> Fields:
    """The posted fields as hidden inputs of the page that is shown instead."""
    hidden = [(PREFIX + name, value) for name, value in posted()]
    return [*hidden, (WHERE, request.path), (WHOSE, _signer().dumps(session.get("person", "")))]


def received() -> Fields:
    """The carried fields of a sign-in post, still with their prefix."""
    return [(n, v) for n, v in request.form.items(multi=True) if n.startswith(PREFIX) or n in (WHERE, WHOSE)]


def send_again(person: str) -> str | None:
    """The page that offers to send the carried form again, or None when there is none, or it is another person's."""
    where = local_address(request.form.get(WHERE, ""))
    if WHERE not in request.form or where == "/" or _whose() not in ("", person):
        return None
    fields = [(name.removeprefix(PREFIX), value) for name, value in received() if name.startswith(PREFIX)]
    return render_template("account/send_again.html", action=where, fields=fields, files=False)


def _whose() -> str | None:
    try:
        return str(_signer().loads(request.form.get(WHOSE, "")))
    except BadData:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(unit_of_work.settings().secret_key, "kept-form")

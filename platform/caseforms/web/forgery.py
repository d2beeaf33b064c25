"""Forged posts: every form carries a token; a page that was open for too long gets its text back, not an error."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from caseforms.web import kept_forms, visits


def install(app: Flask) -> None:
    """Check a token on every request that changes something."""
    # The token lives as long as the visit: a clock of its own would only lose what people type.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_METHODS={"POST", "PUT", "PATCH", "DELETE"})
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", True)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, stale_page)


def stale_page(_error: CSRFError) -> Response:
    """Offer to send what was typed again, with a fresh token; a post from another site gets the plain page."""
    from caseforms.web import faults

    if not kept_forms.can_be_kept():
        return faults.page(400)
    if visits.current() is None:
        return kept_forms.sign_in_first()
    page = render_template(
        "account/send_again.html", action=request.path, fields=kept_forms.posted(), files=bool(request.files)
    )
    return make_response(page, 400)

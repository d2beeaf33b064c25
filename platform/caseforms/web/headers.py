"""What every response carries beside its body: content security policy, framing, referrer, request id."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
A_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Give each request an id and a nonce, each response its headers."""
    app.before_request(_begin)
    app.after_request(_protect)


def may_be_framed() -> None:
    """Let a page of this site show this one in a frame."""
    g.framed = True


def frames_own_pages() -> None:
    """Let this page show pages of this site in a frame."""
    g.frames = True


def _policy() -> str:
    policy = POLICY.format(nonce=g.get("nonce", ""))
    if g.get("framed"):
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return f"{policy}; frame-src 'self'" if g.get("frames") else policy


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.nonce = secrets.token_urlsafe(16)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = (
        "SAMEORIGIN" if g.get("framed") else "DENY"
    )  # browsers that do not know frame-ancestors
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = PERMISSIONS
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Request-Id"] = g.get("request_id", "")
    # Personal files stay in no cache, so that "back" after signing out shows nothing.
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return response

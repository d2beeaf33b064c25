"""Pictures to scan: text as a QR code, drawn as inline SVG in the ink of the page."""

from __future__ import annotations

import io

from markupsafe import Markup


def scannable(text: str) -> Markup:
    """The QR code of `text`, with error correction M."""
    import segno  # only two pages draw one

    stream = io.BytesIO()
    segno.make(text, error="m").save(
        stream, kind="svg", xmldecl=False, svgns=True, scale=5, svgclass="qr", lineclass=None
    )
    return Markup(stream.getvalue().decode())  # noqa: S704  # drawn by segno, holds no text of anybody's

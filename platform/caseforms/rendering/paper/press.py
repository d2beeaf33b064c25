"""The program that turns one page of HTML (stdin) into a PDF (stdout); runs in a process of its own, then ends.

WeasyPrint and a Chinese font take some 200 MB while they work. A process per PDF gives all of it back, cannot be
blocked by another request, and can be ended when it takes too long. It fetches nothing but the shipped fonts and
what the page carries itself.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit


def main() -> int:
    """Reads HTML, writes PDF; the only argument is the folder of fonts that may be read."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    fonts = Path(sys.argv[1]).resolve()

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Fonts and data: addresses only: a record must not make the server ask for anything else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            own_font = parts.scheme == "file" and Path(unquote(parts.path)).resolve().is_relative_to(fonts)
            if parts.scheme != "data" and not own_font:
                raise ValueError("a printed page may only use what it carries itself")
            return super().fetch(url, headers)

    logging.getLogger("weasyprint").setLevel(
        logging.CRITICAL
    )  # its messages quote the page, which is personal
    html = sys.stdin.buffer.read().decode("utf-8")
    document = HTML(string=html, base_url="about:blank", url_fetcher=Fetcher()).render()
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

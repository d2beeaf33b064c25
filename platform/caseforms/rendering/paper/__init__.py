"""The printed sheet: a form's own grid or a generated layout, as HTML and as PDF, in one language or two."""

from __future__ import annotations

from caseforms.rendering.paper.bundling import Entry, bundle
from caseforms.rendering.paper.printing import pdf
from caseforms.rendering.paper.sheet import Sheet, blank, sheet
from caseforms.rendering.paper.signing import SignatureView

__all__ = ["Entry", "Sheet", "SignatureView", "blank", "bundle", "pdf", "sheet"]

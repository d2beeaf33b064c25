"""Owns links for people without an account: sending one, and the page that it opens."""

from __future__ import annotations

from caseforms.web.links.arriving import arriving
from caseforms.web.links.sending import sending

__all__ = ["BLUEPRINTS"]
BLUEPRINTS = (arriving, sending)

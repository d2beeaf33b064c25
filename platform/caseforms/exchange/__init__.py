"""Owns what leaves the house and comes in as a file: packs of forms and workflows."""

from __future__ import annotations

from caseforms.exchange.packs import Pack, Part, opened, written

__all__ = ["Pack", "Part", "opened", "written"]

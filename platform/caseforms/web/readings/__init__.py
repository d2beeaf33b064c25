"""Owns the readings that devices send: the address they send to, and the page on which a case keeps its devices."""

from __future__ import annotations

from caseforms.web.readings import page as _page
from caseforms.web.readings.door import readings_door
from caseforms.web.readings.page import readings

__all__ = ["BLUEPRINTS"]
BLUEPRINTS = (readings, readings_door)
assert _page

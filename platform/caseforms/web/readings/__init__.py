"""Owns the readings that devices send: the address they send to, and the page on which a case keeps its devices."""

from __future__ import annotations

from caseforms.web.readings.door import readings_door
from caseforms.web.readings.page import readings

__all__ = ["BLUEPRINTS", "readings_door"]
BLUEPRINTS = (readings, readings_door)

"""Owns the field: what tablets say to the platform over their own addresses, and the pages on which people decide."""

from __future__ import annotations

from caseforms.web.field import contact, delivering  # noqa: F401  # registers the views
from caseforms.web.field.door import field_door
from caseforms.web.field.joining import field_joining
from caseforms.web.field.received import received

__all__ = ["BLUEPRINTS", "field_door"]
BLUEPRINTS = (field_door, field_joining, received)

"""The row of a Chinese address: province, city, district, street."""

from __future__ import annotations

from caseforms.rendering.kinds.kind import JSON, Kind, options

LEVELS = ("province", "city", "district", "street")


class Address(Kind):
    """A layout, not a value: its text fields stand in one row, each offering the divisions below the one before it.
    Works as plain text where no list of divisions is at hand."""

    name = "address"
    answers = False

    def rank(self, ui: JSON, schema: JSON) -> int:
        layout = ui.get("type") in ("HorizontalLayout", "VerticalLayout")
        return 10 if layout and options(ui).get("variant") == "address" else 0


KIND = Address()

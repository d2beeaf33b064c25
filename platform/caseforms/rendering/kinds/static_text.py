"""Words of the form itself: an explanation, a rule how to fill in, a heading."""

from __future__ import annotations

from caseforms.rendering.kinds.kind import JSON, Kind


class StaticText(Kind):
    """A Label. `options.style` is text (set like a document), rule (small, how to fill in) or heading."""

    name = "static_text"
    answers = False

    def rank(self, ui: JSON, schema: JSON) -> int:
        return 10 if ui.get("type") == "Label" else 0


KIND = StaticText()

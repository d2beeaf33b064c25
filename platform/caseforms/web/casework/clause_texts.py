"""The sentences of the standards behind the § marks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from caseforms import locations
from caseforms.workflow import Clauses, read_clauses

USUAL = "002"  # a reference without a document's number means the standard of the mental-health case


@cache
def _standards() -> Mapping[str, Clauses]:
    folder = locations.shipped("workflows") / "clauses"
    read = (
        read_clauses(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))
    )
    return {clauses.document: clauses for clauses in read}


def sentence(reference: str, language: str) -> str:
    """What the standard says at `reference` ("6.1.2 a", "002 附录B"); empty when its text is not here."""
    named = re.match(r"§?\s*(\d{3})\s", reference)
    standard = _standards().get(named.group(1) if named else USUAL)
    if standard is None:
        return ""
    found = [clause.text.get(language) or clause.text.get("zh", "") for clause in standard.find(reference)]
    return " ".join(found)

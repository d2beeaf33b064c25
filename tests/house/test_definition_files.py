"""Every shipped form is exactly what the platform writes: opened and saved, it comes out identical."""

from __future__ import annotations

import json

from caseforms.definitions.editing import write
from caseforms.locations import shipped
from tests.house.source import shown


def test_every_shipped_form_is_laid_out_as_the_designer_writes_it() -> None:
    files = sorted(shipped("form_definitions").glob("*/*.json"))
    written = {path: path.read_text(encoding="utf-8") for path in files}

    others = [shown(path) for path, text in written.items() if write(json.loads(text)) != text]

    assert len(files) == 98
    assert others == [], "run: caseforms forms format"

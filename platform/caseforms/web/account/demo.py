"""The invented people whom the sign-in page of a demonstration offers; nobody anywhere else."""

from __future__ import annotations

import json
from typing import Any

from caseforms.web import unit_of_work

FILE = "demo_people.json"  # written by `caseforms demo` into its data folder


def shown() -> dict[str, Any]:
    """`{"demo_people": [{username, name, roles, institution}], "demo_password": …}`, empty outside the demonstration."""
    settings = unit_of_work.settings()
    path = settings.data_dir / FILE
    if not settings.demo or not path.is_file():
        return {"demo_people": (), "demo_password": ""}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {"demo_people": kept["people"], "demo_password": kept["password"]}

"""Truth tables in JSON that Python and Node both run; ``cases_of`` reads one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def cases_of(name: str) -> list[Any]:
    return [pytest.param(case, id=case["note"]) for case in table(name)["cases"]]

"""Asks the tests which rows of tests/requirements.json hold, and writes build/requirements.json.

A row holds when every test that names it passed; it fails when one of them failed; without a test that ran it is
`none`, with the reason given in tests/requirements_left.json. Further arguments go to pytest.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "tests" / "requirements.json"
REASONS = ROOT / "tests" / "requirements_left.json"
REPORT = ROOT / "build" / "requirements.json"


class Witness:
    """A pytest plugin that remembers, per requirement, its tests and what became of them."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.tests: dict[str, dict[str, str]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test is `failed` if any of its three phases failed, `skipped` if it never ran, else `passed`."""
        if report.when != "call" and report.passed:
            return
        for name, row in report.user_properties:
            if name == "requirement":
                earlier = self.tests[str(row)].get(report.nodeid)
                self.tests[str(row)][report.nodeid] = "failed" if earlier == "failed" else report.outcome


def outcome(tests: Mapping[str, str]) -> str:
    """What the tests of one row say together."""
    if "failed" in tests.values():
        return "fails"
    return "holds" if tests and set(tests.values()) == {"passed"} else "none"


def report(witness: Witness) -> list[dict[str, object]]:
    """Every row in the order of tests/requirements.json."""
    reasons: dict[str, str] = json.loads(REASONS.read_text(encoding="utf-8"))
    rows = []
    for row in json.loads(ROWS.read_text(encoding="utf-8")):
        tests = witness.tests.get(row["id"], {})
        entry = {"id": row["id"], "tests": sorted(tests), "outcome": outcome(tests)}
        if entry["outcome"] == "none" and row["id"] in reasons:
            entry["reason"] = reasons[row["id"]]
        rows.append(entry)
    return rows


def main(arguments: list[str]) -> int:
    """Run the marked tests; exit 1 when a row fails or the tests could not be run."""
    witness = Witness()
    status = pytest.main(
        [
            "-m",
            "requirement",
            "--quiet",
            "-n",
            "2",
            "--dist",
            "loadfile",
            "--no-loadscope-reorder",
            *arguments,
        ],
        plugins=[witness],
    )
    rows = report(witness)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(
        "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n", encoding="utf-8"
    )
    for row in rows:
        if row["outcome"] == "fails":
            print(f"fails: {row['id']}")
    print(f"requirements: {sum(row['outcome'] == 'holds' for row in rows)} of {len(rows)} rows hold")
    return 0 if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

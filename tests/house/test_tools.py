"""The tools of the checkout: what they report, and that the doors are documented."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.source import PACKAGE, ROOT


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tool" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))

    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert {line.split()[1] for line in listed.stdout.splitlines()} == targets


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ({}, "none"),
        ({"a": "passed"}, "holds"),
        ({"a": "passed", "b": "passed"}, "holds"),
        ({"a": "passed", "b": "failed"}, "fails"),
        ({"a": "skipped", "b": "failed"}, "fails"),
        ({"a": "passed", "b": "skipped"}, "none"),
    ],
)
def test_a_row_holds_only_when_all_its_tests_ran_and_passed(tests: dict[str, str], expected: str) -> None:
    assert _tool("requirements").outcome(tests) == expected


def test_the_witness_sees_passes_failures_teardowns_and_skips(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "test_rows.py").write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def broken():\n    yield\n    raise ValueError\n"
        "@pytest.mark.requirement('R-1')\ndef test_good(): pass\n"
        "@pytest.mark.requirement('R-1', 'R-2')\ndef test_bad(): assert False\n"
        "@pytest.mark.requirement('R-3')\ndef test_unclean(broken): pass\n"
        "@pytest.mark.requirement('R-4')\n@pytest.mark.skip\ndef test_never(): pass\n",
        encoding="utf-8",
    )
    script = (
        f"import sys, json; sys.path.insert(0, {str(ROOT / 'tool')!r})\n"
        "import pytest, requirements\n"
        "witness = requirements.Witness()\n"
        "options = ['-q', '-p', 'no:cacheprovider', '-o', 'markers=requirement', '--rootdir', '.', '.']\n"
        "pytest.main(options, plugins=[witness])\n"
        "print(json.dumps({row: sorted(tests.values()) for row, tests in witness.tests.items()}))\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    seen = json.loads(run.stdout.splitlines()[-1])
    assert seen == {"R-1": ["failed", "passed"], "R-2": ["failed"], "R-3": ["failed"], "R-4": ["skipped"]}


def test_every_icon_is_listed_once_and_in_order() -> None:
    lines = (ROOT / "tool" / "icons.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split()[0] for line in lines if not line.startswith("#")]

    assert names == sorted(set(names))


def test_every_icon_that_a_page_uses_is_in_the_sprite() -> None:
    listed = set(_tool("assets").icon_names())
    pages = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py"), *(ROOT / "static" / "js").rglob("*.js")]
    named = re.compile(r"""icons\.svg#([a-z-]+)|\bicon\(\s*["']([a-z-]+)["']""")
    used = {"".join(names) for page in pages for names in named.findall(page.read_text(encoding="utf-8"))}

    assert used
    assert sorted(used - listed) == []


def test_locks_pin_every_package_with_a_hash_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "tool/installer.lock", "tool/node.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)

        assert pins
        assert "://" not in text
        assert len(re.findall(r"^[a-z0-9][^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pins)


def test_the_two_locks_are_one_solution() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text, re.MULTILINE))

    runtime, developer = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: version for name, version in runtime.items() if developer.get(name) != version} == {}

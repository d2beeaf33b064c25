"""Builds sdist and wheel, installs the wheel in a fresh environment away from the checkout, and asks it questions.

The environment borrows the checkout's installed dependencies (a .pth line), so that only our own package is new in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 60 * 1024 * 1024
NEEDED = (  # git-ignored: a build of a checkout that was never set up would silently leave them out
    "static/vendor/icons.svg",
    "static/vendor/divisions.json",
    "static/vendor/fonts/NotoSerifSC-Regular.ttf",
    "translations/zh_Hans/LC_MESSAGES/messages.mo",
    "translations/en/LC_MESSAGES/messages.mo",
)
QUESTIONS = """
import gettext, sys
import caseforms, caseforms.locations as locations
assert sys.argv[1] in caseforms.__file__, f"the checkout answered instead of the wheel: {caseforms.__file__}"
for folder in locations.SHIPPED_FOLDERS:
    path = locations.shipped(folder)
    assert "_shipped" in path.parts and any(path.iterdir()), f"{folder} is missing from the wheel"
words = gettext.translation("messages", str(locations.shipped("translations")), ["zh_Hans"])
translated = [key for key, text in words._catalog.items() if key and isinstance(key, str) and text != key]
assert translated, "no translated word comes out of the wheel"
print(f"wheel: four folders found; {translated[0]!r} is {words.gettext(translated[0])!r}")
"""


def build(target: Path) -> Path:
    """sdist, then the wheel from that sdist, without network: the build's needs are in .venv already."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(target.glob("*.whl"))


def installed(wheel: Path, folder: Path) -> Path:
    """A fresh environment in `folder` with the wheel in it; returns its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def contents(wheel: Path) -> list[str]:
    """What is wrong with the list of files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    problems = [
        f"{name} does not belong in the wheel"
        for name in names
        if name.startswith(("tests/", "tool/", "bench/"))
    ]
    shipped = "caseforms/_shipped/"
    problems += [f"{name} is missing: run tool/setup first" for name in NEEDED if shipped + name not in names]
    if wheel.stat().st_size > LARGEST:
        problems.append(f"the wheel has {wheel.stat().st_size // 1024 // 1024} MB")
    return problems


def main() -> int:
    """Build, look inside, install, ask."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build(Path(scratch) / "dist")
        problems = contents(wheel)
        for problem in problems:
            print(f"wheel: {problem}")
        python = installed(wheel, Path(scratch) / "environment")
        clean = {
            "PATH": os.environ["PATH"],
            "HOME": scratch,
            "CASEFORMS_DATA_DIR": f"{scratch}/var",
            "LANG": "C.UTF-8",
        }
        print(f"wheel: {wheel.name}, {wheel.stat().st_size / 1024 / 1024:.1f} MB")
        asked = [[str(python), "-c", QUESTIONS, scratch]]
        if (ROOT / "platform" / "caseforms" / "cli").is_dir():
            asked.append([str(python.with_name("caseforms")), "forms", "check"])
        statuses = [subprocess.run(each, cwd=scratch, env=clean, check=False).returncode for each in asked]
    return 1 if problems or any(statuses) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Copies the pages' third-party assets from node_modules to static/vendor/, in the shape that the pages ask for.

    signature_pad.js, idb.js           ES modules as published
    icons.svg                          one sprite of the symbols listed in tool/icons.txt
    divisions.json                     GB/T 2260: [[code, name, [[code, name, [[code, name], ...]], ...]], ...]
    streets/<province code>.json       {"<district code>": [["<street code>", "<name>"], ...]}
    fonts/NotoSerifSC-{Regular,Bold}.ttf   for paper; far too large for a page
    LICENSES.txt                       whose work this is and on which terms

Hong Kong, Macao and Taiwan have a code of their own in GB/T 2260 and no divisions beneath it: their entries carry an
empty list, and the address is written in the free line. Four cities have no districts (东莞, 中山, 儋州, 嘉峪关): their
towns, with nine-digit codes, stand in the districts' place and have no streets beneath them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"
WITHOUT_DIVISIONS: list[list[object]] = [
    ["71", "台湾省", []],
    ["81", "香港特别行政区", []],
    ["82", "澳门特别行政区", []],
]
COPIES = {
    "signature_pad/dist/signature_pad.min.js": "signature_pad.js",
    "idb/build/index.js": "idb.js",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "fonts/NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "fonts/NotoSerifSC-Bold.ttf",
}
LICENCES = {
    "signature_pad": ("LICENSE",),
    "idb": ("LICENSE",),
    "lucide-static": ("LICENSE",),
    "china-division": ("LICENSE",),
    "@expo-google-fonts/noto-serif-sc": ("LICENSE", "LICENSE_FONT"),
}


def icon_names() -> dict[str, str]:
    """Symbol id -> lucide icon, from tool/icons.txt."""
    lines = (ROOT / "tool" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def sprite() -> str:
    """One SVG of symbols; stroke and size are the page's business, so the symbols carry shapes only."""
    symbols = []
    for symbol, icon in sorted(icon_names().items()):
        source = (PACKAGES / "lucide-static" / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if shapes is None:
            raise ValueError(f"icon {icon} of lucide-static is no SVG that this tool can read")
        inner = "".join(line.strip() for line in shapes.group(1).splitlines())
        symbols.append(f'<symbol id="{symbol}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def divisions() -> list[list[object]]:
    """Provinces with their cities and districts, each as [code, name, children]."""

    def entry(node: dict[str, object]) -> list[object]:
        children = node.get("children")
        if not isinstance(children, list):
            return [node["code"], node["name"]]
        return [node["code"], node["name"], [entry(child) for child in children]]

    return [entry(province) for province in _division_data("pca-code")] + WITHOUT_DIVISIONS


def streets() -> dict[str, dict[str, list[list[str]]]]:
    """Province code -> district code -> streets as [code, name]."""
    provinces: dict[str, dict[str, list[list[str]]]] = {}
    for street in _division_data("streets"):
        districts = provinces.setdefault(str(street["provinceCode"]), {})
        districts.setdefault(str(street["areaCode"]), []).append([str(street["code"]), str(street["name"])])
    return provinces


def licences() -> Iterable[str]:
    """The licence texts of everything that is copied, each under the name of its package."""
    for package, files in LICENCES.items():
        for name in files:
            text = (PACKAGES / package / name).read_text(encoding="utf-8").strip()
            yield f"{package}\n{'=' * len(package)}\n\n{text}\n\n"


def _division_data(name: str) -> list[dict[str, object]]:
    text = (PACKAGES / "china-division" / "dist" / f"{name}.json").read_text(encoding="utf-8")
    data: list[dict[str, object]] = json.loads(text)
    return data


def _write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def main() -> int:
    """Fill static/vendor/ afresh."""
    if not PACKAGES.is_dir():
        print("assets: node_modules is missing; tool/setup fetches it", file=sys.stderr)
        return 2
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, target in COPIES.items():
        (TARGET / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, TARGET / target)
    script = TARGET / "signature_pad.js"  # its source map is not shipped, so nothing should ask for it
    script.write_text(
        re.sub(r"\n//# sourceMappingURL=.*", "", script.read_text(encoding="utf-8")), encoding="utf-8"
    )
    (TARGET / "icons.svg").write_text(sprite(), encoding="utf-8")
    (TARGET / "LICENSES.txt").write_text("".join(licences()), encoding="utf-8")
    _write_json(TARGET / "divisions.json", divisions())
    for province, districts in streets().items():
        _write_json(TARGET / "streets" / f"{province}.json", districts)
    return 0


if __name__ == "__main__":
    sys.exit(main())

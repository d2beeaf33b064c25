"""Checks the documents: links lead somewhere, pictures exist, named make targets and commands are real, decisions are short."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
MAKE = re.compile(r"(?<![\w-])make ([a-z]+)\b")
CODE = re.compile(r"`([^`\n]+)`|^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
LONGEST_DECISION = 90


def documents() -> list[Path]:
    """Every Markdown file of the project itself."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(path: Path) -> set[str]:
    """The anchors that headings make, the way code hosts spell them."""
    headings = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> Iterator[str]:
    """Relative links of one document that lead nowhere; addresses elsewhere are not asked."""
    for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        place = (path.parent / name).resolve() if name else path
        if not place.exists():
            yield f"link to {target} leads nowhere"
        elif anchor and place.suffix == ".md" and anchor not in anchors(place):
            yield f"link to {target}: no such heading"


def unknown_targets(path: Path, targets: set[str]) -> Iterator[str]:
    """`make x` in code of a document where the Makefile has no x."""
    for inline, block in CODE.findall(path.read_text(encoding="utf-8")):
        for target in MAKE.findall(inline or block):
            if target not in targets:
                yield f"`make {target}` does not exist"


def problems() -> Iterator[str]:
    """One line for each."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in documents():
        shown = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        yield from (f"{shown}: {problem}" for problem in broken_links(path))
        yield from (f"{shown}: {problem}" for problem in unknown_targets(path, targets))
        if not text.startswith(("# ", "<")):
            yield f"{shown}: does not open with its title"
        if path.parent.name == "decisions" and len(text.splitlines()) > LONGEST_DECISION:
            yield f"{shown}: a decision fits on a page ({LONGEST_DECISION} lines)"


def main() -> int:
    """Print what is wrong."""
    found = list(problems())
    print(
        "\n".join(f"documents: {problem}" for problem in found) or f"documents: {len(documents())} in order"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

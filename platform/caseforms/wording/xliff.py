"""Hands a definition's texts to translation programs and takes them back: XLIFF 1.2, as text in and text out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
LANGUAGES = {"zh": "zh-CN", "en": "en"}


def to_xliff(base: Mapping[str, str], translated: Mapping[str, str], name: str, language: str = "en") -> str:
    """An XLIFF file from Chinese to one language: each key is the id of a unit."""
    units = "".join(
        f"      <trans-unit id={quoteattr(key)}>\n"
        f'        <source xml:space="preserve">{escape(text)}</source>\n'
        f'        <target xml:space="preserve">{escape(translated.get(key, ""))}</target>\n'
        "      </trans-unit>\n"
        for key, text in base.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff version="1.2" xmlns="{NAMESPACE}">\n'
        f'  <file original={quoteattr(name)} datatype="plaintext" source-language="{LANGUAGES["zh"]}"'
        f' target-language="{LANGUAGES[language]}">\n'
        f"    <body>\n{units}    </body>\n  </file>\n</xliff>\n"
    )


def from_xliff(text: str) -> dict[str, dict[str, str]]:
    """The texts by language and key; empty ones are left out. Raises ValueError for what is no XLIFF.

    A document type is refused before anything is read: entities in it can be made to grow without end.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a file for translators has no document type of its own")
    try:
        root = ET.fromstring(text.removeprefix("\ufeff").encode("utf-8"))  # noqa: S314 - without document type
    except ET.ParseError as error:
        raise ValueError("the file is no XLIFF") from error
    files = root.findall(f"{{{NAMESPACE}}}file")
    if root.tag != f"{{{NAMESPACE}}}xliff" or not files:
        raise ValueError("the file is no XLIFF 1.2")
    found: dict[str, dict[str, str]] = {}
    for file in files:
        for part, tag in (("source", "source-language"), ("target", "target-language")):
            language = str(file.get(tag, "")).partition("-")[0].lower()
            texts = found.setdefault(language, {})
            for unit in file.iter(f"{{{NAMESPACE}}}trans-unit"):
                element = unit.find(f"{{{NAMESPACE}}}{part}")
                words = "".join(element.itertext()) if element is not None else ""
                if words:
                    texts[str(unit.get("id", ""))] = words
    return found

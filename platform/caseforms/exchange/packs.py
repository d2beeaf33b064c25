"""One file with forms, workflows, tables, lists and changes: each part with its sha256, a manifest that names them all.

A pack is a zip archive. `manifest.json` says which format it is, who made it and when, and lists every part with its
kind, id, version, size and digest; nothing else may be in the archive. Whoever opens a pack gets all of it, checked,
or a refusal that names each thing that is wrong: never a half.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from caseforms.problems import Problem, Refused

FORMAT = "caseforms-pack"
VERSION = 1
MANIFEST = "manifest.json"
KINDS = ("form", "workflow", "indicators", "lists", "changes", "layer")
"""What a part can be: a definition, a table of indicators, shared lists, an institution's changes, a local standard."""

LARGEST_PACK = 20 * 1024 * 1024
LARGEST_PART = 4 * 1024 * 1024
LARGEST_WHOLE = 100 * 1024 * 1024
MOST_PARTS = 1000
DEEPEST = 60
SPOILT = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,  # a way of packing that nobody uses
    RuntimeError,  # a password
    EOFError,
    OSError,
    ValueError,
)
"""What reading a damaged archive raises."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the same parts make the same bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a pack; kind, id and version together name it."""

    kind: str
    id: str
    version: str
    document: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Where it lies in the archive."""
        return f"{self.kind}/{self.id}@{self.version}.json" if self.version else f"{self.kind}/{self.id}.json"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was opened: who made it when (as it says itself), why, and its parts in the manifest's order."""

    made_by: str
    made_at: str
    note: str
    parts: tuple[Part, ...]
    sha256: str

    def of(self, kind: str) -> tuple[Part, ...]:
        """The parts of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)


def written(parts: Iterable[Part], *, made_by: str, made_at: str, note: str = "") -> bytes:
    """The file of some parts; the same parts and words give the same bytes. `made_at` is an ISO 8601 instant."""
    ordered = sorted(parts, key=lambda part: (KINDS.index(part.kind), part.id, part.version))
    texts = {part.path: _bytes(part.document) for part in ordered}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": made_by,
        "made_at": made_at,
        "note": note,
        "parts": [_line(part, texts[part.path]) for part in ordered],
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in {MANIFEST: _bytes(manifest), **texts}.items():
            archive.writestr(zipfile.ZipInfo(path, BEGINNING), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def opened(content: bytes) -> Pack:
    """The pack in a file. Raises Refused with everything that is wrong: not a pack, newer, changed, too large, cut."""
    if len(content) > LARGEST_PACK:
        raise _refused("too-large", limit=LARGEST_PACK // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _entries(archive)
            manifest = _manifest(archive, entries)
            parts = _parts(archive, entries, manifest)
    except SPOILT as error:
        raise _refused("no-pack") from error
    said = {name: str(manifest.get(name, "")) for name in ("made_by", "made_at", "note")}
    return Pack(parts=parts, sha256=sha256(content).hexdigest(), **said)


def _bytes(document: Mapping[str, Any]) -> bytes:
    """A document as its reader gets it back, key by key in the same order."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _line(part: Part, text: bytes) -> dict[str, object]:
    return {
        "path": part.path,
        "kind": part.kind,
        "id": part.id,
        "version": part.version,
        "bytes": len(text),
        "sha256": sha256(text).hexdigest(),
    }


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """What lies in the archive by name, before anything is unpacked: few enough, small enough, each name once."""
    listed = archive.infolist()
    if len(listed) > MOST_PARTS + 1:
        raise _refused("too-many", limit=MOST_PARTS)
    if sum(entry.file_size for entry in listed) > LARGEST_WHOLE:
        raise _refused("too-large", limit=LARGEST_WHOLE // 1024 // 1024)
    found = {entry.filename: entry for entry in listed}
    if len(found) != len(listed):
        raise _refused("twice")
    return found


def _manifest(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, Any]:
    if MANIFEST not in entries:
        raise _refused("no-manifest")
    found = _json(_text(archive, entries[MANIFEST]), MANIFEST)
    if found.get("format") != FORMAT or not isinstance(found.get("parts"), list):
        raise _refused("no-manifest")
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _refused("no-manifest")
    if version > VERSION:
        raise _refused("newer", version=version, known=VERSION)
    return found


def _parts(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], manifest: Mapping[str, Any]
) -> tuple[Part, ...]:
    found: list[Part] = []
    problems: list[Problem] = []
    for line in manifest["parts"]:
        try:
            found.append(_part(archive, entries, line))
        except Refused as refused:
            problems += refused.problems
    listed = {part.path for part in found} | set(_paths(manifest["parts"]))
    problems += [
        Problem("pack.unlisted", params={"path": path}) for path in entries.keys() - listed - {MANIFEST}
    ]
    if len({part.path for part in found}) != len(found):
        problems.append(Problem("pack.twice"))
    if problems:
        raise Refused(problems)
    return tuple(found)


def _paths(lines: Iterable[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, Mapping):
            yield str(line.get("path", ""))


def _part(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], line: Any) -> Part:
    """One line of the manifest with what lies at its path. Raises Refused."""
    if not isinstance(line, Mapping) or line.get("kind") not in KINDS:
        raise _refused("unknown-kind", path=str(line.get("path", "")) if isinstance(line, Mapping) else "")
    path = str(line.get("path", ""))
    if path not in entries:
        raise _refused("missing", path=path)
    text = _text(archive, entries[path])
    if sha256(text).hexdigest() != line.get("sha256"):
        raise _refused("changed", path=path)
    part = Part(str(line["kind"]), str(line.get("id", "")), str(line.get("version", "")), _json(text, path))
    if part.path != path or (
        part.kind in ("form", "workflow") and _named(part.document) != (part.id, part.version)
    ):
        raise _refused("misnamed", path=path)
    return part


def _named(document: Mapping[str, Any]) -> tuple[str, str]:
    return str(document.get("id", "")), str(document.get("version", ""))


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry; an entry that unpacks to more than it said is cut off, not followed."""
    if entry.file_size > LARGEST_PART:
        raise _refused("part-too-large", path=entry.filename, limit=LARGEST_PART // 1024 // 1024)
    with archive.open(entry) as source:
        text = source.read(LARGEST_PART + 1)
    if len(text) > LARGEST_PART:
        raise _refused("part-too-large", path=entry.filename, limit=LARGEST_PART // 1024 // 1024)
    return text


def _json(text: bytes, path: str) -> dict[str, Any]:
    try:
        found = json.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refused("no-json", path=path) from error
    if not isinstance(found, dict) or _deep(found, DEEPEST):
        raise _refused("no-json", path=path)
    return found


def _deep(value: object, left: int) -> bool:
    """Whether a document is nested more deeply than any form needs."""
    if left == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deep(each, left - 1) for each in inner if isinstance(each, dict | list))


def _refused(code: str, **params: object) -> Refused:
    return Refused(Problem(f"pack.{code}", params=params))

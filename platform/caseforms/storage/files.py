"""Attachments on disk, named by the hash of their content."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024


class TooLarge(ValueError):
    """More bytes than the limit; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: sha256 of the content, its size in bytes, its first bytes (for telling the type)."""

    sha256: str
    size: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """The folder of attachments; one file per content, whoever brings it."""

    folder: Path
    limit: int

    def keep(self, content: bytes | BinaryIO) -> Kept:
        """Write the content, on disk before this returns. Raises TooLarge above the limit."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = self.folder / f"incoming-{secrets.token_hex(8)}"
        try:
            kept = self._write(waiting, content)
            target = self.path(kept.sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            waiting.replace(target)
            _flush_folder(target.parent)
            return kept
        finally:
            waiting.unlink(missing_ok=True)

    def path(self, digest: str) -> Path:
        """Where the content with this sha256 lies."""
        return self.folder / digest[:2] / digest

    def _write(self, path: Path, content: bytes | BinaryIO) -> Kept:
        digest, size, head = sha256(), 0, b""
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            for chunk in [content] if isinstance(content, bytes) else iter(lambda: content.read(CHUNK), b""):
                size += len(chunk)
                if size > self.limit:
                    raise TooLarge(f"more than {self.limit} bytes")
                head = head or chunk[:64]
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        return Kept(digest.hexdigest(), size, head)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

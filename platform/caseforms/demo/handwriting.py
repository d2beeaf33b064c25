"""Invented handwriting: pen strokes as the signing pad keeps them, and the picture of a fingerprint."""

from __future__ import annotations

import math
import struct
import zlib
from random import Random
from typing import Any

Stroke = dict[str, list[dict[str, float]]]
WIDTH, HEIGHT = 520, 180
SIDE = 120
TICK = 16  # milliseconds between two points of a pen


def strokes(name: str, chance: Random) -> list[Any]:
    """A signature: a few strokes for each letter, written from left to right, with the time of every point."""
    letters = max(2, min(4, len(name)))
    box = WIDTH / (letters + 1)
    time = float(chance.randrange(1_000, 9_000))
    written: list[Stroke] = []
    for place in range(letters):
        for _ in range(chance.randint(2, 4)):
            stroke, time = _stroke(box * (place + 0.5), box * 0.8, time, chance)
            written.append(stroke)
    return written


def fingerprint(chance: Random) -> bytes:
    """A small PNG of reddish ridges."""
    turn, bend = chance.uniform(0.25, 0.45), chance.uniform(0.6, 1.4)
    middle = SIDE / 2
    rows = bytearray()
    for y in range(SIDE):
        rows.append(0)  # each line of a PNG names its filter: none
        for x in range(SIDE):
            away = math.hypot((x - middle) * 1.25, (y - middle) * 0.95)
            ridge = math.sin(away * 0.9 + math.atan2(y - middle, (x - middle) * bend) * 2 * turn * 3)
            inside = away < middle * 0.92
            dark = inside and ridge > chance.uniform(-0.25, 0.35)
            rows += bytes((176, 48, 40) if dark else (252, 250, 248))
    return _png(bytes(rows))


def _stroke(left: float, width: float, time: float, chance: Random) -> tuple[Stroke, float]:
    x, y = left + chance.uniform(0, width * 0.5), chance.uniform(HEIGHT * 0.25, HEIGHT * 0.65)
    towards, length = chance.uniform(-0.4, 1.7), chance.randint(7, 16)
    curl = chance.uniform(-0.12, 0.12)
    points: list[dict[str, float]] = []
    for step in range(length):
        speed = 3 + 5 * math.sin(math.pi * step / length)  # slow, fast, slow: as a hand does
        x, y = x + math.cos(towards) * speed, min(HEIGHT - 6, max(6, y + math.sin(towards) * speed))
        towards += curl
        time += TICK
        points.append({"x": round(x, 1), "y": round(y, 1), "time": round(time)})
    return {"points": points}, time + chance.randrange(80, 240)


def _png(pixels: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

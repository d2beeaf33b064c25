"""What may not stand in a committed file: a registry's address, a path of somebody's machine, a secret, a big binary."""

from __future__ import annotations

import re

from tests.house.source import shown, tracked

# Spelled apart, since this file is tracked too.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "debian" + ".org",
]
HOSTS += ["npm" + "mirror.com", "tuna.tsing" + "hua.edu.cn", "mirrors." + "aliyun.com"]
PATHS = re.compile(r"(?<![\w.>}])(/wo" + r"rk/|/ro" + r"ot/|/ho" + r"me/\w|/opt/(?:pypi|wheels))")
KEYS = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")
LARGEST = 2 * 1024 * 1024


def _texts() -> list[tuple[str, str]]:
    texts = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            texts.append((shown(path), content.decode("utf-8")))
    return texts


def test_no_file_names_a_registry() -> None:
    offenders = [f"{name}: {host}" for name, text in _texts() for host in HOSTS if host in text]

    assert offenders == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    offenders = [
        f"{name}: {found.group(0)}" for name, text in _texts() for found in [PATHS.search(text)] if found
    ]

    assert offenders == []


def test_no_file_holds_a_private_key() -> None:
    assert [name for name, text in _texts() if KEYS.search(text)] == []


def test_no_file_is_large() -> None:
    assert [shown(path) for path in tracked() if path.stat().st_size > LARGEST] == []


def test_third_party_assets_are_not_committed() -> None:
    offenders = [shown(path) for path in tracked() if {"vendor", "node_modules"} & set(path.parts)]

    assert offenders == []

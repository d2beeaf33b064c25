"""What the environment says about this installation, read once into one frozen value.

Each field names its variable and is described in docs/settings.md (a test keeps the two together). Nothing else in
the package reads `os.environ`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from caseforms import locations

MEGABYTE = 1024 * 1024
LANGUAGES = ("zh", "en")


class SettingsError(ValueError):
    """A variable that cannot be read: names the variable, what it said is not repeated (it may be a secret)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Sizes are bytes, times are timedeltas, paths are absolute."""

    database_url: str = field(metadata={"variable": "CASEFORMS_DATABASE_URL"})
    data_dir: Path = field(metadata={"variable": "CASEFORMS_DATA_DIR"})
    secret_key: str = field(repr=False, metadata={"variable": "CASEFORMS_SECRET_KEY"})
    field_key_file: Path = field(metadata={"variable": "CASEFORMS_FIELD_KEY_FILE"})
    queue_url: str = field(metadata={"variable": "CASEFORMS_QUEUE_URL"})
    redis_url: str = field(default="", metadata={"variable": "CASEFORMS_REDIS_URL"})
    session_lifetime: timedelta = field(
        default=timedelta(minutes=30), metadata={"variable": "CASEFORMS_SESSION_MINUTES"}
    )
    max_upload_size: int = field(default=20 * MEGABYTE, metadata={"variable": "CASEFORMS_MAX_UPLOAD_MB"})
    max_body_size: int = field(default=25 * MEGABYTE, metadata={"variable": "CASEFORMS_MAX_BODY_MB"})
    trusted_proxies: int = field(default=0, metadata={"variable": "CASEFORMS_TRUSTED_PROXIES"})
    secure_cookies: bool = field(default=False, metadata={"variable": "CASEFORMS_SECURE_COOKIES"})
    default_language: str = field(default="zh", metadata={"variable": "CASEFORMS_LANGUAGE"})
    institution_name: str = field(default="", metadata={"variable": "CASEFORMS_INSTITUTION_NAME"})
    institution_timezone: str = field(default="Asia/Shanghai", metadata={"variable": "CASEFORMS_TIMEZONE"})
    mail_url: str = field(default="", repr=False, metadata={"variable": "CASEFORMS_MAIL_URL"})
    mail_from: str = field(default="caseforms@localhost", metadata={"variable": "CASEFORMS_MAIL_FROM"})
    public_url: str = field(default="", metadata={"variable": "CASEFORMS_PUBLIC_URL"})
    demo: bool = field(default=False, metadata={"variable": "CASEFORMS_DEMO"})


VARIABLES: Mapping[str, str] = {each.name: each.metadata["variable"] for each in fields(Settings)}


def read(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """The settings of this process.

    `overrides` are field values that win over the environment (the demo names its own data_dir). Makes the data
    directory, and the secret key in it on the first run, so that sessions outlive a restart. Raises SettingsError.
    """
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {"data_dir": _data_dir(source)}
    values |= _plain_values(source) | overrides
    data_dir = values["data_dir"] = Path(values["data_dir"]).absolute()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    values.setdefault("database_url", _text(source, "database_url", f"sqlite:///{data_dir / 'caseforms.db'}"))
    values.setdefault("queue_url", _text(source, "queue_url", f"sqlite:///{data_dir / 'queue.db'}"))
    values.setdefault(
        "field_key_file", Path(_text(source, "field_key_file", str(data_dir / "field_keys.json")))
    )
    if "secret_key" not in values:
        values["secret_key"] = _text(source, "secret_key", "") or _kept_secret(data_dir / "secret_key")
    return Settings(**values)


def _plain_values(source: Mapping[str, str]) -> dict[str, Any]:
    """The fields that depend on nothing but their own variable; absent ones keep the default of the class."""
    values: dict[str, Any] = {}
    for name in (
        "redis_url", "institution_name", "institution_timezone", "mail_url", "mail_from", "public_url",
    ):  # fmt: skip
        if text := _text(source, name, ""):
            values[name] = text
    for name in ("secure_cookies", "demo"):
        if text := _text(source, name, ""):
            values[name] = _yes(name, text)
    for name, unit in (("max_upload_size", MEGABYTE), ("max_body_size", MEGABYTE), ("trusted_proxies", 1)):
        if text := _text(source, name, ""):
            values[name] = _count(name, text) * unit
    if text := _text(source, "session_lifetime", ""):
        values["session_lifetime"] = timedelta(minutes=_count("session_lifetime", text))
    if text := _text(source, "default_language", ""):
        if text not in LANGUAGES:
            raise SettingsError(f"{VARIABLES['default_language']} must be one of {', '.join(LANGUAGES)}")
        values["default_language"] = text
    return values


def _data_dir(source: Mapping[str, str]) -> Path:
    """`var/` in a checkout; an installed wheel keeps its data in the directory it was started from."""
    named = _text(source, "data_dir", "")
    return Path(named) if named else (locations.checkout() or Path.cwd()) / "var"


def _kept_secret(path: Path) -> str:
    """The key in `path`, made there (readable by its owner alone) when there is none."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_urlsafe(48)
        stream.write(key)
    return key


def _text(source: Mapping[str, str], name: str, default: str) -> str:
    return source.get(VARIABLES[name], "").strip() or default


def _yes(name: str, text: str) -> bool:
    answers = {
        "1": True,
        "yes": True,
        "true": True,
        "on": True,
        "0": False,
        "no": False,
        "false": False,
        "off": False,
    }
    if text.lower() not in answers:
        raise SettingsError(f"{VARIABLES[name]} must be yes or no")
    return answers[text.lower()]


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(f"{VARIABLES[name]} must be a whole number, 0 or more")
    return int(text)

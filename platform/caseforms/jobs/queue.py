"""The queue that jobs wait in, on SQLite, Redis or PostgreSQL by one URL."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from caseforms.settings import Settings, SettingsError

NAME = "caseforms"


def opened(settings: Settings) -> Any:
    """The huey queue that `settings.queue_url` names. Raises SettingsError for a URL of another kind.

    What waits there is signed with a key made from the secret of the installation: whoever can write to a shared
    Redis still cannot hand us a job.
    """
    from huey import PostgresHuey, RedisHuey, SqliteHuey
    from huey.serializer import SignedSerializer

    kept: dict[str, Any] = {
        "results": False,
        "serializer": SignedSerializer(secret=_key(settings.secret_key), salt=NAME),
    }
    url = settings.queue_url
    scheme = urlsplit(url).scheme.partition("+")[0]
    if scheme == "sqlite":
        path = Path(url.partition("///")[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), fsync=True, **kept)
    if scheme in ("redis", "rediss", "unix"):
        return RedisHuey(NAME, url=url, **kept)
    if scheme in ("postgresql", "postgres"):
        return PostgresHuey(NAME, dsn=url.replace("+psycopg", "", 1), **kept)
    raise SettingsError("CASEFORMS_QUEUE_URL must begin with sqlite:///, redis:// or postgresql://")


def _key(secret: str) -> str:
    return sha256(b"queue:" + secret.encode()).hexdigest()

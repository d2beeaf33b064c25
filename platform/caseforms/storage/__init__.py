"""Keeping things: tables, sessions of one institution, sealed fields, files and migrations, on SQLite and PostgreSQL."""

from caseforms.storage.migrate import check, upgrade
from caseforms.storage.sessions import InstitutionMissing, institution_of, locks_rows, unfiltered
from caseforms.storage.store import Configuration, Store, store_of
from caseforms.storage.store import open_store as open  # noqa: A004 (read as `storage.open`)

__all__ = [
    "Configuration",
    "InstitutionMissing",
    "Store",
    "check",
    "institution_of",
    "locks_rows",
    "open",
    "store_of",
    "unfiltered",
    "upgrade",
]

"""Indexes that hold some rows of a table only, for whoever compares tables: to spell one SQLAlchemy loads all dialects."""

from sqlalchemy import Index, text

from caseforms.storage.tables.records import Signature

VALID = "uq_signature_valid"


def add() -> None:
    """Enter the indexes into the tables' metadata, once."""
    known = {index.name for index in Signature.__table__.indexes}  # type: ignore[attr-defined]  # a Table
    if VALID not in known:
        valid = text("voided_at IS NULL")
        columns = (Signature.record_id, Signature.role)
        Index(VALID, *columns, unique=True, sqlite_where=valid, postgresql_where=valid)

"""The declarative base: naming convention, column types and the mark that a row belongs to an institution."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, Date, DateTime, Dialect, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Document(TypeDecorator[Any]):
    """A JSON document: JSONB on PostgreSQL, text on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of this database; PostgreSQL's part of SQLAlchemy is loaded for PostgreSQL only."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


class WrittenDocument(TypeDecorator[Any]):
    """A JSON document whose keys keep their order: a definition is written out again byte for byte, JSONB sorts keys."""

    impl = JSON
    cache_ok = True


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite keeps no zone, so a naive value coming back is UTC by construction."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive datetime: it would be read back as another instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be an aware datetime")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same instant, aware, in UTC on either database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


DOCUMENT = Document(none_as_null=True)
WRITTEN = WrittenDocument(none_as_null=True)
SHARED = ""
"""The institution of rows that belong to everybody."""
VERSION = 80
"""The longest name of a published version: 1.0.0+<institution>.<number>."""
SORTED_TEXT = String(160).with_variant(String(160, collation="C"), "postgresql")
Identifier = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(120))]
Digest = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Instant,
        date: Date,
        dict[str, Any]: DOCUMENT,
        list[Any]: DOCUMENT,
        list[str]: DOCUMENT,
        str: Text,
    }


class OfInstitution:
    """Mixin: the row belongs to one institution, and a session shows only its own institution's rows."""

    @declared_attr
    def institution_id(cls) -> Mapped[str]:  # noqa: N805 (SQLAlchemy calls it on the class)
        """Filled in by the session when a row is added; part of every index that a list walks."""
        return mapped_column(String(32), ForeignKey("institution.id"))


class OwnOrShared:
    """Mixin: the row belongs to one institution, or to nobody (SHARED): then every institution sees it."""

    @declared_attr
    def institution_id(cls) -> Mapped[str]:  # noqa: N805 (SQLAlchemy calls it on the class)
        """Part of the key, so that two institutions may give the same name; no foreign key, since nobody is none."""
        return mapped_column(String(32), primary_key=True, default=SHARED, server_default=SHARED)


class Versioned:
    """Mixin: a second writer who read the old row is refused (StaleDataError), never silently the winner."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (SQLAlchemy calls it on the class)
        return {"version_id_col": cls.version}

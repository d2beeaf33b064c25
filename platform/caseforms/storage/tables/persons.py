"""Tables of the person registry: one file per person (一人一档), found by name, sound, phone or identity number."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseforms.storage.base import SORTED_TEXT, Base, Digest, Identifier, Name, OfInstitution, Versioned


class Person(OfInstitution, Versioned, Base):
    """A client. Name, gender and birth date stand open for lists; everything else is sealed in one value."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("institution_id", "archive_no"),
        Index("ix_person_institution_pinyin", "institution_id", "name_pinyin"),
        Index("ix_person_institution_name", "institution_id", "name"),
    )
    id: Mapped[Identifier] = mapped_column(primary_key=True)
    archive_no: Mapped[Name]
    name: Mapped[Name]
    name_pinyin: Mapped[str] = mapped_column(SORTED_TEXT)
    gender: Mapped[str] = mapped_column(String(16))
    birth_date: Mapped[str] = mapped_column(String(10))
    phone_masked: Mapped[str] = mapped_column(String(32))
    identity_sealed: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[Identifier]


class PersonKey(OfInstitution, Base):
    """A blind index entry: `kind` is id_number, phone or phone_tail (its last four digits)."""

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_lookup", "institution_id", "kind", "digest", "person_id"),)
    person_id: Mapped[Identifier] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    digest: Mapped[Digest] = mapped_column(primary_key=True)


class SearchTerm(OfInstitution, Base):
    """One way to find a case: the tails of its client's name, pinyin and initials, and of its numbers.

    A search is then a range over one B-tree, at the speed of an exact look-up, on either database.
    """

    __tablename__ = "search_term"
    __table_args__ = (Index("ix_search_term_lookup", "institution_id", "term", "case_id"),)
    case_id: Mapped[Identifier] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    term: Mapped[str] = mapped_column(SORTED_TEXT, primary_key=True)

"""The tables of what the office makes for its own work: catalogue entries, views of lists, matched columns."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cchc_desktop.storage.tables import STRICT, Base


class CatalogueEntryRecord(Base):
    """An entry of a catalogue as the office has it from a day on; the newest of a code that is in force holds.

    `catalogue` is "forms", "indicators" or "periods"; `content` is the whole entry as JSON. An entry once used in a
    report is never altered: a change is a new row with a later `valid_from`.
    """

    __tablename__ = "catalogue_entries"
    __table_args__ = (Index("ix_catalogue_entries_code", "catalogue", "code"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    catalogue: Mapped[str]
    code: Mapped[str]
    valid_from: Mapped[str]
    valid_to: Mapped[str]
    position: Mapped[int]
    content: Mapped[str]
    note: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]


class SavedViewRecord(Base):
    """A search or a filtered list that a person gave a name; `query` is JSON, `place` the key of the place."""

    __tablename__ = "saved_views"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    position: Mapped[int]
    deleted_at: Mapped[str]
    version: Mapped[int]


class SearchEntryRecord(Base):
    """Something that can be found, outside of the log: see `search_sources`. Made anew from the other tables at will.

    `kind` is the noun, `entity_id` what is found, `owner_id` the record whose change may change it, `date` an ISO day
    or "". `folded` is the folded title and text, which the index of FTS5 looks at by `seq`.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("ix_search_entries_owner", "owner_id"),
        Index("ix_search_entries_kind", "kind", "date"),
        STRICT,
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    entity_id: Mapped[str]
    owner_id: Mapped[str]
    date: Mapped[str]
    form: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]


class ColumnMatchRecord(Base):
    """Which column of a foreign table is which field, remembered by the table's header.

    `list` is the kind of list that is filled, `source` whose table it is ("" for the office's own), `fingerprint` a
    digest of the header, `columns` JSON.
    """

    __tablename__ = "column_matches"
    __table_args__ = STRICT

    list: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[str]
    used_at: Mapped[str]


class PrivateRecord(Base):
    """Personal values that the audit trail only points at, so that they can be deleted without altering its rows.

    A row of `audit` holds `{"private": id}` in the place of the value; `content` is JSON, field → value.
    """

    __tablename__ = "audit_private"
    __table_args__ = (Index("ix_audit_private_record", "entity", "entity_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str]
    entity_id: Mapped[str]
    content: Mapped[str]

"""What every table is made of: the registry, nouns, ledgers, words as text."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Record(SQLModel, registry=registry()):
    """Root of all tables."""


def word(vocabulary: type[StrEnum]) -> sa.Enum:
    """Store a word as its value in a plain text column, and read the member back."""
    return sa.Enum(
        vocabulary,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=32,
    )


class Noun(Record):
    """What every edited thing carries.

    Attributes:
        version: counts saves; a save names the version it was made from.
        recorded_at: when the noun was first made, UTC.
        archived_at: when it left the pickers; null while in use. History keeps it either way.
    """

    id: int | None = Field(default=None, primary_key=True)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    archived_at: dt.datetime | None = None


class Ledger(Record):
    """What every appended row carries; the id is the order of recording.

    Attributes:
        recorded_at: when it was recorded, UTC; as-known-on reads compare with it.
        recorded_by: the actor's name.
        import_id: the import it came with; null when typed.
    """

    id: int | None = Field(default=None, primary_key=True)
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    recorded_by: str = Field(default=None, nullable=False)
    import_id: int | None = Field(default=None, foreign_key="import.id", index=True)

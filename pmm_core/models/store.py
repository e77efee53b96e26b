"""The store itself: former names, imports, settings, audit, its state."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from pmm_core.models.record import Record, word
from pmm_core.vocabulary import NounKind


class FormerName(Record, table=True):
    """A name a product, KPI or launch had before; files under it still find the noun."""

    __tablename__ = "former_name"
    id: int | None = Field(default=None, primary_key=True)
    noun: NounKind = Field(sa_type=word(NounKind))
    noun_id: int = Field(index=True)
    name: str
    recorded_at: dt.datetime = Field(default=None, nullable=False)


class Import(Record, table=True):
    """One file or set of files stored in one transaction; withdrawn by undo.

    Attributes:
        content_hash: of the bytes and the mapping; the same content is stored once.
        rows: counts `read, accepted, rejected, duplicate, unchanged`.
        assumed: what was chosen for the person, e.g. the date order.
        created: ids of the nouns made with it, by noun.
    """

    __tablename__ = "import"
    id: int | None = Field(default=None, primary_key=True)
    profile: str
    files: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    content_hash: str = Field(index=True)
    rows: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    assumed: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    created: dict[str, list[int]] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    recorded_by: str = Field(default=None, nullable=False)
    withdrawn_at: dt.datetime | None = None
    withdrawn_by: str | None = None


class Setting(Record, table=True):
    """A setting of the company, asked once and changeable; the value is JSON."""

    __tablename__ = "setting"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    value: Any = Field(default=None, sa_type=sa.JSON)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)


class Audit(Record, table=True):
    """Who changed what, when, from what to what; written with the change itself."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    actor: str
    verb: str
    noun: NounKind = Field(sa_type=word(NounKind))
    noun_id: int
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)


class StoreState(Record, table=True):
    """One row about the store itself.

    Attributes:
        token: rises with every write; cached reads carry it.
        sample: the name of the sample company this store holds; null for an own store.
        pinned_on: the day "today" is in this store; null for the real one.
    """

    __tablename__ = "store_state"
    id: int | None = Field(default=None, primary_key=True)
    token: int = 0
    sample: str | None = None
    pinned_on: dt.date | None = None

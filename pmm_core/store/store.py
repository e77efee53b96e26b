"""The store: `read()` and `write()` are the only openers of database sessions.

One `with` is one unit of work: it commits as a whole or leaves nothing. A session never outlives
its `with`; the records it returns are detached and may be kept.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel, col, select

from pmm_core.access import Actor
from pmm_core.clock import utc_now
from pmm_core.errors import ChangedElsewhere, NotFound, Refused
from pmm_core.failpoints import failpoint
from pmm_core.models import (
    Audit,
    Challenge,
    Import,
    Initiative,
    Kpi,
    Ledger,
    Mandate,
    Noun,
    Person,
    Product,
    Setting,
    StoreState,
    Team,
    WorkRequest,
)
from pmm_core.store.engine import open_engine
from pmm_core.vocabulary import NounKind

Row = TypeVar("Row", bound=SQLModel)
Edited = TypeVar("Edited", bound="Noun | Setting | Import")

_KINDS = {"kpi_snapshot": NounKind.SNAPSHOT}


@dataclass(frozen=True)
class StoreFacts:
    """What the store says of itself.

    Attributes:
        token: rises with every write.
        sample: name of the sample company, null for an own store.
        pinned_on: the day "today" is in this store, null for the real one.
    """

    token: int
    sample: str | None
    pinned_on: dt.date | None


class Store:
    """A store behind one engine."""

    def __init__(self, engine: Engine, *, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self.engine = engine
        self._clock = clock
        self._writer = engine.execution_options(write=True)

    @classmethod
    def open(cls, url: str) -> "Store":
        """Open the store at a SQLAlchemy URL; it must be up to date (see `upgrade`)."""
        return cls(open_engine(url))

    @property
    def name(self) -> str:
        """The URL without a password, for people."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def holds_sample(self) -> bool:
        """True if this is the store of the sample company."""
        return self.facts().sample is not None

    @property
    def is_empty(self) -> bool:
        """True while nobody has made a thing of their own here; settings do not count."""
        tables = (Team, Person, Product, Initiative, Kpi, Challenge, WorkRequest, Mandate)
        anything = sa.or_(*(sa.exists(sa.select(col(table.id))) for table in tables))
        with self.read() as session:
            return not session.scalar(sa.select(anything))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open one consistent read."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write(self, *, actor: Actor, at: dt.datetime | None = None) -> Iterator["Unit"]:
        """Open one unit of work: all of it is stored, with its audit rows, or nothing.

        Args:
            actor: whoever the rows are recorded for.
            at: the instant of recording; now unless given (the sample is built in its own past).

        Raises:
            Refused: the database went away; nothing was saved (`not_saved`).
        """
        try:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                # The first statement takes the row lock of the state, so writers queue up on
                # PostgreSQL as BEGIN IMMEDIATE makes them on SQLite.
                session.execute(sa.update(StoreState).values(token=StoreState.token + 1))
                yield Unit(session, actor=actor, at=at or self._clock())
                session.flush()
                failpoint("store.before_commit")
        except OperationalError as fault:
            raise Refused(
                "The store could not be written, so nothing was saved. Try again; if it "
                "stays so, run `python -m pmm_core doctor`.",
                code="not_saved",
            ) from fault

    def facts(self) -> StoreFacts:
        """Read what the store says of itself."""
        with self.read() as session:
            state = session.exec(select(StoreState)).one()
        return StoreFacts(token=state.token, sample=state.sample, pinned_on=state.pinned_on)


class Unit:
    """One unit of work; every change goes through it and leaves an audit row."""

    def __init__(self, session: Session, *, actor: Actor, at: dt.datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at

    def add(self, row: Row) -> Row:
        """Add one new row and return it with its id."""
        return self.add_all([row])[0]

    def add_all(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Add new rows in order, with one audit row each."""
        for row in rows:
            self._sign(row)
        self.session.add_all(rows)
        self.session.flush()
        if rows:
            # Plain rows rather than objects: an import adds as many audit rows as it has rows.
            entries = [self._entry("add", row, before=None, after=_plain(row)) for row in rows]
            self.session.execute(sa.insert(Audit), entries)
        return rows

    def change(
        self,
        model: type[Edited],
        row_id: int,
        changes: Mapping[str, Any],
        *,
        version: int,
        base: Mapping[str, Any] | None = None,
    ) -> Edited:
        """Write the fields that differ, if nobody saved since the given version.

        Args:
            model: the noun's table.
            row_id: which one.
            changes: field -> new value; equal ones are left alone.
            version: the version the person started from.
            base: field -> value the person started from, for the message of a conflict.

        Raises:
            NotFound: there is no such row.
            ChangedElsewhere: somebody saved first; `details` holds base, theirs and yours.
        """
        row = self.session.get(model, row_id)
        if row is None:
            raise NotFound(_kind(model).value.replace("_", " "), str(row_id))
        if row.version != version:
            raise self._conflict(row, changes, base or {})
        before = _plain(row)
        different = {
            field: value for field, value in changes.items() if getattr(row, field) != value
        }
        if not different:
            return row
        row.sqlmodel_update(different)
        row.version = version + 1
        self.session.add(row)
        self.session.flush()
        after = _plain(row)
        changed = [field for field in after if after[field] != before[field]]
        entry = self._entry(
            "change",
            row,
            before={field: before[field] for field in changed},
            after={field: after[field] for field in changed},
        )
        self.session.execute(sa.insert(Audit), [entry])
        return row

    def _sign(self, row: SQLModel) -> None:
        if hasattr(row, "recorded_at"):
            row.recorded_at = self.at
        if isinstance(row, Ledger) or hasattr(row, "recorded_by"):
            cast(Any, row).recorded_by = self.actor.name

    def _entry(
        self,
        verb: str,
        row: SQLModel,
        *,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> dict[str, Any]:
        return {
            "recorded_at": self.at,
            "actor": self.actor.name,
            "verb": verb,
            "noun": _kind(type(row)),
            "noun_id": cast(Any, row).id,
            "before": before,
            "after": after,
        }

    def _conflict(
        self, row: Edited, changes: Mapping[str, Any], base: Mapping[str, Any]
    ) -> ChangedElsewhere:
        kind = _kind(type(row))
        by = self.session.exec(
            select(Audit.actor)
            .where(Audit.noun == kind, Audit.noun_id == row.id)
            .order_by(sa.desc(cast(Any, Audit.id)))
        ).first()
        fields = [
            {"field": field, "base": base.get(field), "theirs": getattr(row, field), "yours": yours}
            for field, yours in changes.items()
            if getattr(row, field) != yours
        ]
        name = str(getattr(row, "name", getattr(row, "text", getattr(row, "key", row.id))))
        return ChangedElsewhere(
            f"{by or 'Somebody'} saved “{name}” after you opened it, so your change was not "
            "stored. Compare the two and save again.",
            details={"noun": kind.value, "name": name, "by": by, "fields": fields},
        )


def _plain(row: SQLModel) -> dict[str, Any]:
    return row.model_dump(mode="json")


def _kind(model: type[SQLModel]) -> NounKind:
    table = str(model.__tablename__)
    return _KINDS.get(table) or NounKind(table)

"""Bring a store up to date: under one lock, after a backup, in one transaction.

Many processes may start at once: one migrates, the others wait and find nothing left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from pmm_core.errors import InvalidInput, StoreNewer, StoreOlder
from pmm_core.failpoints import failpoint
from pmm_core.models import StoreState
from pmm_core.store.backup import back_up
from pmm_core.store.engine import is_sqlite, open_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number: it names this lock among the advisory locks of a PostgreSQL database.
_ADVISORY_LOCK = 7_210_515


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade did.

    Attributes:
        store: the store's name without a password.
        created: true if there was no store before.
        revision_before, revision_after: schema revisions; null before a first start.
        backup: file of the copy made before changing anything, null if nothing had to be copied.
    """

    store: str
    created: bool
    revision_before: str | None
    revision_after: str
    backup: str | None


def upgrade(url: str) -> Upgrade:
    """Make a missing store, or bring an older one to this program's schema.

    Args:
        url: SQLAlchemy URL.

    Raises:
        InvalidInput: there is no database to reach or to read (`store_unreachable`).
        StoreNewer: the store was written by a newer program.
    """
    engine = open_engine(url)
    try:
        with reaching(engine), one_at_a_time(engine):
            return _upgrade(engine)
    finally:
        engine.dispose()


def check_schema(engine: Engine) -> None:
    """Refuse a store that this program cannot read or write.

    Raises:
        InvalidInput: there is no database to reach or to read (`store_unreachable`).
        StoreOlder: it is missing or needs `upgrade`.
        StoreNewer: it was written by a newer program.
    """
    if is_sqlite(engine) and not Path(str(engine.url.database)).exists():
        raise StoreOlder(f"There is no store at {engine.url.database} yet: run `upgrade`.")
    with reaching(engine), engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    refuse_newer(revision)
    if revision != _head():
        raise StoreOlder("This store was written by an older version: run `upgrade` first.")


def _upgrade(engine: Engine) -> Upgrade:
    with engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
    refuse_newer(before)
    head = _head()
    backup = None
    if before != head:
        backup = str(back_up(engine, label=before)) if before else None
        with engine.execution_options(write=True).begin() as connection:
            migrate(connection)
            _add_state(connection)
            failpoint("upgrade.before_commit")
    return Upgrade(
        store=engine.url.render_as_string(hide_password=True),
        created=before is None,
        revision_before=before,
        revision_after=head,
        backup=backup,
    )


def migrate(connection: Connection, *, revision: str = "head") -> None:
    """Run the migrations up to a revision inside the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@contextmanager
def reaching(engine: Engine) -> Iterator[None]:
    """Turn a database that cannot be reached or read into a mistake a person can act on.

    Raises:
        InvalidInput: with what the database said (`store_unreachable`).
    """
    try:
        yield
    except DatabaseError as fault:
        name = engine.url.render_as_string(hide_password=True)
        said = str(fault.orig).partition("\n")[0]
        raise InvalidInput(
            f"{name} cannot be read: {said}. Check the address, the server and the file.",
            code="store_unreachable",
        ) from fault


@contextmanager
def one_at_a_time(engine: Engine) -> Iterator[None]:
    """Let one process at a time change the shape of a store; the others wait."""
    if is_sqlite(engine):
        file = Path(str(engine.url.database))
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):
            yield
        return
    with engine.connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_ADVISORY_LOCK)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_ADVISORY_LOCK)))


def refuse_newer(revision: str | None) -> None:
    """Refuse a schema that this program does not know.

    Raises:
        StoreNewer: it was made by a newer program.
    """
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreNewer(
            "This store was written by a newer version of PMM Scorecard: update the program."
        )


def _add_state(connection: Connection) -> None:
    if connection.scalar(sa.select(sa.func.count()).select_from(StoreState)) == 0:
        connection.execute(sa.insert(StoreState).values(token=0))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _head() -> str:
    head = _scripts().get_current_head()
    assert head is not None, "the package ships its migrations"
    return head

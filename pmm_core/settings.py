"""Where things lie: read by a call from the environment (`PMM_STORE`, `PMM_EVENTS`, ...)."""

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from pmm_core.days import read_day
from pmm_core.errors import InvalidInput

ROOT = Path(__file__).resolve().parent.parent


def _as_written(day: object) -> object:
    """Read a day from its text alone: a bare number is no day counted in seconds."""
    return read_day(day) if isinstance(day, str) else day


class Settings(BaseSettings):
    """Settings of one process.

    Attributes:
        store: URL or path of the own store.
        sample: URL or path of the store of the sample company.
        events: folder or Ibis URL of the kept event logs.
        today: the day to take for today; null for the store's or the real one.
        actor: the name that writes are recorded for; null for the system user's.
        query_seconds: the longest the reading of an event log may take; 0 for no limit.
    """

    model_config = SettingsConfigDict(env_prefix="PMM_", extra="ignore")

    store: str = "data/pmm.db"
    sample: str = "data/sample.db"
    events: str = Field(default="data/events", min_length=1)
    today: Annotated[dt.date | None, BeforeValidator(_as_written)] = None
    actor: str | None = Field(default=None, min_length=1)
    query_seconds: float = Field(default=600, ge=0, allow_inf_nan=False)

    @classmethod
    def load(cls) -> "Settings":
        """Read the settings of this moment.

        Raises:
            InvalidInput: a variable holds something else than it should (`setting_invalid`).
        """
        try:
            return cls()
        except ValidationError as fault:
            first = fault.errors()[0]
            name = "PMM_" + str(first["loc"][0]).upper()
            why = str(first["msg"]).removeprefix("Value error, ").removesuffix(".")
            raise InvalidInput(
                f"{name} is “{first['input']}”: {why}.", code="setting_invalid"
            ) from fault

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the own store."""
        return store_url(self.store)

    @property
    def sample_url(self) -> str:
        """SQLAlchemy URL of the sample's store."""
        return store_url(self.sample)

    @property
    def events_url(self) -> str:
        """The events folder as an absolute path, or the URL as given."""
        if "://" in self.events:
            return self.events
        return str(ROOT / self.events)


def store_url(given: str) -> str:
    """Turn what a person writes into a SQLAlchemy URL.

    Args:
        given: `sqlite:///FILE` (relative = to the folder that holds `pmm_core`),
            `sqlite:////ABSOLUTE`, a path ending in `.db`, or `postgresql://...`.

    Raises:
        InvalidInput: for anything else (`store_unknown`).
    """
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if given.startswith(prefix):
            return _checked("postgresql+psycopg://" + given.removeprefix(prefix))
    path = given.removeprefix("sqlite:///") if given.startswith("sqlite:///") else given
    if path.endswith(".db") or given.startswith("sqlite:///"):
        return f"sqlite:///{ROOT / path}"
    raise InvalidInput(
        f"“{given.rsplit('@', maxsplit=1)[-1]}” is not a store: give a file ending in .db, "
        "sqlite:///FILE or postgresql://...",
        code="store_unknown",
    )


def _checked(url: str) -> str:
    """Refuse an address that cannot be taken apart, without repeating its password."""
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        raise InvalidInput(
            "The address of the store cannot be read. Write postgresql://USER@HOST:PORT/NAME with "
            "a number for the port.",
            code="store_unknown",
        ) from None
    return url


def events_root(settings: Settings, store: str, *, sample: bool) -> str:
    """Return where the event logs of a store lie: the sample brings its own, beside its file.

    Args:
        settings: of this process.
        store: SQLAlchemy URL of the store.
        sample: whether the store holds the sample company.
    """
    if not sample:
        return settings.events_url
    url = make_url(store)
    database = Path(str(url.database))
    folder = database.parent if url.get_backend_name() == "sqlite" else ROOT / "data"
    return str(folder / f"{database.name}-events")


def lists_root(events: str) -> Path:
    """Return where the lists of frozen audiences lie: in the events folder, where there is one.

    Args:
        events: as `events_root` gives it; beside logs in a database lists stay on this computer.
    """
    return ROOT / "data" / "events" if "://" in events else Path(events)

"""What a picker shows of a launch, and what a launch can name of a log."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class LaunchRef:
    """A launch in the store, as a picker shows it.

    Attributes:
        version: another one once somebody has changed the launch.
    """

    id: int
    name: str
    product: str
    launched_on: dt.date | None
    has_log: bool
    segment_by: str | None
    windows: tuple[int, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class LogFacts:
    """What a launch can name of a kept log.

    Attributes:
        events: its commonest events, those that occur most first.
        columns: what can split its units, beside unit, event and time.
    """

    events: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

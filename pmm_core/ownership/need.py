"""Do we need product marketers: who is targeted on which data, and how the last launch went."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.adoption.windows import WindowReading
from pmm_core.vocabulary import Status


@dataclass(frozen=True)
class Segment:
    """A segment that is targeted.

    Attributes:
        proof: the data it rests on; null without any.
        product: null where it is targeted for all products.
    """

    id: int
    name: str
    why: str
    proof: str | None = None
    product: str | None = None
    since: dt.date | None = None


@dataclass(frozen=True)
class LaunchVerdict:
    """How a KPI of the launch stands against its target."""

    kpi: str
    status: Status
    reason: str


@dataclass(frozen=True)
class LastLaunch:
    """The launch with the latest day, as its log reads.

    Attributes:
        windows: the readings of everybody eligible.
        verdicts: of the launch's own KPIs.
        problem: why its log cannot be read; null if it can.
    """

    id: int
    name: str
    product: str
    launched_on: dt.date | None
    windows: tuple[WindowReading, ...] = ()
    verdicts: tuple[LaunchVerdict, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class Need:
    """What speaks for product marketers, as evidence rather than a verdict."""

    segments: tuple[Segment, ...]
    last_launch: LastLaunch | None

    @property
    def without_data(self) -> tuple[Segment, ...]:
        """Segments that are targeted on no data."""
        return tuple(segment for segment in self.segments if not segment.proof)

"""What a question about the effect of a launch starts from: plain values, free of the store."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.vocabulary import Cadence, Design, Direction, FactorMethod, WhyRefused


@dataclass(frozen=True)
class Value:
    """A value in force.

    Attributes:
        known_on: the day it was recorded on.
        version: of the definition it was measured by.
    """

    on: dt.date
    value: float
    known_on: dt.date
    numerator: float | None = None
    denominator: float | None = None
    version: int = 1


@dataclass(frozen=True)
class SeriesFacts:
    """A KPI or one segment of it.

    Attributes:
        kpi_id: of the KPI.
        name: the segment, or the name of a KPI as a whole.
        segment: null for the whole.
        unit: `%`, a currency code, a word, or null.
        values: oldest first.
    """

    kpi_id: int
    name: str
    unit: str | None
    values: tuple[Value, ...]
    segment: str | None = None


@dataclass(frozen=True)
class FactorFacts:
    """A registered external factor that touches the KPI or a control.

    Attributes:
        last: last day it holds; null while it still does.
        declared_on: the day it was registered.
        by_owner: whether the KPI's owner declared it, who has a stake in the result.
        of_control: whether it touches a control only.
    """

    name: str
    first: dt.date
    last: dt.date | None
    method: FactorMethod
    declared_on: dt.date
    declared_by: str | None = None
    by_owner: bool = False
    of_control: bool = False

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether it holds on any of some days."""
        return self.first <= last and (self.last is None or self.last >= first)


@dataclass(frozen=True)
class KpiFacts:
    """The KPI in question."""

    id: int
    name: str
    scope: str
    unit: str | None
    direction: Direction
    cadence: Cadence | None
    owner: str | None = None


@dataclass(frozen=True)
class Question:
    """What did a launch do to a KPI?

    Attributes:
        launch: as `PRODUCT/NAME`.
        treated: the whole of the KPI, or the segments the launch reached.
        controls: what it could not reach.
        as_of: last day of a value.
        designs: asked for; empty = what the data allow.
        after: how many periods after the launch; null = as many as the history before allows.
        since: first day of the values before; null = all there are.
        hold_out: the control was drawn at random.
    """

    launch: str
    launched_on: dt.date | None
    kpi: KpiFacts
    treated: tuple[SeriesFacts, ...]
    controls: tuple[SeriesFacts, ...]
    factors: tuple[FactorFacts, ...]
    as_of: dt.date
    designs: tuple[Design, ...] = ()
    after: int | None = None
    since: dt.date | None = None
    hold_out: bool = False

    @property
    def is_share(self) -> bool:
        """Tell whether the KPI's values are fractions."""
        return self.kpi.unit == "%"


@dataclass(frozen=True)
class Refusal:
    """Why nothing can be said, with what the sentence about it needs.

    Attributes:
        names: of controls, factors or segments.
        day: of what happened.
        have, need: how many periods there are and would have to be.
        low, high, value: of an interval that is too wide.
    """

    why: WhyRefused
    names: tuple[str, ...] = ()
    day: dt.date | None = None
    have: int | None = None
    need: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None

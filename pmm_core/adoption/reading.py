"""What is known of one launch: its curves, the rows and units behind them, and the notes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pmm_core.adoption.curves import Curve, Facet
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.vocabulary import Audience, Clock, ReadingSource


@dataclass(frozen=True)
class Adoption:
    """The answer to "how fast do they adopt?".

    Attributes:
        name: the launch, or the log.
        definition: what was counted.
        as_of: last day observed, inclusive.
        last_day: last day in the log, or that a typed count knows of; may lie before or after
            `as_of`.
        as_of_given: false when it is the last day in the log.
        by: column that splits the curves; null without one.
        units: `eligible`, `late_joiners`, `excluded`, `used_before`; null where nobody counted.
        rows: what became of the rows, by the names of the command contract.
        curves: everybody first, then the segments as text.
        facets: the curves by segment that fit on a screen; empty without a split.
        notes: what a reader must know, as sentences.
        alarms: those of them that make the numbers themselves doubtful.
        source: where the counts come from.
    """

    name: str
    definition: AdoptionDefinition
    as_of: dt.date
    last_day: dt.date
    as_of_given: bool
    by: str | None
    units: Mapping[str, int | None]
    rows: Mapping[str, int]
    curves: tuple[Curve, ...]
    facets: tuple[Facet, ...] = ()
    notes: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    source: ReadingSource = ReadingSource.LOG

    @property
    def segments(self) -> tuple[str, ...]:
        """Values of the segment column, as text."""
        return tuple(dict.fromkeys(one.segment for one in self.curves if one.segment is not None))

    def curve(
        self, segment: str | None = None, audience: Audience = Audience.ELIGIBLE
    ) -> Curve | None:
        """Return one curve; null where there is none. Segment null is everybody."""
        return next(
            (
                curve
                for curve in self.curves
                if curve.segment == segment and curve.audience is audience
            ),
            None,
        )

    @property
    def whole(self) -> Curve:
        """The curve of everybody in the frozen audience."""
        return self.curves[0]

    def only(self, segment: str) -> "Adoption":
        """Return the launch as if one segment, of which it has a curve, were all it is about."""
        curve = self.curve(segment)
        assert curve is not None, "the segment has a curve"
        return replace(self, curves=(curve,), facets=())


@dataclass(frozen=True)
class RefreshedLog:
    """What was done so that launches need not look at every row of their log.

    Attributes:
        how: `kept` (nothing was new), `merged`, `extended` or `built`; null where only the log
            can answer.
        launches: how many are answered from what is kept.
        last_day: of the log.
        problem: which of its files cannot be read, and what to do; null without.
    """

    log: str
    timezone: str
    by: str | None
    how: str | None
    launches: int
    last_day: dt.date | None
    problem: str | None = None


@dataclass(frozen=True)
class HowToRead:
    """What a person says about the log of a launch.

    Attributes:
        stated: that it is complete up to the as-of day. Looking at a launch says nothing of the
            kind: no day after the last one in its log counts as observed then.
        min_n: fewer units are too few for a verdict.
        skip_rejected: leave out rows that cannot be read.
        clock: the one its days are laid on; null = its own. Typed counts keep theirs.
        today: with it a log that has later days is an alarm; none of them becomes the as-of day.
    """

    stated: bool = False
    min_n: int = 30
    skip_rejected: bool = False
    clock: Clock | None = None
    today: dt.date | None = None


AS_SEEN = HowToRead()

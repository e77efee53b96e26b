"""Who counts when: the one definition of exposure, adoption, window and maturity of a curve."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Clock, LateJoiners

ANY_EVENT = "any"
LONGEST_HORIZON = 1100
MOST_USES = 1_000_000


@dataclass(frozen=True)
class FrozenUnits:
    """The frozen audience of a launch, as a source finds it.

    Attributes:
        file: path of the list of units.
        digest: SHA-256 of its units with their segments.
        size: how many units it has.
        segment_by: column of the log from which the segments were taken; null without.
        frozen_on: the day it was frozen.
        is_by_rule: whether it was frozen by the rule the launch has now.
    """

    file: str
    digest: str
    size: int
    segment_by: str | None
    frozen_on: dt.date
    is_by_rule: bool = True


@dataclass(frozen=True)
class AdoptionDefinition:
    """What is counted for one launch; checks itself.

    Attributes:
        adopt: events that count as use; `any` = every row.
        launched_on: day 0 of the launch clock; null on the exposure clock.
        expose: event whose first day is a unit's day 0; null on the launch clock.
        active_days: the frozen audience had a row in that many days before the launch.
        late_joiners: what happens to units first seen on or after the launch day.
        after_exposure_day: use on day 0 does not count.
        min_uses, min_days: adopted = that many uses on that many distinct days.
        leave: event after which a unit can no longer adopt.
        windows: readings, days in rising order.
        horizon: last day of the curve.
        timezone: the zone in which calendar days are cut.
        min_n: fewer eligible units are too few for a verdict.
        frozen: who is eligible, listed once; null = whom the look-back finds in the log.
        laid_on: the clock its days are laid on to be held against others; null = its own. Laid on
            the launch clock, an exposure event has a launch day beside it: each unit enters on the
            day it is exposed.
    """

    adopt: tuple[str, ...]
    launched_on: dt.date | None = None
    expose: str | None = None
    active_days: int = 28
    late_joiners: LateJoiners = LateJoiners.SEPARATE
    after_exposure_day: bool = False
    min_uses: int = 1
    min_days: int = 1
    leave: str | None = None
    windows: tuple[int, ...] = (5, 10, 30)
    horizon: int = 30
    timezone: str = "UTC"
    min_n: int = 30
    frozen: FrozenUnits | None = None
    laid_on: Clock | None = None

    def __post_init__(self) -> None:
        """Refuse a definition that contradicts itself.

        Raises:
            InvalidInput: `definition_invalid`, `horizon_below_window` or `timezone_unknown`.
        """
        check_timezone(self.timezone)
        self._check_events()
        self._check_days()

    def _check_events(self) -> None:
        is_laid = self.laid_on is Clock.LAUNCH and self.launched_on is not None
        if (self.launched_on is None or is_laid) == (self.expose is None):
            raise _wrong("Give exactly one of a launch day and an exposure event.")
        if self.frozen is not None and self.launched_on is None:
            raise _wrong("Only the audience of a launch day can be frozen.")
        if not self.adopt or not all(self.adopt):
            raise _wrong("Name the event that counts as use, or “any” for every row.")
        if self.leave is not None and self.leave in (*self.adopt, ANY_EVENT, ""):
            raise _wrong("Leaving needs an event of its own: it cannot also count as use.")

    def _check_days(self) -> None:
        counts = (self.active_days, self.min_uses, self.min_days, self.min_n)
        if any(count < 1 for count in counts):
            raise _wrong(
                "The look-back, uses, distinct days and smallest number of units are at least 1."
            )
        if not self.windows or min(self.windows) < 0:
            raise _wrong("Windows are one or more days from 0 up, e.g. 5,10,30.")
        if list(self.windows) != sorted(set(self.windows)):
            raise _wrong("Windows are different days in rising order, e.g. 5,10,30.")
        if self.horizon < self.windows[-1]:
            raise InvalidInput(
                f"The curve ends on day {self.horizon}, before the window of day "
                f"{self.windows[-1]}: raise the horizon or leave that window out.",
                code="horizon_below_window",
            )
        if self.horizon > LONGEST_HORIZON:
            raise _wrong(f"A curve covers at most {LONGEST_HORIZON} days.")
        if max(self.active_days, self.min_days) > LONGEST_HORIZON:
            raise _wrong(f"The look-back and distinct days are at most {LONGEST_HORIZON} days.")
        if self.min_uses > MOST_USES:
            raise _wrong(f"Adopting takes at most {MOST_USES:,} uses.")

    @property
    def clock(self) -> Clock:
        """Where day 0 lies."""
        if self.laid_on is not None:
            return self.laid_on
        return Clock.EXPOSURE if self.launched_on is None else Clock.LAUNCH

    @property
    def first_possible_day(self) -> int:
        """First day on which a unit can have adopted at all."""
        return int(self.after_exposure_day) + self.min_days - 1

    @property
    def uses_any_row(self) -> bool:
        """Whether every row counts as use."""
        return ANY_EVENT in self.adopt


def check_timezone(name: str) -> None:
    """Refuse a zone the time-zone database does not know.

    Raises:
        InvalidInput: `timezone_unknown`.
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        raise InvalidInput(
            f"“{name}” is not a time zone. Write one such as UTC or Europe/Berlin.",
            code="timezone_unknown",
        ) from fault


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(message, code="definition_invalid")

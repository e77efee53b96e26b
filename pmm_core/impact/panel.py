"""The values a question is asked of: treated and control series, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pmm_core.company.calendar import Period

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FEWEST_TO_LEARN = 2
"""In so many periods before the launch a factor must hold, and not hold, to be estimated."""


@dataclass(frozen=True, eq=False)
class Series:
    """One series.

    Attributes:
        name: as people know it: a segment, or another KPI.
        values: one a period; `nan` where unknown. Shares are fractions.
        numerator, denominator: of a share, in the same periods; null where not all are known.
    """

    name: str
    values: Floats
    numerator: Floats | None = None
    denominator: Floats | None = None

    def cut(self, first: int, last: int) -> "Series":
        """Keep the periods from one place up to another, which is left out."""
        top, bottom = (
            None if part is None else part[first:last]
            for part in (self.numerator, self.denominator)
        )
        return Series(self.name, self.values[first:last], top, bottom)


@dataclass(frozen=True, eq=False)
class Panel:
    """Series side by side, one value a period, periods without a gap.

    Attributes:
        periods: oldest first.
        before: how many of them lie before the launch.
        treated: what the launch could reach; one series or several segments.
        controls: what it could not.
        is_share: values are fractions that cannot be added up.
        left_out: periods whose values do not count, e.g. the one the launch day lies in.
        beside: what else moves the treated series, a column each, 0 or 1.
    """

    periods: tuple[Period, ...]
    before: int
    treated: tuple[Series, ...]
    controls: tuple[Series, ...]
    is_share: bool
    left_out: Mask
    beside: Floats

    @property
    def after(self) -> Mask:
        """Tell which periods do not lie before the launch."""
        return np.arange(len(self.periods)) >= self.before

    @property
    def outcome(self) -> Series:
        """The treated series as one: added up, or of shares pooled; `nan` where one is unknown."""
        return combined(self.treated, is_share=self.is_share, left_out=self.left_out)

    @property
    def outcome_of_all(self) -> Floats:
        """The treated series as one, with the values that do not count too."""
        nowhere = np.zeros(len(self.periods), dtype=np.bool_)
        return combined(self.treated, is_share=self.is_share, left_out=nowhere).values

    @property
    def is_counted(self) -> bool:
        """Tell whether the outcome is a count of events, or a share of counted units."""
        one = self.outcome
        numbers = one.numerator if self.is_share else one.values
        if numbers is None:
            return False
        known = numbers[np.isfinite(numbers)]
        return bool((known >= 0).all() and (known == np.round(known)).all())

    def known(self, series: Series) -> Floats:
        """Return the values of a series that count; `nan` elsewhere."""
        return np.where(self.left_out, np.nan, series.values)

    def cut(self, before: int, last: int) -> "Panel":
        """Ask the same on an earlier day: keep the first periods, with fewer of them before.

        What else moves the series is only kept where it can be told from the values before.
        """
        earlier = self.beside[:before]
        ones = earlier.sum(axis=0)
        kept = np.minimum(ones, len(earlier) - ones) >= FEWEST_TO_LEARN
        return replace(
            self,
            periods=self.periods[:last],
            before=before,
            treated=tuple(one.cut(0, last) for one in self.treated),
            controls=tuple(one.cut(0, last) for one in self.controls),
            left_out=self.left_out[:last],
            beside=self.beside[:last, kept],
        )


def combined(series: Sequence[Series], *, is_share: bool, left_out: Mask) -> Series:
    """Put series together: amounts are added up, shares pooled over their denominators.

    Shares without all their denominators are averaged.
    """
    name = series[0].name if len(series) == 1 else ""

    def total(parts: Sequence[Floats]) -> Floats:
        return np.where(left_out, np.nan, np.sum(parts, axis=0))

    if not is_share:
        return Series(name, total([one.values for one in series]))
    tops = [one.numerator for one in series if one.numerator is not None]
    bottoms = [one.denominator for one in series if one.denominator is not None]
    if len(tops) < len(series) or len(bottoms) < len(series):
        return Series(name, total([one.values for one in series]) / len(series))
    top, bottom = total(tops), total(bottoms)
    return Series(name, top / bottom, top, bottom)

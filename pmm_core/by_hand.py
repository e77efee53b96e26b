"""Methods that anybody can check by hand: one object of numbers in, one out, no store."""

from abc import abstractmethod
from collections.abc import Mapping
from math import sqrt
from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator

from pmm_core.drafts import Draft
from pmm_core.errors import InvalidInput
from pmm_core.stats.comparison import (
    MeanDays,
    days_difference,
    log_rank,
    newcombe,
    restricted_mean,
)
from pmm_core.stats.pooling import PastLaunch, pool
from pmm_core.stats.proportions import Z95, wilson
from pmm_core.stats.survival import DayCounts

Answer = dict[str, Any]
Count = Annotated[int, Field(ge=0, le=10**9)]
Number = Annotated[int, Field(ge=1, le=10**9)]
# A hundred years: a time is a whole day, and each day is a place in memory.
DayNumber = Annotated[int, Field(ge=0, le=36_525)]
Event = Annotated[int, Field(ge=0, le=1)]


class ByHand(Draft):
    """What a method asks for; knows its answer."""

    @abstractmethod
    def answer(self) -> Answer:
        """Compute the answer; unknown is null."""


class WilsonInput(ByHand):
    """A share: x of n."""

    x: Count
    n: Number

    @model_validator(mode="after")
    def _is_a_part(self) -> Self:
        _part(x=self.x, n=self.n)
        return self

    def answer(self) -> Answer:
        """Give the share with its interval."""
        return {"value": self.x / self.n, **wilson(self.x, self.n)._asdict()}


class NewcombeInput(ByHand):
    """Two shares: x1 of n1, x2 of n2."""

    x1: Count
    n1: Number
    x2: Count
    n2: Number

    @model_validator(mode="after")
    def _are_parts(self) -> Self:
        _part(x1=self.x1, n1=self.n1)
        _part(x2=self.x2, n2=self.n2)
        return self

    def answer(self) -> Answer:
        """Give the difference, first minus second."""
        found = newcombe((self.x1, self.n1), (self.x2, self.n2))
        return {"value": found.value, "low": found.low, "high": found.high}


class LogRankInput(ByHand):
    """Two groups of units, each with its last day and whether it adopted on it (1 or 0)."""

    time: tuple[DayNumber, ...] = Field(min_length=1)
    event: tuple[Event, ...]
    time2: tuple[DayNumber, ...] = Field(min_length=1)
    event2: tuple[Event, ...]

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        _pair(self.time, self.event, "")
        _pair(self.time2, self.event2, "2")
        return self

    def answer(self) -> Answer:
        """Give the test; null where no day can tell the groups apart."""
        found = log_rank(_counts(self.time, self.event), _counts(self.time2, self.event2))
        return {"chi2": found and found.chi2, "p": found and found.p}


class RestrictedMeanInput(ByHand):
    """Units with their last day and whether they adopted on it (1 or 0); one group or two."""

    time: tuple[DayNumber, ...] = Field(min_length=1)
    event: tuple[Event, ...]
    tau: Annotated[int, Field(ge=1, le=36_525)]
    time2: tuple[DayNumber, ...] | None = Field(default=None, min_length=1)
    event2: tuple[Event, ...] | None = None

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        _pair(self.time, self.event, "")
        if (self.time2 is None) != (self.event2 is None):
            raise ValueError("Give time2 and event2 together, or neither.")
        _pair(self.time2 or (), self.event2 or (), "2")
        return self

    def answer(self) -> Answer:
        """Give the mean days before adopting within tau, or the difference of two groups."""
        mean = self._mean(self.time, self.event)
        error = mean.error
        value, low, high = mean.value, mean.value - Z95 * error, mean.value + Z95 * error
        if self.time2 is not None and self.event2 is not None:
            other = self._mean(self.time2, self.event2)
            error = sqrt(mean.error**2 + other.error**2)
            apart = days_difference(mean, other)
            value, low, high = apart.value, apart.low, apart.high
        return {"value": value, "se": error, "low": low, "high": high}

    def _mean(self, time: tuple[int, ...], event: tuple[int, ...]) -> MeanDays:
        mean = restricted_mean(_counts(time, event), days=self.tau)
        if mean is None:
            raise InvalidInput(
                f"No unit of a group is observed up to day {self.tau}, and some have not adopted. "
                f"Give a tau of at most {max(time) + 1}.",
                code="not_observed",
            )
        return mean


class PastLaunchInput(Draft):
    """A past launch: its audience, and who had adopted by day h and by day H."""

    n: Number
    at_h: Count
    at_late: Count = Field(alias="at_H")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.at_h <= self.at_late <= self.n:
            raise ValueError("In each past launch at_h is at most at_H, and at_H at most n.")
        return self


class PoolInput(ByHand):
    """A launch read on day h, and past launches read on days h and H."""

    h: DayNumber
    late: DayNumber = Field(alias="H")
    n: Number
    adopted: Count
    past: tuple[PastLaunchInput, ...]

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.h >= self.late:
            raise ValueError("H is a later day than h.")
        _part(adopted=self.adopted, n=self.n)
        return self

    def answer(self) -> Answer:
        """Give the quantiles of the share adopted by day H."""
        past = [PastLaunch(one.n, one.at_h, one.at_late) for one in self.past]
        found = pool(self.n, self.adopted, past)
        if found is None:
            raise InvalidInput(
                "Without a past launch nothing can be forecast. Give at least one in “past”.",
                code="no_past_launch",
            )
        return {
            "launches": found.launches,
            "quantiles": {f"{level:g}": share for level, share in found.quantiles.items()},
            "unlike": found.is_unlike,
        }


METHODS: Mapping[str, type[ByHand]] = {
    "wilson": WilsonInput,
    "newcombe": NewcombeInput,
    "rmst": RestrictedMeanInput,
    "logrank": LogRankInput,
    "pool": PoolInput,
}


def compute(method: str, said: Mapping[str, Any]) -> Answer:
    """Answer one question of a method.

    Args:
        method: one of `METHODS`.
        said: the numbers, by the names the method asks for.

    Raises:
        InvalidInput: a number is missing or cannot be (`draft_invalid`), or the numbers say
            nothing (`not_observed`, `no_past_launch`).
    """
    return METHODS[method].check(**said).answer()


def _part(**counts: int) -> None:
    (part, successes), (whole, n) = counts.items()
    if successes > n:
        raise ValueError(f"{part} is a part of {whole}: {successes} of {n} cannot be.")


def _pair(time: tuple[int, ...], event: tuple[int, ...], group: str) -> None:
    if len(time) != len(event):
        raise ValueError(
            f"time{group} has {len(time)} entries and event{group} has {len(event)}: give one of "
            "each per unit."
        )


def _counts(time: tuple[int, ...], event: tuple[int, ...]) -> DayCounts:
    days, adopted = max(time) + 1, np.asarray(event, dtype=bool)
    at = np.asarray(time)
    entered = np.zeros(days, dtype=np.int64)
    entered[0] = len(time)
    return DayCounts(
        entered=entered,
        adopted=np.bincount(at[adopted], minlength=days),
        left=np.zeros(days, dtype=np.int64),
        censored=np.bincount(at[~adopted], minlength=days),
    )

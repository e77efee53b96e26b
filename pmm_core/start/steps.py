"""The way from an empty store to a first own scorecard, and how far somebody has come on it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What there has to be, in the order in which one thing needs the other."""

    PRODUCT = "product"
    KPI = "kpi"
    VALUE = "value"
    TARGET = "target"
    LAUNCH = "launch"


NEEDED = (Step.PRODUCT, Step.KPI, Step.VALUE, Step.TARGET)


@dataclass(frozen=True)
class FirstSteps:
    """Which steps are done.

    Attributes:
        done: what there is; a launch is welcome and not needed.
        archived: products that are there and no longer in use.
    """

    done: frozenset[Step]
    archived: int = 0

    @classmethod
    def of(cls, there: Collection[Step], *, archived: int = 0) -> "FirstSteps":
        """Take what there is."""
        return cls(frozenset(there), archived)

    @property
    def next(self) -> Step | None:
        """The first step that is needed and not done; null when all are."""
        return next((step for step in NEEDED if step not in self.done), None)

    @property
    def are_over(self) -> bool:
        """Tell whether everything a first scorecard needs is there."""
        return self.next is None

    @property
    def count(self) -> int:
        """Count the needed steps that are done."""
        return sum(step in self.done for step in NEEDED)

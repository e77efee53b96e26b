"""How far a launch is ready: a status of its own, which says nothing about the result."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pmm_core.house.drafts import TemplateItem
from pmm_core.models import ReadinessItem
from pmm_core.vocabulary import ReadinessStatus

SETTLED = frozenset({ReadinessStatus.DONE, ReadinessStatus.NOT_NEEDED})


@dataclass(frozen=True)
class Item:
    """Something that has to be ready; see `ReadinessItem` for what the fields mean."""

    id: int
    name: str
    owner: str | None
    due_on: dt.date | None
    critical: bool
    status: ReadinessStatus
    note: str | None = None

    def is_overdue(self, as_of: dt.date) -> bool:
        """Whether it should have been ready before a day and is not."""
        return self.status not in SETTLED and self.due_on is not None and self.due_on < as_of


@dataclass(frozen=True)
class Readiness:
    """The readiness list of a launch on a day.

    Attributes:
        items: those due first first; without a day last.
    """

    items: tuple[Item, ...]
    as_of: dt.date

    @cached_property
    def needed(self) -> tuple[Item, ...]:
        """What counts: all that was not left out on purpose."""
        return tuple(one for one in self.items if one.status is not ReadinessStatus.NOT_NEEDED)

    @property
    def ready(self) -> int:
        """How many of those are done."""
        return sum(one.status is ReadinessStatus.DONE for one in self.needed)

    @property
    def not_needed(self) -> int:
        """How many were left out on purpose."""
        return len(self.items) - len(self.needed)

    @property
    def is_ready(self) -> bool:
        """Whether everything that counts is done; false for an empty list."""
        return bool(self.needed) and self.ready == len(self.needed)

    @cached_property
    def overdue(self) -> tuple[Item, ...]:
        """What should be ready and is not, critical or not."""
        return tuple(one for one in self.items if one.is_overdue(self.as_of))

    @property
    def critical_overdue(self) -> tuple[Item, ...]:
        """The critical ones of them."""
        return tuple(one for one in self.overdue if one.critical)

    @property
    def open_critical(self) -> tuple[Item, ...]:
        """Critical items that are not done, due or not."""
        return tuple(one for one in self.needed if one.critical and one.status not in SETTLED)


def item_of(row: ReadinessItem, owner: str | None) -> Item:
    """Make the item of a row, with its owner's name."""
    return Item(
        id=row.id or 0,
        name=row.name,
        owner=owner,
        due_on=row.due_on,
        critical=row.critical,
        status=row.status,
        note=row.note,
    )


def readiness_on(items: Sequence[Item], as_of: dt.date) -> Readiness:
    """Put the items of a launch in order, as of a day."""
    ordered = sorted(
        items, key=lambda one: (one.due_on is None, one.due_on or as_of, not one.critical, one.id)
    )
    return Readiness(tuple(ordered), as_of)


def due_day(item: TemplateItem, launched_on: dt.date | None) -> dt.date | None:
    """Tell by when an item of a template is due; null while the launch has no day."""
    return None if launched_on is None else launched_on - dt.timedelta(days=item.days_before)

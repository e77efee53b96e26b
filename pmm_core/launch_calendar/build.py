"""The launch calendar in one piece, and the part of it somebody asks for."""

import datetime as dt
from dataclasses import dataclass, replace

from pmm_core.launch_calendar.collisions import Collision, Meeting, Scheduled


@dataclass(frozen=True)
class Asked:
    """Which launches to show; what is empty leaves nothing out.

    Attributes:
        products, owners: by name.
        tiers: 1 to 4.
        first, last: the days looked at, both inclusive; null = no end.
    """

    products: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    owners: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    def wants(self, launch: Scheduled) -> bool:
        """Tell whether a launch is asked for, whatever its days."""
        return (
            (not self.products or launch.product in self.products)
            and (not self.tiers or launch.tier in self.tiers)
            and (not self.owners or launch.owner in self.owners)
        )

    def covers(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether some days lie within those looked at."""
        return (self.last is None or first <= self.last) and (
            self.first is None or last >= self.first
        )


EVERYTHING = Asked()


@dataclass(frozen=True)
class LaunchCalendar:
    """When launches are, and what gets into their way.

    Attributes:
        launches: in order of their days.
        collisions: between all launches; with one that is not shown too, for it is in the way
            whether or not somebody looks at it.
        meetings: external factors within the days a launch is read over.
        undated: launches without a day, by product and name.
    """

    as_of: dt.date
    asked: Asked
    launches: tuple[Scheduled, ...]
    collisions: tuple[Collision, ...]
    meetings: tuple[Meeting, ...]
    undated: tuple[str, ...] = ()

    def only(self, asked: Asked) -> "LaunchCalendar":
        """Return the part somebody asks for."""
        shown = tuple(
            one
            for one in self.launches
            if asked.wants(one) and asked.covers(one.launched_on, one.last_day)
        )
        ids = {one.id for one in shown}
        return replace(
            self,
            asked=asked,
            launches=shown,
            collisions=tuple(
                one
                for one in self.collisions
                if asked.covers(one.first, one.last) and ids & {one.one.id, one.other.id}
            ),
            meetings=tuple(
                one
                for one in self.meetings
                if one.launch.id in ids and asked.covers(one.first, one.last)
            ),
        )

    def collisions_of(self, launch: Scheduled) -> tuple[Collision, ...]:
        """List what a launch collides with."""
        return tuple(one for one in self.collisions if one.has(launch))

    def meetings_of(self, launch: Scheduled) -> tuple[Meeting, ...]:
        """List the external factors within the days a launch is read over."""
        return tuple(one for one in self.meetings if one.launch.id == launch.id)

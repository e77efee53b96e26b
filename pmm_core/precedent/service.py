"""Reads a launch beside the other launches of the store: compared at equal age, and forecast."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pmm_core.access import Actor, require
from pmm_core.adoption.service import read_launch
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import ExternalFactor, Initiative, Kpi, Product
from pmm_core.precedent.comparison import Comparison, compare, default_day
from pmm_core.precedent.forecast import LaunchForecast, forecast
from pmm_core.precedent.launches import KnownLaunch, LeftOut
from pmm_core.precedent.overlaps import Happening, Overlap, find_overlaps
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Clock, InitiativeType, WhyLeftOut


def read_comparison(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    beside: Sequence[int] = (),
    day: int | None = None,
    by: str | None = None,
) -> Comparison:
    """Hold a launch against others on one day of their age.

    Args:
        launch_id: of the launch asked about.
        as_of: the day looked at; no launch is known beyond the last day in its log.
        beside: ids of the others; empty = every other launch of the store.
        day: of the age; null = the last complete window, else the last complete day.
        by: column whose mix all are brought to; null = the one the launch is split by.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: its log cannot be read, or its curve ends before the day
            (`day_beyond_curve`).
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of)
    launch = reader.launch(launch_id)
    column = by or launch.segment_by
    asked = reader.read(launch, by=column)
    _check_day(asked, day)
    others, unreadable = reader.read_others(launch, beside, by=column)
    found = compare(asked, others, day=default_day(asked) if day is None else day)
    return replace(
        found,
        left_out=(*found.left_out, *unreadable),
        overlaps=_overlaps(reader, launch, found),
    )


def read_forecast(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    by_day: int | None = None,
    target: float | None = None,
) -> LaunchForecast:
    """Forecast where a launch will be on a later day, from the past launches of the store.

    Args:
        launch_id: of the launch asked about.
        as_of: the day looked at; no launch is known beyond the last day in its log.
        by_day: the later day; null = its last window.
        target: a share to reach, 0 to 1.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: its log cannot be read, or its curve ends before the later day
            (`day_beyond_curve`).
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of)
    launch = reader.launch(launch_id)
    asked = reader.read(launch)
    _check_day(asked, by_day)
    others, unreadable = reader.read_others(launch, ())
    last = asked.adoption.definition.windows[-1]
    found = forecast(asked, others, by_day=last if by_day is None else by_day, target=target)
    return replace(found, left_out=(*found.left_out, *unreadable))


def _overlaps(reader: "_Reader", launch: Initiative, found: Comparison) -> tuple[Overlap, ...]:
    first, day = launch.launched_on, found.day
    if first is None or day is None:
        return ()
    last = first + dt.timedelta(days=day)
    # Units that are exposed one after the other are that old on different days.
    if found.asked.curve.clock is Clock.EXPOSURE:
        last = found.asked.adoption.as_of
    happenings = reader.happenings(beside=launch)
    return find_overlaps(happenings, product_id=launch.product_id, first=first, last=last)


def _check_day(launch: KnownLaunch, day: int | None) -> None:
    last = len(launch.curve.days) - 1
    if day is not None and not 0 <= day <= last:
        raise InvalidInput(
            f"The curve of “{launch.name}” covers days 0 to {last}, and day {day} is not among "
            "them. Ask for one of these, or give the launch a later window.",
            code="day_beyond_curve",
        )


class _Reader:
    """Reads launches of one store as of one day."""

    def __init__(self, store: Store, actor: Actor, as_of: dt.date) -> None:
        self.store = store
        self.actor = actor
        self.as_of = as_of
        self.directory = read_directory(store=store, actor=actor)

    def launch(self, launch_id: int) -> Initiative:
        found = self.directory.get(Initiative, launch_id)
        if found is None or found.kind is not InitiativeType.LAUNCH:
            raise NotFound("launch", str(launch_id))
        return found

    def read(self, launch: Initiative, *, by: str | None = None) -> KnownLaunch:
        adoption = read_launch(
            store=self.store, actor=self.actor, launch_id=launch.id or 0, as_of=self.as_of, by=by
        )
        return KnownLaunch(
            id=launch.id or 0,
            name=launch.name,
            product=self._product(launch),
            tier=launch.tier,
            launched_on=launch.launched_on,
            adoption=adoption,
        )

    def read_others(
        self, asked: Initiative, beside: Sequence[int], *, by: str | None = None
    ) -> tuple[list[KnownLaunch], list[LeftOut]]:
        """Read other launches; one whose log cannot be read is no reason to read none."""
        chosen = [self.launch(one) for one in beside] or self._launches()
        known, unreadable = [], []
        for launch in chosen:
            if launch.id == asked.id:
                continue
            try:
                known.append(self._read_split(launch, by))
            except InvalidInput as fault:
                label = f"{self._product(launch)}/{launch.name}"
                unreadable.append(LeftOut(label, WhyLeftOut.UNREADABLE, fault.message))
        return known, unreadable

    def happenings(self, *, beside: Initiative) -> list[Happening]:
        """List every launch but one, and every external factor, as something dated."""
        launches = [
            Happening(
                name=f"{self._product(one)}/{one.name}",
                is_launch=True,
                product_id=one.product_id,
                first=one.launched_on,
            )
            for one in self._launches()
            if one.launched_on is not None and one.id != beside.id
        ]
        factors = read_nouns(store=self.store, actor=self.actor, table=ExternalFactor)
        return [
            *launches,
            *(
                Happening(one.name, False, self._touched(one), one.start_on, one.end_on)
                for one in factors
                if one.archived_at is None and (one.kpi_id is None or self._touched(one))
            ),
        ]

    def _touched(self, factor: ExternalFactor) -> int | None:
        kpi = self.directory.get(Kpi, factor.kpi_id)
        return factor.product_id or (kpi.product_id if kpi else None)

    def _read_split(self, launch: Initiative, by: str | None) -> KnownLaunch:
        if by is not None:
            try:
                return self.read(launch, by=by)
            except InvalidInput as fault:
                if fault.code != "column_unknown":
                    raise
        return self.read(launch)

    def _launches(self) -> list[Initiative]:
        return [
            one for one in self.directory.in_use(Initiative) if one.kind is InitiativeType.LAUNCH
        ]

    def _product(self, launch: Initiative) -> str:
        return self.directory.name(Product, launch.product_id) or ""

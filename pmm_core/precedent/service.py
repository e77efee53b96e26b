"""Reads a launch beside the other launches of the store: compared at equal age, and forecast."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pmm_core.access import Actor, require
from pmm_core.adoption.reading import AS_SEEN, Adoption
from pmm_core.adoption.service import read_launch
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import ExternalFactor, Initiative, Product
from pmm_core.precedent.comparison import Comparison, common_day, compare, default_day
from pmm_core.precedent.forecast import LaunchForecast, forecast
from pmm_core.precedent.launches import KnownLaunch, LeftOut
from pmm_core.precedent.overlaps import Happening, Overlap, ReadOver, find_overlaps
from pmm_core.precedent.past import CountedBy, PastOnDay, past_on_day
from pmm_core.scorecard.service import read_window_aims
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Clock, InitiativeType, WhyLeftOut


class ReadCurves(Protocol):
    """Reads the curves of a launch."""

    def __call__(self, launch_id: int, by: str | None, clock: Clock | None = None, /) -> Adoption:
        """Read them by a column or unsplit, their days laid on a clock or on the launch's own."""


@dataclass(frozen=True)
class HowToCompare:
    """What a person says about a comparison.

    Attributes:
        day: of the age; null = the last window over in the launch and in all it is held against
            by name, else the last complete day.
        by: column whose mix all are brought to; null = the one the launch is split by.
        clock: the one the days of all are laid on; null = each its own, and launches on another
            than the one asked about are left out.
    """

    day: int | None = None
    by: str | None = None
    clock: Clock | None = None


AS_USUAL = HowToCompare()


def read_comparison(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    beside: Sequence[int] = (),
    how: HowToCompare = AS_USUAL,
    curves: ReadCurves | None = None,
) -> Comparison:
    """Hold a launch against others on one day of their age.

    Args:
        launch_id: of the launch asked about.
        as_of: the day looked at; no launch is known beyond the last day in its log.
        beside: ids of the others; empty = every other launch of the store.
        how: at which age, and under which mix.
        curves: how a launch is read as of that day, where it was read before; null = from its log.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: its log cannot be read, or its curve ends before the day
            (`day_beyond_curve`).
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of, curves)
    launch = reader.launch(launch_id)
    column = how.by or launch.segment_by
    laying = _Laying(column, how.clock)
    asked = reader.read(launch, laying)
    _check_day(asked, how.day)
    others, unreadable = reader.read_others(launch, beside, laying)
    usual = common_day(asked, others) if beside else default_day(asked)
    found = compare(asked, others, day=usual if how.day is None else how.day)
    return replace(
        found,
        left_out=(*found.left_out, *unreadable),
        overlaps=tuple(
            overlap
            for one in found.launches
            for overlap in _overlaps(reader, reader.launch(one.launch.id), one.launch, found.day)
        ),
    )


def read_forecast(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    by_day: int | None = None,
    target: float | None = None,
    curves: ReadCurves | None = None,
) -> LaunchForecast:
    """Forecast where a launch will be on a later day, from the past launches of the store.

    Args:
        launch_id: of the launch asked about.
        as_of: the day looked at; no launch is known beyond the last day in its log.
        by_day: the later day; null = its last window.
        target: a share to reach, 0 to 1; null = the launch's own target for that window.
        curves: how a launch is read as of that day, where it was read before; null = from its log.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: its log cannot be read, or its curve ends before the later day
            (`day_beyond_curve`).
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of, curves)
    launch = reader.launch(launch_id)
    asked = reader.read(launch)
    _check_day(asked, by_day)
    others, unreadable = reader.read_others(launch, ())
    last = asked.adoption.definition.windows[-1] if by_day is None else by_day
    aim = reader.aim(launch, last) if target is None else None
    found = forecast(asked, others, by_day=last, target=aim if target is None else target)
    return replace(
        found,
        is_stored=aim is not None,
        left_out=(*found.left_out, *unreadable),
        overlaps=_overlaps(reader, launch, asked, found.day),
    )


def read_past(
    *, store: Store, actor: Actor, launch_id: int, as_of: dt.date
) -> tuple[PastOnDay, ...]:
    """Read what past launches did by the last day of each window of a launch, begun or not.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of, None)
    launch = reader.launch(launch_id)
    rule = CountedBy(launch.clock, launch.min_uses, launch.min_days, launch.after_exposure_day)
    others, unreadable = reader.read_others(launch, ())
    found = (past_on_day(rule, others, day) for day in sorted(launch.windows))
    return tuple(replace(one, left_out=(*one.left_out, *unreadable)) for one in found)


def _overlaps(
    reader: "_Reader", launch: Initiative, asked: KnownLaunch, day: int | None
) -> tuple[Overlap, ...]:
    first = launch.launched_on
    if first is None or day is None:
        return ()
    last = first + dt.timedelta(days=day)
    # Units that are exposed one after the other are that old on different days.
    if asked.curve.clock is Clock.EXPOSURE:
        last = asked.adoption.as_of
    days = ReadOver(launch.product_id, first, last, launch.audience)
    return find_overlaps(reader.happenings(beside=launch), days, launch=asked.label)


def _last_day(launch: Initiative, first: dt.date) -> dt.date:
    """Return the last day a launch is read over; one that was closed is not read any more."""
    last = first + dt.timedelta(days=max(launch.windows, default=0))
    return last if launch.ended_on is None else max(first, min(last, launch.ended_on))


def _check_day(launch: KnownLaunch, day: int | None) -> None:
    last = len(launch.curve.days) - 1
    if day is not None and not 0 <= day <= last:
        raise InvalidInput(
            f"The curve of “{launch.name}” covers days 0 to {last}, and day {day} is not among "
            "them. Ask for one of these, or give the launch a later window.",
            code="day_beyond_curve",
        )


@dataclass(frozen=True)
class _Laying:
    """How launches are read to be held against each other.

    Attributes:
        by: column that splits them; null = unsplit.
        clock: the one their days are laid on; null = each its own.
    """

    by: str | None = None
    clock: Clock | None = None


_EACH_ITS_OWN = _Laying()


class _Reader:
    """Reads launches of one store as of one day."""

    def __init__(
        self, store: Store, actor: Actor, as_of: dt.date, curves: ReadCurves | None
    ) -> None:
        self.store = store
        self.actor = actor
        self.as_of = as_of
        self.curves = curves or self._from_log
        self.directory = read_directory(store=store, actor=actor)

    def launch(self, launch_id: int) -> Initiative:
        found = self.directory.get(Initiative, launch_id)
        if found is None or found.kind is not InitiativeType.LAUNCH:
            raise NotFound("launch", str(launch_id))
        return found

    def read(self, launch: Initiative, how: _Laying = _EACH_ITS_OWN) -> KnownLaunch:
        clock = None if how.clock is launch.clock else how.clock
        adoption = self.curves(launch.id or 0, how.by, clock)
        return KnownLaunch(
            id=launch.id or 0,
            name=launch.name,
            product=self._product(launch),
            tier=launch.tier,
            launched_on=launch.launched_on,
            adoption=adoption,
            launch_type=launch.launch_type,
        )

    def aim(self, launch: Initiative, day: int) -> float | None:
        """Return what everybody is to reach by a day; null without a target for it."""
        aims = read_window_aims(
            store=self.store, actor=self.actor, launch_id=launch.id or 0, as_of=self.as_of
        )
        return next((aim.share for aim in aims if (aim.day, aim.segment) == (day, None)), None)

    def read_others(
        self, asked: Initiative, beside: Sequence[int], how: _Laying = _EACH_ITS_OWN
    ) -> tuple[list[KnownLaunch], list[LeftOut]]:
        """Read other launches; one whose log cannot be read is no reason to read none."""
        chosen = [self.launch(one) for one in beside] or self._launches()
        known, unreadable = [], []
        for launch in chosen:
            if launch.id == asked.id:
                continue
            try:
                known.append(self._read_split(launch, how))
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
                last=_last_day(one, one.launched_on),
                audience=one.audience,
            )
            for one in self._launches()
            if one.launched_on is not None
            and one.id != beside.id
            and not (one.ended_on and one.ended_on < one.launched_on)
        ]
        factors = read_nouns(store=self.store, actor=self.actor, table=ExternalFactor)
        return [
            *launches,
            *(
                Happening(one.name, False, product_id, one.start_on, one.end_on)
                for one in factors
                if one.archived_at is None
                for product_id in self.directory.products_touched(one)
            ),
        ]

    def _from_log(self, launch_id: int, by: str | None, clock: Clock | None = None, /) -> Adoption:
        return read_launch(
            store=self.store,
            actor=self.actor,
            launch_id=launch_id,
            as_of=self.as_of,
            by=by,
            how=replace(AS_SEEN, clock=clock),
        )

    def _read_split(self, launch: Initiative, how: _Laying) -> KnownLaunch:
        if how.by is not None:
            try:
                return self.read(launch, how)
            except InvalidInput as fault:
                if fault.code != "column_unknown":
                    raise
        return self.read(launch, replace(how, by=None))

    def _launches(self) -> list[Initiative]:
        return [
            one for one in self.directory.in_use(Initiative) if one.kind is InitiativeType.LAUNCH
        ]

    def _product(self, launch: Initiative) -> str:
        return self.directory.name(Product, launch.product_id) or ""

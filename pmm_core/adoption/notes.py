"""What a reader must know beside a curve, from what the count of a log came across."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

from pmm_core.adoption import wording
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.vocabulary import LateJoiners


class _Rows(Protocol):
    @property
    def rejected(self) -> int: ...


class _Units(Protocol):
    @property
    def late_joiners(self) -> int: ...


class _Recount(Protocol):
    @property
    def came(self) -> int: ...

    @property
    def gone(self) -> int: ...


class Counts(Protocol):
    """The part of a source's answer that notes are made from."""

    @property
    def as_of(self) -> dt.date:
        """Last day observed."""

    @property
    def last_day(self) -> dt.date:
        """Last day in the log."""

    @property
    def notes(self) -> Sequence[str]:
        """How the log had to be read."""

    @property
    def unused(self) -> Sequence[str]:
        """Named events that occur nowhere."""

    @property
    def rows(self) -> _Rows:
        """What became of the rows."""

    @property
    def units(self) -> _Units:
        """What became of the units."""

    @property
    def odd_rows(self) -> int:
        """Rows dated before 1990."""

    @property
    def never_exposed(self) -> int:
        """Units without the exposure event."""

    @property
    def recount(self) -> _Recount | None:
        """A frozen audience against the rows there are now."""


def notes_on(
    counts: Counts, definition: AdoptionDefinition, *, as_of_given: bool
) -> tuple[str, ...]:
    """Say what a reader must know: the reading of the log, its days, rows and units."""
    return (
        *counts.notes,
        *_on_days(counts, as_of_given=as_of_given),
        *_on_rows(counts),
        *_on_units(counts, definition),
    )


def _on_days(counts: Counts, *, as_of_given: bool) -> Iterator[str]:
    if not as_of_given:
        yield wording.partial_last_day(counts.as_of)
    elif counts.as_of > counts.last_day:
        yield wording.after_the_log(counts.as_of, counts.last_day)


def _on_rows(counts: Counts) -> Iterator[str]:
    if counts.unused:
        yield wording.unused(counts.unused)
    if counts.rows.rejected:
        yield wording.left_out(counts.rows.rejected)
    if counts.odd_rows:
        yield wording.odd_days(counts.odd_rows)


def _on_units(counts: Counts, definition: AdoptionDefinition) -> Iterator[str]:
    if definition.frozen is not None:
        yield wording.frozen(definition.frozen.frozen_on, definition.frozen.size)
        if not definition.frozen.is_by_rule:
            yield wording.RULE_CHANGED
        yield from _on_recount(counts.recount)
    if counts.never_exposed and definition.expose:
        yield wording.never_exposed(counts.never_exposed, definition.expose)
    if counts.units.late_joiners:
        if definition.late_joiners is LateJoiners.EXCLUDE:
            yield wording.late_joiners_left_out(counts.units.late_joiners)
        elif definition.late_joiners is LateJoiners.INCLUDE:
            yield wording.late_joiners_entered(counts.units.late_joiners)


def _on_recount(recount: _Recount | None) -> Iterator[str]:
    if recount is not None and recount.came:
        yield wording.also_eligible(recount.came)
    if recount is not None and recount.gone:
        yield wording.no_longer_eligible(recount.gone)

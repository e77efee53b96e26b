"""What a reader must know beside a curve, from what the count of a log came across."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

from pmm_core.adoption import notes_wording as wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.vocabulary import Clock, LateJoiners


class _Rows(Protocol):
    @property
    def read(self) -> int: ...

    @property
    def rejected(self) -> int: ...

    @property
    def no_unit(self) -> int: ...

    @property
    def duplicate(self) -> int: ...


class _Units(Protocol):
    @property
    def eligible(self) -> int: ...

    @property
    def late_joiners(self) -> int: ...

    @property
    def used_before(self) -> int: ...


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
    def changed_segment(self) -> int | None:
        """Units with more than one segment; null where nobody looked."""

    @property
    def recount(self) -> _Recount | None:
        """A frozen audience against the rows there are now."""


def notes_on(
    counts: Counts,
    definition: AdoptionDefinition,
    *,
    whole: Curve,
    by: str | None,
    as_of_given: bool,
) -> tuple[str, ...]:
    """Say what a reader must know: the reading of the log, its days, rows and units.

    Args:
        counts: what the log gave.
        definition: what was counted.
        whole: the curve of everybody.
        by: column that splits the units.
        as_of_given: false when the as-of day is the last one in the log.
    """
    return (
        *counts.notes,
        *_on_days(counts, as_of_given=as_of_given),
        *filter(None, [wording.beyond_the_data(whole, definition, counts.as_of)]),
        *alarms_on(counts, definition),
        *_on_rows(counts),
        *_on_units(counts, definition, by),
    )


def alarms_on(counts: Counts, definition: AdoptionDefinition) -> tuple[str, ...]:
    """Say what makes the number itself doubtful, so that it stands before the curve."""
    return (wording.unused(counts.unused, definition),) if counts.unused else ()


def _on_days(counts: Counts, *, as_of_given: bool) -> Iterator[str]:
    if not as_of_given:
        yield wording.partial_last_day(counts.as_of)
    elif counts.as_of > counts.last_day:
        yield wording.after_the_log(counts.as_of, counts.last_day)


def _on_rows(counts: Counts) -> Iterator[str]:
    rows = counts.rows
    if rows.rejected:
        yield wording.left_out(rows.rejected, rows.read)
    if rows.no_unit:
        yield wording.no_unit(rows.no_unit)
    if rows.duplicate:
        yield wording.repeats(rows.duplicate)
    if counts.odd_rows:
        yield wording.odd_days(counts.odd_rows)


def _on_units(counts: Counts, definition: AdoptionDefinition, by: str | None) -> Iterator[str]:
    units = counts.units
    # Where every row is use, whoever was seen before the launch has used it: that is the rule.
    if units.used_before and not (definition.uses_any_row and definition.clock is Clock.LAUNCH):
        yield wording.used_before(units.used_before, units.eligible, definition)
    if by is not None and counts.changed_segment:
        is_listed = definition.frozen is not None and definition.frozen.segment_by == by
        yield wording.changed_segment(counts.changed_segment, by, is_listed=is_listed)
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

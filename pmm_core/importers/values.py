"""Staged KPI values to what would be recorded: units, keys, and what is already in force."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pmm_core.errors import InvalidInput
from pmm_core.importers.amounts import CellError
from pmm_core.importers.changes import Changes, KpiRef, NewKpi, NewValue
from pmm_core.importers.contract import ImportOptions, Rejection
from pmm_core.importers.plan import Outcome, span, stated_of, used
from pmm_core.importers.reading import Reading
from pmm_core.importers.resolve import Resolver
from pmm_core.importers.settle import (
    UnitRules,
    cadence_of,
    one_per_key,
    rejected,
    settle_value,
    unit_of,
)
from pmm_core.importers.staged import KpiWords, StagedValue
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.rules import value_problem
from pmm_core.models import Kpi, KpiSnapshot
from pmm_core.vocabulary import Direction, NounKind

InForce = Callable[[Collection[int]], Iterable[KpiSnapshot]]


@dataclass(frozen=True, slots=True)
class _Settled:
    """A row whose KPI and value are known."""

    row: StagedValue
    kpi: KpiRef
    draft: SnapshotDraft

    @property
    def key(self) -> tuple[KpiRef, dt.date, str]:
        return self.kpi, self.row.on, self.row.segment

    @property
    def says(self) -> tuple[float, float | None, float | None]:
        return self.draft.amount, self.draft.numerator, self.draft.denominator


@dataclass(frozen=True, slots=True)
class _Rules:
    """How the values of one KPI are taken."""

    kpi: Kpi
    unit: UnitRules
    options: ImportOptions
    today: dt.date


def plan_values(reading: Reading, resolver: Resolver, in_force: InForce) -> Outcome:
    """Work out what tables of values would record.

    Args:
        reading: the files as they were understood.
        resolver: finds KPIs, and remembers what is missing.
        in_force: reads the values in force of some KPIs.
    """
    options = reading.options
    rejections: list[Rejection] = []
    described: list[NewKpi] = []
    settled: list[_Settled] = []
    for ref, its_rows in _by_kpi(reading.values, resolver).items():
        usable = its_rows
        if ref.id is None:
            usable = _agreeing(_with_owner(its_rows, resolver), rejections)
        unit = _unit(ref, usable, resolver)
        kpi = resolver.kpi_as_it_will_be(ref, its_rows[0].kpi, unit)
        rules = _Rules(kpi, UnitRules(unit, options.percent_as_percent), options, reading.today)
        settled += _settle(ref, usable, rules, rejections)
        if ref.id is None and usable:
            described.append(_new_kpi(ref, usable, unit, resolver))
    settled.sort(key=lambda one: (one.row.place.file, one.row.place.row))
    kept, duplicate = _keyed(settled, rejections)
    changed = _changed(kept, resolver, in_force)
    new_kpis = used(described, (one.kpi for one in changed))
    return Outcome(
        changes=Changes(
            products=resolver.names_of(NounKind.PRODUCT, (kpi.ref.product for kpi in new_kpis)),
            people=resolver.names_of(NounKind.PERSON, (kpi.owner for kpi in new_kpis)),
            returning=tuple(resolver.returning),
            kpis=new_kpis,
            values=tuple(NewValue(one.kpi, one.draft) for one in changed),
        ),
        accepted=len(changed),
        duplicate=duplicate,
        unchanged=len(kept) - len(changed),
        rejections=(*resolver.rejections, *rejections),
        unknown=tuple(resolver.unknown.values()),
        assumed=stated_of(new_kpis),
        days=span([one.row.on for one in kept]),
    )


def _by_kpi(rows: Sequence[StagedValue], resolver: Resolver) -> dict[KpiRef, list[StagedValue]]:
    """Gather the rows of each KPI that can be used."""
    by_kpi: dict[KpiRef, list[StagedValue]] = {}
    for row in rows:
        ref = resolver.kpi(row.scope, row.kpi, row.place)
        if ref is not None:
            by_kpi.setdefault(ref, []).append(row)
    return by_kpi


def _settle(
    ref: KpiRef, rows: Sequence[StagedValue], rules: _Rules, rejections: list[Rejection]
) -> list[_Settled]:
    """Make the draft of each value, or say why there is none."""
    settled: list[_Settled] = []
    for row in rows:
        try:
            draft = SnapshotDraft.check(
                kpi_id=ref.id or 0,
                segment=row.segment,
                on=row.on,
                value=settle_value(row, rules.unit),
                numerator=row.numerator,
                denominator=row.denominator,
                source=row.source,
                note=row.note,
                over_150_percent=rules.unit.is_sure_of(row.value),
                odd_date=rules.options.accept_odd_dates,
            )
        except (CellError, InvalidInput) as error:
            rejections.append(rejected(row.place, row.column, error))
            continue
        if problem := value_problem(draft, rules.kpi, today=rules.today):
            rejections.append(rejected(row.place, row.column, problem))
            continue
        settled.append(_Settled(row, ref, draft))
    return settled


def _unit(ref: KpiRef, rows: Sequence[StagedValue], resolver: Resolver) -> str | None:
    known = resolver.directory.get(Kpi, ref.id)
    if known is not None and known.unit is not None:
        return known.unit
    return unit_of(
        (row.value for row in rows if row.value is not None),
        (row.words.unit for row in rows if row.words.unit is not None),
    )


def _with_owner(rows: Sequence[StagedValue], resolver: Resolver) -> list[StagedValue]:
    """Leave out rows of a new KPI whose owner cannot own it."""
    return [
        row
        for row in rows
        if row.words.owner is None or resolver.person(row.words.owner, row.place) is not None
    ]


def _agreeing(rows: Sequence[StagedValue], rejections: list[Rejection]) -> list[StagedValue]:
    """Put aside rows that say something else about a new KPI than an earlier row did."""
    said: dict[str, Any] = {}
    agreeing: list[StagedValue] = []
    for row in rows:
        words = _words(row.words)
        other = next((name for name in words if said.get(name, words[name]) != words[name]), None)
        if other is None:
            said |= words
            agreeing.append(row)
            continue
        rejections.append(
            Rejection(
                row.place.file,
                row.place.row,
                other,
                "definition_differs",
                f"“{row.kpi}” is new, and its rows disagree: {other} is “{said[other]}” in an "
                f"earlier row and “{words[other]}” here.",
            )
        )
    return agreeing


def _words(words: KpiWords) -> dict[str, Any]:
    every = {field.name: getattr(words, field.name) for field in fields(words)}
    return {name: word for name, word in every.items() if word is not None}


def _new_kpi(
    ref: KpiRef, rows: Sequence[StagedValue], unit: str | None, resolver: Resolver
) -> NewKpi:
    """Describe a KPI that would be made: what its rows say, and what they imply."""
    said: dict[str, Any] = {}
    for row in rows:
        said = {**_words(row.words), **said}
    owner = resolver.person(said["owner"], rows[0].place) if "owner" in said else None
    return NewKpi(
        ref=ref,
        name=rows[0].kpi.strip(),
        unit=unit,
        direction=said.get("direction", Direction.UP),
        cadence=said.get("cadence") or cadence_of(row.on for row in rows),
        bucket=said.get("bucket"),
        indicator=said.get("indicator"),
        control=said.get("control"),
        owner=owner,
    )


def _keyed(settled: list[_Settled], rejections: list[Rejection]) -> tuple[list[_Settled], int]:
    """Keep one row a key; rows that share a key and differ are all rejected."""
    keyed = one_per_key(settled, key=lambda one: one.key, says=lambda one: one.says)
    for places in keyed.repeated:
        where = _where([settled[at] for at in places])
        for at in places:
            row = settled[at].row
            rejections.append(
                Rejection(
                    row.place.file,
                    row.place.row,
                    row.column,
                    "key_repeated",
                    f"“{row.kpi}” on {row.on.isoformat()} has different values in {where}. "
                    "Keep one.",
                )
            )
    return [settled[at] for at in keyed.kept], keyed.duplicates


def _where(rows: Sequence[_Settled]) -> str:
    one_file = len({one.row.place.file for one in rows}) == 1
    if one_file and len({one.row.place.row for one in rows}) > 1:
        return "rows " + ", ".join(str(one.row.place.row) for one in rows[:6])
    return ", ".join(f"{one.row.place.file} row {one.row.place.row}" for one in rows[:6])


def _changed(kept: Sequence[_Settled], resolver: Resolver, in_force: InForce) -> list[_Settled]:
    """Leave out what is in force already."""
    known_ids = {one.kpi.id for one in kept if one.kpi.id is not None}
    before: Mapping[tuple[int, dt.date, str], KpiSnapshot] = (
        {(old.kpi_id, old.on, old.segment): old for old in in_force(known_ids)} if known_ids else {}
    )
    return [
        one
        for one in kept
        if one.kpi.id is None
        or (old := before.get((one.kpi.id, one.row.on, one.row.segment))) is None
        or not _same(one, old, resolver)
    ]


def _same(one: _Settled, old: KpiSnapshot, resolver: Resolver) -> bool:
    kpi = resolver.directory.get(Kpi, one.kpi.id)
    return one.says == (old.value, old.numerator, old.denominator) and (
        kpi is None or kpi.definition_version == old.definition_version
    )

"""Staged targets to what would be recorded; what a row leaves blank stays as it is in force."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmm_core.errors import InvalidInput
from pmm_core.importers.amounts import Amount, CellError
from pmm_core.importers.changes import Changes, KpiRef, NewKpi, NewTarget
from pmm_core.importers.contract import Rejection
from pmm_core.importers.plan import Outcome, span, stated_of, used
from pmm_core.importers.reading import Reading
from pmm_core.importers.resolve import Resolver
from pmm_core.importers.settle import UnitRules, one_per_key, rejected, take, unit_of
from pmm_core.importers.staged import StagedTarget
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.rules import target_problem
from pmm_core.models import Kpi, Target
from pmm_core.vocabulary import Direction, NounKind

InForce = Callable[[Collection[int]], Iterable[Target]]
_WORDS = ("start_date", "direction", "goal")
_KEPT = ("value", "start", "low", "high", *_WORDS)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A row whose KPI and amounts are known; only what it says is in `fields`."""

    row: StagedTarget
    kpi: Kpi
    ref: KpiRef
    fields: Mapping[str, Any]
    is_sure: bool

    @property
    def key(self) -> tuple[KpiRef, str, int | None, dt.date]:
        return self.ref, self.row.segment, self.row.window, self.row.target_date

    @property
    def says(self) -> tuple[Any, ...]:
        return tuple(self.fields.get(name) for name in _KEPT)


def plan_targets(reading: Reading, resolver: Resolver, in_force: InForce) -> Outcome:
    """Work out what tables of targets would record.

    Args:
        reading: the files as they were understood.
        resolver: finds KPIs, and remembers what is missing.
        in_force: reads the newest target of every key of some KPIs.
    """
    by_kpi: dict[KpiRef, list[StagedTarget]] = {}
    for row in reading.targets:
        ref = resolver.kpi(row.scope, row.kpi, row.place)
        if ref is not None:
            by_kpi.setdefault(ref, []).append(row)
    rejections: list[Rejection] = []
    described: list[NewKpi] = []
    settled: list[_Settled] = []
    for ref, its_rows in by_kpi.items():
        as_said = _new_kpi(ref, its_rows)
        if ref.id is None:
            described.append(as_said)
        kpi = resolver.kpi_as_it_will_be(ref, as_said.name, as_said.unit)
        settled += _settle(ref, kpi, its_rows, reading, rejections)
    settled.sort(key=lambda one: (one.row.place.file, one.row.place.row))
    kept, duplicate = _keyed(settled, rejections)
    recorded, unchanged = _compared(kept, in_force, rejections)
    new_kpis = used(described, (one.kpi for one in recorded))
    return Outcome(
        changes=Changes(
            products=resolver.names_of(NounKind.PRODUCT, (kpi.ref.product for kpi in new_kpis)),
            returning=tuple(resolver.returning),
            kpis=new_kpis,
            targets=tuple(recorded),
        ),
        accepted=len(recorded),
        duplicate=duplicate,
        unchanged=unchanged,
        rejections=(*resolver.rejections, *rejections),
        unknown=tuple(resolver.unknown.values()),
        assumed=stated_of(new_kpis),
        days=span([one.row.target_date for one in kept]),
    )


def _new_kpi(ref: KpiRef, rows: Sequence[StagedTarget]) -> NewKpi:
    return NewKpi(
        ref=ref,
        name=rows[0].kpi.strip(),
        unit=unit_of((amount for row in rows for amount in _amounts(row).values()), ()),
        direction=next((row.direction for row in rows if row.direction), Direction.UP),
    )


def _amounts(row: StagedTarget) -> dict[str, Amount]:
    every = {"value": row.value, "start": row.start, "low": row.low, "high": row.high}
    return {name: amount for name, amount in every.items() if amount is not None}


def _settle(
    ref: KpiRef,
    kpi: Kpi,
    rows: Sequence[StagedTarget],
    reading: Reading,
    rejections: list[Rejection],
) -> list[_Settled]:
    """Take the amounts of each row in the KPI's unit."""
    settled: list[_Settled] = []
    for row in rows:
        amounts = _amounts(row)
        unit = kpi.unit or unit_of(amounts.values(), ())
        rules = UnitRules(unit, reading.options.percent_as_percent)
        try:
            fields: dict[str, Any] = {name: take(one, rules) for name, one in amounts.items()}
        except CellError as error:
            rejections.append(rejected(row.place, row.column, error))
            continue
        fields |= {name: said for name in _WORDS if (said := getattr(row, name)) is not None}
        settled.append(_Settled(row, kpi, ref, fields, rules.is_sure_of(*amounts.values())))
    return settled


def _keyed(settled: list[_Settled], rejections: list[Rejection]) -> tuple[list[_Settled], int]:
    keyed = one_per_key(settled, key=lambda one: one.key, says=lambda one: one.says)
    for places in keyed.repeated:
        where = ", ".join(str(settled[at].row.place.row) for at in places[:6])
        for at in places:
            row = settled[at].row
            error = CellError(
                "key_repeated",
                f"“{row.kpi}” has different targets for {row.target_date.isoformat()} in rows "
                f"{where}. Keep one.",
            )
            rejections.append(rejected(row.place, row.column, error))
    return [settled[at] for at in keyed.kept], keyed.duplicates


def _compared(
    kept: Sequence[_Settled], in_force: InForce, rejections: list[Rejection]
) -> tuple[list[NewTarget], int]:
    """Part what is new from what is in force already, and check the new."""
    known_ids = {one.ref.id for one in kept if one.ref.id is not None}
    before = {
        (old.kpi_id, old.segment, old.window, old.target_date): old
        for old in (in_force(known_ids) if known_ids else ())
    }
    recorded: list[NewTarget] = []
    unchanged = 0
    for one in kept:
        ref, segment, window, target_date = one.key
        old = before.get((ref.id or 0, segment, window, target_date))
        was = {name: getattr(old, name) for name in _KEPT} if old is not None else {}
        if old is not None and all(was[name] == said for name, said in one.fields.items()):
            unchanged += 1
            continue
        try:
            draft = _draft(one, {**was, **one.fields})
        except InvalidInput as error:
            rejections.append(rejected(one.row.place, one.row.column, error))
            continue
        if problem := target_problem(draft, one.kpi):
            rejections.append(rejected(one.row.place, one.row.column, problem))
            continue
        recorded.append(NewTarget(ref, draft))
    return recorded, unchanged


def _draft(one: _Settled, fields: Mapping[str, Any]) -> TargetDraft:
    return TargetDraft.check(
        kpi_id=one.ref.id or 0,
        segment=one.row.segment,
        window=one.row.window,
        target_date=one.row.target_date,
        reason=one.row.reason,
        over_150_percent=one.is_sure,
        **fields,
    )

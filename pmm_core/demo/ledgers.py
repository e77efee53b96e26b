"""Puts the values, targets, next steps and causes of the sample company into a store.

The rows are added in the order in which they were recorded, by whoever recorded them.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import Line, day, known_day, number, read_table, whole
from pmm_core.models import (
    Acceptance,
    ExternalFactor,
    KpiSnapshot,
    NextAction,
    Record,
    Target,
)
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import FactorMethod

# The values come from a monthly job; corrections name the person.
_REPORTS = "command:reports"


class Recorded(NamedTuple):
    """A row with the day it was recorded on and by whom."""

    on: dt.date
    by: str
    row: Record


def add_ledgers(session: Session, ids: Ids) -> None:
    """Add every dated row of the sample, oldest first."""
    rows = [
        *_values(ids),
        *_targets(ids),
        *_next_actions(ids),
        *_factors(ids),
        *_acceptances(ids),
    ]
    rows.sort(key=lambda recorded: (recorded.on, recorded.by))
    for (on, by), together in groupby(rows, key=lambda recorded: (recorded.on, recorded.by)):
        unit_of(session, Actor(by), on).add_all([recorded.row for recorded in together])


def _values(ids: Ids) -> Iterator[Recorded]:
    sources = {(line["scope"], line["kpi"]): line for line in read_table("kpis")}
    for line in read_table("kpi_values"):
        kpi = sources[line["scope"], line["kpi"]]
        on = known_day(line["date"])
        row = KpiSnapshot(
            kpi_id=_kpi(line, ids),
            segment=line["segment"],
            on=on,
            value=_value(line),
            numerator=number(line["numerator"]),
            denominator=number(line["denominator"]),
            source=kpi["source"] or None,
            note=line["note"] or None,
            why=line["why"] or None,
        )
        yield Recorded(day(line["recorded_on"]) or on, line["recorded_by"] or _REPORTS, row)


def _value(line: Line) -> float | None:
    numerator, denominator = number(line["numerator"]), number(line["denominator"])
    if numerator is None or not denominator:
        return number(line["value"])
    return numerator / denominator


def _targets(ids: Ids) -> Iterator[Recorded]:
    for line in read_table("targets"):
        on = known_day(line["recorded_on"])
        row = Target(
            kpi_id=_kpi(line, ids),
            segment=line["segment"],
            window=whole(line["window"]),
            value=number(line["value"]),
            target_date=known_day(line["target_date"]),
            start=number(line["start"]),
            start_date=day(line["start_date"]),
            effective_on=day(line["start_date"]) or on,
            low=number(line["low"]),
            high=number(line["high"]),
            reason=line["reason"],
        )
        yield Recorded(on, line["recorded_by"], row)


def _next_actions(ids: Ids) -> Iterator[Recorded]:
    for line in read_table("next_actions"):
        row = NextAction(
            kpi_id=_kpi(line, ids),
            segment=line["segment"],
            text=line["text"],
            owner_id=ids.people[line["owner"]],
            due_on=day(line["due_on"]),
            done_on=day(line["done_on"]),
        )
        yield Recorded(known_day(line["recorded_on"]), line["owner"], row)


def _factors(ids: Ids) -> Iterator[Recorded]:
    for line in read_table("external_factors"):
        row = ExternalFactor(
            name=line["name"],
            kpi_ids=[ids.kpis[line["scope"], line["kpi"]]] if line["kpi"] else [],
            product_id=ids.products[ScopeRef.parse(line["scope"]).product or ""],
            start_on=known_day(line["start_on"]),
            end_on=day(line["end_on"]),
            method=FactorMethod(line["method"]),
            evidence=line["evidence"],
            declared_by_id=ids.people[line["declared_by"]],
        )
        yield Recorded(known_day(line["recorded_on"]), line["declared_by"], row)


def _acceptances(ids: Ids) -> Iterator[Recorded]:
    for line in read_table("acceptances"):
        on = known_day(line["accepted_on"])
        row = Acceptance(
            kpi_id=_kpi(line, ids),
            segment=line["segment"],
            accepted_by_id=ids.people[line["accepted_by"]],
            accepted_on=on,
            until=known_day(line["until"]),
            reason=line["reason"],
        )
        yield Recorded(on, line["accepted_by"], row)


def _kpi(line: Line, ids: Ids) -> int:
    return ids.kpis[line["scope"], line["kpi"]]

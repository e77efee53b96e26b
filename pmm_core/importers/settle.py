"""What a bare number means once the KPI is known, and which row of a key counts."""

import datetime as dt
import itertools
import statistics
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pmm_core.importers.amounts import PERCENT, SHARED_SIGNS, SIGNS, Amount, CellError
from pmm_core.importers.cells import Place
from pmm_core.importers.contract import Rejection
from pmm_core.importers.remedies import Remedy, Way
from pmm_core.importers.staged import StagedValue
from pmm_core.money import currency
from pmm_core.vocabulary import Cadence

# A fraction above this is rather a percent that lost its sign.
LARGEST_FRACTION = 1.5
_SAID_UNITS = {"percent": PERCENT, "pct": PERCENT, "percentage": PERCENT, "per cent": PERCENT}
# Longest median gap between days, in days, that still is the cadence.
_CADENCES = (
    (2, Cadence.DAILY),
    (10, Cadence.WEEKLY),
    (45, Cadence.MONTHLY),
    (135, Cadence.QUARTERLY),
)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class UnitRules:
    """How the amounts of one KPI are taken.

    Attributes:
        unit: the KPI's; `%`, an ISO currency code, a word, or null.
        percent_as_percent: a bare number of a `%` KPI is in percent.
    """

    unit: str | None
    percent_as_percent: bool = False

    def is_sure_of(self, *amounts: Amount | None) -> bool:
        """Whether every number given says itself that it is a percent."""
        marks = {amount.mark for amount in amounts if amount is not None}
        return self.percent_as_percent or marks <= {PERCENT}


def said_unit(text: str) -> str:
    """Write a unit as the store does: `percent` is `%`, `$` is `USD`."""
    unit = text.strip()
    return _SAID_UNITS.get(unit.casefold()) or SIGNS.get(unit) or currency(unit.upper()) or unit


def unit_of(amounts: Iterable[Amount], said: Iterable[str]) -> str | None:
    """Tell the unit of a KPI that has none yet.

    Args:
        amounts: its cells.
        said: its cells of the unit column, blank ones left out.

    Returns:
        What the unit column says; else `%` where percent signs stand, or the one currency.
    """
    words = {said_unit(text) for text in said}
    if len(words) == 1:
        return words.pop()
    marks = {amount.mark for amount in amounts if amount.mark is not None}
    money = {SIGNS.get(mark, mark) for mark in marks if mark != PERCENT}
    if PERCENT in marks and not money:
        return PERCENT
    return money.pop() if len(money) == 1 and PERCENT not in marks else None


def take(amount: Amount, rules: UnitRules) -> float:
    """Take an amount as the number the store keeps.

    Raises:
        CellError: `percent_or_fraction`, `unit_mismatch` or `currency_mixed`.
    """
    if rules.unit == PERCENT:
        return _take_percent(amount, rules)
    if amount.mark == PERCENT:
        unit = f"is counted in {rules.unit}" if rules.unit else "has no unit yet"
        raise CellError("unit_mismatch", f"The cell is a percent, but the KPI {unit}.")
    if amount.mark is not None and not _same_money(amount.mark, rules.unit):
        if rules.unit is None or currency(rules.unit):
            raise CellError(
                "currency_mixed",
                f"The cell is in {amount.mark}, other values of the KPI are in "
                f"{rules.unit or 'another currency'}. Money in two currencies is never put "
                "together; make a KPI for each.",
            )
        raise CellError(
            "unit_mismatch",
            f"The cell is in {amount.mark}, but the KPI is counted in {rules.unit}.",
        )
    return amount.fraction


def _take_percent(amount: Amount, rules: UnitRules) -> float:
    if amount.mark not in (None, PERCENT):
        raise CellError("unit_mismatch", f"The cell is in {amount.mark}, but the KPI is a percent.")
    if amount.mark is None and rules.percent_as_percent:
        return float(amount.value / 100)
    if amount.mark is None and abs(amount.value) > LARGEST_FRACTION:
        raise CellError(
            "percent_or_fraction",
            f"{amount.value.normalize():f} is no fraction: write {amount.value.normalize():f}% or "
            f"{float(amount.value / 100):g}.",
            Remedy(Way.AS_PERCENT),
        )
    return amount.fraction


def _same_money(mark: str, unit: str | None) -> bool:
    if unit is None:
        return False
    code = currency(unit)
    return code is not None and (
        SIGNS.get(mark, mark) == code or code in SHARED_SIGNS.get(mark, ())
    )


def settle_value(row: StagedValue, rules: UnitRules) -> float | None:
    """Take the value of a row as the number the store keeps; null where only a ratio is given.

    Raises:
        CellError: as `take`, and `unit_mismatch` when the unit column contradicts the KPI.
    """
    said = row.words.unit
    if said is not None and rules.unit is not None and said_unit(said) != said_unit(rules.unit):
        raise CellError(
            "unit_mismatch", f"The unit cell says “{said}”, the KPI is counted in {rules.unit}."
        )
    return None if row.value is None else take(row.value, rules)


class Fault(Protocol):
    """Anything that says what is wrong, with a stable code."""

    @property
    def code(self) -> str:
        """Stable word for programs."""

    @property
    def message(self) -> str:
        """What is wrong and what to do."""


def rejected(place: Place, column: str | None, fault: Fault) -> Rejection:
    """Say where something could not be taken."""
    remedy = fault.remedy if isinstance(fault, CellError) else None
    return Rejection(place.file, place.row, column, fault.code, fault.message, remedy)


def cadence_of(days: Iterable[dt.date]) -> Cadence | None:
    """Tell how often a KPI gets a value: the median gap between its days; one says nothing."""
    ordered = sorted(set(days))
    if len(ordered) < 2:
        return None
    gap = statistics.median((after - before).days for before, after in itertools.pairwise(ordered))
    return next((cadence for most, cadence in _CADENCES if gap <= most), Cadence.YEARLY)


@dataclass(frozen=True, slots=True)
class Keyed:
    """Rows with one row a key.

    Attributes:
        kept: places in the list of items.
        duplicates: how many repeated an earlier row exactly.
        repeated: groups of places that share a key and differ.
    """

    kept: tuple[int, ...]
    duplicates: int
    repeated: tuple[tuple[int, ...], ...]


def one_per_key(
    items: Sequence[Item], key: Callable[[Item], Hashable], says: Callable[[Item], Hashable]
) -> Keyed:
    """Keep one item a key: equal repeats are duplicates, different ones are all put aside.

    Args:
        key: what may occur once.
        says: what must then be equal.
    """
    groups: dict[Hashable, list[int]] = {}
    for at, item in enumerate(items):
        groups.setdefault(key(item), []).append(at)
    kept: list[int] = []
    repeated: list[tuple[int, ...]] = []
    duplicates = 0
    for places in groups.values():
        if len({says(items[at]) for at in places}) > 1:
            repeated.append(tuple(places))
            continue
        kept.append(places[0])
        duplicates += len(places) - 1
    return Keyed(tuple(sorted(kept)), duplicates, tuple(repeated))

"""What no ledger takes: asked of each value and target before it is recorded."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.errors import InvalidInput
from pmm_core.ledger import wording
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.models import Kpi
from pmm_core.money import currency
from pmm_core.vocabulary import Goal

EARLIEST = dt.date(1990, 1, 1)
# A ratio may differ by rounding from the value beside it, but by no more.
ROUNDING = 0.0005
# A bare 31 for a share means 31%, not 3,100%.
LARGEST_SHARE = 1.5


@dataclass(frozen=True)
class Problem:
    """Why a draft is not recorded.

    Attributes:
        field: the draft's field at fault, null for the draft as a whole.
        code: stable word for programs.
        message: what is wrong and what to do.
    """

    field: str | None
    code: str
    message: str

    def as_error(self) -> InvalidInput:
        """Make the error a service raises."""
        at_fault = {"field": self.field, "message": self.message}
        return InvalidInput(self.message, code=self.code, details={"problems": [at_fault]})


def value_problem(draft: SnapshotDraft, kpi: Kpi, *, today: dt.date) -> Problem | None:
    """Tell why a value cannot be recorded for a KPI; null if it can."""
    if kpi.archived_at is not None:
        return Problem(None, "archived", wording.archived(kpi.name))
    if kpi.reading is not None:
        return Problem(None, "kpi_reads_itself", wording.reads_itself(kpi.name))
    if draft.on > today and not draft.odd_date:
        return Problem("on", "date_in_future", wording.in_future(draft.on, today))
    if draft.on < EARLIEST and not draft.odd_date:
        return Problem("on", "date_odd", wording.before_1990(draft.on))
    return _money_problem(draft.currency, kpi) or _fraction_problem(draft, kpi)


def target_problem(draft: TargetDraft, kpi: Kpi) -> Problem | None:
    """Tell why a target cannot be set for a KPI; null if it can."""
    if kpi.archived_at is not None:
        return Problem(None, "archived", wording.archived(kpi.name))
    goal = draft.goal or kpi.goal
    if goal is Goal.REACH and draft.value is None:
        return Problem("value", "value_missing", wording.value_missing(kpi.name))
    low = kpi.low if draft.low is None else draft.low
    high = kpi.high if draft.high is None else draft.high
    if goal is Goal.WITHIN and (low is None or high is None):
        return Problem("low", "bounds_missing", wording.bounds_missing(kpi.name))
    return _money_problem(draft.currency, kpi) or _large_share(
        kpi, sure=draft.over_150_percent, value=draft.value, start=draft.start
    )


def _money_problem(given: str | None, kpi: Kpi) -> Problem | None:
    if given is None or currency(kpi.unit) == given:
        return None
    message = wording.another_currency(kpi.name, kpi.unit, given)
    return Problem("currency", "currency_mismatch", message)


def _fraction_problem(draft: SnapshotDraft, kpi: Kpi) -> Problem | None:
    if draft.numerator is not None and draft.denominator is not None:
        if kpi.unit == "%" and draft.numerator > draft.denominator:
            message = wording.part_larger_than_whole(draft.numerator, draft.denominator)
            return Problem("numerator", "part_larger_than_whole", message)
        ratio = draft.numerator / draft.denominator
        if abs(draft.amount - ratio) > ROUNDING:
            message = wording.ratio_mismatch(draft.amount, ratio, kpi.unit)
            return Problem("value", "ratio_mismatch", message)
    return _large_share(kpi, sure=draft.over_150_percent, value=draft.amount)


def _large_share(kpi: Kpi, *, sure: bool, **amounts: float | None) -> Problem | None:
    if kpi.unit != "%" or sure:
        return None
    for field, amount in amounts.items():
        if amount is not None and abs(amount) > LARGEST_SHARE:
            return Problem(field, "percent_or_fraction", wording.percent_or_fraction(amount))
    return None

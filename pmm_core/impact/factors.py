"""External factors in the open: which touch the span, how each is taken out, when it was said."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from pmm_core.impact.facts import FactorFacts, Question
from pmm_core.impact.panel import FEWEST_TO_LEARN, Mask, Panel
from pmm_core.vocabulary import FactorMethod


class FactorUse(StrEnum):
    """How a factor enters the adjusted answer."""

    REGRESSOR = "regressor"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class UsedFactor:
    """A factor that touches the periods looked at.

    Attributes:
        use: a factor to be noted is estimated where it also held before the launch for a while,
            else its periods are left out, as those of a factor to be excluded are.
        covers: how many periods it touches.
        covers_all: none is left after the launch without it.
        declared_late: registered when values it covers, or values after the launch, were known.
    """

    factor: FactorFacts
    use: FactorUse
    covers: int
    covers_all: bool
    declared_late: bool

    @property
    def leaves_out(self) -> bool:
        """Whether its periods do not count in the adjusted answer."""
        return self.use is FactorUse.EXCLUDED


def use_factors(question: Question, panel: Panel) -> tuple[UsedFactor, ...]:
    """Say how every factor that touches the span is taken out, in the order of their first day."""
    found = []
    for factor in sorted(question.factors, key=lambda one: (one.first, one.name)):
        covered = _covered(factor, panel)
        counted = covered & ~panel.left_out
        if not counted.any():
            continue
        after = panel.after & ~panel.left_out
        found.append(
            UsedFactor(
                factor=factor,
                use=_use(factor, covered, panel),
                covers=int(counted.sum()),
                covers_all=bool(covered[after].all()),
                declared_late=_is_late(factor, question),
            )
        )
    return tuple(found)


def adjusted(panel: Panel, factors: Iterable[UsedFactor], *, only_leave_out: bool = False) -> Panel:
    """Take factors out of a panel: their periods, or a column each for those to be estimated.

    Args:
        only_leave_out: for a design that can estimate nothing beside.
    """
    left_out = panel.left_out.copy()
    columns = []
    for one in factors:
        covered = _covered(one.factor, panel)
        if one.use is FactorUse.REGRESSOR and not only_leave_out:
            columns.append(covered.astype(np.float64))
        else:
            left_out |= covered
    beside = np.column_stack(columns) if columns else panel.beside
    return replace(panel, left_out=left_out, beside=beside)


def _covered(factor: FactorFacts, panel: Panel) -> Mask:
    return np.array([factor.touches(one.first, one.last) for one in panel.periods], np.bool_)


def _use(factor: FactorFacts, covered: Mask, panel: Panel) -> FactorUse:
    before = covered[: panel.before]
    can_learn = min(int(before.sum()), int((~before).sum())) >= FEWEST_TO_LEARN
    if factor.method is FactorMethod.EXCLUDE or factor.of_control or not can_learn:
        return FactorUse.EXCLUDED
    return FactorUse.REGRESSOR


def _is_late(factor: FactorFacts, question: Question) -> bool:
    """Before the result: neither a value after the launch nor one it covers was known."""
    assert question.launched_on is not None
    known: Sequence[dt.date] = [
        value.known_on
        for series in question.treated
        for value in series.values
        if value.on >= question.launched_on and value.on >= factor.first
    ]
    return bool(known) and factor.declared_on > min(known)

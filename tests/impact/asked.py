"""Panels and questions for the tests of what a launch did."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.impact.facts import FactorFacts, KpiFacts, Question, SeriesFacts, Value
from pmm_core.impact.panel import Floats, Panel, Series
from pmm_core.vocabulary import Cadence, Direction, FactorMethod

CALENDAR = BusinessCalendar()
SUNDAY = dt.date(2026, 3, 29)
KPI = KpiFacts(1, "Active teams", "product:Comet", "teams", Direction.UP, Cadence.WEEKLY, "Ada")


def weeks(n: int) -> tuple[Period, ...]:
    return CALENDAR.recent(SUNDAY, Cadence.WEEKLY, n)


def panel(
    treated: Sequence[Floats],
    controls: Sequence[Floats] = (),
    *,
    before: int,
    is_share: bool = False,
) -> Panel:
    n = len(treated[0])
    return Panel(
        periods=weeks(n),
        before=before,
        treated=tuple(Series(f"t{at}", np.asarray(one)) for at, one in enumerate(treated)),
        controls=tuple(Series(f"c{at}", np.asarray(one)) for at, one in enumerate(controls)),
        is_share=is_share,
        left_out=np.zeros(n, dtype=bool),
        beside=np.zeros((n, 0)),
    )


def series(values: Sequence[float], name: str = "Active teams", **said: Any) -> SeriesFacts:
    """Values of the last weeks, each known on its own day."""
    days = [period.last for period in weeks(len(values))]
    return SeriesFacts(
        kpi_id=said.pop("kpi_id", 1),
        name=name,
        unit=said.pop("unit", "teams"),
        segment=None if name == "Active teams" else name,
        values=tuple(
            Value(day, float(value), known_on=day, **said)
            for day, value in zip(days, values, strict=True)
            if np.isfinite(value)
        ),
    )


def question(
    treated: Sequence[SeriesFacts],
    controls: Sequence[SeriesFacts] = (),
    *,
    launched: int = 10,
    **said: Any,
) -> Question:
    """The launch lies on the Monday of the first of the last `launched` weeks."""
    asked: dict[str, Any] = {
        "launch": "Comet/Insights",
        "launched_on": weeks(launched)[0].first,
        "kpi": KPI,
        "factors": (),
        "as_of": dt.date(2026, 3, 31),
    }
    return Question(treated=tuple(treated), controls=tuple(controls), **(asked | said))


def factor(
    first: dt.date, last: dt.date | None, method: FactorMethod = FactorMethod.EXCLUDE, **said: Any
) -> FactorFacts:
    declared = said.pop("declared_on", first)
    return FactorFacts("Outage", first, last, method, declared_on=declared, **said)


def noise(seed: int, n: int, level: float = 100.0, spread: float = 1.0) -> Floats:
    return level + spread * np.random.default_rng(seed).normal(size=n)

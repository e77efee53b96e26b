"""How each KPI stands on a day, told in one line to the features that speak of KPIs."""

from collections.abc import Iterable
from dataclasses import dataclass

from pmm_core.results import Estimate
from pmm_core.scorecard.build import Point, Row
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.vocabulary import Control, Status


@dataclass(frozen=True)
class Standpoint:
    """How a KPI stands on the scorecard of the day.

    Attributes:
        kpi: its name.
        scope: as a command takes it.
        reason: why it has its status.
        post: the target in use, with what would meet it; null without one.
        next_step: what is done about it; null without an open step.
        source: where its values come from; null where nobody said.
        series: its last 13 periods, oldest first.
    """

    kpi: str
    scope: str
    control: Control | None = None
    unit: str | None = None
    status: Status | None = None
    reason: str | None = None
    estimate: Estimate | None = None
    target: float | None = None
    post: Goalpost | None = None
    next_step: str | None = None
    source: str | None = None
    series: tuple[Point, ...] = ()


def standpoints(rows: Iterable[Row]) -> dict[int, Standpoint]:
    """Tell how every KPI as a whole stands, by its id; rows of segments say nothing of it."""
    found = {}
    for row in rows:
        if row.facts.segment is not None:
            continue
        step = row.facts.next_action
        # A launch KPI has a row for each window; the last one is what it is about.
        found[row.kpi.id] = Standpoint(
            kpi=row.kpi.name,
            scope=row.kpi.scope,
            control=row.kpi.control,
            unit=row.kpi.unit,
            status=row.status,
            reason=row.verdict.reason,
            estimate=row.estimate,
            target=row.post.value if row.post else None,
            post=row.post,
            next_step=step.text if step else None,
            source=row.kpi.source,
            series=row.series,
        )
    return found

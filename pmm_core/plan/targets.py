"""What a launch is to reach by window and segment, as a grid of cells."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.models import Initiative, Kpi, Target
from pmm_core.plan.drafts import CellDraft
from pmm_core.vocabulary import (
    Control,
    Indicator,
    KpiBucket,
    Measure,
    Rung,
    Scope,
)

EVERYBODY = ""


@dataclass(frozen=True)
class Cell:
    """The target in force of a window and segment.

    Attributes:
        segment: empty for everybody.
        share: to have adopted by that day, a fraction; null where there is no target.
        target_id: of the row in force; null where there is none.
        target_date: the day by which it counts.
        kpi: the KPI that holds it.
    """

    window: int
    segment: str
    share: float | None = None
    target_id: int | None = None
    target_date: dt.date | None = None
    kpi: str | None = None


@dataclass(frozen=True)
class TargetGrid:
    """Every target of a launch.

    Attributes:
        windows: the launch's, and those that have a target beside them.
        segments: everybody first, then each with a target of its own.
        cells: one a window and segment, in that order.
    """

    windows: tuple[int, ...]
    segments: tuple[str, ...]
    cells: tuple[Cell, ...]

    def cell(self, window: int, segment: str) -> Cell:
        """Return the cell of a window and segment; an empty one where there is no target."""
        found = (one for one in self.cells if (one.window, one.segment) == (window, segment))
        return next(found, Cell(window, segment))

    @property
    def is_set(self) -> bool:
        """Whether there is any target."""
        return any(one.share is not None for one in self.cells)


def reads_adoption(kpi: Kpi) -> bool:
    """Tell whether targets of a KPI's windows are about adoption, not about another reading."""
    return bool((kpi.reading or {}).get("measure", Measure.ADOPTION) == Measure.ADOPTION)


def grid_of(windows: Sequence[int], kpis: Sequence[Kpi], targets: Iterable[Target]) -> TargetGrid:
    """Lay out the targets in force of a launch.

    Args:
        windows: of the launch.
        kpis: of the launch, in use.
        targets: in force, of those KPIs; ordinary ones are left aside.
    """
    names = {kpi.id: kpi.name for kpi in kpis if reads_adoption(kpi)}
    found: dict[tuple[int, str], Cell] = {}
    for one in sorted(targets, key=lambda one: (one.target_date, one.id or 0)):
        if one.window is not None and one.kpi_id in names:
            key = (one.window, one.segment)
            found[key] = Cell(*key, one.value, one.id, one.target_date, kpi=names[one.kpi_id])
    days = tuple(sorted({*windows, *(window for window, _ in found)}))
    others = sorted({segment for _, segment in found} - {EVERYBODY}, key=str.casefold)
    segments = (EVERYBODY, *others)
    empty = ((day, segment) for segment in segments for day in days)
    return TargetGrid(days, segments, tuple(found.get(key, Cell(*key)) for key in empty))


def rebased(base: TargetGrid, now: TargetGrid) -> TargetGrid:
    """Go on from what is stored now; what the person started from stays what is compared."""
    keys = {(one.window, one.segment): None for one in (*base.cells, *now.cells)}
    cells = tuple(replace(now.cell(*key), share=base.cell(*key).share) for key in keys)
    return replace(now, cells=cells)


def kpi_for(window: int, kpis: Sequence[Kpi], targets: Iterable[Target]) -> Kpi | None:
    """Choose the KPI that holds the targets of a window; null where one has to be made.

    The one that has a target for it, else the one that is called after it.
    """
    adopted = [kpi for kpi in kpis if reads_adoption(kpi)]
    holding = {one.kpi_id for one in targets if one.window == window}
    by_target = next((kpi for kpi in adopted if kpi.id in holding), None)
    name = kpi_name(window).casefold()
    return by_target or next((kpi for kpi in adopted if kpi.name.casefold() == name), None)


def kpi_draft(launch: Initiative, window: int, definition: str) -> KpiDraft:
    """Make the KPI that holds the targets of a window, where there is none yet."""
    return KpiDraft(
        scope=Scope.LAUNCH,
        initiative_id=launch.id,
        name=kpi_name(window),
        definition=definition,
        bucket=KpiBucket.ADOPTION,
        indicator=Indicator.LEADING,
        rung=Rung.USE,
        control=Control.DIRECT,
        unit="%",
        owner_id=launch.owner_id,
        source=launch.log,
    )


def target_draft(
    cell: CellDraft, kpi: Kpi, row: Target | None, *, by: dt.date, reason: str | None
) -> TargetDraft:
    """Make the target of a cell; one that moves keeps all but its share.

    Args:
        row: the target in force; null for a new one.
        by: the day a new one counts by.
        reason: why one moves.
    """
    kept = {"start", "start_date", "direction", "goal", "low", "high", "target_date"}
    said = row.model_dump(include=kept) if row else {"target_date": by}
    return TargetDraft.check(
        kpi_id=kpi.id,
        segment=cell.segment,
        window=cell.window,
        value=cell.share,
        reason=reason,
        **said,
    )


def kpi_name(window: int) -> str:
    """Name the KPI of a window."""
    return f"Adopted by day {window}"


def over_on(launch: Initiative, window: int, grid: TargetGrid) -> dt.date:
    """Tell on which day a window is over: as its other targets say, else after the launch day."""
    said = [one.target_date for one in grid.cells if one.window == window and one.target_date]
    if said:
        return max(said)
    assert launch.launched_on is not None, "a launch has a day"
    return launch.launched_on + dt.timedelta(days=window)

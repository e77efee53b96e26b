"""Cells of the grid of targets that are to be written: whose came first, and those to be taken."""

from collections.abc import Sequence

from pmm_core.errors import ChangedElsewhere
from pmm_core.models import Initiative, Target
from pmm_core.plan import form_wording
from pmm_core.plan.drafts import CellDraft
from pmm_core.plan.targets import TargetGrid
from pmm_core.vocabulary import NounKind


def cells_set(grid: TargetGrid) -> list[CellDraft]:
    """Say the cells of a grid that have a target as a person would."""
    return [
        CellDraft.check(window=one.window, segment=one.segment, share=one.share)
        for one in grid.cells
        if one.share is not None
    ]


def refuse_stale(
    launch: Initiative,
    cells: Sequence[CellDraft],
    base: TargetGrid,
    now: TargetGrid,
    in_force: Sequence[Target],
) -> None:
    """Refuse to write a target that somebody set since the grid was read.

    Raises:
        ChangedElsewhere: with the three sides of each.
    """
    moved = [one for one in cells if now.cell(*one.key).target_id != base.cell(*one.key).target_id]
    if not moved:
        return
    authors = {row.id: row.recorded_by for row in in_force}
    by = next(filter(None, (authors.get(now.cell(*one.key).target_id) for one in moved)), None)
    fields = [
        {
            "field": form_wording.cell_name(one.segment, one.window),
            "base": base.cell(*one.key).share,
            "theirs": now.cell(*one.key).share,
            "yours": one.share,
        }
        for one in moved
    ]
    message = form_wording.targets_changed(launch.name, by or "Somebody")
    details = {"noun": NounKind.TARGET.value, "name": launch.name, "by": by, "fields": fields}
    raise ChangedElsewhere(message, details=details)

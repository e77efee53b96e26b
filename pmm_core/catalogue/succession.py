"""What becomes of the KPIs somebody carries when another takes over; no KPI is carried twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmm_core.catalogue import wording
from pmm_core.models import AccountableMetric, Person
from pmm_core.results import same_cycle
from pmm_core.vocabulary import Standing

Changes = list[tuple[AccountableMetric, Mapping[str, Any]]]


def carry_on(
    leaving: Sequence[AccountableMetric],
    own: Sequence[AccountableMetric],
    *,
    leaver: Person,
    successor_id: int,
) -> tuple[Changes, Sequence[AccountableMetric]]:
    """Say what changes in what both carry.

    Where the successor carries the same KPI in the same cycle, the one that holds for more cycles
    stays, with the stronger of the two standings.

    Args:
        leaving: what the leaver carries.
        own: what the successor carries.

    Returns:
        What changes, and what nobody carries any more.
    """
    changes: Changes = []
    gone: list[AccountableMetric] = []
    standing = {one.id: one.standing for one in own}
    for metric in leaving:
        twins = [
            one
            for one in own
            if one.kpi_id == metric.kpi_id and same_cycle(one.cycle, metric.cycle)
        ]
        wider = next((one for one in twins if one.cycle is None or metric.cycle is not None), None)
        if wider is not None:
            gone.append(metric)
            standing[wider.id] = _stronger(standing[wider.id], metric.standing)
            continue
        gone += twins
        strongest = _stronger(metric.standing, *(one.standing for one in twins))
        said = {"person_id": successor_id, "reason": _reason(metric, leaver)}
        changes.append((metric, said | ({"standing": strongest} if twins else {})))
    changes += [
        (one, {"standing": standing[one.id], "reason": _reason(one, leaver)})
        for one in own
        if standing[one.id] is not one.standing
    ]
    return changes, gone


def _stronger(*standings: Standing) -> Standing:
    return min(standings, key=list(Standing).index)


def _reason(metric: AccountableMetric, leaver: Person) -> str:
    return metric.reason or wording.taken_over(leaver.name)

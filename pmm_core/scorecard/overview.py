"""What needs attention now: a short list out of the whole scorecard."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.scorecard.build import Row, Scorecard
from pmm_core.scorecard.facts import KpiFacts
from pmm_core.vocabulary import Status

FIRST_DAYS = 30
_WORST_FIRST = (Status.OFF_TRACK, Status.AT_RISK)


@dataclass(frozen=True)
class YoungLaunch:
    """A launch still inside its first 30 days.

    Attributes:
        day: days since launch, 0 on the launch day.
    """

    id: int
    name: str
    product: str
    launched_on: dt.date
    day: int
    owner: str | None


@dataclass(frozen=True)
class Overview:
    """The leader's first look.

    Attributes:
        behind: KPIs off track, then at risk, furthest behind first.
        overdue: of these, how many have a next step whose date is over.
        unanswered: of those off track, how many have no next step.
        stale: KPIs without a current value, the longest silent first.
        never: KPIs that never had a value; neither fresh nor stale.
        launches: young launches, the youngest first.
    """

    scorecard: Scorecard
    behind: tuple[Row, ...]
    overdue: int
    unanswered: int
    stale: tuple[Row, ...]
    never: tuple[KpiFacts, ...]
    launches: tuple[YoungLaunch, ...]


def build_overview(scorecard: Scorecard, launches: tuple[YoungLaunch, ...]) -> Overview:
    """Pick what needs attention out of a scorecard.

    Args:
        scorecard: of the whole company.
        launches: those inside their first 30 days on its day.
    """
    behind = [row for row in scorecard.rows if row.status in _WORST_FIRST]
    behind.sort(key=lambda row: (_WORST_FIRST.index(row.status), _gap(row)))
    stale = [row for row in scorecard.rows if row.status is Status.STALE]
    stale.sort(key=lambda row: row.latest.on if row.latest else dt.date.min)
    return Overview(
        scorecard=scorecard,
        behind=tuple(behind),
        overdue=sum(is_overdue(row, scorecard.as_of) for row in behind),
        unanswered=sum(
            row.status is Status.OFF_TRACK and row.facts.next_action is None for row in behind
        ),
        stale=tuple(stale),
        never=_never_valued(scorecard.rows),
        launches=tuple(sorted(launches, key=lambda launch: (launch.day, launch.name))),
    )


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """Put the rows off track first, then those at risk; the others keep their order."""
    place = {status: number for number, status in enumerate(_WORST_FIRST)}
    return sorted(rows, key=lambda row: place.get(row.status, len(place)))


def is_overdue(row: Row, as_of: dt.date) -> bool:
    """Tell whether the next step should have been done before this day."""
    step = row.facts.next_action
    return step is not None and step.due is not None and step.due < as_of


def _never_valued(rows: Sequence[Row]) -> tuple[KpiFacts, ...]:
    """Each once; the value of a launch window is its curve's."""
    silent = [row for row in rows if row.status is Status.NO_DATA and not row.facts.window]
    return tuple({row.kpi.id: row.kpi for row in silent}.values())


def _gap(row: Row) -> float:
    pace = row.verdict.pace
    if pace.progress is None or pace.due_progress is None:
        return float("-inf")
    return pace.progress - pace.due_progress

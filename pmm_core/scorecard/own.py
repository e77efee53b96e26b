"""KPIs that read themselves: which launches and logs they need, and what was read as facts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pmm_core.models import Kpi
from pmm_core.scorecard import wording
from pmm_core.scorecard.facts import Reading
from pmm_core.scorecard.rows import OwnReading
from pmm_core.scorecard.windows import measure_of


class Week(Protocol):
    """One week of a log."""

    @property
    def last_day(self) -> Any:
        """Of the week, inclusive."""

    @property
    def eligible(self) -> int:
        """Units seen lately."""

    @property
    def used(self) -> int:
        """Those of them with a use in the week."""


def launches_read(kpis: Iterable[Kpi]) -> dict[int, list[Kpi]]:
    """List the KPIs that read each launch, by its id."""
    found: dict[int, list[Kpi]] = {}
    for kpi in kpis:
        if kpi.reading is not None and "launch" in kpi.reading:
            found.setdefault(kpi.reading["launch"], []).append(kpi)
    return found


def logs_read(kpis: Iterable[Kpi]) -> list[Kpi]:
    """List the KPIs that read a log."""
    return [kpi for kpi in kpis if kpi.reading is not None and "log" in kpi.reading]


def said_of_log(reading: Mapping[str, Any]) -> str:
    """Say what a KPI reads from a log."""
    return wording.reads_log(reading["log"], reading["events"], reading["weeks"])


def said_of_launch(kpi: Kpi, launch: str) -> str:
    """Say what a KPI reads from a launch, `PRODUCT/NAME`."""
    assert kpi.reading is not None, "it reads a launch"
    said = kpi.reading
    return wording.reads_launch(launch, measure_of(kpi), said["day"], said.get("segment"))


def segment_read(kpi: Kpi) -> str | None:
    """Return the segment of a launch that a KPI reads; null for everybody."""
    return (kpi.reading or {}).get("segment")


def weekly_reading(kpi: Kpi, weeks: Sequence[Week] | str) -> OwnReading:
    """Turn weeks into values, each with its fraction.

    Args:
        kpi: reads a log.
        weeks: oldest first, or the sentence that says why there are none.
    """
    assert kpi.reading is not None, "it reads a log"
    source = said_of_log(kpi.reading)
    if isinstance(weeks, str):
        return OwnReading(source, problem=weeks)
    values = (
        Reading(
            on=week.last_day,
            value=week.used / week.eligible,
            numerator=week.used,
            denominator=week.eligible,
            source=source,
            definition_version=kpi.definition_version,
        )
        for week in weeks
    )
    return OwnReading(source, readings=tuple(values))

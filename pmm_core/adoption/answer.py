"""An adoption reading as the document that the command prints: names and order of its contract."""

from dataclasses import asdict
from typing import Any

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption

LAST_DAY_IN_LOG = "last_day_in_log"


def adoption_answer(adoption: Adoption) -> dict[str, Any]:
    """Write a reading as a document of plain values; unknown is null."""
    return {
        "clock": adoption.definition.clock,
        "as_of": adoption.as_of,
        "as_of_source": "given" if adoption.as_of_given else LAST_DAY_IN_LOG,
        "timezone": adoption.definition.timezone,
        "definition": wording.definition(adoption.definition),
        "units": dict(adoption.units),
        "notes": list(adoption.notes),
        "rows": dict(adoption.rows),
        "curves": [_curve(curve) for curve in adoption.curves],
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "segment": curve.segment,
        "audience": curve.audience,
        "clock": curve.clock,
        "n": curve.n,
        "days": [asdict(day) for day in curve.days],
        "windows": [{**asdict(window), "wilson": window.wilson} for window in curve.windows],
    }

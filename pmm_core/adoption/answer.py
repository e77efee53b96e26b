"""An adoption reading as the document that the command prints: names and order of its contract."""

from dataclasses import asdict
from typing import Any

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.vocabulary import ReadingSource

LAST_DAY_IN_LOG = "last_day_in_log"
LAST_COUNT = "last_count"
# A person counts who adopted, not who left.
_NOT_COUNTED = {"left": None, "censored": None}
_IN_A_GAP = {"at_risk": None, "adopted": None}


def adoption_answer(adoption: Adoption) -> dict[str, Any]:
    """Write a reading as a document of plain values; unknown is null."""
    return {
        "clock": adoption.definition.clock,
        "as_of": adoption.as_of,
        "as_of_source": _as_of_source(adoption),
        "timezone": adoption.definition.timezone,
        "definition": wording.counted(adoption),
        "units": dict(adoption.units),
        "notes": list(adoption.notes),
        "rows": dict(adoption.rows),
        "curves": [curve_answer(curve) for curve in adoption.curves],
        "source": adoption.source,
    }


def _as_of_source(adoption: Adoption) -> str:
    if adoption.as_of_given:
        return "given"
    return LAST_COUNT if adoption.source is ReadingSource.TYPED else LAST_DAY_IN_LOG


def curve_answer(curve: Curve) -> dict[str, Any]:
    """Write one curve, with its days and windows."""
    return {
        "segment": curve.segment,
        "audience": curve.audience,
        "clock": curve.clock,
        "n": curve.n,
        "days": [day._asdict() | _unknown(curve, day.day) for day in curve.days],
        "windows": [_window(window) for window in curve.windows],
    }


def _window(window: WindowReading) -> dict[str, Any]:
    said = asdict(window) | {"wilson": window.wilson}
    # Told by `matured` and `state` already; only a verdict asks whether it can still change.
    del said["is_over"]
    return said


def _unknown(curve: Curve, day: int) -> dict[str, None]:
    if curve.typed is None:
        return {}
    return _NOT_COUNTED | (_IN_A_GAP if curve.has_gap_before(day) else {})

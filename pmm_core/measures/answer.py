"""The measures beside adoption as the document that the command prints."""

from dataclasses import asdict
from typing import Any

from pmm_core.adoption.answer import curve_answer
from pmm_core.measures.reading import Measures


def measures_answer(found: Measures) -> dict[str, Any]:
    """Write activation, engagement and leaving as plain values; unknown is null."""
    return {
        "activation": {
            "events": list(found.activate),
            "curves": [curve_answer(curve) for curve in found.activation],
        },
        "engagement": {
            "days": found.engaged_days,
            "min_days": found.engaged_min_days,
            "method": "wilson",
            "curves": [
                {
                    "segment": curve.segment,
                    "audience": curve.audience,
                    "days": [asdict(day) for day in curve.days],
                    "windows": [
                        asdict(window) | {"active_rate": window.active_rate}
                        for window in curve.windows
                    ],
                }
                for curve in found.engagement
            ],
        },
        "leaving": [asdict(curve) for curve in found.leaving],
    }

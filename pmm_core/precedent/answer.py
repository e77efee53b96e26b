"""Comparisons and forecasts of launches as the documents that the commands print."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pmm_core.precedent import wording
from pmm_core.precedent.calibration import Calibration, Record, Trial, Tried
from pmm_core.precedent.comparison import Apart, ComparedLaunch, Comparison
from pmm_core.precedent.forecast import BANDS, LaunchForecast, PathDay
from pmm_core.precedent.launches import KnownLaunch, LeftOut
from pmm_core.precedent.overlaps import Overlap
from pmm_core.precedent.segments import ComparedSegment
from pmm_core.stats.comparison import Difference


def comparison_answer(found: Comparison, *, as_of: dt.date) -> dict[str, Any]:
    """Write a comparison as a document of plain values; unknown is null."""
    placing = found.placing
    return {
        "launch": found.asked.label,
        "as_of": as_of,
        "clock": found.asked.curve.clock,
        "day": found.day,
        "launches": [_launch(one) for one in found.launches],
        "differences": [_apart(one) for one in found.apart],
        "placing": placing
        and {
            "rank": placing.rank,
            "of": placing.of,
            "tied": placing.is_tied,
            "percentile": placing.percentile,
            "range_holds": placing.range_holds,
            "above_median": found.chance,
            "among": [one.label for one in found.among],
        },
        "mix": found.mix
        and {
            "of": found.mix.of,
            "by": found.mix.column,
            "segments": [
                {"segment": segment, "weight": weight}
                for segment, weight in found.mix.weights.items()
            ],
        },
        "segments": [_segment(one) for one in found.segments],
        "overlaps": _overlaps(found.overlaps),
        "left_out": _left_out(found.left_out),
        "notes": list(found.asked.adoption.notes),
    }


def _named(launch: KnownLaunch) -> dict[str, Any]:
    return {"launch": launch.label, "launched_on": launch.launched_on, "tier": launch.tier}


def _launch(one: ComparedLaunch) -> dict[str, Any]:
    low, high = one.at.interval or (None, None)
    return {
        **_named(one.launch),
        "own_clock": one.launch.adoption.definition.laid_on is None,
        "n": one.at.n,
        "adopted": one.at.adopted,
        "share": one.at.share,
        "low": low,
        "high": high,
        "state": one.at.state,
        "adopted_days": one.adopted_days and one.adopted_days.value,
        "standardised": one.mixed
        and {
            "share": one.mixed.share,
            "low": one.mixed.low,
            "high": one.mixed.high,
            "method": one.mixed.method,
        },
        "not_standardised": one.refused and wording.mix_refused(one.refused),
    }


def _apart(one: Apart) -> dict[str, Any]:
    test = one.log_rank
    return {
        "than": one.than.label,
        "share": _difference(one.share),
        "adopted_days": _difference(one.adopted_days),
        "logrank": test and {"chi2": test.chi2, "p": test.p, "p_holm": one.p_holm},
    }


def _difference(gap: Difference | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return {"value": gap.value, "low": gap.low, "high": gap.high, "method": gap.method}


def _segment(one: ComparedSegment) -> dict[str, Any]:
    low, high = one.at.interval or (None, None)
    return {
        "segment": one.segment,
        "n": one.at.n,
        "adopted": one.at.adopted,
        "share": one.at.share,
        "low": low,
        "high": high,
        "state": one.at.state,
        "shrunken": one.shrunken,
        "rank": one.rank,
        "p_holm": one.p_holm,
        "p_found": one.p_found,
    }


def _overlaps(overlaps: Sequence[Overlap]) -> list[dict[str, Any]]:
    return [
        {
            "launch": one.launch,
            "name": one.name,
            "kind": "launch" if one.is_launch else "external_factor",
            "first": one.first,
            "last": one.last,
        }
        for one in overlaps
    ]


def _left_out(left_out: Sequence[LeftOut]) -> list[dict[str, Any]]:
    return [{"launch": one.launch, "why": one.why, "detail": one.detail} for one in left_out]


def forecast_answer(found: LaunchForecast, *, as_of: dt.date) -> dict[str, Any]:
    """Write a forecast as a document of plain values; unknown is null."""
    forecast = found.forecast
    return {
        "launch": found.asked.label,
        "as_of": as_of,
        "clock": found.asked.curve.clock,
        "by_day": found.by_day,
        "day": found.day,
        "n": found.n,
        "adopted": found.adopted,
        "share": found.share,
        "state": found.state,
        "method": "pool",
        "launches": forecast and forecast.launches,
        "tier": found.tier,
        "type": found.launch_type,
        "unlike": forecast and forecast.is_unlike,
        "quantiles": forecast
        and {f"{level:g}": share for level, share in forecast.quantiles.items()},
        "bands": [
            {"level": level, "low": low, "high": high}
            for level in BANDS
            if forecast
            for low, high in [forecast.band(level)]
        ],
        "path": [_path_day(one) for one in found.path],
        "target": found.target,
        "target_stored": found.is_stored,
        "chance": found.chance,
        "past": [
            {**_named(one.launch), "n": one.n, "adopted": one.adopted_by(found.by_day)}
            | {"share": one.share}
            for one in found.past
        ],
        "overlaps": _overlaps(found.overlaps),
        "left_out": _left_out(found.left_out),
        "calibration": _calibration(found.calibration),
        "notes": list(found.asked.adoption.notes),
    }


def _path_day(one: PathDay) -> dict[str, Any]:
    bands = [{"level": level, "low": low, "high": high} for level, (low, high) in one.bands.items()]
    return {"day": one.day, "median": one.middle, "bands": bands}


def _calibration(found: Calibration) -> dict[str, Any]:
    return {
        "days": [
            {
                "day": one.day,
                "leave_one_out": _record(one.leave_one_out),
                "walk_forward": one.walk_forward and _record(one.walk_forward),
            }
            for one in found.days
        ],
        "trials": [_trial(one) for one in found.trials],
    }


def _record(one: Record) -> dict[str, Any]:
    return {
        "n": one.n,
        "inside": {f"{level:g}": count for level, count in one.inside.items()},
        "low": one.interval.low,
        "high": one.interval.high,
        "off": one.is_off,
        "error": one.error,
    }


def _trial(one: Trial) -> dict[str, Any]:
    return {
        "launch": one.launch.label,
        "day": one.day,
        "share": one.end,
        "leave_one_out": _tried(one.leave_one_out),
        "walk_forward": one.walk_forward and _tried(one.walk_forward),
    }


def _tried(one: Tried) -> dict[str, Any]:
    return {
        "launches": one.launches,
        "median": one.middle,
        "bands": [
            {"level": level, "low": low, "high": high, "inside": one.holds(level)}
            for level, (low, high) in one.bands.items()
        ],
        "percentile": one.percentile,
        "error": one.error,
    }

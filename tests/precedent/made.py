"""Launches made for tests, from who adopted on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pmm_core.adoption.curves import build_curves
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.precedent.launches import KnownLaunch
from pmm_core.vocabulary import LaunchType

LAUNCH = dt.date(2025, 3, 1)


@dataclass(frozen=True)
class Part:
    """Units that enter on day 0, adopt on some days and are observed alike long."""

    n: int
    adopted: Mapping[int, int] = field(default_factory=dict)
    followed: int = 60
    segment: str | None = None


def by_day(n: int, early: int, late: int, *, day: int = 10, **more: Any) -> Part:
    """Make units of which some have adopted by an early day and some more by day 30."""
    return Part(n, {day: early, 30: late - early}, **more)


def known(
    name: str,
    *parts: Part,
    tier: int | None = None,
    launch_type: LaunchType | None = None,
    launched_on: dt.date | None = LAUNCH,
    **rule: Any,
) -> KnownLaunch:
    """Make a launch of Comet out of its parts; `rule` are fields of its definition."""
    start = {} if "expose" in rule else {"launched_on": launched_on or LAUNCH}
    definition = AdoptionDefinition(adopt=("use",), **start, **rule)
    segments = sorted({part.segment for part in parts if part.segment is not None})
    frame = pd.concat(
        [
            _rows(parts, None, definition.horizon),
            *(
                _rows([part for part in parts if part.segment == one], one, definition.horizon)
                for one in segments
            ),
        ]
    )
    as_of = LAUNCH + dt.timedelta(days=60)
    adoption = Adoption(
        name=name,
        definition=definition,
        as_of=as_of,
        last_day=as_of,
        as_of_given=True,
        by="plan" if segments else None,
        units={},
        rows={},
        curves=build_curves(frame, definition),
    )
    return KnownLaunch(len(name), name, "Comet", tier, launched_on, adoption, launch_type)


def _rows(parts: Sequence[Part], segment: str | None, horizon: int) -> pd.DataFrame:
    days = np.arange(horizon + 1)
    counts = {
        name: np.zeros(horizon + 1, dtype=np.int64)
        for name in (
            ["entered", "adopted", "left", "censored", "observed", "matured", "matured_adopted"]
        )
    }
    for part in parts:
        assert all(day <= part.followed for day in part.adopted)
        adopted = np.array([part.adopted.get(int(day), 0) for day in days])
        there = days <= part.followed
        counts["entered"][0] += part.n
        counts["adopted"] += adopted
        if part.followed <= horizon:
            counts["censored"][part.followed] += part.n - adopted.sum()
        counts["observed"] += part.n * there
        counts["matured"] += part.n * there
        counts["matured_adopted"] += np.cumsum(adopted) * there
    return pd.DataFrame(
        {"segment": segment or np.nan, "audience": "eligible", "day": days, **counts}
    )

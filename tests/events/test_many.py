"""Many launches in one pass give what each launch gives by itself."""

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import ibis
import pandas as pd
import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.events.counting import CountedUnits, count_units
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.log import EventLog
from pmm_core.events.many import fits_one_pass
from pmm_core.events.opening import open_log
from pmm_core.events.shaping import shape
from pmm_core.events.source import CountRequest
from pmm_core.events.times import TimeReader
from pmm_core.vocabulary import LateJoiners
from tests.adoption.oracle import Event
from tests.adoption.test_against_oracle import START, random_log, write_csv


def random_launches(rng: random.Random, number: int) -> list[AdoptionDefinition]:
    return [
        AdoptionDefinition(
            adopt=rng.choice([("open",), ("open", "share"), ("any",), ("sign_up",)]),
            launched_on=START + dt.timedelta(days=rng.randint(5, 60)),
            active_days=rng.choice([7, 28]),
            late_joiners=rng.choice([LateJoiners.SEPARATE, LateJoiners.EXCLUDE]),
            timezone="Europe/Berlin",
        )
        for _ in range(number)
    ]


def count_alone(log: EventLog, request: CountRequest, as_of: dt.date) -> CountedUnits:
    """Count by the rule that knows habits, leaving and both clocks, and one launch at a time."""
    rows = shape(log, request, TimeReader(log.engine.name, request.rule.timezone))
    usable = rows.readable & ~rows.duplicate & rows.passes & (rows.day <= ibis.literal(as_of))
    return count_units(log.engine, rows.filter(usable), request, as_of)


@pytest.mark.parametrize("seed", range(5))
def test_one_pass_and_one_pass_a_launch_agree(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    path = write_csv(random_log(rng), tmp_path / "log.csv")
    launches = random_launches(rng, 64 if seed == 0 else 8)
    as_of = START + dt.timedelta(days=80)
    with open_log(str(path)) as log:
        source = IbisSource(log)
        requests = [
            CountRequest(rule=launch, as_of=as_of, by="plan", allow_unused=True)
            for launch in launches
        ]
        for request, together in zip(requests, source.daily_counts_many(requests), strict=True):
            if seed == 0 and rng.random() < 0.85:
                continue
            alone = count_alone(log, request, as_of)
            if isinstance(together, InvalidInput):
                assert together.code == "no_audience" and not alone.units.eligible
            else:
                assert together.units == alone.units
                pd.testing.assert_frame_equal(together.frame, alone.frame)


@pytest.mark.parametrize("oldest", ["1970-01-01", "2019-06-01"])
def test_rows_years_before_the_launches_count_in_one_pass_as_alone(
    oldest: str, tmp_path: Path
) -> None:
    rng = random.Random(oldest)
    events = random_log(rng) + [Event(f"{unit:05}", "open", oldest, "pro") for unit in range(80)]
    launches = random_launches(rng, 3)
    assert len({launch.adopt for launch in launches}) > 1
    with open_log(str(write_csv(events, tmp_path / "log.csv"))) as log:
        source = IbisSource(log)
        requests = [CountRequest(rule=launch, by="plan", allow_unused=True) for launch in launches]
        for request, together in zip(requests, source.daily_counts_many(requests), strict=True):
            assert not isinstance(together, InvalidInput)
            alone = count_alone(log, request, together.as_of)
            assert together.units == alone.units
            pd.testing.assert_frame_equal(together.frame, alone.frame)


def test_forty_launches_of_one_event_count_in_one_pass_as_alone(tmp_path: Path) -> None:
    # More than fit into 32 bits, one a launch.
    rng = random.Random(40)
    launches = [replace(one, adopt=("open",)) for one in random_launches(rng, 40)]
    with open_log(str(write_csv(random_log(rng), tmp_path / "log.csv"))) as log:
        requests = [CountRequest(rule=launch, allow_unused=True) for launch in launches]
        found = IbisSource(log).daily_counts_many(requests)
        for request, together in list(zip(requests, found, strict=True))[30::3]:
            assert not isinstance(together, InvalidInput)
            alone = count_alone(log, request, together.as_of)
            assert together.units == alone.units
            pd.testing.assert_frame_equal(together.frame, alone.frame)


def test_a_rule_with_a_habit_or_a_leaving_needs_a_pass_of_its_own() -> None:
    day = dt.date(2025, 3, 1)
    assert fits_one_pass(AdoptionDefinition(adopt=("open",), launched_on=day))
    for changes in (
        {"min_uses": 2},
        {"min_days": 2},
        {"after_exposure_day": True},
        {"leave": "close"},
        {"late_joiners": LateJoiners.INCLUDE},
    ):
        assert not fits_one_pass(AdoptionDefinition(adopt=("open",), launched_on=day, **changes))
    assert not fits_one_pass(AdoptionDefinition(adopt=("open",), expose="any"))

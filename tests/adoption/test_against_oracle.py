"""The program and a second implementation agree on random logs, whatever is asked."""

import csv
import datetime as dt
import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Clock, LateJoiners
from tests.adoption.oracle import Event, Question, answer

START = dt.date(2025, 3, 1)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]
NAMES = ["open", "share", "sign_up", "close"]


def random_log(rng: random.Random) -> list[Event]:
    """Write a log of some sixty units with every way to write a time, and some repeats."""
    events = []
    for number in range(rng.randint(5, 60)):
        for _ in range(rng.randint(1, 7)):
            at = dt.datetime.combine(START, dt.time()) + dt.timedelta(
                days=rng.randint(0, 75), microseconds=rng.randrange(86_400_000_000)
            )
            events.append(
                Event(
                    f"{number:05}",
                    rng.choice(NAMES),
                    random_time(at, rng),
                    rng.choice(["free", "pro", "", "NA"]),
                )
            )
    rng.shuffle(events)
    return events


def random_time(at: dt.datetime, rng: random.Random) -> str:
    # Hours that a change of the clocks repeats are left out: which of the two is meant is open.
    if at.hour < 4:
        at = at.replace(hour=23, minute=59, second=59)
    form = rng.randrange(5)
    if form == 0:
        return at.date().isoformat()
    if form == 1:
        return at.isoformat(sep=" ", timespec="seconds")
    if form == 2:
        return at.isoformat(timespec="microseconds")
    offset = dt.timezone(dt.timedelta(minutes=rng.choice([-210, 0, 120, 345])))
    return at.replace(tzinfo=offset).isoformat()


def random_question(rng: random.Random, events: list[Event]) -> Question:
    launch_clock = rng.random() < 0.6
    question = Question(
        adopt=rng.choice([["open"], ["open", "share"], ["any"]]),
        launched_on=START + dt.timedelta(days=rng.randint(10, 45)) if launch_clock else None,
        expose=None if launch_clock else rng.choice(["any", "sign_up"]),
        active_days=rng.choice([3, 14, 28]),
        late_joiners=rng.choice(["separate", "include", "exclude"]),
        after_exposure_day=rng.random() < 0.4,
        min_uses=rng.choice([1, 1, 2, 3]),
        min_days=rng.choice([1, 1, 2]),
        leave=rng.choice([None, "close"]),
        windows=rng.choice([[5, 10, 30], [0, 3], [7, 14, 21]]),
        horizon=30,
        as_of=START + dt.timedelta(days=rng.choice([50, 60, 70, 90])),
        timezone=rng.choice(ZONES),
        source_timezone=rng.choice(ZONES),
        by=rng.random() < 0.5,
    )
    assert events
    return question


def write_csv(events: list[Event], path: Path) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "event", "ts", "plan"])
        writer.writerows([e.unit, e.event, e.when, e.plan] for e in events)
    return path


def definition_of(question: Question) -> AdoptionDefinition:
    return AdoptionDefinition(
        adopt=tuple(question.adopt),
        launched_on=question.launched_on,
        expose=question.expose,
        active_days=question.active_days,
        late_joiners=LateJoiners(question.late_joiners),
        after_exposure_day=question.after_exposure_day,
        min_uses=question.min_uses,
        min_days=question.min_days,
        leave=question.leave,
        windows=tuple(question.windows),
        horizon=question.horizon,
        timezone=question.timezone,
        laid_on=Clock(question.laid_on) if question.laid_on else None,
    )


def ask(path: Path, question: Question) -> Adoption:
    return read_adoption(
        source=LogSource(str(path), timezone=question.source_timezone, allow_unused=True),
        definition=definition_of(question),
        as_of=question.as_of,
        by="plan" if question.by else None,
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_program_and_the_oracle_give_one_answer(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    events = random_log(rng)
    question = random_question(rng, events)
    expect_one_answer(events, question, tmp_path)


@pytest.mark.parametrize("seed", range(100, 130))
def test_days_laid_on_the_other_clock_are_those_of_the_oracle(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    events = random_log(rng)
    question = random_question(rng, events)
    if question.expose is None:
        question = replace(question, laid_on="exposure")
    else:
        day = START + dt.timedelta(days=rng.randint(0, 45))
        question = replace(question, laid_on="launch", launched_on=day)
    expect_one_answer(events, question, tmp_path)


def expect_one_answer(events: list[Event], question: Question, folder: Path) -> None:
    expected, units = answer(events, question)
    path = write_csv(events, folder / "log.csv")
    if not units["eligible"]:
        with pytest.raises(InvalidInput) as refused:
            ask(path, question)
        assert refused.value.code == "no_audience"
        return
    adoption = ask(path, question)
    assert dict(adoption.units) == units
    found = {(curve.segment, curve.audience.value): curve for curve in adoption.curves}
    assert list(found) == list(expected)
    for key, curve in found.items():
        theirs = expected[key]
        wiped_out = any(day.share is None for day in curve.days if day.at_risk)
        for day, other in zip(curve.days, theirs["days"], strict=True):
            assert (day.at_risk, day.adopted, day.left, day.censored) == (
                other["at_risk"], other["adopted"], other["left"], other["censored"],
            )  # fmt: skip
            if not wiped_out:
                assert_same(day.share, other["share"])
        for window, other in zip(curve.windows, theirs["windows"], strict=True):
            assert (window.n, window.matured, window.adopted) == (
                other["n"], other["matured"], other["adopted"],
            )  # fmt: skip
            assert_same(
                window.matured_share,
                other["matured_adopted"] / other["matured"] if other["matured"] else None,
            )


def assert_same(ours: float | None, theirs: float | None) -> None:
    assert (ours is None) == (theirs is None)
    assert ours is None or theirs is None or math.isclose(ours, theirs, abs_tol=1e-12)

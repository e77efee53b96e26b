"""Activation and engagement agree with a second implementation on random logs."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pmm_core.adoption.service import LogSource
from pmm_core.errors import InvalidInput
from pmm_core.measures.reading import Measures
from pmm_core.measures.service import Beside, read_measures
from tests.adoption.oracle import Question, adopters, answer, engagement
from tests.adoption.test_against_oracle import (
    definition_of,
    random_log,
    random_question,
    write_csv,
)

SPANS = [(1, 1), (7, 1), (7, 2), (3, 3), (28, 5)]


def ask(path: Path, question: Question, beside: Beside) -> Measures:
    return read_measures(
        source=LogSource(str(path), timezone=question.source_timezone, allow_unused=True),
        definition=definition_of(question),
        beside=beside,
        as_of=question.as_of,
        by="plan" if question.by else None,
    )


@pytest.mark.parametrize("seed", range(16))
def test_engagement_is_what_a_walk_over_every_adopter_and_day_counts(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(1000 + seed)
    events = random_log(rng)
    question = random_question(rng, events)
    days, min_days = rng.choice(SPANS)
    path = write_csv(events, tmp_path / "log.csv")
    try:
        found = ask(path, question, Beside((), days, min_days))
    except InvalidInput as refused:
        assert refused.code == "no_audience"
        return
    everyone = adopters(events, question)
    assert len(found.engagement) == len(found.adoption.curves)
    for curve in found.engagement:
        group = [
            one
            for one in everyone
            if one.audience == curve.audience.value and curve.segment in (None, one.segment)
        ]
        theirs = engagement(group, question, days=days, min_days=min_days)
        assert [(day.adopters, day.active) for day in curve.days] == [t[:2] for t in theirs]
        for window in curve.windows:
            assert window.active_days == sum(t[3] for t in theirs[: window.day + 1])
            assert window.adopter_days == sum(t[2] for t in theirs[: window.day + 1])


@pytest.mark.parametrize("seed", range(6))
def test_activation_is_the_curve_of_the_first_value_event(seed: int, tmp_path: Path) -> None:
    rng = random.Random(2000 + seed)
    events = random_log(rng)
    question = random_question(rng, events)
    path = write_csv(events, tmp_path / "log.csv")
    try:
        found = ask(path, question, Beside(("share",)))
    except InvalidInput as refused:
        assert refused.code == "no_audience"
        return
    first_value = replace(question, adopt=["share"], min_uses=1, min_days=1)
    expected, _ = answer(events, first_value)
    assert [(one.segment, one.audience.value) for one in found.activation] == list(expected)
    for curve in found.activation:
        theirs = expected[curve.segment, curve.audience.value]
        assert [day.adopted for day in curve.days] == [day["adopted"] for day in theirs["days"]]

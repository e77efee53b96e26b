"""Every refusal says what is missing and what to do; every step of a grade has a reason."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from pmm_core.impact import wording
from pmm_core.impact.facts import Question, Refusal
from pmm_core.impact.fits import Effect
from pmm_core.impact.grade import grade_of
from pmm_core.impact.placebo import Placebo, Trial
from pmm_core.impact.study import study
from pmm_core.vocabulary import Design, Grade, WhyRefused
from tests.impact.asked import CALENDAR, KPI, factor, noise, question, series, weeks

WHOLE = [series(noise(1, 50))]
REACHED, FRENCH = series(noise(2, 50), "English"), series(noise(3, 50, 300), "French")
JUMPED = series(noise(3, 50, 300, 3) * np.where(np.arange(50) >= 40, 1.2, 1), "French")
TWICE = replace(
    WHOLE[0],
    values=tuple(replace(one, version=1 + (at >= 30)) for at, one in enumerate(WHOLE[0].values)),
)
WANDERS = [series(100 + np.cumsum(np.random.default_rng(5).normal(0, 4, 50)))]
STILL_ON = (factor(weeks(12)[0].first, None),)

CASES: dict[WhyRefused, tuple[Question, str]] = {
    WhyRefused.NO_LAUNCH_DAY: (
        question(WHOLE, launched_on=None),
        "“Insights” has no launch day yet. Enter it on the launch.",
    ),
    WhyRefused.NO_CADENCE: (
        question(WHOLE, kpi=replace(KPI, cadence=None)),
        "Enter its cadence on the KPI.",
    ),
    WhyRefused.NO_VALUES: (question([series([])]), "Record or import some."),
    WhyRefused.TOO_EARLY: (
        question(WHOLE, launched=2),
        "Only 2 weeks have a value after the launch so far, and it takes 3 weeks. Look again",
    ),
    WhyRefused.PRE_TOO_SHORT: (question(WHOLE, launched=20, after=12), "Look at fewer weeks"),
    WhyRefused.TOO_FEW_VALUES: (question(WHOLE, launched=45), "Import older values."),
    WhyRefused.DEFINITION_CHANGED: (question([TWICE]), "Look only at values since then"),
    WhyRefused.NO_CONTROL: (
        question(WHOLE, designs=(Design.DID,)),
        "Choose a segment or a KPI that the launch could not touch.",
    ),
    WhyRefused.TOO_FEW_DONORS: (
        question([REACHED], [FRENCH], designs=(Design.SYNTHETIC_CONTROL,)),
        "1 control to mix, and it takes 3. Choose more segments or KPIs",
    ),
    WhyRefused.CONTROL_JUMPS: (
        question([REACHED], [JUMPED], designs=(Design.UCM,)),
        "“French” itself leaves its course at the launch",
    ),
    WhyRefused.TOO_WIDE: (
        question(WANDERS, designs=(Design.UCM,)),
        "Choose a control that the launch could not touch.",
    ),
    WhyRefused.FACTOR_COVERS: (
        question(WHOLE, designs=(Design.BEFORE_AFTER,), factors=STILL_ON),
        "“Outage” leaves no week after the launch to be adjusted",
    ),
    WhyRefused.NOT_FITTED: (
        question([series(np.zeros(50))], designs=(Design.ITS,)),
        "Import more values, or choose another design.",
    ),
}


@pytest.mark.parametrize("why", list(WhyRefused))
def test_every_refusal_is_reached_by_values_and_says_what_to_do(why: WhyRefused) -> None:
    asked, due = CASES[why]
    found = study(asked, CALENDAR)
    refusals: list[Refusal | None] = [found.refused]
    refusals += [one.refusal for one in found.left_out]
    refusals += [one.not_adjusted for one in found.results]
    (refusal,) = [one for one in refusals if one is not None]
    assert refusal.why is why
    said = wording.refusal(refusal, asked)
    assert due in said
    assert said.endswith(".") and "None" not in said
    # What is wrong, then what to do about it.
    assert said.count(". ") >= 1


def effect(*, has_interval: bool = True) -> Effect:
    ends = (1.0, 9.0) if has_interval else (None, None)
    return Effect(5.0, *ends, 100.0, 105.0, 50.0, None, None, 10)


def placebo(false: int) -> Placebo:
    dates = weeks(20)[:5]
    ends = [(1.0, 3.0) if at < false else (-1.0, 3.0) for at in range(5)]
    return Placebo(
        tuple(Trial(day, 2.0, *pair) for day, pair in zip(dates, ends, strict=True)), 3, 0
    )


@pytest.mark.parametrize(
    ("design", "said", "due"),
    [
        (Design.DID, {"hold_out": True}, Grade.A),
        (Design.DID, {}, Grade.B),
        (Design.DID, {"parallel": False}, Grade.D),
        (Design.DID, {"parallel": None}, Grade.D),
        (Design.DID, {"parallel": False, "hold_out": True}, Grade.A),
        (Design.DID, {"effect": effect(has_interval=False)}, Grade.C),
        (Design.DID, {"effect": effect(has_interval=False), "hold_out": True}, Grade.C),
        (Design.UCM, {}, Grade.C),
        (Design.UCM, {"hold_out": True}, Grade.C),
        (Design.ITS, {}, Grade.C),
        (Design.SYNTHETIC_CONTROL, {"effect": effect(has_interval=False)}, Grade.C),
        (Design.BEFORE_AFTER, {}, Grade.D),
        (Design.DID, {"placebo": placebo(1)}, Grade.B),
        (Design.DID, {"placebo": placebo(2)}, Grade.C),
        (Design.DID, {"percent_error": 0.2}, Grade.B),
        (Design.DID, {"percent_error": 0.21}, Grade.C),
        (Design.DID, {"percent_error": 0.21, "placebo": placebo(2)}, Grade.D),
        (Design.ITS, {"percent_error": 0.21, "placebo": placebo(2)}, Grade.D),
    ],
)
def test_every_step_of_a_grade_has_its_reason(design: Design, said: dict, due: Grade) -> None:
    given = {
        "effect": effect(),
        "placebo": placebo(0),
        "parallel": True,
        "percent_error": 0.02,
        "hold_out": False,
    } | said
    assert grade_of(design, given.pop("effect"), given.pop("placebo"), **given) is due


def test_a_launch_day_after_the_last_value_is_too_early() -> None:
    found = study(question(WHOLE, launched_on=dt.date(2026, 4, 20)), CALENDAR)
    assert found.refused and found.refused.why is WhyRefused.TOO_EARLY
    said = wording.refusal(found.refused, found.question)
    assert said.startswith("No whole week has a value after the launch so far")

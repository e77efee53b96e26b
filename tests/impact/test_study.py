"""A question answered or refused: what is enough, what is taken out, how far it may be believed."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.impact import wording
from pmm_core.impact.factors import FactorUse
from pmm_core.impact.facts import Question, SeriesFacts
from pmm_core.impact.grade import verdict_of
from pmm_core.impact.placebo import try_placebos
from pmm_core.impact.study import DesignResult, Impact, study
from pmm_core.vocabulary import Cadence, Design, FactorMethod, Grade, ImpactVerdict, WhyRefused
from tests.impact.asked import CALENDAR, KPI, factor, noise, panel, question, series, weeks

AFTER = np.arange(50) >= 40
ITS = (Design.ITS,)


def lifted(seed: int, name: str, lift: float = 0.08, level: float = 400.0) -> SeriesFacts:
    return series(noise(seed, 50, level, level / 100) * np.where(AFTER, 1 + lift, 1.0), name)


def untouched(seed: int, name: str, level: float = 300.0) -> SeriesFacts:
    return series(noise(seed, 50, level, level / 100), name)


REACHED = [lifted(1, "English"), lifted(2, "German", 0.085, 250), lifted(3, "Dutch", 0.075, 150)]
OTHERS = [untouched(4, "French"), untouched(5, "Spanish", 220.0), untouched(6, "Italian", 140.0)]


def answered(asked: Question) -> Impact:
    return study(asked, CALENDAR)


def result(found: Impact, design: Design) -> DesignResult:
    return next(one for one in found.results if one.design is design)


def refused(found: Impact) -> WhyRefused | None:
    return found.refused and found.refused.why


def test_designs_stand_side_by_side_the_best_grade_first() -> None:
    found = answered(question(REACHED, OTHERS))
    assert [one.design for one in found.results] == [
        Design.DID,
        Design.UCM,
        Design.SYNTHETIC_CONTROL,
    ]
    assert [one.grade for one in found.results] == [Grade.B, Grade.C, Grade.C]
    for one in found.results:
        effect = one.raw.fit.effect
        assert effect.relative and effect.relative[0] == pytest.approx(0.08, abs=0.01)
    assert found.agree
    assert found.span and (found.span.before, found.span.after) == (40, 10)
    assert (result(found, Design.DID).placebo.false_positives or 0) <= 1
    assert len(result(found, Design.DID).placebo.trials) == 5


def test_no_cause_is_named_below_grade_a() -> None:
    did = (Design.DID,)
    below = answered(question(REACHED, OTHERS, designs=did))
    head = wording.headline(below)
    assert "consistent with a rise" in head and "cause" not in head
    drawn = answered(question(REACHED, OTHERS, hold_out=True, designs=did))
    assert drawn.main and drawn.main.grade is Grade.A
    assert "a rise caused by the launch" in wording.headline(drawn)


def test_designs_that_say_different_things_are_no_headline() -> None:
    growing = noise(1, 50, 0, 0.5) + 100 + np.arange(50) + 0.5
    found = answered(question(whole(growing), designs=(Design.ITS, Design.BEFORE_AFTER)))
    assert [one.best.verdict for one in found.results] == [
        ImpactVerdict.NO_CHANGE_SHOWN,
        ImpactVerdict.HIGHER,
    ]
    assert found.agree is False
    assert "do not agree" in wording.headline(found) and "do not agree" in wording.agree(found)


def test_one_segment_on_a_side_has_no_interval_and_no_verdict() -> None:
    found = answered(question(REACHED[:1], OTHERS[:1], designs=(Design.DID,)))
    one = result(found, Design.DID)
    assert one.raw.fit.effect.low is None
    assert one.raw.verdict is ImpactVerdict.NO_INTERVAL
    assert one.grade is Grade.C
    assert one.placebo.false_positives is None
    assert "fewer than two series on a side" in wording.grade(one)


def test_groups_that_drifted_apart_before_are_worth_little() -> None:
    drift = np.exp(0.01 * np.arange(50))
    drifting = [
        series(noise(at, 50, 300, 3) * drift, name)
        for at, name in ((11, "English"), (12, "German"))
    ]
    one = result(answered(question(drifting, OTHERS, designs=(Design.DID,))), Design.DID)
    assert one.parallel is False
    assert one.grade is Grade.D
    assert "did not move alike" in wording.grade(one)


def test_other_kpis_are_controls_of_a_structural_series_only_where_units_differ() -> None:
    share = series(noise(7, 50, 0.4, 0.004), "Share", kpi_id=2, unit="%")
    found = answered(question(REACHED[:1], [share], designs=(Design.DID, Design.UCM)))
    assert [(one.design, one.refusal.why) for one in found.left_out] == [
        (Design.DID, WhyRefused.NO_CONTROL)
    ]
    assert result(found, Design.UCM)


def whole(values: np.ndarray, **said: object) -> list[SeriesFacts]:
    return [series(list(values), **said)]


def test_a_history_shorter_than_three_times_what_comes_after_is_refused() -> None:
    found = answered(question(whole(noise(1, 38)), launched=10, after=10))
    assert refused(found) is WhyRefused.PRE_TOO_SHORT
    assert found.refused
    message = wording.refusal(found.refused, found.question)
    assert "28 weeks" in message and "30 weeks" in message and "fewer weeks" in message


def test_without_a_wish_as_many_weeks_are_read_as_the_history_allows() -> None:
    found = answered(question(whole(noise(1, 38)), launched=10, designs=ITS))
    assert found.span and (found.span.before, found.span.after, found.span.shortened) == (28, 9, 1)
    assert "1 later week not read" in wording.span(found)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"launched_on": None}, WhyRefused.NO_LAUNCH_DAY),
        ({"kpi": replace(KPI, cadence=None)}, WhyRefused.NO_CADENCE),
        ({"launched": 2}, WhyRefused.TOO_EARLY),
        ({"launched_on": dt.date(2026, 4, 20)}, WhyRefused.TOO_EARLY),
        ({"launched": 45}, WhyRefused.TOO_FEW_VALUES),
        ({"as_of": weeks(9)[0].last}, WhyRefused.TOO_EARLY),
    ],
)
def test_what_is_not_enough_is_refused_in_a_sentence(said: dict, why: WhyRefused) -> None:
    found = answered(question(whole(noise(1, 50)), **said))
    assert refused(found) is why
    assert found.refused and wording.refusal(found.refused, found.question).endswith(".")
    assert wording.headline(found).startswith("Nothing can be said")


def test_no_value_at_all_is_refused() -> None:
    assert refused(answered(question(whole(np.full(50, np.nan))))) is WhyRefused.NO_VALUES


def test_values_of_two_definitions_are_not_compared() -> None:
    one = series(noise(1, 50))
    changed = replace(
        one,
        values=tuple(replace(value, version=1 + (at >= 20)) for at, value in enumerate(one.values)),
    )
    found = answered(question([changed]))
    assert refused(found) is WhyRefused.DEFINITION_CHANGED
    assert found.refused and found.refused.day == one.values[20].on
    since = answered(question([changed], since=one.values[20].on, after=5, designs=ITS))
    assert since.refused is None


def test_a_control_that_jumps_at_the_launch_is_refused_by_name() -> None:
    moved = series(noise(4, 50, 300, 3) * np.where(AFTER, 1.1, 1.0), "French")
    found = answered(question(REACHED, [moved, *OTHERS[1:]]))
    assert not found.results
    assert {one.refusal.why for one in found.left_out} == {WhyRefused.CONTROL_JUMPS}
    assert "“French”" in wording.left_out(Design.DID, found.left_out[0].refusal, found.question)


def test_without_a_control_a_wide_interval_says_nothing() -> None:
    wander = 100 + np.cumsum(np.random.default_rng(5).normal(0, 4, 50))
    found = answered(question(whole(wander), designs=(Design.UCM,)))
    assert [one.refusal.why for one in found.left_out] == [WhyRefused.TOO_WIDE]
    assert found.main is None


def test_the_period_the_launch_day_lies_in_does_not_count() -> None:
    values = noise(1, 50) + 0.5
    tuesday = weeks(11)[0].first + dt.timedelta(days=1)
    asked = question(whole(values), launched_on=tuesday, designs=ITS)
    found = answered(asked)
    assert found.span and found.span.is_split and found.span.after == 10
    spoilt = values.copy()
    spoilt[39] = 1e5
    other = answered(question(whole(spoilt), launched_on=tuesday, designs=ITS))
    assert result(found, Design.ITS).raw.fit.effect == result(other, Design.ITS).raw.fit.effect


OUTAGE = (weeks(8)[0].first, weeks(7)[0].last)


def test_an_outage_is_left_out_of_the_adjusted_answer_and_stays_in_the_raw_one() -> None:
    values = noise(1, 50) + 0.5
    values[42:44] -= 40
    found = answered(question(whole(values), factors=(factor(*OUTAGE),), designs=ITS))
    one = result(found, Design.ITS)
    assert one.adjusted
    assert one.raw.fit.effect.value < -5
    assert one.adjusted.fit.effect.value == pytest.approx(0, abs=2)
    assert one.adjusted.fit.effect.n == 8
    (used,) = found.factors
    assert (used.use, used.covers, used.declared_late) == (FactorUse.EXCLUDED, 2, False)


def test_a_verdict_that_hangs_on_the_factors_is_marked() -> None:
    values = noise(1, 50, 100, 0.5) + 0.25
    values[40:49] -= 9
    span = (weeks(10)[0].first, weeks(2)[0].last)
    one = result(
        answered(question(whole(values), factors=(factor(*span),), designs=ITS)), Design.ITS
    )
    assert one.raw.verdict is ImpactVerdict.LOWER
    assert one.adjusted and one.adjusted.verdict is ImpactVerdict.NO_CHANGE_SHOWN
    assert "hangs on the external factors" in wording.moved_by_adjustment(one)


def test_a_noted_factor_that_also_held_before_is_estimated() -> None:
    values = noise(1, 50) + 0.5
    values[35:45] += 12
    noted = factor(weeks(15)[0].first, weeks(6)[0].last, FactorMethod.NOTE)
    found = answered(question(whole(values), factors=(noted,), designs=(Design.BEFORE_AFTER,)))
    assert found.factors[0].use is FactorUse.REGRESSOR
    one = result(found, Design.BEFORE_AFTER)
    assert one.adjusted and one.adjusted.fit.effect.n == 10
    assert one.adjusted.fit.effect.value == pytest.approx(0, abs=2)
    assert one.raw.fit.effect.value > 3


def test_what_lies_over_every_week_after_cannot_be_adjusted_for() -> None:
    found = answered(
        question(whole(noise(1, 50)), factors=(factor(weeks(12)[0].first, None),), designs=ITS)
    )
    for one in found.results:
        assert one.adjusted is None
        assert one.not_adjusted and one.not_adjusted.why is WhyRefused.FACTOR_COVERS


@pytest.mark.parametrize(("days", "late"), [(-30, False), (6, False), (7, True), (60, True)])
def test_a_factor_declared_after_a_result_it_explains_is_marked(days: int, late: bool) -> None:
    """Its first week ends, and is known, on day 6 of it."""
    said = factor(*OUTAGE, declared_on=OUTAGE[0] + dt.timedelta(days=days), by_owner=True)
    found = answered(question(whole(noise(1, 50)), factors=(said,), designs=ITS))
    (used,) = found.factors
    assert used.declared_late is late
    told = wording.factor(used, Cadence.WEEKLY)
    assert ("after the result was known" in told) is late
    assert "who owns the KPI" in told


def test_a_factor_outside_the_weeks_read_is_no_factor() -> None:
    past = factor(dt.date(2020, 1, 1), dt.date(2020, 2, 1))
    found = answered(question(whole(noise(1, 50)), factors=(past,), designs=ITS))
    assert found.factors == ()
    assert all(one.adjusted is None for one in found.results)


@given(st.integers(0, 5000))
@settings(max_examples=15)
def test_nothing_later_than_the_as_of_day_is_ever_read(seed: int) -> None:
    values = noise(seed, 50) + 0.5
    day = weeks(4)[0].last
    asked = {"as_of": day, "designs": (Design.ITS,)}
    known = answered(question(whole(values), **asked))
    values[47:] *= 3
    later = answered(question(whole(values), **asked))
    assert result(known, Design.ITS).raw.fit.effect == result(later, Design.ITS).raw.fit.effect
    assert known.span == later.span


def test_the_order_of_controls_changes_nothing() -> None:
    designs = (Design.DID, Design.SYNTHETIC_CONTROL)
    one = answered(question(REACHED, OTHERS, designs=designs))
    two = answered(question(REACHED, [OTHERS[2], OTHERS[0], OTHERS[1]], designs=designs))
    for design in designs:
        first, second = result(one, design), result(two, design)
        assert first.raw.fit.effect.value == pytest.approx(second.raw.fit.effect.value, rel=1e-4)
        assert first.grade is second.grade


def test_placebo_dates_lie_before_the_launch_and_use_nothing_after_it() -> None:
    calm = panel([noise(1, 50) + 0.5], before=40)
    spoilt = calm.treated[0].values.copy()
    spoilt[40:] = 1e4
    other = replace(calm, treated=(replace(calm.treated[0], values=spoilt),))
    one, two = try_placebos(Design.ITS, calm, 5.0), try_placebos(Design.ITS, other, 5.0)
    assert one == two
    assert len(one.trials) == 5
    assert all(trial.period.last < weeks(10)[0].first for trial in one.trials)


def test_placebo_dates_find_no_more_than_chance_on_noise_and_steps_that_are_no_noise() -> None:
    false = tried = 0
    for seed in range(40):
        found = try_placebos(Design.ITS, panel([noise(seed, 80) + 0.5], before=60), 5.0)
        false += found.false_positives or 0
        tried += len(found.trials)
    assert tried == 200
    assert false / tried < 0.1
    steps = noise(1, 80, 100) + np.where(np.arange(80) >= 40, 12.0, 0.0)
    found = try_placebos(Design.BEFORE_AFTER, panel([steps], before=60), 5.0)
    assert (found.false_positives or 0) >= 2


def test_false_alarms_cost_a_grade() -> None:
    swing = np.ones(50)
    swing[22:28], swing[30:36] = 1.06, 0.95
    swinging = [
        series(noise(at, 50, 300, 2) * swing, name)
        for at, name in ((11, "English"), (12, "German"))
    ]
    still = [untouched(13, "French"), untouched(14, "Spanish")]
    one = result(answered(question(swinging, still, designs=(Design.DID,))), Design.DID)
    assert one.parallel is True
    assert (one.placebo.false_positives or 0) >= 2
    assert one.grade is Grade.C
    assert "one down for the placebo dates" in wording.grade(one)


@given(st.floats(-50, 50), st.floats(0, 30))
def test_a_verdict_follows_the_interval(value: float, half: float) -> None:
    effect = answered_effect(value, half)
    due = (
        ImpactVerdict.HIGHER
        if value - half > 0
        else ImpactVerdict.LOWER
        if value + half < 0
        else ImpactVerdict.NO_CHANGE_SHOWN
    )
    assert verdict_of(effect) is due


def answered_effect(value: float, half: float):
    from pmm_core.impact.fits import Effect

    return Effect(value, value - half, value + half, 100, 100 + value, None, None, None, 5)

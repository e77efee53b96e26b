"""Designs that hold the treated series against untouched ones of the same days."""

import numpy as np

from pmm_core.impact.fits import Effect, Fit, NotFitted, effect_of
from pmm_core.impact.panel import Floats, Panel
from pmm_core.stats.differences import ChangeDifference, change_after, clustered_difference
from pmm_core.stats.donors import in_space, mix_donors
from pmm_core.stats.fitting import mean_percent_error
from pmm_core.vocabulary import Design

FEWEST_DONORS = 3


def is_on_logs(panel: Panel) -> bool:
    """Tell whether changes are compared relative to size: amounts that are all above 0."""
    series = [panel.known(one) for one in (*panel.treated, *panel.controls)]
    return not panel.is_share and all(bool((one[np.isfinite(one)] > 0).all()) for one in series)


def difference_in_differences(panel: Panel) -> Fit:
    """Difference in differences, clustered by series; relative where amounts are compared."""
    on_logs = is_on_logs(panel)

    def scaled(values: Floats) -> Floats:
        return np.log(values) if on_logs else values

    beside = panel.beside if panel.beside.shape[1] else None
    changes = [
        [change_after(scaled(panel.known(one)), panel.after, beside) for one in side]
        for side in (panel.treated, panel.controls)
    ]
    treated, controls = ([one for one in side if one is not None] for side in changes)
    if not treated or not controls:
        raise NotFitted
    gap = clustered_difference(treated, controls)
    deviations = []
    for one in panel.controls:
        values = scaled(panel.known(one))
        deviations.append(values - np.nanmean(values[: panel.before]))
    common = np.mean(deviations, axis=0)
    observed = panel.outcome.values
    level = float(np.nanmean(observed[: panel.before]))
    if on_logs:
        path = np.exp(common)
        expected = path * level / float(np.nanmean(path[: panel.before]))
    else:
        expected = level + common * (1 if panel.is_share else len(panel.treated))
    effect = _did_effect(panel, gap, on_logs=on_logs)
    unknown = np.full(len(expected), np.nan)
    details = {
        "scale": "relative" if on_logs else "level",
        "treated": len(treated),
        "controls": len(controls),
        "error": gap.error,
        "df": gap.df,
    }
    return Fit(
        Design.DID,
        effect,
        expected,
        unknown,
        unknown,
        mean_percent_error(observed[: panel.before], expected[: panel.before]),
        details,
    )


def _did_effect(panel: Panel, gap: ChangeDifference, *, on_logs: bool) -> Effect:
    after = panel.outcome.values[panel.before :]
    actual = float(np.nanmean(after))
    n = int(np.isfinite(after).sum())

    def per_period(size: float | None) -> float | None:
        if size is None:
            return None
        if on_logs:
            return actual * (1 - float(np.exp(-size)))
        return size * (1 if panel.is_share else len(panel.treated))

    value = per_period(gap.value)
    assert value is not None
    return effect_of(panel, value, (per_period(gap.low), per_period(gap.high)), actual, n)


def synthetic_control(panel: Panel) -> Fit:
    """A mix of the controls; amounts are compared relative to their mean before the launch."""
    before = panel.before
    outcome = panel.outcome.values
    donors = np.column_stack([panel.known(one) for one in panel.controls])
    rows = np.isfinite(outcome) & np.isfinite(donors).all(axis=1)
    first = int(rows[:before].sum())
    if donors.shape[1] < FEWEST_DONORS or first < donors.shape[1] or not rows[before:].any():
        raise NotFitted
    size, sizes = 1.0, np.ones(donors.shape[1])
    if not panel.is_share:
        size = float(outcome[:before][rows[:before]].mean())
        sizes = donors[:before][rows[:before]].mean(axis=0)
        if size <= 0 or (sizes <= 0).any():
            raise NotFitted
    treated, others = outcome[rows] / size, donors[rows] / sizes
    mix = mix_donors(treated, others, first)
    placebo = in_space(treated, others, first)
    expected = np.full(len(outcome), np.nan)
    expected[rows] = mix.made * size
    gap = float(mix.gap[first:].mean()) * size
    n = int(rows[before:].sum())
    unknown = np.full(len(outcome), np.nan)
    weights = {
        one.name: float(share) for one, share in zip(panel.controls, mix.weights, strict=True)
    }
    return Fit(
        Design.SYNTHETIC_CONTROL,
        effect_of(panel, gap, (None, None), float(outcome[before:][rows[before:]].mean()), n),
        expected,
        unknown,
        unknown,
        mean_percent_error(outcome[:before], expected[:before]),
        {"weights": weights, "rank": placebo.rank, "of": placebo.of},
    )

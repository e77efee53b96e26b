"""The designs: each says what would have been without the launch, and what is left over.

The only module that knows statsmodels, which is imported when a model is fitted. Every draw is
seeded: the same values give the same answer.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import stdtrit

from pmm_core.impact.contrasts import difference_in_differences, synthetic_control
from pmm_core.impact.fits import Effect, Fit, NotFitted, effect_of
from pmm_core.impact.panel import Floats, Mask, Panel
from pmm_core.stats.differences import lags_for
from pmm_core.stats.fitting import mean_percent_error, waves
from pmm_core.stats.neighbours import alike_covariance
from pmm_core.vocabulary import Cadence, Design

SEED = 20
DRAWS = 10_000
_TAIL = (2.5, 97.5)
# Season: values in a year or week, waves, and how many values before the launch it takes to know.
_SEASONS = {
    Cadence.DAILY: (7, 3, 28),
    Cadence.WEEKLY: (365.25 / 7, 2, 104),
    Cadence.MONTHLY: (12, 2, 24),
    Cadence.QUARTERLY: (4, 1, 8),
}


def fit(design: Design, panel: Panel, *, draws: int = DRAWS) -> Fit:
    """Fit a design.

    Args:
        panel: the series; the structural series and what needs donors use its controls.
        draws: of the structural series.

    Raises:
        NotFitted: the design cannot be told from these values.
    """
    if design is Design.DID:
        return difference_in_differences(panel)
    if design is Design.UCM:
        return _ucm(panel, draws)
    if design is Design.SYNTHETIC_CONTROL:
        return synthetic_control(panel)
    return _its(panel, with_time=design is Design.ITS)


def season_of(panel: Panel) -> tuple[float, int] | None:
    """Return length and waves of the season that can be known from the values before."""
    season = _SEASONS.get(panel.periods[0].cadence)
    return None if season is None or panel.before < season[2] else season[:2]


def _its(panel: Panel, *, with_time: bool) -> Fit:
    """One series, cut at the launch: a step on top of trend and season."""
    n = len(panel.periods)
    time = np.arange(n, dtype=np.float64)
    season = season_of(panel) if with_time else None
    columns = [np.ones((n, 1)), panel.after.astype(np.float64)[:, None], panel.beside]
    if with_time:
        columns.append(((time - time.mean()) / n)[:, None])
    if season is not None:
        columns.append(waves(time, *season))
    design = np.column_stack(columns)
    outcome = panel.outcome
    known = np.isfinite(outcome.values)
    used = design[known]
    if known.sum() < used.shape[1] + 3 or np.linalg.matrix_rank(used) < used.shape[1]:
        raise NotFitted
    kind = Design.ITS if with_time else Design.BEFORE_AFTER
    if panel.is_counted:
        return _poisson(panel, kind, design)
    from statsmodels.regression.linear_model import OLS

    lags = lags_for(int(known.sum()))
    found = OLS(outcome.values[known], used).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    near, alike = alike_covariance(outcome.values[known], used, time[known])
    spreads = (np.asarray(found.cov_params()), near)
    without = design.copy()
    without[:, 1] = 0
    half = float(stdtrit(found.df_resid, 0.975))
    step, error = float(found.params[1]), float(_errors(np.eye(used.shape[1])[1], spreads))
    return _line(
        panel,
        kind,
        without @ found.params,
        half * _errors(without, spreads),
        (step, step - half * error, step + half * error),
        {
            "model": "ols_hac",
            "lags": lags,
            "error": error,
            "newey_west_error": float(found.bse[1]),
            "alike": alike,
        },
    )


def _errors(rows: Floats, spreads: Sequence[Floats]) -> Floats:
    """Return the larger standard error of each row by several covariances.

    Newey-West errors are far too small for the short series of a KPI whose values hang together,
    and those of unrelated counts are too; errors that only know alike neighbours may miss the rest.
    """
    errors: Floats = np.sqrt(
        np.max([np.einsum("...j,jk,...k->...", rows, one, rows) for one in spreads], axis=0)
    )
    return errors


def _poisson(panel: Panel, kind: Design, design: Floats) -> Fit:
    """Counts, or shares of counted units: quasi-Poisson with the units as offset."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    outcome = panel.outcome
    counts, units = outcome.values, np.ones(len(outcome.values))
    if panel.is_share:
        assert outcome.numerator is not None and outcome.denominator is not None
        counts, units = outcome.numerator, outcome.denominator
    known = np.isfinite(counts) & np.isfinite(units) & (units > 0)
    if counts[known].sum() == 0 or counts[known & panel.after].sum() == 0:
        raise NotFitted
    model = GLM(counts[known], design[known], family=Poisson(), offset=np.log(units[known]))
    found = model.fit(scale="X2")
    without = design.copy()
    without[:, 1] = 0
    seen = found.fittedvalues**0.5
    weighted = design[known] * seen[:, None]
    resid = (counts[known] - found.fittedvalues) / seen
    places = np.flatnonzero(known).astype(np.float64)
    near, alike = alike_covariance(resid, weighted, places)
    spreads = (np.asarray(found.cov_params()), near)
    rate, rate_without = np.exp(design @ found.params), np.exp(without @ found.params)
    mean: Mask = np.asarray(known & panel.after, np.bool_)
    value = float((rate - rate_without)[mean].mean())
    slope = (rate[mean, None] * design[mean] - rate_without[mean, None] * without[mean]).mean(0)
    half = float(stdtrit(found.df_resid, 0.975))
    error = float(_errors(slope, spreads))
    band = half * _errors(without, spreads) * rate_without
    details = {
        "model": "quasi_poisson",
        "dispersion": float(found.scale),
        "error": error,
        "step_error": float(found.bse[1]),
        "alike": alike,
    }
    return _line(
        panel,
        kind,
        rate_without,
        band,
        (value, value - half * error, value + half * error),
        details,
    )


def _line(
    panel: Panel,
    kind: Design,
    expected: Floats,
    band: Floats,
    step: tuple[float, float, float],
    details: dict[str, Any],
) -> Fit:
    observed = panel.outcome.values
    after = observed[panel.before :]
    n = int(np.isfinite(after).sum())
    return Fit(
        kind,
        effect_of(panel, step[0], step[1:], float(np.nanmean(after)), n),
        expected,
        expected - band,
        expected + band,
        mean_percent_error(observed[: panel.before], expected[: panel.before]),
        details,
    )


def _ucm(panel: Panel, draws: int) -> Fit:
    """A level that wanders, and the controls; fitted before the launch, drawn on as whole paths.

    Without a control nothing carries trend and season, so it then has both of its own. Beside
    controls a season of its own would take from them what ties them to the KPI.
    """
    outcome = panel.outcome.values
    controls = [panel.known(one)[:, None] for one in panel.controls]
    season = None if panel.controls else season_of(panel)
    place = np.arange(len(panel.periods), dtype=np.float64)
    waved = [] if season is None else [waves(place, *season)]
    exog = np.column_stack([panel.beside, *waved, *controls])
    usable: Mask = np.asarray(np.isfinite(exog).all(axis=1), np.bool_)
    observed = np.where(usable, outcome, np.nan)
    spread = exog[: panel.before][usable[: panel.before]].std(axis=0)
    exog = _standard(exog[:, spread > 0], panel.before)
    return _drawn(panel, observed, exog, draws)


def _drawn(panel: Panel, observed: Floats, exog: Floats, draws: int) -> Fit:
    before, steps = panel.before, len(panel.periods) - panel.before
    centre = float(np.nanmean(observed[:before]))
    scale = float(np.nanstd(observed[:before])) or 1.0
    fitted, ahead, paths = level_paths(
        (observed[:before] - centre) / scale, exog, steps, draws, trend=not panel.controls
    )
    ahead, paths = ahead * scale + centre, paths * scale + centre
    counted = np.isfinite(observed[before:])
    if not counted.any():
        raise NotFitted
    gaps = observed[before:, None][counted] - paths[counted]
    gap = float((observed[before:] - ahead)[counted].mean())
    actual = float(observed[before:][counted].mean())
    low, high = (float(end) for end in np.percentile(gaps.mean(axis=0), _TAIL))
    n = int(counted.sum())
    total = None if panel.is_share else gap * n
    # The cumulative interval comes from whole paths; bands of single periods must not be added up.
    ends = np.percentile(gaps.sum(axis=0), _TAIL)
    total_low, total_high = (None if panel.is_share else float(end) for end in ends)
    band = np.percentile(paths, _TAIL, axis=1)
    unknown = np.full(before, np.nan)
    expected = np.concatenate([fitted * scale + centre, ahead])
    expected[0] = np.nan
    return Fit(
        Design.UCM,
        Effect(gap, low, high, actual - gap, actual, total, total_low, total_high, n),
        expected,
        np.concatenate([unknown, band[0]]),
        np.concatenate([unknown, band[1]]),
        mean_percent_error(observed[:before], expected[:before]),
        {"draws": draws, "seed": SEED, "controls": exog.shape[1]},
    )


def level_paths(
    values: Floats, exog: Floats, steps: int, draws: int, *, trend: bool
) -> tuple[Floats, Floats, Floats]:
    """Fit a level by maximum likelihood and draw how it may go on.

    Args:
        values: before the launch; `nan` where unknown.
        exog: what moves it, a column each, for all periods; may have no column.
        steps, draws: periods after the launch, and paths.
        trend: the level also rises or falls steadily.

    Returns:
        One-step fits before, the forecast after, and the paths, a column each.

    Raises:
        NotFitted: too few values.
    """
    from statsmodels.tools.sm_exceptions import ConvergenceWarning
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    before = len(values)
    if np.isfinite(values).sum() < exog.shape[1] + 5:
        raise NotFitted
    has = exog.shape[1] > 0
    with warnings.catch_warnings():
        # Where the level does not wander its variance lies at the edge of what can be.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        model = UnobservedComponents(
            values,
            level="local linear deterministic trend" if trend else "local level",
            exog=exog[:before] if has else None,
        )
        found = model.fit(disp=False)
        later = exog[before:] if has else None
        ahead = np.asarray(found.get_forecast(steps, exog=later).predicted_mean)
        spread = _spread(model, found)
    paths = _draw(found, spread, ahead, exog[before:], draws)
    return np.asarray(found.fittedvalues), ahead, paths


def _spread(model: Any, found: Any) -> Floats:
    """Return how uncertain level, trend and what the controls weigh are at the end, together.

    A fit that takes the weights of the controls for known gives intervals that are too narrow. At
    the same variances they are states beside the level, whose covariance the filter gives.
    """
    if model.exog is None:
        return np.asarray(found.predicted_state_cov)[:, :, -1]
    beside = model.clone(model.endog, exog=model.exog, mle_regression=False)
    variances = dict(zip(model.param_names, found.params, strict=True))
    seen = beside.filter([variances[name] for name in beside.param_names])
    return np.asarray(seen.predicted_state_cov)[:, :, -1]


def _draw(found: Any, spread: Floats, ahead: Floats, exog: Floats, draws: int) -> Floats:
    """Draw whole paths at once: where the level may stand at the end, its steps, and the noise.

    The forecast already holds what the controls and a trend add; a level that may stand higher, or
    rise faster, than expected is carried on, and so are controls that weigh more.
    """
    steps = len(ahead)
    variance = dict(zip(found.model.param_names, found.params, strict=True))
    draw = np.random.default_rng(SEED)
    start = draw.multivariate_normal(np.zeros(len(spread)), spread, size=draws, method="eigh").T
    off = np.tile(start[0], (steps, 1))
    own = len(spread) - exog.shape[1]
    if own > 1:
        off += np.arange(steps)[:, None] * start[1]
    off += exog @ start[own:]
    moves = draw.standard_normal((steps, draws)) * np.sqrt(variance.get("sigma2.level", 0.0))
    # The first step lies in what is known of the level at the end already.
    moves[0] = 0.0
    noise = draw.standard_normal((steps, draws)) * np.sqrt(variance["sigma2.irregular"])
    paths: Floats = ahead[:, None] + off + np.cumsum(moves, axis=0) + noise
    return paths


def jump(values: Floats, before: int, *, level: float, first: int = 4) -> bool:
    """Tell whether a series itself leaves its course right at the launch.

    Args:
        values: one a period, `nan` where unknown.
        before: how many lie before the launch.
        level: two-sided confidence needed to speak of a jump.
        first: how many known periods after the launch are looked at.
    """
    places = np.flatnonzero(np.isfinite(values[before:]))[:first]
    known = values[:before]
    scale = float(np.nanstd(known))
    if not len(places) or scale == 0:
        return bool(
            scale == 0
            and len(places)
            and not np.allclose(values[before:][places], np.nanmean(known))
        )
    steps = int(places[-1]) + 1
    centre = float(np.nanmean(known))
    nothing = np.zeros((before + steps, 0))
    try:
        _, _, paths = level_paths((known - centre) / scale, nothing, steps, DRAWS, trend=True)
    except NotFitted:
        return False
    seen = float(((values[before:][places] - centre) / scale).mean())
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(paths[places].mean(axis=0), (tail, 100 - tail))
    return not low <= seen <= high


def _standard(columns: Floats, before: int) -> Floats:
    """Bring columns to mean 0 and spread 1 before the launch; the fit does not depend on it."""
    filled = np.where(np.isfinite(columns), columns, np.nanmean(columns[:before], axis=0))
    spread = filled[:before].std(axis=0)
    standard: Floats = (filled - filled[:before].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return standard

"""Segments of launches: brought to one mix, and ranked without being fooled by small ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmm_core.precedent.launches import AtAge, KnownLaunch, why_incomplete
from pmm_core.stats.beta_binomial import shrunken_shares
from pmm_core.stats.comparison import log_rank
from pmm_core.stats.many_tests import benjamini_hochberg, holm
from pmm_core.stats.mixing import GroupShare, MixedShare, standardise
from pmm_core.stats.survival import DayCounts
from pmm_core.vocabulary import WindowState


@dataclass(frozen=True)
class Mix:
    """How an audience is made up.

    Attributes:
        of: the launch whose audience it is.
        column: what splits it.
        weights: segment -> share of the audience.
    """

    of: str
    column: str
    weights: Mapping[str, float]


@dataclass(frozen=True)
class MixRefused:
    """Why a launch cannot be brought to a mix: a segment of the mix is missing or too small."""

    segment: str
    n: int


@dataclass(frozen=True)
class ComparedSegment:
    """One segment of a launch beside the others.

    Attributes:
        shrunken: its expected share, drawn towards the others the more the smaller it is; null
            unless everybody has been observed.
        rank: by that share.
        p_holm, p_found: p-values of its curve against all others', adjusted to confirm and to
            explore.
    """

    segment: str
    at: AtAge
    shrunken: float | None = None
    rank: int | None = None
    p_holm: float | None = None
    p_found: float | None = None


def mix_of(launch: KnownLaunch, day: int) -> Mix | None:
    """Return the mix of a launch's own audience.

    Null where its curves are not split, or where typed segments are not all of it.
    """
    sizes = {
        segment: at.n for segment in launch.adoption.segments if (at := launch.at(day, segment))
    }
    column, total = launch.adoption.by, sum(sizes.values())
    typed, whole = launch.curve.typed, launch.at(day)
    is_partial = typed is not None and whole is not None and total != whole.n
    if column is None or not total or is_partial:
        return None
    return Mix(launch.label, column, {segment: n / total for segment, n in sizes.items() if n})


def under_mix(launch: KnownLaunch, day: int, mix: Mix) -> MixedShare | MixRefused:
    """Bring the share of a launch to a mix; refused where a segment of it is too small there."""
    groups = []
    for segment, weight in mix.weights.items():
        at = launch.at(day, segment)
        if at is None or at.share is None or at.interval is None or _is_small(at):
            return MixRefused(segment, at.n if at else 0)
        groups.append(GroupShare(weight, at.share, at.variance, at.interval, at.adopted))
    return standardise(groups)


def _is_small(at: AtAge) -> bool:
    return at.state is WindowState.TOO_FEW


def compare_segments(launch: KnownLaunch, day: int) -> tuple[ComparedSegment, ...]:
    """Hold each segment of a launch against all others of it, the best first.

    Args:
        launch: with its curves by segment; without them, or with one alone, nothing comes out.
        day: of its age.
    """
    found = [(name, at) for name in launch.adoption.segments if (at := launch.at(day, name))]
    whole = launch.at(day)
    if whole is None or len(found) < 2:
        return ()
    # Typed segments need not add up to everybody day by day, so nothing can be taken from it.
    is_counted = launch.curve.typed is None
    tests = [
        log_rank(at.counts, _rest(whole.counts, at.counts)) if is_counted else None
        for _, at in found
    ]
    p = [test.p for test in tests if test]
    adjusted = iter(zip(holm(p), benjamini_hochberg(p), strict=True))
    complete = why_incomplete(launch, day) is None
    shrunken = shrunken_shares([(at.adopted, at.n) for _, at in found]) if complete else ()
    ranks = [1 + sum(other > own for other in shrunken) for own in shrunken]
    segments = []
    for place, (name, at) in enumerate(found):
        confirmed, explored = next(adjusted) if tests[place] else (None, None)
        segments.append(
            ComparedSegment(
                segment=name,
                at=at,
                shrunken=shrunken[place] if complete else None,
                rank=ranks[place] if complete else None,
                p_holm=confirmed,
                p_found=explored,
            )
        )
    return tuple(sorted(segments, key=lambda one: (one.rank or 0, one.segment)))


def _rest(whole: DayCounts, part: DayCounts) -> DayCounts:
    return DayCounts(
        **{
            name: getattr(whole, name) - getattr(part, name)
            for name in DayCounts.__dataclass_fields__
        }
    )

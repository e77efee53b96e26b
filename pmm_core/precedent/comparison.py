"""Launches at equal age: how far apart they are, which place one takes, and under one mix."""

from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.precedent.launches import (
    AtAge,
    KnownLaunch,
    LeftOut,
    difference,
    why_incomplete,
    why_other,
    why_unknown,
)
from pmm_core.precedent.overlaps import Overlap
from pmm_core.precedent.segments import (
    ComparedSegment,
    Mix,
    MixRefused,
    compare_segments,
    mix_of,
    under_mix,
)
from pmm_core.stats.comparison import (
    Difference,
    LogRank,
    MeanDays,
    adopted_days,
    days_difference,
    log_rank,
)
from pmm_core.stats.many_tests import holm
from pmm_core.stats.mixing import MixedShare
from pmm_core.stats.placing import Placing, chance_above_median, place
from pmm_core.vocabulary import Clock


@dataclass(frozen=True)
class ComparedLaunch:
    """One launch of a comparison.

    Attributes:
        at: its reading on the day of the comparison.
        adopted_days: of the first `day` days.
        mixed: its share under the one mix of all; null without a mix, or where `refused` says why.
    """

    launch: KnownLaunch
    at: AtAge
    adopted_days: MeanDays | None
    mixed: MixedShare | None
    refused: MixRefused | None


@dataclass(frozen=True)
class Apart:
    """How far the launch asked about lies from another, the former minus the latter.

    Attributes:
        adopted_days: positive where the launch asked about was faster.
        log_rank: whether the whole curves differ; weak where they cross.
        p_holm: its p-value, allowing for how many launches are compared.
    """

    than: KnownLaunch
    share: Difference
    adopted_days: Difference | None
    log_rank: LogRank | None
    p_holm: float | None


@dataclass(frozen=True)
class Comparison:
    """The answer to "how does this launch do beside the others?".

    Attributes:
        day: the age at which all are read; null while the launch asked about has none.
        launches: the one asked about first, then the others by share, the highest first.
        apart: one for each other, in that order.
        placing: among the launches complete on that day; null without any, or where it is not
            complete itself.
        chance: that its share lies above the median of theirs.
        among: the launches it is placed among.
        mix: segments and weights all are brought to; null without a split.
        segments: of the launch asked about, the best first.
        overlaps: what else happened to its audience while it was observed, then to those of the
            others.
    """

    asked: KnownLaunch
    day: int | None
    launches: tuple[ComparedLaunch, ...] = ()
    apart: tuple[Apart, ...] = ()
    placing: Placing | None = None
    chance: float | None = None
    among: tuple[KnownLaunch, ...] = ()
    mix: Mix | None = None
    segments: tuple[ComparedSegment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    overlaps: tuple[Overlap, ...] = ()


def default_day(launch: KnownLaunch) -> int | None:
    """Choose the age to compare at: its last complete window, else its last complete day.

    Where units are exposed one after the other no window is ever complete: there it is the last one
    that has been observed for some.
    """
    through = launch.curve.complete_through
    if through is None:
        return None
    windows = [
        day
        for day in launch.adoption.definition.windows
        if launch.curve.adopted_by(day) is not None
    ]
    complete = [day for day in windows if day <= through]
    if not complete and is_never_final(launch):
        complete = [day for day in windows if day <= (launch.curve.observed_through or 0)]
    return complete[-1] if complete else through


def common_day(asked: KnownLaunch, others: Sequence[KnownLaunch]) -> int | None:
    """Choose the age to compare named launches at: the last window over in all of them.

    Args:
        asked: the launch asked about.
        others: those it is to be held against; one that is read otherwise has no say.

    Returns:
        Its own day where no window is over in all: who is too young for it is left out.
    """
    through = [
        -1 if one.curve.complete_through is None else one.curve.complete_through
        for one in (asked, *others)
        if why_other(one, asked) is None
    ]
    days = [day for day in asked.adoption.definition.windows if day <= min(through)]
    return days[-1] if days else default_day(asked)


def comparable_through(launches: Sequence[KnownLaunch]) -> int | None:
    """Return the last day of their age to draw launches up to; null while there is none.

    It is the last one final for every one. Where units are exposed one after the other that day
    does not come: there it is the last one observed in every one.
    """
    through = [
        one.curve.observed_through if is_never_final(one) else one.curve.complete_through
        for one in launches
    ]
    known = [day for day in through if day is not None]
    return min(known) if known and len(known) == len(through) else None


def is_never_final(launch: KnownLaunch) -> bool:
    """Tell whether its units are exposed one after the other."""
    return launch.curve.clock is Clock.EXPOSURE


def compare(asked: KnownLaunch, others: Sequence[KnownLaunch], *, day: int | None) -> Comparison:
    """Hold a launch against others on one day of their age.

    Args:
        asked: the launch asked about; its segment mix is the one all are brought to.
        others: launches read as of the same day.
        day: of the age; null where `asked` has none yet.
    """
    own = None if day is None else asked.at(day)
    if day is None or own is None or own.share is None:
        return Comparison(asked=asked, day=day)
    left_out = [
        LeftOut(one.label, why)
        for one in others
        if (why := why_other(one, asked) or why_unknown(one, day))
    ]
    kept = [one for one in others if one.label not in {each.launch for each in left_out}]
    mix = mix_of(asked, day)
    first, *rest = (_compared(one, at, mix) for one in (asked, *kept) if (at := one.at(day)))
    rest.sort(key=lambda one: (-(one.at.share or 0.0), one.launch.label))
    among = [one for one in rest if why_incomplete(one.launch, day) is None]
    is_placed = why_incomplete(asked, day) is None
    return Comparison(
        asked=asked,
        day=day,
        launches=(first, *rest),
        apart=_apart(first, rest),
        placing=place(own.share, [one.at.share or 0.0 for one in among]) if is_placed else None,
        chance=(
            chance_above_median(own.effective, [one.at.effective for one in among])
            if is_placed
            else None
        ),
        among=tuple(one.launch for one in among) if is_placed else (),
        mix=mix,
        segments=compare_segments(asked, day),
        left_out=tuple(left_out),
    )


def _compared(launch: KnownLaunch, at: AtAge, mix: Mix | None) -> ComparedLaunch:
    mixed = under_mix(launch, at.day, mix) if mix else None
    return ComparedLaunch(
        launch=launch,
        at=at,
        adopted_days=adopted_days(at.counts, days=at.day) if at.day and at.is_daily else None,
        mixed=mixed if isinstance(mixed, MixedShare) else None,
        refused=mixed if isinstance(mixed, MixRefused) else None,
    )


def _apart(first: ComparedLaunch, rest: Sequence[ComparedLaunch]) -> tuple[Apart, ...]:
    pairs = [(one, gap) for one in rest if (gap := difference(first.at, one.at))]
    tests = [_log_rank(first.at, one.at) for one, _ in pairs]
    adjusted = iter(holm([test.p for test in tests if test]))
    return tuple(
        Apart(
            than=one.launch,
            share=gap,
            adopted_days=(
                days_difference(first.adopted_days, one.adopted_days)
                if first.adopted_days and one.adopted_days
                else None
            ),
            log_rank=test,
            p_holm=next(adjusted) if test else None,
        )
        for (one, gap), test in zip(pairs, tests, strict=True)
    )


def _log_rank(first: AtAge, second: AtAge) -> LogRank | None:
    """Compare whole curves; null where it is not known who adopted on which day."""
    if not (first.is_daily and second.is_daily):
        return None
    return log_rank(first.counts, second.counts)

"""A launch without a log: typed counts give the windows, intervals and states of a log."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.adoption import wording
from pmm_core.adoption.answer import adoption_answer
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.typed import Counted, typed_adoption
from pmm_core.vocabulary import ReadingSource, WindowState
from tests.adoption.readings import LAUNCH, launch_rows, read

RULE = AdoptionDefinition(adopt=("any",), launched_on=LAUNCH)


def day(number: int) -> dt.date:
    return LAUNCH + dt.timedelta(days=number)


def typed(*counts: Counted, as_of: int | None = None) -> Adoption:
    on = None if as_of is None else day(as_of)
    return typed_adoption(counts, RULE, name="Insights", as_of=on)


def test_twelve_of_forty_by_day_5_is_thirty_percent_with_wilsons_interval() -> None:
    found = typed(Counted(None, 5, 40, 12), as_of=12)
    first, second, last = found.whole.windows
    assert (first.share, first.n, first.matured, first.adopted) == (0.3, 40, 40, 12)
    assert (round(first.low or 0, 3), round(first.high or 0, 3)) == (0.181, 0.454)
    assert first.wilson == (first.low, first.high) and first.method == "wilson"
    assert (first.state, second.state) == (WindowState.COMPLETE, WindowState.TOO_EARLY)
    assert wording.reading(first) == "30.0% (18.1 to 45.4%)"
    assert (last.state, last.share, last.matured) == (WindowState.TOO_EARLY, None, 0)
    assert found.source is ReadingSource.TYPED


def test_what_nobody_counted_is_unknown_and_said() -> None:
    found = typed(Counted(None, 5, 40, 12), Counted(None, 30, 40, 20), as_of=40)
    assert [one.share for one in found.whole.windows] == [0.3, None, 0.5]
    assert [one.day for one in found.whole.days if one.share is not None] == [5, 30]
    assert wording.not_counted([10]) in found.notes
    (curve,) = adoption_answer(found)["curves"]
    assert curve["days"][10] == dict.fromkeys(curve["days"][10]) | {"day": 10}
    assert curve["days"][5]["adopted"] is None and curve["days"][5]["share"] == 0.3


def test_a_count_of_a_later_day_is_not_known_yet() -> None:
    counts = (Counted(None, 5, 40, 12), Counted(None, 10, 40, 15))
    found = typed(*counts, as_of=9)
    assert [one.share for one in found.whole.windows] == [0.3, None, None]
    assert (found.rows["read"], found.rows["used"], found.rows["after_as_of"]) == (2, 1, 1)
    latest = typed(*counts)
    assert (latest.as_of, latest.as_of_given) == (day(10), False)
    assert adoption_answer(latest)["as_of_source"] == "last_count"


def test_three_of_twelve_is_too_few() -> None:
    (first, *_) = typed(Counted(None, 5, 12, 3), as_of=12).whole.windows
    assert (first.state, first.share) == (WindowState.TOO_FEW, 0.25)


def test_segments_stand_beside_everybody_and_are_never_added_up() -> None:
    found = typed(Counted("pro", 5, 40, 12), Counted("free", 5, 90, 9), as_of=12)
    assert found.segments == ("free", "pro") and found.by == "segment"
    assert found.whole.n == 0 and found.whole.windows[0].share is None
    assert wording.NOT_ADDED_UP in found.notes
    assert [one.segment for one in found.facets] == ["free", "pro"]


def test_more_segments_than_fit_are_pooled_from_their_counts() -> None:
    counts = [Counted(f"s{n}", 5, 100 - n, n) for n in range(9)]
    *own, pooled = typed(*counts, as_of=12).facets
    assert [one.segment for one in own] == ["s0", "s1", "s2", "s3", "s4"]
    assert (pooled.pooled, pooled.curve.n, pooled.curve.adopted_by(5)) == (4, 374, 26)


def test_on_the_exposure_clock_a_count_is_known_from_the_day_of_counting() -> None:
    rule = AdoptionDefinition(adopt=("any",), expose="any")
    counts = [Counted(None, 5, 90, 12, day(20)), Counted(None, 10, 60, 10, day(20))]
    before = typed_adoption(counts, rule, name="Setup", as_of=day(19))
    assert [one.share for one in before.whole.windows] == [None, None, None]
    after = typed_adoption(counts, rule, name="Setup", as_of=day(20))
    assert [one.n for one in after.whole.windows] == [90, 60, 60]
    assert after.whole.windows[1].share == 10 / 60


@settings(max_examples=8)
@given(st.dictionaries(st.integers(0, 30), st.integers(0, 5), max_size=8))
def test_a_daily_curve_gives_the_shares_of_the_log_it_was_counted_from(
    tmp_path_factory: pytest.TempPathFactory, adopted: dict[int, int]
) -> None:
    folder: Path = tmp_path_factory.mktemp("log")
    log = read(folder, launch_rows(60, adopted), day=30)
    by_day = [sum(n for when, n in adopted.items() if when <= one) for one in range(31)]
    found = typed(*(Counted(None, one, 60, n) for one, n in enumerate(by_day)), as_of=30)
    for mine, theirs in zip(found.whole.windows, log.whole.windows, strict=True):
        assert mine.share == pytest.approx(theirs.share, abs=1e-12)
        assert (mine.wilson, mine.state) == (theirs.wilson, theirs.state)
        assert (mine.n, mine.matured, mine.adopted) == (theirs.n, theirs.matured, theirs.adopted)
    for one, other in zip(found.whole.days, log.whole.days, strict=True):
        assert (one.at_risk, one.adopted) == (other.at_risk, other.adopted)
        assert one.share == pytest.approx(other.share, abs=1e-12)

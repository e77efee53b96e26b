"""Engagement by hand, its states and its words; leaving beside adopting."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.service import LogSource
from pmm_core.errors import InvalidInput
from pmm_core.measures import wording
from pmm_core.measures.reading import Measures
from pmm_core.measures.service import Beside, read_measures
from pmm_core.vocabulary import WindowState

DAY_0 = dt.date(2026, 3, 2)


def log(folder: Path, rows: list[tuple[str, str, int]]) -> Path:
    """Write rows of unit, event and days since the launch."""
    lines = [f"{unit},{event},{DAY_0 + dt.timedelta(days=day)}" for unit, event, day in rows]
    path = folder / "log.csv"
    path.write_text("\n".join(["user_id,event,date", *lines]) + "\n")
    return path


def ask(
    path: Path, *, as_of: int, beside: Beside | None = None, leave: str | None = None
) -> Measures:
    return read_measures(
        source=LogSource(str(path), allow_unused=True),
        definition=AdoptionDefinition(
            adopt=("use",), launched_on=DAY_0, leave=leave, windows=(5, 10), horizon=10, min_n=2
        ),
        beside=beside or Beside(),
        as_of=DAY_0 + dt.timedelta(days=as_of),
    )


SEEN = [(unit, "seen", -1) for unit in "abcd"]


def test_the_use_that_made_an_adopter_does_not_make_them_engaged(tmp_path: Path) -> None:
    found = ask(log(tmp_path, [*SEEN, ("a", "use", 1), ("b", "use", 2)]), as_of=10)
    engaged = found.engaged()
    assert engaged is not None
    assert [day.adopters for day in engaged.days] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2]
    assert [day.active for day in engaged.days] == [0] * 11


def test_an_adopter_is_engaged_while_a_use_lies_in_the_trailing_days(tmp_path: Path) -> None:
    rows = [*SEEN, ("a", "use", 0), ("a", "use", 4)]
    engaged = ask(log(tmp_path, rows), as_of=10, beside=Beside((), 3)).engaged()
    assert engaged is not None
    assert [day.active for day in engaged.days] == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
    assert (engaged.days[6].share, engaged.days[7].share) == (1.0, 0.0)


def test_two_days_of_use_are_asked_for_where_the_launch_says_so(tmp_path: Path) -> None:
    rows = [*SEEN, ("a", "use", 0), ("a", "use", 4), ("a", "use", 5)]
    engaged = ask(log(tmp_path, rows), as_of=10, beside=Beside((), 3, 2)).engaged()
    assert engaged is not None
    assert [day.active for day in engaged.days] == [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]


def test_before_anybody_adopted_there_is_no_engagement_rather_than_none(tmp_path: Path) -> None:
    engaged = ask(log(tmp_path, [*SEEN, ("a", "use", 3)]), as_of=10).engaged()
    assert engaged is not None
    assert (engaged.days[9].share, engaged.days[10].share) == (None, 0.0)


def test_whoever_left_is_no_adopter_to_be_engaged_any_more(tmp_path: Path) -> None:
    rows = [*SEEN, ("a", "use", 1), ("a", "bye", 4), ("a", "use", 5), ("b", "use", 1)]
    found = ask(log(tmp_path, rows), as_of=10, leave="bye", beside=Beside((), 1))
    engaged = found.engaged()
    assert engaged is not None
    assert [day.adopters for day in engaged.days[1:6]] == [0, 2, 2, 1, 1]


def test_days_of_use_are_added_up_over_the_days_of_all_adopters(tmp_path: Path) -> None:
    rows = [*SEEN, *(("a", "use", day) for day in range(6)), ("b", "use", 4)]
    engaged = ask(log(tmp_path, rows), as_of=10).engaged()
    assert engaged is not None
    by_day_5 = engaged.windows[0]
    # a: 5 of the 5 days after adopting; b: 0 of 1. The mean of the two ratios would say 50%.
    assert (by_day_5.active_days, by_day_5.adopter_days) == (5, 6)
    assert by_day_5.active_rate == pytest.approx(5 / 6)


def test_a_window_that_is_not_over_has_no_engagement(tmp_path: Path) -> None:
    engaged = ask(log(tmp_path, [*SEEN, ("a", "use", 0)]), as_of=6).engaged()
    assert engaged is not None
    assert [window.state for window in engaged.windows] == [WindowState.TOO_EARLY] * 2
    assert [window.share for window in engaged.windows] == [None, None]


def test_activation_adoption_and_engagement_spell_out_their_own_denominators(
    tmp_path: Path,
) -> None:
    rows = [*SEEN, ("a", "first", 0), ("b", "first", 1), ("a", "use", 2), ("b", "use", 3)]
    found = ask(log(tmp_path, rows), as_of=10, beside=Beside(("first",)))
    assert wording.alt(found, 10) == (
        "log.csv: 2 of 4 eligible activated by day 10; 2 of 4 eligible adopted by day 10; 0 of 2 "
        "adopters of at least 7 days were active in the 7 days up to day 10."
    )


def test_adopted_left_and_open_are_everybody(tmp_path: Path) -> None:
    rows = [*SEEN, ("a", "use", 2), ("b", "bye", 3), ("c", "bye", 5)]
    found = ask(log(tmp_path, rows), as_of=10, leave="bye")
    (left,) = found.leaving
    assert left.left == 2
    assert [day.share for day in left.days][3:6] == pytest.approx([0.25, 0.25, 0.5])
    for day, other in zip(found.adoption.whole.days, left.days, strict=True):
        assert day.share is not None
        assert other.share is not None
        assert day.share + other.share <= 1 + 1e-12
    assert found.adoption.whole.days[10].share == pytest.approx(0.25)


def test_without_a_leave_event_nobody_is_said_to_have_left(tmp_path: Path) -> None:
    assert ask(log(tmp_path, [*SEEN, ("a", "use", 2)]), as_of=10).leaving == ()


@pytest.mark.parametrize(("days", "min_days"), [(0, 1), (400, 1), (7, 0), (7, 8)])
def test_a_span_nobody_could_be_engaged_in_is_refused(days: int, min_days: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        Beside((), days, min_days)
    assert refused.value.code == "definition_invalid"

"""The sentences of a launch curve say value, interval, number and what is missing."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pmm_core.adoption import wording
from pmm_core.vocabulary import Audience, WindowState
from tests.adoption.readings import LAUNCH, launch_rows, read

DAY_40 = LAUNCH + dt.timedelta(days=40)


def test_a_window_says_how_much_of_it_was_seen(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {1: 4}), day=6).whole
    states = [wording.window_state(w, curve.observed_through) for w in curve.windows]
    assert states == [
        "Complete: 4 of 40 eligible",
        "Too early: 6 of 10 days seen",
        "Too early: 6 of 30 days seen",
    ]
    few = read(tmp_path, launch_rows(12, {1: 3}), day=40).whole
    assert wording.window_state(few.windows[0], 40) == "Too few: 12 units, no verdict"
    one = replace(few.windows[0], n=1)
    assert wording.window_state(one, 40) == "Too few: 1 unit, no verdict"


def test_every_state_has_a_word_and_an_icon() -> None:
    assert set(wording.STATE_WORDS) == set(wording.STATE_ICONS) == set(WindowState)
    assert set(wording.AUDIENCE_WORDS) == set(Audience)


def test_the_takeaway_has_value_interval_number_and_day(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {1: 4}), day=40).whole
    assert wording.takeaway(curve, name="Insights", as_of=DAY_40) == (
        "Insights: 10.0% of 40 eligible units adopted within 30 days (95% interval 3.9 to 24.5%) "
        "as of 10 Apr 2025."
    )


def test_the_takeaway_of_a_young_launch_says_what_it_cannot_say(tmp_path: Path) -> None:
    young = read(tmp_path, launch_rows(40, {1: 4}), day=7).whole
    sentence = wording.takeaway(young, name="Insights", as_of=LAUNCH)
    assert "within 5 days" in sentence and sentence.endswith("Too early for day 10 and 30.")
    newborn = read(tmp_path, launch_rows(40, {1: 4}), day=2).whole
    sentence = wording.takeaway(newborn, name="Insights", as_of=LAUNCH)
    assert sentence.startswith("Insights: too early to say, 40 eligible units")


def test_the_method_names_its_estimator_and_its_assumption(tmp_path: Path) -> None:
    plain = read(tmp_path, launch_rows(40, {1: 4}), day=40).whole
    assert "Kaplan-Meier" in wording.method(plain) and "seen later" in wording.method(plain)
    leaving = read(tmp_path, launch_rows(40, {1: 4}), day=40, leave="close").whole
    assert "Aalen-Johansen" in wording.method(leaving)

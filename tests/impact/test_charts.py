"""The chart of an answer: what it draws, and that thin answers draw too."""

import json
from dataclasses import replace

import numpy as np
import pytest

from pmm_core.impact.adopters import Adopters, weeks_of
from pmm_core.impact.adopters_charts import adopters_chart
from pmm_core.impact.charts import impact_chart
from pmm_core.impact.study import Impact, study
from pmm_core.vocabulary import Design
from tests.impact.asked import CALENDAR, factor, noise, question, series, weeks

DAY = weeks(1)[0].last


def answered(**said: object) -> Impact:
    values = noise(1, 50) + np.where(np.arange(50) >= 40, 9.0, 0.0)
    return study(question([series(list(values))], designs=(Design.ITS,), **said), CALENDAR)


def drawn(found: Impact, theme: str = "light") -> dict:
    assert found.main
    return json.loads(impact_chart(found, found.main, theme=theme).to_json())


def rows(picture: dict, field: str) -> list[dict]:
    """The data of the first layer that has a column of this name and draws a line."""
    for layer in picture["layer"]:
        if (layer["mark"]["type"] == "line" and f"{field}:Q") or False:
            encoded = layer["encoding"]["y"].get("field")
            if encoded == field:
                return picture["datasets"][layer["data"]["name"]]
    raise AssertionError(field)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_observed_and_expected_are_lines_over_all_weeks(theme: str) -> None:
    picture = drawn(answered(), theme)
    assert len(rows(picture, "observed")) == 50
    assert len(rows(picture, "expected")) == 50
    last = rows(picture, "observed")[-1]
    assert last["observed"] > last["expected"]
    assert last["expected_written"].endswith(" teams")


def test_what_does_not_count_is_hollow() -> None:
    outage = factor(weeks(8)[0].first, weeks(7)[0].last)
    picture = drawn(answered(factors=(outage,)))
    counted = [row["counted"] for row in rows(picture, "observed")]
    assert [place for place, one in enumerate(counted) if not one] == [42, 43]


def test_an_answer_without_periods_draws_an_empty_picture() -> None:
    found = answered()
    assert found.main
    bare = replace(found, panel=None)
    assert impact_chart(bare, found.main).to_json()


def test_adopters_and_others_are_two_lines_from_four_weeks_before_day_0() -> None:
    sums = {(True, -1): (3.0, 3.0), (True, 0): (9.0, 21.0), (False, 0): (4.0, 6.0)}
    found = Adopters(
        event=None,
        events=("session",),
        adopters=5,
        others=8,
        horizon=30,
        weeks=weeks_of(sums, units=(5, 8), first=-4, last=1),
        as_of=weeks(1)[0].last,
    )
    picture = json.loads(adopters_chart(found, theme="dark").to_json())
    lines = [one for one in picture["layer"] if one["mark"]["type"] == "line"]
    assert len(lines) == 2
    drawn = [picture["datasets"][one["data"]["name"]] for one in lines]
    assert [[row["week"] for row in rows] for rows in drawn] == [list(range(-4, 2))] * 2
    assert drawn[0][4]["mean"] == pytest.approx(1.8)
    assert lines[1]["mark"]["strokeDash"]


def test_nothing_counted_still_draws() -> None:
    found = Adopters(None, (), 5, 8, 30, weeks_of({}, units=(5, 8), first=-1, last=0), DAY)
    assert adopters_chart(found).to_json()
    assert found.is_thin

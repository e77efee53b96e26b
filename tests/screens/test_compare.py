"""The page that compares launches: at equal age, on one clock, by address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmm_core.ui import navigation
from tests.cli.running import run
from tests.screens.made import expect_no_fault, open_page, own_store, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store


def open_compare(app: AppTest, **query: str | Sequence[str]) -> AppTest:
    app.query_params["company"] = "sample"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(navigation.COMPARE).run()
    return expect_no_fault(app)


def lead(app: AppTest) -> str:
    value: str = app.title[0].value
    return value.replace("\\", "")


def test_the_page_shows_the_numbers_of_the_command(
    app: AppTest, sample: Store, tmp_path: Path
) -> None:
    open_compare(app, of="Comet/Insights")
    assert lead(app) == "Insights: 34.0% by day 30, 1st of 3 launches"
    shown = texts(app)
    file = str(tmp_path / "sample.db")
    said = run("--store", file, "launch", "compare", "Insights", "--json").document
    for one in said["differences"]:
        assert f"{100 * one['share']['value']:+.1f} pts" in shown
        assert f"{100 * one['share']['low']:+.1f} to {100 * one['share']['high']:+.1f}" in shown
        assert f"{one['adopted_days']['value']:+.2f}" in shown
    for one in said["launches"]:
        assert f"{one['adopted']:,} of {one['n']:,}" in shown
    mixed = next(one for one in said["launches"] if one["launch"] == "Comet/Mobile app")
    assert f"{100 * mixed['standardised']['share']:.1f}%" in shown
    for segment in said["segments"]:
        assert f"{100 * segment['shrunken']:.1f}%" in shown
    assert "1st of 3 launches complete on day 30" in shown
    assert "Quill/Guided setup: it counts its days from something else." in shown
    assert "choose one day 0 for all above" in shown
    for one in said["differences"]:
        assert f"{one['than']} {one['logrank']['chi2']:.2f}" in shown
    assert "p allows for 3 comparisons (Holm)" in shown


def test_named_launches_are_compared_at_the_last_window_over_in_all(app: AppTest) -> None:
    open_compare(app, of="Comet/Insights", beside=["Harbor/Smart routing"])
    assert lead(app) == "Insights: 22.1% by day 10, 1st of 2 launches"
    assert "The curves end on day 15" in texts(app)
    assert "Knowledge base" not in texts(app)


def test_launches_on_two_clocks_are_never_on_one_axis(app: AppTest) -> None:
    open_compare(app, of="Quill/Guided setup", beside=["Comet/Insights"])
    assert lead(app).endswith("no other launch to compare with")
    assert "Comet/Insights: it counts its days from something else." in texts(app)


@pytest.mark.parametrize(
    ("zero", "since", "says"),
    [
        ("The launch day", "launch", "whoever is exposed later enters on that day"),
        ("Each unit's exposure", "exposure", "late joiners on their first day"),
    ],
)
def test_launches_on_two_clocks_are_laid_on_one_that_is_chosen(
    app: AppTest, sample: Store, tmp_path: Path, zero: str, since: str, says: str
) -> None:
    beside = ["Quill/Guided setup"]
    open_compare(app, of="Comet/Insights", beside=beside, zero=zero, day="30")
    file = str(tmp_path / "sample.db")
    asked = ["launch", "compare", "Insights", "--with", *beside, "--day", 30, "--since", since]
    said = run("--store", file, *asked, "--json").document
    assert said["clock"] == since and len(said["launches"]) == 2
    shown = texts(app)
    for one in said["launches"]:
        assert f"{one['adopted']:,} of {one['n']:,}" in shown
        assert f"{100 * one['share']:.1f}%" in shown
    assert f"{100 * said['differences'][0]['share']['value']:+.1f} pts" in shown
    assert says in shown


def test_the_readings_of_any_day_stand_by_launch(app: AppTest) -> None:
    open_compare(app, of="Comet/Insights", day="5", view="Readings by launch")
    assert lead(app) == "Insights: 14.5% by day 5, 1st of 4 launches"
    assert "Day-5 reading by launch, the earliest first" in texts(app)
    assert len(app.get("vega_lite_chart")) == 1


def test_what_an_address_asks_for_in_vain_is_told_and_left_out(app: AppTest) -> None:
    open_compare(
        app,
        of="Comet/Gone",
        beside=["Comet/Insights", "Comet/Nope"],
        day="99",
        on="yesterday",
        view="sideways",
    )
    shown = texts(app)
    assert "There is no launch called “Comet/Gone”" in shown
    for asked in ("Comet/Nope", "99", "yesterday", "sideways"):
        assert f"the address asks for “{asked}”" in shown
    assert lead(app) == "Smart routing: 14.3% by day 10, 2nd of 2 launches"


def test_what_an_address_asks_for_in_reach_is_not_told(app: AppTest) -> None:
    open_compare(app, of="Comet/Insights", day="5", on="2026-03-01", view="Curves")
    assert "the address asks for" not in texts(app)


def test_something_else_in_the_same_days_is_a_finding(app: AppTest) -> None:
    open_compare(app, of="Harbor/Smart routing")
    assert any("Not separately identifiable" in one.value for one in app.markdown)


def test_without_a_launch_the_page_says_what_it_needs(app: AppTest) -> None:
    own_store()
    open_page(app, navigation.COMPARE)
    assert "No launch to compare yet" in texts(app)

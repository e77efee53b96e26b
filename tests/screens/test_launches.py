"""The launch page: one sentence, curve, windows and forecast; and a source that is gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pmm_core.ui import navigation
from tests.cli.running import run
from tests.screens.made import expect_no_fault, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store


def open_launch(app: AppTest, launch: str, **query: str) -> AppTest:
    app.query_params["company"] = "sample"
    app.query_params["launch"] = launch
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(navigation.ADOPTION).run()
    return expect_no_fault(app)


LEADS = {
    "Harbor/Smart routing": "Smart routing: 14.3% adopted by day 10, ahead of its 12.0% target; "
    "day 30 forecast 21.2 to 37.1%",
    "Comet/Insights": "Insights: 34.0% adopted by day 30, ahead of its 30.0% target; "
    "1st of 3 launches by that day",
    "Comet/Mobile app": "Mobile app: 8.0% adopted by day 30, behind its 20.0% target; "
    "3rd of 3 launches by that day",
    "Harbor/Knowledge base": "Knowledge base: 24.2% adopted by day 30, ahead of its 22.0% target, "
    "though not clearly; 2nd of 3 launches by that day",
    "Quill/Guided setup": "Guided setup: 50.3% adopted by day 10, ahead of its 45.0% target; "
    "no forecast for day 30 without a past launch",
    "Quill/E-signature": "E-signature: 40.9% adopted by day 30, but 9 of 22 is too few for a "
    "verdict",
}


def test_each_launch_of_the_sample_leads_with_its_sentence(app: AppTest) -> None:
    open_launch(app, "Comet/Insights")
    for launch, lead in LEADS.items():
        app.selectbox(key="launch").set_value(launch).run()
        expect_no_fault(app)
        assert app.title[0].value.replace("\\", "") == lead


def test_the_real_log_leads_with_its_reading_alone(app: AppTest) -> None:
    open_launch(app, "A real launch log: CDNOW")
    assert app.title[0].value.replace("\\", "") == (
        "CDNOW: 17.5% adopted by day 30, no target set by then"
    )


def test_the_page_shows_the_numbers_of_the_command(
    app: AppTest, sample: Store, tmp_path: Path
) -> None:
    open_launch(app, "Harbor/Smart routing")
    shown = texts(app)
    file = str(tmp_path / "sample.db")
    said = run("--store", file, "launch", "forecast", "Smart routing", "--json").document
    low, high = (100 * said["bands"][1][side] for side in ("low", "high"))
    assert f"{low:.1f} to {high:.1f}%" in shown
    assert f"{100 * said['chance']:.0f}% likely" in shown and "Reaches 30.0%" in shown
    record = said["calibration"]["days"][1]["leave_one_out"]
    assert f"{record['inside']['0.8']} of {record['n']}" in shown and record["off"]
    assert any("Band too narrow" in one.value for one in app.markdown)
    path = [(one["day"], one["bands"][1]["low"]) for one in said["path"]]
    assert path in _drawn(app, "day", "low")


def _drawn(app: AppTest, *columns: str) -> list[list[tuple[Any, ...]]]:
    """Rows of every data set of the first chart that has the columns."""
    sets = app.get("vega_lite_chart")[0].proto.datasets
    tables = [pa.ipc.open_stream(one.data.data).read_all().to_pylist() for one in sets]
    return [
        [tuple(row[name] for name in columns) for row in rows]
        for rows in tables
        if rows and all(name in rows[0] for name in columns)
    ]


def test_a_launch_beside_something_else_is_a_finding(app: AppTest) -> None:
    open_launch(app, "Harbor/Smart routing")
    assert any(
        "Not separately identifiable" in one.value and "Advertising account" in one.value
        for one in app.markdown
    )


def test_without_a_past_launch_the_page_says_why_there_is_no_forecast(app: AppTest) -> None:
    open_launch(app, "Quill/Guided setup")
    assert "One launch alone says nothing about its own future" in texts(app)
    assert "how far to trust this cannot be checked yet" in texts(app)


def test_the_page_of_one_segment_has_an_address(app: AppTest) -> None:
    app.query_params["who"] = "Business"
    shown = texts(open_launch(app, "Comet/Insights"))
    lead = app.title[0].value.replace("\\", "")
    assert lead == "Insights, “Business”: 65.6% adopted by day 30, ahead of its 50.0% target"
    assert "105 of 160" in shown and "412 of 1,212" not in shown
    assert "Only “Business” is shown" in shown and "By plan" not in shown
    app.selectbox(key="who").set_value("Everybody").run()
    assert "412 of 1,212" in texts(expect_no_fault(app))


def test_a_day_of_long_ago_can_be_looked_at(app: AppTest) -> None:
    app.query_params["as_of"] = "1997-03-31"
    shown = texts(open_launch(app, "Comet/Insights"))
    assert app.date_input(key="as_of").value == dt.date(1997, 3, 31)
    assert "which is not there" not in shown


def test_a_launch_nobody_knows_falls_back_with_a_note(app: AppTest) -> None:
    open_launch(app, "Comet/Gone")
    assert "There is no launch called “Comet/Gone”" in texts(app)
    assert app.title[0].value.startswith("Smart routing")


def test_the_last_good_answer_stays_marked_stale_while_its_log_is_gone(
    app: AppTest, tmp_path: Path
) -> None:
    open_launch(app, "Comet/Insights")
    lead = app.title[0].value
    logs = next(tmp_path.glob("*events"))
    moved = logs.rename(tmp_path / "elsewhere")
    app.run()
    expect_no_fault(app)
    (stale,) = [one.value for one in app.warning if one.value.startswith("Stale")]
    assert "the last time it could be" in stale and "events folder" in stale
    assert app.title[0].value.split(",")[0] == lead.split(",")[0]
    for rests_on_it in ("How far to trust forecasts here", "Engagement", "badge[:material/flag_2"):
        assert rests_on_it in texts(app), "what rests on it stays as well"
    moved.rename(logs)
    app.run()
    assert [one for one in app.warning if one.value.startswith("Stale")] == []
    assert app.title[0].value == lead


def test_a_day_before_the_launch_is_told_and_no_old_answer_stands_in(app: AppTest) -> None:
    open_launch(app, "Comet/Insights")
    app.date_input(key="as_of").set_value(dt.date(2026, 1, 1)).run()
    expect_no_fault(app)
    assert any("The launch is on 13 Jan 2026" in one.value for one in app.info)
    assert app.title[0].value == "Comet/Insights" and not app.get("vega_lite_chart")


def test_a_log_that_could_never_be_read_is_told_with_its_reason(
    app: AppTest, tmp_path: Path
) -> None:
    app.query_params["company"] = "sample"
    app.run()
    next(tmp_path.glob("*events")).rename(tmp_path / "elsewhere")
    app.query_params["launch"] = "Comet/Insights"
    app.switch_page(navigation.ADOPTION).run()
    expect_no_fault(app)
    assert any("events folder" in one.value for one in app.info)


def test_the_three_measures_spell_out_their_own_fractions(app: AppTest) -> None:
    shown = texts(open_launch(app, "Harbor/Knowledge base"))
    assert "activation and adoption are one" in shown
    assert "208 of 860 eligible adopted by day 30." in shown
    assert "47 of 159 adopters of at least 7 days were active in the 7 days up to day 30." in shown
    assert "0.9% (0.5 to 1.9%) had left by day 30 without adopting" in shown

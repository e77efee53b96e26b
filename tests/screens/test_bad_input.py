"""Bad input on the page of a launch: what, where and what to do; the last good answer stays."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import sqlalchemy as sa

from pmm_core.models import Initiative
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.ui import navigation
from tests.adoption.readings import LAUNCH, Row, launch_rows
from tests.cli.running import run
from tests.events.test_lost_sources import mortal_server  # noqa: F401
from tests.events.test_partitions import cut_off
from tests.plan import made as plans
from tests.screens.made import OWNER, expect_no_fault, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

GOOD = "Insights: 10.0% adopted by day 30"
ROWS: list[Row] = [*launch_rows(40, {3: 4}), ("free0039", "open", "2025-05-01", "free")]


def put(rows: Sequence[Row], name: str = "insights.parquet") -> Path:
    """Lay a log of that name into the events folder, in the place of another."""
    file = Path(os.environ["PMM_EVENTS"], name)
    file.parent.mkdir(parents=True, exist_ok=True)
    _frame(rows).to_parquet(file, index=False)
    return file


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["user_id", "event", "ts", "plan"])
    return frame.assign(ts=pd.to_datetime(frame["ts"]).dt.date)


def planned(store: Store, **said: Any) -> Initiative:
    fields = {"adopt_events": ["use"], "log": "insights.parquet", "segment_by": "plan"}
    return plans.planned(store, launched_on=LAUNCH, **fields | said)


def change(store: Store, launch: Initiative, **said: Any) -> None:
    """Change a launch as somebody else would, on another screen."""
    with store.write(actor=OWNER) as unit:
        row = unit.session.get_one(Initiative, launch.id)
        for name, value in said.items():
            setattr(row, name, value)
        row.version += 1
        unit.session.add(row)


def opened(app: AppTest) -> str:
    open_page(app, navigation.ADOPTION)
    return texts(app)


def again(app: AppTest) -> str:
    """Look at the page once more, after what is remembered of its log has run out."""
    import streamlit as st

    st.cache_resource.clear()
    app.run()
    return texts(expect_no_fault(app))


def stale(app: AppTest) -> str:
    (said,) = [one.value.replace("\\", "") for one in app.warning if one.value.startswith("Stale")]
    return said


def expect_last_good(app: AppTest, *says: str) -> None:
    """The answer from before stands there with its day, and with what is in the way now."""
    assert app.title[0].value.replace("\\", "").startswith(GOOD)
    assert app.get("vega_lite_chart")
    for part in ("as of 01 May 2025, read on ", *says):
        assert part in stale(app), stale(app)


def informed(app: AppTest) -> str:
    """What stands in the place of an answer."""
    assert not app.get("vega_lite_chart")
    (said,) = [one.value.replace("\\", "") for one in app.info]
    return said


def test_a_log_that_lost_its_use_event_leaves_the_last_good_answer(app: AppTest) -> None:
    planned(own_store())
    put(ROWS)
    assert GOOD in opened(app)
    put([row for row in ROWS if row[1] != "use"])
    said = again(app)
    expect_last_good(app, "“use” occurs nowhere in the log, so nobody is seen to adopt")
    assert "Check the spelling" in stale(app) and "4 of 40 eligible" in said
    assert "0 of 40 eligible" not in said
    put(ROWS)
    again(app)
    assert not [one for one in app.warning if one.value.startswith("Stale")]


def test_a_log_that_never_had_the_use_event_says_so_before_its_curve_of_0(app: AppTest) -> None:
    planned(own_store())
    put([row for row in ROWS if row[1] != "use"])
    for _look in range(2):
        said = opened(app)
        assert "Insights: 0.0% adopted by day 30" in said
        assert "“use” occurs nowhere in the log, so nobody is seen to adopt" in said
        assert not [one for one in app.warning if one.value.startswith("Stale")]
        assert "verdicts written" not in said, "none rests on what may be a slip of the pen"


def test_a_launch_moved_after_the_data_is_told_with_both_days_and_nothing_old_stands_in(
    app: AppTest,
) -> None:
    store = own_store()
    launch = planned(store)
    put(ROWS)
    assert GOOD in opened(app)
    change(store, launch, launched_on=dt.date(2025, 6, 1))
    again(app)
    assert (
        "The launch is on 01 Jun 2025, after the last day observed (01 May 2025). Check the day, "
        "or read again once the log has reached it." in informed(app)
    )


def test_a_log_that_now_ends_before_the_launch_leaves_the_last_good_answer(app: AppTest) -> None:
    planned(own_store())
    put(ROWS)
    assert GOOD in opened(app)
    put([row for row in ROWS if row[2] < LAUNCH.isoformat()])
    again(app)
    expect_last_good(app, "The launch is on 01 Mar 2025, after the last day observed (28 Feb 2025)")


def test_a_window_longer_than_the_data_says_when_it_can_be_read(app: AppTest) -> None:
    planned(own_store(), windows=[5, 30, 90])
    put(ROWS)
    said = opened(app)
    assert "Day 90 lies beyond the data, which reach day 61 (01 May 2025)" in said
    assert "it can be read once the log has reached 30 May 2025" in said
    assert "Too early" in said


def test_use_before_the_launch_repeated_rows_and_changed_segments_are_told_with_their_numbers(
    app: AppTest,
) -> None:
    planned(own_store())
    rows: list[Row] = [*ROWS, *[(f"free{n:04}", "use", "2025-02-10", "free") for n in (20, 21, 22)]]
    rows += [(f"free{n:04}", "open", "2025-03-10", "pro") for n in (30, 31)]
    frame = pd.concat([_frame(rows), _frame(rows[40:44])])
    frame["insert_id"] = [*map(str, range(len(rows))), *map(str, range(40, 44))]
    put(ROWS)
    frame.to_parquet(Path(os.environ["PMM_EVENTS"], "insights.parquet"), index=False)
    said = opened(app)
    assert GOOD in said
    assert "3 of 40 eligible units had a use before the launch day, which does not count" in said
    assert "4 rows repeat another one, insert id and all, and were dropped" in said
    assert "2 units have more than one “plan” in the log. Each counts once" in said


def test_a_row_of_a_day_to_come_is_told_before_the_curve_and_the_command_says_the_same(
    app: AppTest,
) -> None:
    planned(own_store())
    put([*ROWS, ("free0011", "open", "2999-01-01", "free")])
    said = opened(app)
    assert "As of 31 Mar 2026, observed through that day" in said
    alarm = (
        "The log has rows dated after today (31 Mar 2026), the last on 01 Jan 2999, so every day "
        "up to today counts as observed"
    )
    assert any(alarm in one.value.replace("\\", "") for one in app.markdown)
    assert "verdicts written" not in said
    document = run("adoption", "launch:Insights", "--json").document
    assert (document["as_of"], document["as_of_source"]) == ("2026-03-31", "last_day_in_log")
    assert alarm in document["notes"][-1]
    assert document["curves"][0]["windows"][2]["share"] == pytest.approx(0.1)


def test_a_partition_that_became_unreadable_is_named_beside_the_last_good_answer(
    app: AppTest,
) -> None:
    planned(own_store(), log="insights")
    put(ROWS[:20], "insights/month=02/part.parquet")
    second = put(ROWS[20:], "insights/month=03/part.parquet")
    assert GOOD in opened(app)
    cut_off(second)
    again(app)
    expect_last_good(app, "month=03/part.parquet")


def test_a_partition_that_could_never_be_read_is_named_in_the_place_of_a_curve(
    app: AppTest,
) -> None:
    planned(own_store(), log="insights")
    put(ROWS[:20], "insights/month=02/part.parquet")
    cut_off(put(ROWS[20:], "insights/month=03/part.parquet"))
    opened(app)
    assert "month=03/part.parquet" in informed(app)


def into_database(url: str, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """Have the events lie in a database, where the log of the launch is a table."""
    engine = sa.create_engine(store_url(url))
    _frame(ROWS).to_sql("insights", engine, index=False)
    monkeypatch.setenv("PMM_EVENTS", url)
    return engine


def test_a_source_that_goes_away_leaves_the_last_good_answer(
    app: AppTest,
    mortal_server: tuple[str, int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, pid = mortal_server
    planned(own_store(), log="insights")
    into_database(url, monkeypatch).dispose()
    assert GOOD in opened(app)
    os.kill(pid, signal.SIGQUIT)
    again(app)
    expect_last_good(app, "PostgreSQL")


def test_a_query_over_its_time_limit_leaves_the_last_good_answer(
    app: AppTest, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(own_store(), log="insights")
    engine = into_database(postgres_url, monkeypatch)
    assert GOOD in opened(app)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE insights RENAME TO fast"))
        connection.execute(
            sa.text("CREATE VIEW insights AS SELECT * FROM fast WHERE pg_sleep(600) IS NOT NULL")
        )
    engine.dispose()
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0.5")
    again(app)
    expect_last_good(app, "longer than the limit of 0.5 seconds", "PMM_QUERY_SECONDS")

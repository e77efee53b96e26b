"""Overview, product scorecard and launch, from `app.py`: the numbers of the services, in words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from pmm_core.catalogue.service import read_directory
from pmm_core.models import Kpi
from pmm_core.settings import Settings
from pmm_core.store.engine import open_engine
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from pmm_core.ui import navigation
from tests.screens.made import OWNER

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def _open(app: AppTest, page: str, **query: str) -> AppTest:
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(page).run()


def _text(app: AppTest) -> str:
    """All text as a reader sees it: without the signs that keep it from being Markdown."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption]
    return "\n".join(element.value for element in parts).replace("\\", "")


def _kpi_id(name: str) -> int:
    store = Store.open(Settings.load().sample_url)
    found = [
        kpi for kpi in read_directory(store=store, actor=OWNER).in_use(Kpi) if kpi.name == name
    ]
    assert found[0].id
    return found[0].id


def test_the_overview_leads_with_its_finding_and_names_who_does_what(app: AppTest) -> None:
    app.run()
    assert app.title[0].value == "4 of 34 KPIs off track"
    text = _text(app)
    assert "Trial-to-paid conversion" in text
    assert "Test a 14-day trial against the 30-day one" in text
    assert ":red-badge[Overdue]" in text
    assert "Smart routing: 14.3% adopted within 10 days" in text
    assert "Share of search" in text  # gone stale


def test_the_signs_of_the_overview_count_what_its_headline_counts(app: AppTest) -> None:
    app.run()
    signs = [
        re.search(r"-badge\[:material/\w+: (\d+) [a-z ]+\]", one.value) for one in app.markdown
    ]
    counts = [int(sign[1]) for sign in signs if sign]
    assert app.title[0].value == f"4 of {sum(counts)} KPIs off track"
    assert "KPIs, each by its worst row; 36 rows in all." in _text(app)


def test_the_overview_says_which_way_is_better_and_what_never_had_a_value(app: AppTest) -> None:
    app.run()
    assert "**20.8%**, to be at least 27.0%" in _text(app)
    assert "Never had a value: Win rate against suites (Quill)." in _text(app)
    _open(app, navigation.PRODUCT, product="Comet")
    assert ":small[:gray[Target]]  \n≤ 2.5%" in _text(app)


def test_a_product_scorecard_groups_its_kpis_by_bucket(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet")
    assert app.title[0].value == "Comet: 2 of 11 KPIs off track"
    assert [header.value for header in app.subheader] == ["Revenue", "Adoption", "Project"]
    text = _text(app)
    assert ":small[:gray[Actual]]  \n31.1%" in text
    assert ":small[:gray[Target]]  \n≥ 35.0%" in text


def test_an_earlier_day_shows_what_was_in_force_then(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet", as_of="2026-02-28")
    assert ":small[:gray[Actual]]  \n27.7%" in _text(app)


def test_in_each_bucket_what_is_off_track_stands_first_then_what_is_at_risk(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet")
    names = ("Trial-to-paid conversion", "Churned revenue share", "Mobile app", "Business", "teams")
    places = [_text(app).index(name) for name in names]
    assert places == sorted(places)


def test_a_kpi_opens_with_its_definition_and_its_history_and_the_address_says_so(
    app: AppTest,
) -> None:
    _open(app, navigation.PRODUCT, product="Comet")
    app.button(key="rows-adoption-1").click().run()
    assert not app.exception and not app.error
    assert "**Definition**" in _text(app)
    assert any(metric.label == "Due today" for metric in app.metric)
    assert len(app.get("vega_lite_chart")) == 1
    asked = {name: app.query_params[name] for name in ("kpi", "segment")}
    assert asked == {"kpi": str(_kpi_id("Activation rate")), "segment": "Business"}
    assert "window" not in app.query_params


def test_a_link_with_a_kpi_opens_it(app: AppTest) -> None:
    app.query_params["kpi"] = str(_kpi_id("Share of search"))
    app.run()
    assert not app.exception and not app.error
    assert "**Definition**" in _text(app)
    assert ("Belongs to", "Quill") in list(app.table[0].value["Value"].items())


def test_a_link_to_a_kpi_that_is_not_there_says_so(app: AppTest) -> None:
    for page in (navigation.OVERVIEW, navigation.PRODUCT):
        _open(app, page, kpi="9999")
        assert not app.exception and not app.error
        assert [
            "asks for KPI 9999, which is not on this page" in one.value for one in app.info
        ] == [True]
        assert "**Definition**" not in _text(app)


def test_what_is_behind_and_what_is_stale_have_the_same_ways_on(app: AppTest) -> None:
    app.run()
    keys = [button.key for button in app.button if button.label == "Open"]
    assert keys == [*(f"behind-{number}" for number in range(8)), "stale-0"]
    links = [link.proto for link in app.main.get("page_link")]
    record = [link for link in links if link.label == "Record a value"]
    assert len(record) == 8  # the ninth row is a launch window, whose value is its curve's
    assert "Share+of+search" in record[-1].query_string
    app.button(key="stale-0").click().run()
    assert "**Definition**" in _text(app)


def test_an_unknown_product_in_the_address_falls_back_to_one_that_exists(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Nonsense")
    assert not app.error
    assert app.title[0].value.startswith("Comet")


def test_a_launch_leads_with_its_furthest_reading(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Comet/Insights")
    assert "Insights: 34.0% adopted by day 30, ahead of its 30.0% target" in _text(app)
    assert all(share in _text(app) for share in ("14.5%", "22.1%", "34.0%"))
    assert "As of 31 Mar 2026, observed through that day." in _text(app)


def test_a_launch_shows_its_targets_in_its_curves(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Comet/Insights")
    drawn = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    ticks = [sum(layer["mark"]["type"] == "tick" for layer in one["layer"]) for one in drawn]
    # The whole; adoption, which is activation here, and engagement; Free, Team and Business.
    assert ticks == [2, 0, 0, 0, 0, 1]


def test_the_values_of_a_kpi_fit_the_drawer_newest_first(app: AppTest) -> None:
    app.query_params["kpi"] = str(_kpi_id("Share of search"))
    app.run()
    newest, older = (table.value for table in app.table[1:3])
    assert list(newest.columns) == ["Period", "As of", "Value", "Source"]
    assert newest["As of"].iloc[0] == "31 Jan 2026" and len(newest) == 8
    assert not app.dataframe and len(older) > 0


def test_nobody_observed_for_30_days_is_too_early_and_no_number(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Harbor/Smart routing")
    assert "Too early" in _text(app)


def test_the_real_log_shows_the_survival_share_and_never_the_naive_one(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="A real launch log: CDNOW", log_as_of="1997-04-10")
    assert "17.4%" in _text(app)
    assert "17.0%" not in _text(app)  # 3,998 of 23,570 would be 16.96%


def test_a_store_of_a_newer_program_is_refused_in_one_clear_sentence(app: AppTest) -> None:
    url = Settings.load().store_url
    upgrade(url)
    with open_engine(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    app.run()
    assert not app.exception
    assert ["newer version" in error.value for error in app.error] == [True]


def test_a_launch_the_address_does_not_know_is_said_and_falls_back(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Comet/Nope")
    assert "There is no launch called “Comet/Nope”." in _text(app)
    assert not app.error


def test_a_product_counts_its_launches_apart_from_its_other_initiatives(app: AppTest) -> None:
    _open(app, navigation.PRODUCTS)
    assert "2 launches, 11 KPIs, 1 other initiative" in _text(app)

"""Overview, product scorecard and launch, from `app.py`: the numbers of the services, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from pmm_core.settings import Settings
from pmm_core.store.engine import open_engine
from pmm_core.store.upgrade import upgrade
from pmm_core.ui import navigation

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


def test_the_overview_leads_with_its_finding_and_names_who_does_what(app: AppTest) -> None:
    app.run()
    assert app.title[0].value == "4 of 34 KPIs off track"
    text = _text(app)
    assert "Trial-to-paid conversion" in text
    assert "Test a 14-day trial against the 30-day one" in text
    assert ":red-badge[Overdue]" in text
    assert "Smart routing: 14.3% adopted within 10 days" in text
    assert "Share of search" in text  # gone stale


def test_a_product_scorecard_groups_its_kpis_by_bucket(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet")
    assert app.title[0].value == "Comet: 2 of 11 KPIs off track"
    assert [header.value for header in app.subheader] == ["Revenue", "Adoption", "Project"]
    text = _text(app)
    assert ":small[:gray[Actual]]  \n31.1%" in text
    assert ":small[:gray[Target]]  \n35.0%" in text


def test_an_earlier_day_shows_what_was_in_force_then(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet", as_of="2026-02-28")
    assert ":small[:gray[Actual]]  \n27.7%" in _text(app)


def test_a_kpi_opens_with_its_definition_and_its_history(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Comet")
    app.button(key="rows-revenue-2").click().run()
    assert not app.exception and not app.error
    assert "**Definition**" in _text(app)
    assert any(metric.label == "Due today" for metric in app.metric)
    assert len(app.get("vega_lite_chart")) == 1


def test_an_unknown_product_in_the_address_falls_back_to_one_that_exists(app: AppTest) -> None:
    _open(app, navigation.PRODUCT, product="Nonsense")
    assert not app.error
    assert app.title[0].value.startswith("Comet")


def test_a_launch_leads_with_its_furthest_reading(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Comet/Insights")
    assert "Insights: 34.0% adopted within 30 days" in _text(app)
    assert [metric.value for metric in app.metric][:3] == ["14.5%", "22.1%", "34.0%"]


def test_nobody_observed_for_30_days_is_too_early_and_no_number(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Harbor/Smart routing")
    assert "Too early: 15 of 30 days seen" in _text(app)
    assert app.metric[2].value == "—"


def test_a_second_launch_is_compared_where_both_are_complete(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="Harbor/Smart routing", compare="Comet/Insights")
    assert "Within 10 days Smart routing reached 14.3%" in _text(app)


def test_the_real_log_shows_the_survival_share_and_never_the_naive_one(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, launch="A real launch log: CDNOW", log_as_of="1997-04-10")
    assert "CDNOW: 17.4% adopted within 30 days, so far" in _text(app)
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

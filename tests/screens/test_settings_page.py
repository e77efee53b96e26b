"""Settings are asked once, in one form, and can be changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pmm_core.company.profile import CompanySettings, DateFormat, SettingsDraft
from pmm_core.company.service import read_settings, save_settings
from pmm_core.models import Audit
from tests.catalogue import made
from tests.screens.made import BO, OWNER, click, fill, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SETTINGS = "pages/setup/settings.py"


def _settings() -> CompanySettings:
    return read_settings(store=own_store(), actor=OWNER)


def test_settings_are_saved_and_followed_at_once(app: AppTest) -> None:
    open_page(app, SETTINGS)
    fill(
        app,
        owner_name="Ada Moreno",
        fiscal_year_start_month=2,
        week_start=6,
        currency="EUR",
        timezone="Europe/Berlin",
        date_format=DateFormat.ISO,
    )
    app.button_group[0].set_value([6, 0, 1, 2, 3])
    click(app, "Save")
    said = _settings().said
    assert (said.owner_name, said.fiscal_year_start_month, said.week_start) == ("Ada Moreno", 2, 6)
    assert (said.currency, said.timezone, said.workweek) == (
        "EUR",
        "Europe/Berlin",
        frozenset({6, 0, 1, 2, 3}),
    )
    assert "Today is 2026-03-31" in texts(app)


def test_whoever_the_owner_is_stands_in_the_history(app: AppTest) -> None:
    open_page(app, SETTINGS)
    fill(app, owner_name="Ada Moreno")
    click(app, "Save")
    app.switch_page("pages/setup/products.py").run()
    click(app, "Add a product")
    fill(app, name="Comet")
    click(app, "Save")
    with own_store().read() as session:
        last = session.exec(select(Audit).order_by(col(Audit.id).desc())).first()
    assert last is not None
    assert last.actor == "Ada Moreno"


def test_holidays_are_typed_one_a_line_or_brought_in_a_file(app: AppTest) -> None:
    open_page(app, SETTINGS)
    fill(app, holidays="2026-12-25,Christmas")
    file = b"date,name\n2026-05-01,May Day\n"
    app.file_uploader[0].upload("holidays.csv", file, "text/csv")
    click(app, "Save")
    assert [(one.day, one.name) for one in _settings().said.holidays] == [
        (dt.date(2026, 5, 1), "May Day"),
        (dt.date(2026, 12, 25), "Christmas"),
    ]
    assert app.text_area[0].value == "2026-05-01,May Day\n2026-12-25,Christmas\n"


def test_a_line_that_is_no_day_is_told_by_its_number(app: AppTest) -> None:
    open_page(app, SETTINGS)
    fill(app, holidays="2026-12-25,Christmas\n30 February,No day")
    click(app, "Save")
    assert "Line 2: “30 February” is not a day." in texts(app)
    assert _settings().said == SettingsDraft()


def test_a_setting_changed_meanwhile_is_shown_and_only_ones_own_changes_are_written(
    app: AppTest,
) -> None:
    open_page(app, SETTINGS)
    theirs = SettingsDraft(currency="USD", week_start=6)
    save_settings(store=own_store(), actor=BO, base=_settings(), draft=theirs)
    fill(app, currency="EUR")
    click(app, "Save")
    assert "Bo Lind changed the reporting currency" in texts(app)
    assert _settings().said == theirs
    click(app, "Save")
    assert _settings().said == SettingsDraft(currency="EUR", week_start=6)


def test_a_kpi_in_money_is_offered_the_reporting_currency_first(app: AppTest) -> None:
    store = own_store()
    save_settings(store=store, actor=OWNER, base=_settings(), draft=SettingsDraft(currency="SEK"))
    made.product(store, "Comet")
    open_page(app, "pages/setup/kpis.py")
    click(app, "Add a KPI")
    units = next(one for one in app.selectbox if str(one.key).endswith("-unit")).options
    assert units.index("SEK") < units.index("EUR")

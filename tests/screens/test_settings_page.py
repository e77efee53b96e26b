"""Settings are asked once, in one form, and can be changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pmm_core.company.profile import CompanySettings, DateFormat, NumberFormat, SettingsDraft
from pmm_core.company.service import read_settings, save_settings
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value
from pmm_core.models import Audit, Kpi
from pmm_core.ui import navigation
from pmm_core.vocabulary import Cadence
from tests.catalogue import made
from tests.screens.made import BO, OWNER, TODAY, click, fill, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SETTINGS = "pages/setup/settings.py"


def _settings() -> CompanySettings:
    return read_settings(store=own_store(), actor=OWNER)


def _quarterly_rate() -> Kpi:
    """A share with two values and a target on its way."""
    store = own_store()
    rate = made.kpi(
        store, made.product(store, "Comet"), "Rate", unit="%", cadence=Cadence.QUARTERLY
    )
    kpi_id = rate.id or 0
    for on, value in ((dt.date(2025, 12, 31), 0.255), (TODAY, 0.325)):
        draft = SnapshotDraft(kpi_id=kpi_id, on=on, value=value)
        record_value(store=store, actor=BO, draft=draft, today=TODAY)
    target = TargetDraft(
        kpi_id=kpi_id,
        value=0.355,
        target_date=dt.date(2026, 6, 30),
        start=0.255,
        start_date=dt.date(2025, 12, 31),
    )
    record_target(store=store, actor=BO, draft=target, today=TODAY)
    return rate


def _choose(**said: object) -> None:
    draft = SettingsDraft.check(**said)
    save_settings(store=own_store(), actor=OWNER, base=_settings(), draft=draft)


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
    app.multiselect[0].set_value([6, 0, 1, 2, 3])
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


def test_sentences_cells_and_fields_are_all_written_as_the_company_writes(app: AppTest) -> None:
    _quarterly_rate()
    open_page(app, navigation.PRODUCT, product="Comet")
    assert "(30.5%) for 30 Jun 2026." in texts(app)
    app.switch_page(SETTINGS).run()
    fill(app, number_format=NumberFormat.POINT_COMMA, date_format=DateFormat.POINTS)
    click(app, "Save")
    app.switch_page(navigation.PRODUCT).run()
    assert "(30,5%) for 30.06.2026." in texts(app)
    assert app.date_input[0].format == "DD.MM.YYYY"
    click(app, "Open")
    assert [metric.value.replace("\\", "") for metric in app.metric][:2] == ["32,5%", "≥ 35,5%"]
    values = app.table[1].value
    assert [day.replace("\\", "") for day in values["As of"]] == ["31.03.2026", "31.12.2025"]
    assert list(values["Value"]) == ["32,5%", "25,5%"]


def test_a_launch_is_read_in_the_manner_of_the_company_and_no_other(app: AppTest) -> None:
    _choose(number_format=NumberFormat.POINT_COMMA, date_format=DateFormat.POINTS)
    open_page(app, navigation.ADOPTION)
    assert app.title[0].value.replace("\\", "").startswith("CDNOW: 17,5% adopted by day 30")
    assert "," in app.title[0].value
    assert app.date_input[0].format == "DD.MM.YYYY"
    app.button_group[0].set_value("sample").run()
    assert all("." in metric.value for metric in app.metric)


def test_quarters_are_named_after_the_fiscal_year(app: AppTest) -> None:
    _quarterly_rate()
    _choose(fiscal_year_start_month=2)
    open_page(app, navigation.PRODUCT, product="Comet")
    click(app, "Open")
    assert list(app.table[1].value["Period"]) == ["FY2027 Q1", "FY2026 Q4"]

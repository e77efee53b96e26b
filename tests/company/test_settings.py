"""Settings of the company: asked once, changeable, followed by calendar and writing."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.company.profile import DateFormat, Holiday, NumberFormat, SettingsDraft
from pmm_core.company.service import TodaySource, read_settings, save_settings, today
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.formatting import show_count, show_day
from pmm_core.models import StoreState
from pmm_core.settings import Settings
from pmm_core.store.store import Store
from pmm_core.vocabulary import Cadence, Role


def test_a_new_store_stands_at_the_defaults(store: Store, owner: Actor) -> None:
    settings = read_settings(store=store, actor=owner)
    assert settings.said == SettingsDraft()
    assert settings.is_default("currency")
    assert settings.timezone


def test_what_was_said_is_kept_with_all_its_types(any_store: Store, owner: Actor) -> None:
    draft = SettingsDraft(
        fiscal_year_start_month=2,
        week_start=6,
        workweek=frozenset({6, 0, 1, 2, 3}),
        holidays=(Holiday(day=dt.date(2026, 12, 25), name="Christmas"),),
        currency="EUR",
        number_format=NumberFormat.POINT_COMMA,
        date_format=DateFormat.ISO,
        timezone="Europe/Berlin",
        owner_name="Ada Moreno",
    )
    base = read_settings(store=any_store, actor=owner)
    saved = save_settings(store=any_store, actor=owner, base=base, draft=draft)
    assert saved.said == draft
    assert saved == read_settings(store=any_store, actor=owner)
    assert saved.timezone == "Europe/Berlin"
    assert not saved.is_default("currency")


def test_quarters_weeks_and_working_days_follow_the_settings(store: Store, owner: Actor) -> None:
    draft = SettingsDraft(
        fiscal_year_start_month=2,
        week_start=6,
        holidays=(Holiday(day=dt.date(2026, 4, 3), name="Good Friday"),),
    )
    base = read_settings(store=store, actor=owner)
    calendar = save_settings(store=store, actor=owner, base=base, draft=draft).calendar
    assert calendar.period(dt.date(2026, 2, 1), Cadence.QUARTERLY).label == "FY2027 Q1"
    assert calendar.period(dt.date(2026, 3, 29), Cadence.WEEKLY).first == dt.date(2026, 3, 29)
    assert calendar.working_days(dt.date(2026, 3, 27), dt.date(2026, 4, 3)) == 4


def test_numbers_and_days_are_written_as_the_settings_say(store: Store, owner: Actor) -> None:
    draft = SettingsDraft(
        number_format=NumberFormat.POINT_COMMA, date_format=DateFormat.WORDS_MONTH_FIRST
    )
    base = read_settings(store=store, actor=owner)
    manner = save_settings(store=store, actor=owner, base=base, draft=draft).manner
    assert show_count(1204, manner) == "1.204"
    assert show_day(dt.date(2026, 3, 31), manner) == "Mar 31, 2026"


def test_only_the_settings_that_differ_are_written(store: Store, owner: Actor) -> None:
    base = read_settings(store=store, actor=owner)
    saved = save_settings(store=store, actor=owner, base=base, draft=SettingsDraft(currency="EUR"))
    assert dict(saved.versions) == {"currency": 1}


def test_two_people_may_change_different_settings(any_store: Store, owner: Actor) -> None:
    base = read_settings(store=any_store, actor=owner)
    save_settings(store=any_store, actor=owner, base=base, draft=SettingsDraft(currency="EUR"))
    both = save_settings(
        store=any_store, actor=Actor("Bo Lind"), base=base, draft=SettingsDraft(week_start=6)
    )
    assert (both.said.currency, both.said.week_start) == ("EUR", 6)


def test_the_second_of_two_people_is_told_and_nothing_is_stored(
    any_store: Store, owner: Actor
) -> None:
    base = read_settings(store=any_store, actor=owner)
    save_settings(store=any_store, actor=owner, base=base, draft=SettingsDraft(currency="EUR"))
    mine = SettingsDraft(currency="USD", week_start=6)
    with pytest.raises(ChangedElsewhere) as refused:
        save_settings(store=any_store, actor=Actor("Bo Lind"), base=base, draft=mine)
    assert refused.value.details["by"] == "Ada Moreno"
    assert refused.value.details["fields"] == [
        {"field": "currency", "base": None, "theirs": "EUR", "yours": "USD"}
    ]
    assert read_settings(store=any_store, actor=owner).said == SettingsDraft(currency="EUR")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fiscal_year_start_month", 13),
        ("week_start", 7),
        ("workweek", []),
        ("currency", "EURO"),
        ("timezone", "Mars/Olympus"),
        ("number_format", "1234"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        SettingsDraft.check(**{field: value})
    assert [problem["field"] for problem in refused.value.details["problems"]] == [field]


def test_a_visitor_changes_no_setting(store: Store, owner: Actor) -> None:
    base = read_settings(store=store, actor=owner)
    visitor = Actor("visitor", role=Role.VISITOR)
    with pytest.raises(NotPermitted):
        save_settings(store=store, actor=visitor, base=base, draft=SettingsDraft(week_start=6))


def test_today_is_the_given_day_before_the_pinned_one(store: Store, owner: Actor) -> None:
    pinned, given = dt.date(2026, 3, 31), dt.date(2026, 5, 1)
    with store.write(actor=owner) as unit:
        state = unit.session.get_one(StoreState, 1)
        state.pinned_on = pinned
        unit.session.add(state)
    assert today(store=store, settings=Settings(today=given)).day == given
    told = today(store=store, settings=Settings())
    assert (told.day, told.source) == (pinned, TodaySource.PINNED)


def test_today_is_the_day_in_the_time_zone_of_the_store(store: Store, owner: Actor) -> None:
    days = {}
    for timezone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        base = read_settings(store=store, actor=owner)
        save_settings(store=store, actor=owner, base=base, draft=SettingsDraft(timezone=timezone))
        told = today(store=store, settings=Settings())
        assert (told.source, told.timezone) == (TodaySource.TIMEZONE, timezone)
        days[timezone] = told.day
    assert days["Pacific/Kiritimati"] > days["Pacific/Pago_Pago"]

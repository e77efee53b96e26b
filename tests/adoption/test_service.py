"""A launch of the store is read from the log and the definition kept with it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.asked import launch_definition
from pmm_core.adoption.reading import HowToRead
from pmm_core.adoption.service import (
    find_launch,
    list_launches,
    mark_logs,
    read_launch,
)
from pmm_core.errors import InvalidInput, NotFound, NotPermitted
from pmm_core.events.ingest import LogOptions, keep_log
from pmm_core.models import Initiative, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import Clock, InitiativeType, LateJoiners, Role
from tests.adoption.readings import LAUNCH, launch_rows, write_log

Launch = Callable[..., int]
NOW = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def add_launch(store: Store, owner: Actor) -> Launch:
    """Store a launch and return its id; a product is made when it is first named."""
    products: dict[str, int] = {}

    def add(name: str = "Insights", product: str = "Comet", **fields: Any) -> int:
        with store.write(actor=owner) as unit:
            if product not in products:
                products[product] = unit.add(Product(name=product, recorded_at=NOW)).id or 0
            fields = {"launched_on": LAUNCH, "adopt_events": ["use"], **fields}
            launch = Initiative(name=name, product_id=products[product], recorded_at=NOW, **fields)
            return unit.add(launch).id or 0

    return add


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Keep a log of 40 eligible units in the events folder."""
    path = write_log(tmp_path, launch_rows(40, {1: 4, 9: 3}))
    options = LogOptions(today=dt.date(2026, 1, 1))
    return keep_log(
        str(path), events_root=str(tmp_path / "events"), name="insights", options=options
    ).name


def test_a_launch_is_read_from_its_log(
    store: Store, owner: Actor, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log, segment_by="plan")
    adoption = read_launch(store=store, actor=owner, launch_id=launch_id, by="plan")
    assert adoption.name == "Insights"
    assert [window.adopted for window in adoption.whole.windows] == [4, 7, 7]
    assert adoption.as_of == LAUNCH + dt.timedelta(days=9) and not adoption.as_of_given
    assert adoption.segments == ("free",)


def test_days_after_the_log_are_not_observed_by_looking_at_a_launch(
    store: Store, owner: Actor, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log)
    later = LAUNCH + dt.timedelta(days=60)
    seen = read_launch(store=store, actor=owner, launch_id=launch_id, as_of=later)
    assert (seen.as_of, seen.as_of_given) == (LAUNCH + dt.timedelta(days=9), False)
    assert [window.state for window in seen.whole.windows] == ["complete", "too_early", "too_early"]
    assert [window.share for window in seen.whole.windows] == [pytest.approx(0.1), None, None]


def test_a_log_said_to_be_complete_is_read_up_to_the_day_that_was_said(
    store: Store, owner: Actor, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log)
    later, how = LAUNCH + dt.timedelta(days=60), HowToRead(stated=True)
    said = read_launch(store=store, actor=owner, launch_id=launch_id, as_of=later, how=how)
    assert (said.as_of, said.as_of_given) == (later, True)
    assert {window.state for window in said.whole.windows} == {"complete"}


def test_units_exposed_near_the_end_of_a_log_are_not_followed_beyond_it(
    store: Store, owner: Actor, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log, clock=Clock.EXPOSURE, expose_event="use")
    later = LAUNCH + dt.timedelta(days=60)
    seen = read_launch(store=store, actor=owner, launch_id=launch_id, as_of=later)
    assert [window.matured for window in seen.whole.windows] == [4, 0, 0]


def test_a_launch_not_used_yet_has_a_curve_of_zeros(
    store: Store, owner: Actor, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log, adopt_events=["never"])
    adoption = read_launch(store=store, actor=owner, launch_id=launch_id)
    assert adoption.whole.windows[0].share == 0
    (alarm,) = adoption.alarms
    assert "“never” occurs nowhere in the log, so nobody is seen to adopt" in alarm
    assert alarm in adoption.notes


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "launch_without_log"),
        ({"log": "insights.parquet", "launched_on": None}, "launch_without_day"),
        ({"log": "gone.parquet"}, "log_missing"),
        ({"log": "../../../etc/hostname"}, "log_missing"),
        ({"log": "insights.parquet", "clock": Clock.EXPOSURE}, "launch_without_exposure"),
    ],
)
def test_a_launch_that_cannot_be_read_says_why(
    store: Store, owner: Actor, add_launch: Launch, log: str, fields: dict[str, Any], code: str
) -> None:
    launch_id = add_launch(**fields)
    with pytest.raises(InvalidInput) as refused:
        read_launch(store=store, actor=owner, launch_id=launch_id)
    assert refused.value.code == code and "Insights" in refused.value.message


def test_what_is_no_launch_is_not_found(store: Store, owner: Actor, add_launch: Launch) -> None:
    pricing = add_launch(kind=InitiativeType.PRICING)
    for number in (pricing, 999):
        with pytest.raises(NotFound):
            read_launch(store=store, actor=owner, launch_id=number)


def test_a_visitor_reads_no_launch_of_an_own_store(
    store: Store, add_launch: Launch, log: str
) -> None:
    launch_id = add_launch(log=log)
    with pytest.raises(NotPermitted):
        read_launch(store=store, actor=Actor("guest", Role.VISITOR), launch_id=launch_id)


def test_launches_are_listed_the_latest_first(
    store: Store, owner: Actor, add_launch: Launch
) -> None:
    add_launch(name="Old", launched_on=dt.date(2024, 1, 1))
    add_launch(name="New", launched_on=dt.date(2025, 1, 1), log="new.parquet")
    add_launch(name="Planned", launched_on=None)
    add_launch(name="Pricing", kind=InitiativeType.PRICING)
    listed = list_launches(store=store, actor=owner)
    assert [(one.name, one.has_log) for one in listed] == [
        ("New", True), ("Old", False), ("Planned", False),
    ]  # fmt: skip


def test_a_launch_is_found_by_name_and_by_product(
    store: Store, owner: Actor, add_launch: Launch
) -> None:
    comet, harbor = add_launch(), add_launch(product="Harbor")
    only = add_launch(name="Mobile app")
    assert find_launch(store=store, actor=owner, name="mobile APP") == only
    assert find_launch(store=store, actor=owner, name="Comet/Insights") == comet
    assert find_launch(store=store, actor=owner, name="harbor/insights") == harbor
    with pytest.raises(InvalidInput, match="launch:Comet/Insights, launch:Harbor/Insights"):
        find_launch(store=store, actor=owner, name="Insights")
    with pytest.raises(NotFound, match="Comet/Mobile app"):
        find_launch(store=store, actor=owner, name="Mobile ap")
    slashed = add_launch(product="Web/Mobile", name="Sign/in")
    for name in ("Web/Mobile/Sign/in", "Sign/in"):
        assert find_launch(store=store, actor=owner, name=name) == slashed


def test_every_field_of_a_launch_reaches_its_definition() -> None:
    launch = Initiative(
        name="Insights",
        product_id=1,
        recorded_at=NOW,
        launched_on=LAUNCH,
        timezone="Europe/Berlin",
        adopt_events=["use", "share"],
        active_days=14,
        late_joiners=LateJoiners.INCLUDE,
        after_exposure_day=True,
        min_uses=3,
        min_days=2,
        leave_event="close",
        windows=[30, 7],
    )
    rule = launch_definition(launch)
    assert (rule.adopt, rule.leave, rule.timezone) == (("use", "share"), "close", "Europe/Berlin")
    assert (rule.active_days, rule.min_uses, rule.min_days) == (14, 3, 2)
    assert (rule.windows, rule.horizon, rule.after_exposure_day) == ((7, 30), 30, True)
    assert rule.late_joiners is LateJoiners.INCLUDE
    exposed = Initiative(
        name="Setup", product_id=1, recorded_at=NOW, clock=Clock.EXPOSURE, expose_event="invited"
    )
    assert launch_definition(exposed).expose == "invited"
    assert launch_definition(exposed).adopt == ("any",)


def test_a_log_that_came_without_the_store_knowing_changes_the_mark_of_the_logs(
    store: Store, owner: Actor, log: str, tmp_path: Path
) -> None:
    before = mark_logs(store=store, actor=owner)
    assert mark_logs(store=store, actor=owner) == before
    (tmp_path / "events" / "daily").mkdir()
    with_folder = mark_logs(store=store, actor=owner)
    (tmp_path / "events" / log).rename(tmp_path / "events" / "daily" / log)
    assert len({before, with_folder, mark_logs(store=store, actor=owner)}) == 3

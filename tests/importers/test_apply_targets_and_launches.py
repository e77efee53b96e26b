"""Targets and launches into a real store: what a row leaves blank stays as it is."""

import datetime as dt

import pytest

from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import archive, read_directory, save
from pmm_core.ledger.service import read_targets
from pmm_core.models import Initiative, Kpi, Product, Target
from pmm_core.store.store import Store
from pmm_core.vocabulary import Direction, Goal
from tests.importers.reading import text
from tests.importers.stored import ADA, codes, comet, imported, kpi, person, planned, row_counts
from tests.importers.stored import launch as made_launch

TARGETS = ("product", "kpi", "target", "target_date", "start", "start_date", "direction", "reason")
LAUNCHES = ("name", "date", "product", "tier", "timezone", "owner", "audience", "use_event", "log")


def target(value: str, on: str = "2026-12-31", *rest: str) -> list[str]:
    said = ["Comet", "Activation rate", value, on, *rest]
    return said + [""] * (len(TARGETS) - len(said))


def set_targets(store: Store, rate: Kpi) -> list[Target]:
    assert rate.id is not None
    entries = read_targets(store=store, actor=ADA, kpi_id=rate.id)
    return [entry.row for entry in entries if entry.in_force]


def launches(store: Store) -> dict[str, Initiative]:
    known = read_directory(store=store, actor=ADA)
    return {launch.name: launch for launch in known.in_use(Initiative)}


def launch(name: str = "Insights", on: str = "2026-05-04", **said: str) -> list[str]:
    cells = {"name": name, "date": on, "product": "Comet", **said}
    return [cells.get(header, "") for header in LAUNCHES]


@pytest.fixture
def product(store: Store) -> Product:
    return comet(store)


@pytest.fixture
def rate(store: Store, product: Product) -> Kpi:
    return kpi(store, product, unit="%")


def test_a_target_is_recorded_in_the_unit_of_its_kpi(store: Store, rate: Kpi) -> None:
    imported(
        store, text(TARGETS, target("40%", "31/12/2026", "0.31", "01/02/2026", "up", "agreed"))
    )
    (stored,) = set_targets(store, rate)
    assert (stored.value, stored.start, stored.direction) == (0.4, 0.31, Direction.UP)
    assert (stored.target_date, stored.effective_on) == (dt.date(2026, 12, 31), dt.date(2026, 2, 1))
    assert stored.reason == "agreed"


def test_a_target_without_a_start_date_takes_effect_on_the_day_it_is_recorded(
    store: Store, rate: Kpi
) -> None:
    imported(store, text(TARGETS, target("40%")))
    assert set_targets(store, rate)[0].effective_on == dt.date(2026, 4, 10)


def test_a_changed_target_is_a_new_row_and_blank_cells_keep_what_was_said(
    store: Store, rate: Kpi
) -> None:
    imported(store, text(TARGETS, target("40%", "2026-12-31", "31%", "", "up", "agreed")))
    same = imported(store, text(TARGETS, target("40%", "2026-12-31", "", "", "", "said again")))
    assert (same.import_id, same.plan.rows.unchanged) == (None, 1)
    imported(store, text(TARGETS, target("45%", "2026-12-31", "", "", "", "raised")))
    (stored,) = set_targets(store, rate)
    assert (stored.value, stored.start, stored.reason) == (0.45, 0.31, "raised")
    assert row_counts(store)["target"] == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (target("40"), "percent_or_fraction"),
        (target("$40"), "unit_mismatch"),
        (target("40%", "2026-02-30"), "date_impossible"),
        (target("forty"), "number_unreadable"),
    ],
)
def test_a_target_that_does_not_fit_its_kpi_is_rejected(
    store: Store, rate: Kpi, row: list[str], code: str
) -> None:
    assert codes(planned(store, text(TARGETS, row))) == [(2, code)]


def test_two_targets_for_one_day_are_both_rejected(store: Store, rate: Kpi) -> None:
    plan = planned(store, text(TARGETS, target("40%"), target("41%"), target("50%", "2027-12-31")))
    assert codes(plan) == [(2, "key_repeated"), (3, "key_repeated")]


def test_a_goal_within_bounds_needs_both_of_them(store: Store, product: Product) -> None:
    churn = kpi(store, product, "Churn", unit="%")
    headers = ("product", "kpi", "target", "target_date", "goal", "low", "high")
    good = ["Comet", "Churn", "", "2026-12-31", "within", "1%", "2%"]
    bad = ["Comet", "Churn", "3%", "2027-12-31", "within", "1%", ""]
    plan = planned(store, text(headers, good, bad))
    assert codes(plan) == [(3, "bounds_missing")]
    imported(store, text(headers, good))
    (stored,) = set_targets(store, churn)
    assert (stored.value, stored.low, stored.high, stored.goal) == (None, 0.01, 0.02, Goal.WITHIN)


def test_a_target_of_an_unknown_kpi_is_offered_and_made_when_asked(
    store: Store, product: Product
) -> None:
    plan = planned(store, text(TARGETS, target("40%")))
    assert [one.name for one in plan.unknown] == ["Activation rate"]
    result = imported(store, text(TARGETS, target("40%")), create=True)
    assert result.plan.assumed["created"][0]["unit"] == "%"


def test_launches_are_made_with_what_the_row_says(store: Store, product: Product) -> None:
    bo = person(store, "Bo")
    row = launch(
        tier="1",
        timezone="Europe/Berlin",
        owner="bo",
        audience="Accounts on Team",
        use_event="opened",
        log="insights",
    )
    imported(store, text(LAUNCHES, row, launch("Old", "2026-02-02")))
    made = launches(store)["Insights"]
    assert (made.product_id, made.launched_on) == (product.id, dt.date(2026, 5, 4))
    assert (made.tier, made.timezone, made.owner_id) == (1, "Europe/Berlin", bo.id)
    assert (made.audience, made.adopt_events, made.log) == (
        "Accounts on Team",
        ["opened"],
        "insights.parquet",
    )
    assert launches(store)["Old"].timezone == "UTC"


def test_a_known_launch_is_changed_only_where_the_row_says_something(
    store: Store, product: Product
) -> None:
    made_launch(store, product, tier=2, audience="Everybody")
    same = imported(store, text(LAUNCHES, launch(on="2026-03-02")))
    assert (same.import_id, same.plan.rows.unchanged) == (None, 1)
    imported(store, text(LAUNCHES, launch("insights", "2026-03-09", tier="1")))
    changed = launches(store)["Insights"]
    assert (changed.launched_on, changed.tier) == (dt.date(2026, 3, 9), 1)
    assert (changed.audience, changed.version) == ("Everybody", 2)


def test_a_launch_receives_next_weeks_file_under_its_former_name(
    store: Store, product: Product
) -> None:
    was = made_launch(store, product)
    draft = LaunchDraft.of(was).model_copy(update={"name": "Deep insights"})
    save(store=store, actor=ADA, base=was, draft=draft)
    imported(store, text(LAUNCHES, launch("Insights", "2026-03-09")))
    assert launches(store)["Deep insights"].launched_on == dt.date(2026, 3, 9)


def test_an_archived_launch_is_not_changed(store: Store, product: Product) -> None:
    archive(store=store, actor=ADA, noun=made_launch(store, product))
    assert codes(planned(store, text(LAUNCHES, launch()))) == [(2, "archived")]


def test_unknown_owners_and_products_of_launches_are_offered(store: Store) -> None:
    content = text(LAUNCHES, launch(owner="Bo"))
    plan = planned(store, content)
    assert {(one.noun.value, one.name) for one in plan.unknown} == {
        ("product", "Comet"),
        ("person", "Bo"),
    }
    assert imported(store, content, create=True).plan.rows.accepted == 1


def test_a_launch_said_differently_twice_is_rejected(store: Store, product: Product) -> None:
    rows = launch(), launch("INSIGHTS", "2026-05-05"), launch("Old"), launch("old")
    plan = planned(store, text(LAUNCHES, *rows))
    assert codes(plan) == [(2, "key_repeated"), (3, "key_repeated")]
    assert (plan.rows.accepted, plan.rows.duplicate) == (1, 1)

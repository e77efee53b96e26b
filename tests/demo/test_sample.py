"""What the sample company guarantees, as `data/README.md` lists it."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pmm_core.access import Actor
from pmm_core.demo.sample import ensure_sample, fill_sample, holds_sample
from pmm_core.demo.sources import LAST_DAY
from pmm_core.errors import StoreNotEmpty
from pmm_core.models import (
    Audit,
    FormerName,
    Initiative,
    Kpi,
    KpiSnapshot,
    Person,
    Product,
    Record,
    Setting,
    Target,
    Team,
)
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.settings import Settings, events_root
from pmm_core.store.store import Store
from pmm_core.vocabulary import (
    Control,
    Indicator,
    InitiativeType,
    KpiBucket,
    NounKind,
    PersonKind,
    Status,
)

ADA = Actor("Ada Moreno")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The event logs of a sample on a server lie under `data`; here it is another folder."""
    monkeypatch.setattr("pmm_core.settings.ROOT", tmp_path)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    """A store filled once for the tests that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.db'}"
    fill_sample(Settings.load(), url)
    store = Store.open(url)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def scorecard(sample: Store):
    return read_scorecard(store=sample, actor=ADA, scope=ScopeRef.parse("overall"), as_of=LAST_DAY)


def all_of(store: Store, model):
    with store.read() as session:
        return session.exec(select(model).order_by(col(model.id))).all()


def rows_of(store: Store) -> dict[str, list[tuple]]:
    with store.read() as session:
        return {
            table.name: session.execute(sa.select(table).order_by(table.c.id)).all()
            for table in Record.metadata.sorted_tables
            if table.name != "store_state"
        }


def test_three_products_comet_first(sample: Store) -> None:
    assert [row.name for row in all_of(sample, Product)] == ["Comet", "Harbor", "Quill"]


def test_the_store_is_pinned_to_the_sample_s_last_day(sample: Store) -> None:
    facts = sample.facts()
    assert facts.sample == "Perihelion Software"
    assert facts.pinned_on == LAST_DAY == dt.date(2026, 3, 31)


def test_history_reaches_back_eight_quarters(sample: Store) -> None:
    days = sorted({row.on for row in all_of(sample, KpiSnapshot)})
    assert days[0] == dt.date(2024, 4, 30)
    assert days[-1] == LAST_DAY
    quarters = {(day.year, (day.month - 1) // 3) for day in days}
    assert len(quarters) == 8


def test_six_launches_each_with_a_log_and_two_other_initiatives(sample: Store) -> None:
    initiatives = all_of(sample, Initiative)
    launches = [row for row in initiatives if row.kind is InitiativeType.LAUNCH]
    assert len(launches) == 6
    folder = Path(events_root(Settings.load(), str(sample.engine.url), sample=True))
    assert all(row.log and (folder / row.log).exists() for row in launches)
    assert {row.kind for row in initiatives} - {InitiativeType.LAUNCH} == {
        InitiativeType.PRICING,
        InitiativeType.ENABLEMENT,
    }


def test_one_launch_is_inside_its_first_thirty_days(sample: Store) -> None:
    running = [
        row.name
        for row in all_of(sample, Initiative)
        if row.launched_on and LAST_DAY - row.launched_on < dt.timedelta(days=30)
    ]
    assert running == ["Smart routing"]


def test_people_of_every_kind_and_their_teams(sample: Store) -> None:
    people = all_of(sample, Person)
    assert {person.kind for person in people} == set(PersonKind)
    assert len(all_of(sample, Team)) == 5


def test_whoever_left_handed_everything_over(sample: Store) -> None:
    nils = next(row for row in all_of(sample, Person) if row.name == "Nils Berg")
    jonas = next(row for row in all_of(sample, Person) if row.name == "Jonas Weber")
    assert nils.left_on == dt.date(2025, 10, 31)
    assert nils.successor_id == jonas.id
    assert nils.archived_at is not None
    owners = {row.owner_id for model in (Product, Kpi, Initiative) for row in all_of(sample, model)}
    assert nils.id not in owners
    assert jonas.id in owners


def test_a_look_back_finds_the_owner_of_that_day(sample: Store) -> None:
    earlier = read_scorecard(
        store=sample,
        actor=ADA,
        scope=ScopeRef.parse("product:Harbor"),
        as_of=dt.date(2025, 6, 30),
        known_on=dt.date(2025, 6, 30),
        own=True,
    )
    assert {row.kpi.owner for row in earlier.rows} == {"Nils Berg"}


def test_the_scorecard_of_the_whole_company_counts_as_the_readme_tells(scorecard) -> None:
    assert scorecard.counts == {
        Status.ON_TRACK: 17,
        Status.AT_RISK: 4,
        Status.OFF_TRACK: 4,
        Status.TOO_EARLY: 3,
        Status.TOO_FEW: 2,
        Status.NO_DATA: 1,
        Status.NO_TARGET: 2,
        Status.STALE: 1,
        Status.DISTURBED: 1,
        Status.ACCEPTED: 1,
    }


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_on_the_scorecard(scorecard, status: Status) -> None:
    assert status in scorecard.counts


@pytest.mark.parametrize(
    ("kpi", "status"),
    [
        ("Trial-to-paid conversion", Status.OFF_TRACK),
        ("Battle cards published", Status.AT_RISK),
        ("Annual recurring revenue", Status.ON_TRACK),
        ("Self-service share", Status.TOO_EARLY),
        ("Win rate", Status.TOO_FEW),
        ("Win rate against suites", Status.NO_DATA),
        ("Weekly active teams", Status.NO_TARGET),
        ("Share of search", Status.STALE),
        ("New accounts", Status.DISTURBED),
    ],
)
def test_statuses_arise_as_the_readme_tells(scorecard, kpi: str, status: Status) -> None:
    found = [row.status for row in scorecard.rows if row.kpi.name == kpi]
    assert found == [status]


def test_one_miss_is_accepted_until_a_later_day(scorecard) -> None:
    accepted = [row for row in scorecard.rows if row.status is Status.ACCEPTED]
    assert [row.kpi.scope for row in accepted] == ["product:Quill"]
    assert accepted[0].facts.acceptance.until > LAST_DAY


def test_every_off_track_kpi_has_an_owner_and_a_next_step(scorecard) -> None:
    off_track = [row for row in scorecard.rows if row.status is Status.OFF_TRACK]
    assert off_track
    assert all(row.kpi.owner and row.facts.next_action for row in off_track)


def test_a_directly_controlled_kpi_is_off_track_with_an_overdue_step(scorecard) -> None:
    overdue = [
        row.kpi.name
        for row in scorecard.rows
        if row.status is Status.OFF_TRACK
        and row.kpi.control is Control.DIRECT
        and row.facts.next_action
        and row.facts.next_action.due < LAST_DAY
    ]
    assert "Trial-to-paid conversion" in overdue


def test_every_bucket_indicator_and_control_occurs(sample: Store) -> None:
    kpis = all_of(sample, Kpi)
    assert {kpi.bucket for kpi in kpis} == set(KpiBucket)
    assert {kpi.indicator for kpi in kpis} == set(Indicator)
    assert {kpi.control for kpi in kpis} == set(Control)


def test_shares_carry_their_fraction(sample: Store) -> None:
    with_fraction = [row for row in all_of(sample, KpiSnapshot) if row.denominator is not None]
    assert len(with_fraction) > 90
    assert all(row.value == row.numerator / row.denominator for row in with_fraction)


def test_company_revenue_is_the_sum_of_its_products(sample: Store) -> None:
    kpis = {kpi.id: kpi for kpi in all_of(sample, Kpi)}
    monthly: dict[dt.date, float] = {}
    yearly: dict[dt.date, float] = {}
    for row in all_of(sample, KpiSnapshot):
        if kpis[row.kpi_id].name == "Monthly recurring revenue":
            monthly[row.on] = monthly.get(row.on, 0) + row.value
        if kpis[row.kpi_id].name == "Annual recurring revenue":
            yearly[row.on] = row.value
    assert yearly == {on: 12 * value for on, value in monthly.items()}


def test_one_target_was_revised_and_one_value_corrected(sample: Store) -> None:
    kpis = {kpi.id: kpi for kpi in all_of(sample, Kpi)}
    harbor = [
        row
        for row in all_of(sample, Target)
        if kpis[row.kpi_id].name == "Monthly recurring revenue"
        and row.target_date == dt.date(2026, 12, 31)
        and row.value in (120_000, 112_000)
    ]
    assert [row.value for row in harbor] == [120_000, 112_000]
    corrected = [row for row in all_of(sample, KpiSnapshot) if row.why]
    assert [(row.on, row.numerator) for row in corrected] == [(dt.date(2025, 11, 30), 87)]


def test_one_kpi_had_another_name(sample: Store) -> None:
    former = all_of(sample, FormerName)
    assert [(row.noun, row.name) for row in former] == [(NounKind.KPI, "Documents sent")]
    kpi = next(row for row in all_of(sample, Kpi) if row.id == former[0].noun_id)
    assert kpi.name == "Proposals sent"


def test_everything_was_recorded_in_the_sample_s_own_past(sample: Store) -> None:
    moments = [row.recorded_at for row in all_of(sample, Audit)]
    assert min(moments) == dt.datetime(2024, 4, 1, 16, tzinfo=dt.UTC)
    assert max(moments) == dt.datetime(2026, 3, 31, 16, tzinfo=dt.UTC)


def test_the_same_rows_come_out_every_time(sample: Store, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'again.db'}"
    fill_sample(Settings.load(), url)
    again = Store.open(url)
    assert rows_of(again) == rows_of(sample)
    again.engine.dispose()


def test_filling_twice_changes_nothing(any_store: Store) -> None:
    settings = Settings.load()
    url = any_store.engine.url.render_as_string(hide_password=False)
    assert fill_sample(settings, url).filled
    before = rows_of(any_store)
    assert not fill_sample(settings, url).filled
    assert rows_of(any_store) == before


def test_a_sample_of_another_edition_is_made_anew(any_store: Store, owner: Actor) -> None:
    settings = Settings.load()
    url = any_store.engine.url.render_as_string(hide_password=False)
    fill_sample(settings, url)
    with any_store.write(actor=owner) as unit:
        setting = unit.session.exec(select(Setting).where(Setting.key == "sample_edition")).one()
        unit.change(Setting, setting.id, {"value": "older"}, version=1)
        unit.add(Team(name="Somebody’s try"))
    assert not holds_sample(settings, url)
    assert fill_sample(settings, url).filled
    assert "Somebody’s try" not in [team.name for team in all_of(any_store, Team)]


def test_own_data_is_never_replaced(any_store: Store, owner: Actor) -> None:
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Ours"))
    url = any_store.engine.url.render_as_string(hide_password=False)
    before = rows_of(any_store)
    with pytest.raises(StoreNotEmpty):
        fill_sample(Settings.load(), url)
    assert rows_of(any_store) == before


def test_a_missing_log_is_written_again(tmp_path: Path) -> None:
    settings = Settings.load()
    ensure_sample(settings)
    log = tmp_path / "sample.db-events" / "comet-insights.parquet"
    log.unlink()
    assert not holds_sample(settings, settings.sample_url)
    ensure_sample(settings)
    assert log.exists()


def test_looking_for_the_sample_makes_no_file(tmp_path: Path) -> None:
    settings = Settings.load()
    assert not holds_sample(settings, settings.sample_url)
    assert list(tmp_path.iterdir()) == []

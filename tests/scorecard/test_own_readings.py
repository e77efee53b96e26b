"""KPIs that read themselves, from a launch or a log: the same numbers, no typing."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch, read_launch
from pmm_core.catalogue.drafts import KpiDraft, LaunchReadingDraft, WeeklyUseDraft
from pmm_core.catalogue.service import add, change, read_directory
from pmm_core.errors import InvalidInput
from pmm_core.events.ingest import LogOptions, keep_log
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.service import choose, read_board
from pmm_core.models import Initiative, Kpi, Product
from pmm_core.results import ScopeRef
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.service import read_scorecard, read_window_aims
from pmm_core.scorecard.windows import WindowAim
from pmm_core.store.store import Store
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import record_counts
from pmm_core.usage.service import WeeklyUse, read_weekly_use
from pmm_core.vocabulary import Cadence, Scope, Standing, Status
from tests.catalogue import made

ADA = made.ADA
TODAY = dt.date(2026, 3, 31)


def kpi(store: Store, place: Product | Initiative, reading: Any, **said: Any) -> Kpi:
    return made.kpi(store, place, said.pop("name", "Adopted"), reading=reading, **said)


def aim(store: Store, of: Kpi, value: float, *, on: dt.date = TODAY) -> None:
    draft = TargetDraft(
        kpi_id=of.id, value=value, target_date=on, start_date=dt.date(2026, 1, 1), start=0.0
    )
    record_target(store=store, actor=ADA, draft=draft, today=TODAY)


def row(store: Store, of: Kpi, *, as_of: dt.date = TODAY, scope: str = "overall") -> Row:
    found = read_scorecard(store=store, actor=ADA, scope=ScopeRef.parse(scope), as_of=as_of)
    (only,) = [one for one in found.rows if one.kpi.id == of.id]
    return only


@pytest.mark.parametrize(("day", "segment"), [(5, None), (10, None), (30, None), (30, "Business")])
def test_a_kpi_reads_exactly_what_the_launch_says(
    sample: Store, day: int, segment: str | None
) -> None:
    launch_id = find_launch(store=sample, actor=ADA, name="Insights")
    comet = read_directory(store=sample, actor=ADA).require(Product, "Comet")
    of = kpi(sample, comet, LaunchReadingDraft(launch=launch_id, day=day, segment=segment))
    aim(sample, of, 0.05)
    reading = read_launch(store=sample, actor=ADA, launch_id=launch_id, as_of=TODAY, by="plan")
    curve = reading.curve(segment)
    window = next(one for one in curve.windows if one.day == day) if curve else None
    found = row(sample, of, scope="product:Comet")
    assert window and found.estimate.value == pytest.approx(window.share, abs=1e-12)
    assert (found.estimate.low, found.estimate.high) == (window.low, window.high)
    assert (found.estimate.n, found.post and found.post.value) == (window.n, 0.05)
    assert found.status is Status.ON_TRACK and found.verdict.method == "met"
    who = f" among “{segment}”" if segment else ""
    assert found.kpi.source == f"Reads itself: share adopted by day {day} of Comet/Insights{who}"


@pytest.mark.parametrize(
    ("launch", "day", "as_of", "status"),
    [
        ("Smart routing", 30, TODAY, Status.TOO_EARLY),
        ("E-signature", 30, TODAY, Status.TOO_FEW),
        ("Mobile app", 30, TODAY, Status.OFF_TRACK),
        ("Insights", 30, TODAY, Status.ON_TRACK),
        ("Insights", 30, dt.date(2026, 1, 20), Status.TOO_EARLY),
        ("Insights", 10, dt.date(2025, 12, 1), Status.NO_DATA),
    ],
)
def test_the_states_of_a_window_are_statuses(
    sample: Store, launch: str, day: int, as_of: dt.date, status: Status
) -> None:
    launch_id = find_launch(store=sample, actor=ADA, name=launch)
    comet = read_directory(store=sample, actor=ADA).require(Product, "Comet")
    of = kpi(sample, comet, LaunchReadingDraft(launch=launch_id, day=day))
    aim(sample, of, 0.25)
    assert row(sample, of, as_of=as_of).status is status


def test_typed_counts_reach_the_board_and_the_person_without_typing_the_kpi(
    any_store: Store,
) -> None:
    ada = made.person(any_store, "Ada Lane")
    comet = made.product(any_store, "Comet")
    launch = made.launch(any_store, comet, "Insights")
    reading = LaunchReadingDraft(launch=launch.id or 0, day=5)
    of = kpi(any_store, comet, reading, owner_id=ada.id)
    assert row(any_store, of).status is Status.NO_DATA
    assert "no event log yet" in row(any_store, of).verdict.reason
    cells = [CountCells(1, "", "5", "40", "12")]
    record_counts(store=any_store, actor=ADA, launch_id=launch.id or 0, cells=cells, today=TODAY)
    assert row(any_store, of).status is Status.NO_TARGET
    aim(any_store, of, 0.25)
    found = row(any_store, of, scope="person:Ada Lane")
    assert (found.status, found.estimate.value, found.estimate.method) == (
        Status.ON_TRACK, 0.3, "wilson",
    )  # fmt: skip
    draft = AccountableMetricDraft(
        kpi_id=of.id, person_id=ada.id, standing=Standing.ACCOUNTABLE, cycle="Q1 2026"
    )
    choose(store=any_store, actor=ADA, draft=draft)
    board = read_board(store=any_store, actor=ADA, as_of=TODAY, cycle="Q1 2026")
    (carried,) = [one for share in board.shares for one in share.carried]
    assert carried.standpoint.estimate == found.estimate
    assert carried.standpoint.source and "Comet/Insights" in carried.standpoint.source


def test_a_value_of_a_kpi_that_reads_itself_cannot_be_typed(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    launch = made.launch(any_store, comet, "Insights")
    of = kpi(any_store, comet, LaunchReadingDraft(launch=launch.id or 0, day=5))
    draft = SnapshotDraft(kpi_id=of.id, on=TODAY, value=0.3)
    with pytest.raises(InvalidInput, match="reads its own values") as refused:
        record_value(store=any_store, actor=ADA, draft=draft, today=TODAY)
    assert refused.value.code == "kpi_reads_itself"


def test_only_a_window_of_a_launch_in_use_can_be_read(store: Store) -> None:
    comet = made.product(store, "Comet")
    launch = made.launch(store, comet, "Insights")
    for reading, code in (
        (LaunchReadingDraft(launch=launch.id or 0, day=7), "window_unknown"),
        (LaunchReadingDraft(launch=99, day=5), "not_in_use"),
    ):
        with pytest.raises(InvalidInput) as refused:
            kpi(store, comet, reading)
        assert refused.value.code == code
    of = kpi(store, comet, LaunchReadingDraft(launch=launch.id or 0, day=5))
    wrong = KpiDraft.of(of).model_copy(
        update={"reading": LaunchReadingDraft(launch=launch.id or 0, day=6)}
    )
    with store.write(actor=ADA) as unit, pytest.raises(InvalidInput, match="it has 5, 10, 30"):
        change(unit, of, wrong)


def test_a_share_has_the_unit_of_one_and_a_weekly_one_its_cadence() -> None:
    weekly = {"log": "use.parquet"}
    place = {"scope": Scope.OVERALL, "name": "Used weekly"}
    made_row = KpiDraft.check(**place, reading=weekly).row()
    assert (made_row.unit, made_row.cadence) == ("%", Cadence.WEEKLY)
    assert made_row.reading == {**weekly, "events": [], "weeks": 4, "timezone": "UTC"}
    assert KpiDraft.of(made_row).reading == WeeklyUseDraft(log="use.parquet")
    for wrong in ({"unit": "accounts"}, {"cadence": Cadence.MONTHLY}):
        with pytest.raises(InvalidInput):
            KpiDraft.check(**place, **wrong, reading=weekly)
    with pytest.raises(InvalidInput):
        KpiDraft.check(**place, reading={"log": "use.parquet", "day": 5})


def test_a_target_of_a_kpi_that_reads_its_launch_is_one_of_the_launch(any_store: Store) -> None:
    launch = made.launch(any_store, made.product(any_store, "Comet"), "Insights")
    of = kpi(any_store, launch, LaunchReadingDraft(launch=launch.id or 0, day=10))
    aim(any_store, of, 0.25)
    aims = read_window_aims(store=any_store, actor=ADA, launch_id=launch.id or 0, as_of=TODAY)
    assert aims == (WindowAim(10, None, 0.25),)


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Keep a log of 40 accounts from 5 January: all open daily, account n exports in week n % 8."""
    first = dt.date(2026, 1, 5)
    lines = ["user_id,event,ts"]
    for account in range(40):
        lines += [f"a{account},open,{first + dt.timedelta(days=day)}" for day in range(80)]
        lines.append(f"a{account},export,{first + dt.timedelta(days=7 * (account % 8) + 2)}")
    path = tmp_path / "use.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    options = LogOptions(today=dt.date(2027, 1, 1))
    return keep_log(
        str(path), events_root=str(tmp_path / "events"), name="use", options=options
    ).name


def test_a_weekly_share_is_a_row_like_any_other(store: Store, owner: Actor, log: str) -> None:
    comet = made.product(store, "Comet")
    of = kpi(store, comet, WeeklyUseDraft(log=log, events=("export",)))
    aim(store, of, 0.1)
    weeks = read_weekly_use(
        store=store, actor=owner, of=WeeklyUse(log, ("export",)), as_of=dt.date(2026, 3, 20)
    )
    assert [(one.last_day, one.eligible, one.used) for one in weeks[:2]] == [
        (dt.date(2026, 2, 1), 40, 5),
        (dt.date(2026, 2, 8), 40, 5),
    ]
    found = row(store, of, as_of=dt.date(2026, 3, 1))
    assert found.estimate.value == pytest.approx(5 / 40, abs=1e-12)
    assert (found.estimate.n, found.estimate.method) == (40, "wilson")
    assert (found.latest and found.latest.on, found.status) == (
        dt.date(2026, 3, 1),
        Status.ON_TRACK,
    )
    assert [one.value for one in found.series[-5:]] == [0.125] * 5
    assert "“export” in the week, from use.parquet" in (found.kpi.source or "")
    midweek = row(store, of, as_of=dt.date(2026, 3, 4))
    assert midweek.latest and midweek.latest.on == dt.date(2026, 3, 1)
    assert row(store, of, as_of=dt.date(2026, 6, 1)).status is Status.STALE
    assert row(store, of, as_of=dt.date(2026, 1, 20)).status is Status.NO_DATA


def test_a_log_that_is_gone_is_no_data_with_the_reason(store: Store) -> None:
    of = kpi(store, made.product(store, "Comet"), WeeklyUseDraft(log="gone.parquet"))
    found = row(store, of)
    assert found.status is Status.NO_DATA and "gone.parquet" in found.verdict.reason


def test_a_kpi_is_made_with_its_reading_from_the_form_s_draft(store: Store, log: str) -> None:
    draft = KpiDraft.check(
        scope=Scope.OVERALL, name="Exporting weekly", reading={"log": log, "events": ("export",)}
    )
    of = add(store=store, actor=ADA, draft=draft)
    assert of.reading and of.reading["events"] == ["export"]

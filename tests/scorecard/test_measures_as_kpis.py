"""Activation and engagement as KPIs: the numbers of the command, and one status for each state."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from pmm_core.adoption.service import find_launch
from pmm_core.catalogue.drafts import LaunchDraft, LaunchReadingDraft
from pmm_core.catalogue.service import read_directory, save
from pmm_core.errors import InvalidInput
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import record_target
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.service import choose, read_board
from pmm_core.models import Acceptance, ExternalFactor, Initiative, Kpi, Product
from pmm_core.results import ScopeRef
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.service import read_scorecard, read_window_aims
from pmm_core.store.store import Store
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import record_counts
from pmm_core.vocabulary import FactorMethod, Measure, Standing, Status
from tests.catalogue import made
from tests.cli.running import run

ADA = made.ADA
TODAY = dt.date(2026, 3, 31)
NUMBERS = {Measure.ACTIVATION: ("n", "adopted"), Measure.ENGAGEMENT: ("adopters", "active")}


def reads(store: Store, measure: Measure, day: int, **more: Any) -> Kpi:
    """Make a KPI of Comet that reads a measure of one of its launches, Insights unless said."""
    called = more.pop("name", f"{measure} by day {day}")
    launch_id = find_launch(store=store, actor=ADA, name=more.pop("launch", "Insights"))
    comet = read_directory(store=store, actor=ADA).require(Product, "Comet")
    reading = LaunchReadingDraft(launch=launch_id, measure=measure, day=day, **more)
    return made.kpi(store, comet, called, reading=reading)


def aim(store: Store, of: Kpi, value: float, *, start: dt.date = TODAY) -> None:
    draft = TargetDraft(kpi_id=of.id, value=value, target_date=TODAY, start_date=start, start=0.0)
    record_target(store=store, actor=ADA, draft=draft, today=TODAY)


def row(store: Store, of: Kpi, *, as_of: dt.date = TODAY) -> Row:
    scope = ScopeRef.parse("overall")
    found = read_scorecard(store=store, actor=ADA, scope=scope, as_of=as_of, only=[of.id or 0])
    (only,) = found.rows
    return only


@pytest.mark.parametrize("segment", [None, "Business"])
@pytest.mark.parametrize("day", [10, 30])
@pytest.mark.parametrize("measure", [Measure.ACTIVATION, Measure.ENGAGEMENT])
def test_the_scorecard_says_what_adoption_with_measures_says(
    sample: Store, measure: Measure, day: int, segment: str | None
) -> None:
    of = reads(sample, measure, day, segment=segment)
    url = sample.engine.url.render_as_string(hide_password=False)
    asked = ("adoption", "launch:Insights", "--measures", "--by", "plan", "--json")
    curves = run("--store", url, *asked).document["measures"][measure]["curves"]
    (curve,) = [one for one in curves if (one["segment"], one["audience"]) == (segment, "eligible")]
    (window,) = [one for one in curve["windows"] if one["day"] == day]
    asked = ("scorecard", "--scope", "product:Comet", "--as-of", str(TODAY), "--json")
    rows = run("--store", url, *asked).document["rows"]
    (shown,) = [one for one in rows if one["kpi"] == of.name]
    n, done = (window[name] for name in NUMBERS[measure])
    assert shown["actual"] == pytest.approx(window["share"], abs=1e-12)
    assert shown["low"] == pytest.approx(window["low"], abs=1e-12)
    assert shown["high"] == pytest.approx(window["high"], abs=1e-12)
    facts = row(sample, of).facts.window
    assert (shown["measure"], shown["n"]) == (measure, n) and facts and facts.adopted == done


def test_a_reading_of_engagement_says_that_its_units_are_adopters(sample: Store) -> None:
    of = reads(sample, Measure.ENGAGEMENT, 30)
    aim(sample, of, 0.01)
    found = row(sample, of)
    assert found.kpi.source == "Reads itself: share of adopters engaged on day 30 of Comet/Insights"
    assert found.status is Status.ON_TRACK and found.verdict.method == "met"
    assert "adopters of at least 7 days were active in the 7 days up to day 30" in (
        found.verdict.reason
    )


def test_an_accountable_metric_reads_activation_without_typing(sample: Store) -> None:
    of = reads(sample, Measure.ACTIVATION, 10)
    person_id = made.person(sample, "Noor Haddad").id
    draft = AccountableMetricDraft(
        kpi_id=of.id, person_id=person_id, standing=Standing.ACCOUNTABLE, cycle="Q1 2026"
    )
    choose(store=sample, actor=ADA, draft=draft)
    board = read_board(store=sample, actor=ADA, as_of=TODAY, cycle="Q1 2026")
    carried = [one for share in board.shares for one in share.carried if one.kpi_id == of.id]
    assert [one.standpoint.estimate for one in carried] == [row(sample, of).estimate]


def test_a_target_of_activation_is_none_of_adoption(sample: Store) -> None:
    launch_id = find_launch(store=sample, actor=ADA, name="Insights")
    launch = read_directory(store=sample, actor=ADA).get(Initiative, launch_id)
    assert launch
    before = read_window_aims(store=sample, actor=ADA, launch_id=launch_id, as_of=TODAY)
    reading = LaunchReadingDraft(launch=launch_id, measure=Measure.ACTIVATION, day=30)
    aim(sample, made.kpi(sample, launch, "Activated", reading=reading), 0.9)
    after = read_window_aims(store=sample, actor=ADA, launch_id=launch_id, as_of=TODAY)
    assert [one for one in after if one.measure is Measure.ADOPTION] == list(before)
    assert [one.share for one in after if one.measure is Measure.ACTIVATION] == [0.9]


def _log_gone(store: Store, of: Kpi) -> None:
    assert of.reading
    launch = read_directory(store=store, actor=ADA).get(Initiative, of.reading["launch"])
    assert launch
    draft = LaunchDraft.of(launch).model_copy(update={"log": "gone.parquet"})
    save(store=store, actor=ADA, base=launch, draft=draft)


def _excluded(store: Store, of: Kpi) -> None:
    with store.write(actor=ADA) as unit:
        day = dt.date(2026, 1, 20)
        unit.add(
            ExternalFactor(
                name="Outage",
                kpi_ids=[of.id],
                start_on=day,
                end_on=day,
                method=FactorMethod.EXCLUDE,
            )
        )


def _accepted(store: Store, of: Kpi) -> None:
    with store.write(actor=ADA) as unit:
        unit.add(
            Acceptance(
                kpi_id=of.id or 0, accepted_on=TODAY, until=dt.date(2026, 4, 30), reason="Known"
            )
        )


def _nothing(_store: Store, _of: Kpi) -> None:
    pass


Change = Callable[[Store, Kpi], None]
EVER = dt.date(2025, 11, 1)
# Status, launch, target, as-of day and what happens before the look; the last takes a log away.
CASES: list[tuple[Status, str, float | None, dt.date, Change]] = [
    (Status.NO_DATA, "Insights", 0.01, dt.date(2025, 12, 1), _nothing),
    (Status.STALE, "Smart routing", 0.01, dt.date(2026, 6, 1), _nothing),
    (Status.NO_TARGET, "Insights", None, TODAY, _nothing),
    (Status.TOO_EARLY, "Insights", 0.01, dt.date(2026, 1, 20), _nothing),
    (Status.TOO_FEW, "E-signature", 0.01, TODAY, _nothing),
    (Status.ON_TRACK, "Insights", 0.01, TODAY, _nothing),
    (Status.OFF_TRACK, "Insights", 0.99, TODAY, _nothing),
    (Status.DISTURBED, "Insights", 0.01, TODAY, _excluded),
    (Status.ACCEPTED, "Insights", 0.99, TODAY, _accepted),
    (Status.NO_DATA, "Insights", 0.01, TODAY, _log_gone),
]


@pytest.mark.parametrize("measure", list(Measure))
def test_every_state_of_a_window_is_one_of_the_ten_statuses(
    sample: Store, measure: Measure
) -> None:
    for number, (status, launch, target, as_of, change) in enumerate(CASES):
        of = reads(sample, measure, 30, launch=launch, name=f"Read {number}")
        if target is not None:
            aim(sample, of, target, start=EVER)
        change(sample, of)
        assert row(sample, of, as_of=as_of).status is status, (status, launch, as_of)


def test_a_window_is_judged_when_it_is_over_so_it_is_never_at_risk() -> None:
    assert set(Status) - {case[0] for case in CASES} == {Status.AT_RISK}


def test_a_disturbed_window_shows_the_raw_verdict_beside(sample: Store) -> None:
    of = reads(sample, Measure.ACTIVATION, 30)
    aim(sample, of, 0.01)
    _excluded(sample, of)
    found = row(sample, of)
    assert found.verdict.reason == (
        "Outage covers days of this window, so it is not judged; taken as it is, it would be on "
        "track."
    )
    assert [one.name for one in found.factors] == ["Outage"]


def test_engagement_is_not_read_on_a_day_before_anybody_can_be_engaged(sample: Store) -> None:
    with pytest.raises(InvalidInput, match="looks back over 7 days, so on day 5") as refused:
        reads(sample, Measure.ENGAGEMENT, 5)
    assert refused.value.code == "window_too_short"


def test_typed_counts_say_why_they_tell_no_activation(store: Store) -> None:
    comet = made.product(store, "Comet")
    launch = made.launch(store, comet, "Insights")
    of = reads(store, Measure.ACTIVATION, 5)
    cells = [CountCells(1, "", "5", "40", "12")]
    record_counts(store=store, actor=ADA, launch_id=launch.id or 0, cells=cells, today=TODAY)
    found = row(store, of)
    assert found.status is Status.NO_DATA and "say who adopted, not who" in found.verdict.reason

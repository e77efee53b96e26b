"""Verdicts are written once, by who and when, and change only by a visible restatement."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch, read_launch
from pmm_core.catalogue.drafts import LaunchDraft, LaunchReadingDraft
from pmm_core.catalogue.service import read_directory, read_nouns, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, NotPermitted
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import record_target
from pmm_core.measures.service import read_launch_measures
from pmm_core.models import Audit, Initiative, Target
from pmm_core.results import ScopeRef
from pmm_core.scorecard.answer import row_answer
from pmm_core.scorecard.service import read_calendar, read_scorecard
from pmm_core.store.store import Store
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import record_counts
from pmm_core.verdict import wording
from pmm_core.verdict.service import (
    Restatement,
    Settled,
    read_verdicts,
    restate_verdict,
    settle_verdicts,
)
from pmm_core.verdict.settle import LaunchVerdicts
from pmm_core.vocabulary import Measure, NounKind, Role, Verdict, WhyRestated
from tests.catalogue import made

ADA = made.ADA
BO = Actor("Bo Lind")
TODAY = dt.date(2026, 2, 15)


def count(store: Store, launch_id: int, adopted: int, *, day: int = 5) -> None:
    cells = [CountCells(1, "", str(day), "40", str(adopted))]
    record_counts(store=store, actor=ADA, launch_id=launch_id, cells=cells, today=TODAY)


def settle(store: Store, launch_id: int, *, on: dt.date = TODAY, actor: Actor = ADA) -> Settled:
    return settle_verdicts(store=store, actor=actor, launch_id=launch_id, as_of=on)


def read(store: Store, launch_id: int, **how: Any) -> LaunchVerdicts:
    return read_verdicts(store=store, actor=ADA, launch_id=launch_id, **({"as_of": TODAY} | how))


def aim(store: Store, kpi_id: int, value: float, *, seen: int | None = None) -> int:
    draft = TargetDraft(
        kpi_id=kpi_id,
        window=5,
        value=value,
        target_date=dt.date(2026, 2, 8),
        start_date=dt.date(2026, 1, 1),
        reason="Agreed with sales",
    )
    row = record_target(store=store, actor=ADA, draft=draft, today=TODAY, seen=seen)
    return row.id or 0


@pytest.fixture
def launch(any_store: Store) -> Initiative:
    """A launch of 3 February, 12 of 40 by day 5, which is to reach 25%."""
    found = made.launch(any_store, made.product(any_store, "Comet"), "Insights")
    kpi = made.kpi(any_store, found, "Adopted", unit="%")
    aim(any_store, kpi.id or 0, 0.25)
    count(any_store, found.id or 0, 12)
    return found


def test_a_verdict_is_written_once_with_who_and_when(any_store: Store, launch: Initiative) -> None:
    launch_id = launch.id or 0
    assert [line.day for line in read(any_store, launch_id).due] == [5]
    (one,) = settle(any_store, launch_id).written
    assert (one.day, one.verdict, one.target, one.share) == (5, Verdict.MET, 0.25, 0.3)
    assert (one.eligible, one.matured, one.adopted, one.written_by) == (40, 40, 12, "Ada Moreno")
    assert settle(any_store, launch_id, actor=BO).written == ()
    line = read(any_store, launch_id).line(5)
    assert line and line.written == one and not line.changes
    with any_store.read() as session:
        audits = session.exec(select(Audit).where(Audit.noun == NounKind.WINDOW_VERDICT)).all()
    assert [audit.verb for audit in audits] == ["add"]


def test_reading_writes_nothing(any_store: Store, launch: Initiative) -> None:
    token = any_store.facts().token
    read(any_store, launch.id or 0)
    assert any_store.facts().token == token


def test_a_corrected_count_is_a_finding_until_somebody_restates(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    settle(any_store, launch_id)
    count(any_store, launch_id, 9)
    assert settle(any_store, launch_id).written == ()
    (finding,) = read(any_store, launch_id).findings
    assert finding.changes == (WhyRestated.CORRECTED_COUNTS,)
    assert finding.written and finding.written.verdict is Verdict.MET
    assert wording.finding(finding) == (
        "Day 5: the verdict says 30.0%, met; a recount says 22.5%, missed (counts corrected to 9 "
        "of 40 eligible from 12 of 40)."
    )
    of = Restatement(5, why="Bo counted again")
    done = restate_verdict(store=any_store, actor=BO, launch_id=launch_id, of=of, as_of=TODAY)
    assert (done.verdict, done.share, done.written_by) == (Verdict.MISSED, 0.225, "Bo Lind")
    line = read(any_store, launch_id).line(5)
    assert line and line.before and not line.changes and len(line.history) == 2
    assert wording.restated(done, line.before, TODAY) == (
        "Restated 15 Feb 2026: counts corrected to 9 of 40 eligible from 12 of 40 (Bo counted "
        "again); was 30.0%, met."
    )


def test_a_target_moved_after_the_window_ended_changes_no_verdict(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    with any_store.read() as session:
        seen = session.exec(select(Target)).one()
    aim(any_store, seen.kpi_id, 0.35, seen=seen.id)
    (one,) = settle(any_store, launch_id).written
    assert (one.verdict, one.target) == (Verdict.MET, 0.25)
    assert not read(any_store, launch_id).findings
    scope = ScopeRef.parse("launch:Comet/Insights")
    (row,) = read_scorecard(store=any_store, actor=ADA, scope=scope, as_of=TODAY).rows
    assert row.post and row.post.value == 0.35
    assert "a target of 25.0% was in force when the window ended" in row.verdict.reason


def test_the_target_moved_before_the_window_ended_is_the_verdict_s(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    # The window of day 5 ended with 8 February.
    days = (dt.date(2026, 2, 4), dt.date(2026, 2, 8), dt.date(2026, 2, 9))
    with any_store.write(actor=ADA) as unit:
        first = unit.session.exec(select(Target)).one()
        said = first.model_dump(exclude={"id", "recorded_at", "value"})
        for day, value in zip(days, (0.2, 0.31, 0.1), strict=True):
            at = dt.datetime.combine(day, dt.time(12), dt.UTC)
            unit.session.add(Target(**said, value=value, recorded_at=at))
    (one,) = settle(any_store, launch_id).written
    assert (one.verdict, one.target) == (Verdict.MISSED, 0.31)


def test_a_target_that_took_effect_after_the_window_is_none_of_it(any_store: Store) -> None:
    launch = made.launch(any_store, made.product(any_store, "Comet"), "Insights")
    kpi = made.kpi(any_store, launch, "Adopted", unit="%")
    late = {"value": 0.25, "target_date": dt.date(2026, 2, 8)}
    draft = TargetDraft(kpi_id=kpi.id or 0, window=5, **late)
    record_target(store=any_store, actor=ADA, draft=draft, today=dt.date(2026, 2, 9))
    count(any_store, launch.id or 0, 12)
    (one,) = settle(any_store, launch.id or 0).written
    assert (one.verdict, one.target) == (Verdict.NO_TARGET, None)
    found = read(any_store, launch.id or 0)
    assert found.late == {(Measure.ADOPTION, "", 5): 0.25}
    assert found.notes == (
        "Day 5: its target was set once the window was over, so there is no verdict on it. Set a "
        "target before its window ends.",
    )
    aim(any_store, kpi.id or 0, 0.25, seen=_target(any_store).id)
    (finding,) = read(any_store, launch.id or 0).findings
    assert finding.changes == (WhyRestated.CHANGED_TARGET,)
    assert "target set to 25.0%" in wording.finding(finding)


def _target(store: Store) -> Target:
    with store.read() as session:
        return session.exec(select(Target)).one()


def test_a_changed_definition_is_a_finding(any_store: Store, launch: Initiative) -> None:
    launch_id = launch.id or 0
    settle(any_store, launch_id)
    moved = {"launched_on": dt.date(2026, 2, 2)}
    with any_store.write(actor=ADA) as unit:
        unit.change(Initiative, launch_id, moved, version=launch.version)
    (finding,) = read(any_store, launch_id).findings
    assert finding.changes[0] is WhyRestated.CHANGED_DEFINITION


def test_verdicts_are_read_as_of_a_day_and_as_they_were_known(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    settle(any_store, launch_id)
    before = read(any_store, launch_id, as_of=dt.date(2026, 2, 9)).line(5)
    assert before and before.written is None and before.now and before.now.is_final
    unknown = read(any_store, launch_id, known_on=dt.date(2020, 1, 1)).line(5)
    assert unknown and unknown.written is None


def test_what_cannot_be_restated_is_refused(any_store: Store, launch: Initiative) -> None:
    launch_id = launch.id or 0

    def restate(day: int, **more: Any) -> str:
        of = Restatement(day, **more)
        with pytest.raises((InvalidInput, ChangedElsewhere)) as refused:
            restate_verdict(store=any_store, actor=ADA, launch_id=launch_id, of=of, as_of=TODAY)
        return refused.value.code

    assert restate(5) == "verdict_missing"
    (one,) = settle(any_store, launch_id).written
    assert restate(5) == "verdict_agrees"
    count(any_store, launch_id, 13)
    assert restate(5, seen=one.id + 1) == "changed_elsewhere"


def test_the_scorecard_stays_what_is_counted_and_says_where_a_verdict_differs(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    scope = ScopeRef.parse("launch:Comet/Insights")

    def row() -> dict[str, Any]:
        found = read_scorecard(store=any_store, actor=ADA, scope=scope, as_of=TODAY)
        calendar = read_calendar(store=any_store, actor=ADA)
        return row_answer(found.rows[0], as_of=TODAY, calendar=calendar)

    assert (row()["actual"], row()["status"], row()["verdict"]) == (0.3, "on_track", None)
    settle(any_store, launch_id)
    assert row()["verdict"]["verdict"] == "met" and row()["verdict"]["differs"] is False
    count(any_store, launch_id, 9)
    assert (row()["actual"], row()["status"]) == (0.225, "off_track")
    assert row()["verdict"]["differs"] is True and "was not restated" in row()["status_reason"]
    restate_verdict(store=any_store, actor=ADA, launch_id=launch_id, of=Restatement(5), as_of=TODAY)
    assert row()["verdict"]["verdict"] == "missed" and row()["verdict"]["restated"]
    assert "Restated" in row()["status_reason"]


def test_every_complete_window_and_segment_of_a_log_gets_its_verdict(sample: Store) -> None:
    today = dt.date(2026, 3, 31)
    launch_id = find_launch(store=sample, actor=ADA, name="Insights")
    found = settle(sample, launch_id, on=today)
    reading = read_launch(store=sample, actor=ADA, launch_id=launch_id, as_of=today, by="plan")
    adopted = [one for one in found.written if one.measure is Measure.ADOPTION]
    assert {(one.segment, one.day) for one in adopted} == {
        (segment, day) for segment in ("", *reading.segments) for day in (5, 10, 30)
    }
    whole = {window.day: window for window in reading.whole.windows}
    for one in adopted:
        if not one.segment:
            window = whole[one.day]
            assert (one.share, one.low, one.high) == (window.share, window.low, window.high)
            assert one.at_risk == reading.whole.days[one.day].at_risk
    verdicts = {(one.segment, one.day): one.verdict for one in adopted}
    assert verdicts["", 30] is Verdict.MET and verdicts["", 10] is Verdict.NO_TARGET
    assert verdicts["Business", 30] is Verdict.MET


def test_activation_and_engagement_get_verdicts_of_their_own(sample: Store) -> None:
    today = dt.date(2026, 3, 31)
    launch_id = find_launch(store=sample, actor=ADA, name="Insights")
    launch = read_directory(store=sample, actor=ADA).get(Initiative, launch_id)
    assert launch
    # As long as its adopting use is its first value, that is no measure of its own.
    assert Measure.ACTIVATION not in {
        line.measure for line in read(sample, launch_id, as_of=today).lines
    }
    draft = LaunchDraft.of(launch).model_copy(update={"activation_events": ("session",)})
    launch = save(store=sample, actor=ADA, base=launch, draft=draft)
    reading = LaunchReadingDraft(launch=launch_id, measure=Measure.ENGAGEMENT, day=30)
    kpi = made.kpi(sample, launch, "Engaged", reading=reading)
    said = {"value": 0.99, "target_date": today, "start_date": launch.launched_on}
    record_target(
        store=sample, actor=ADA, draft=TargetDraft(kpi_id=kpi.id or 0, **said), today=today
    )
    found = settle(sample, launch_id, on=today)
    measures = read_launch_measures(
        store=sample, actor=ADA, launch_id=launch_id, as_of=today, by="plan"
    )
    by_key = {(one.measure, one.segment, one.day): one for one in found.written}
    for measure in (Measure.ACTIVATION, Measure.ENGAGEMENT):
        for segment in (None, "Business"):
            for window in measures.windows(measure, segment):
                one = by_key.get((measure, segment or "", window.day))
                # On day 5 nobody can have been an adopter for 7 days.
                assert (one is None) == (measure is Measure.ENGAGEMENT and window.day == 5)
                if one:
                    assert (one.share, one.low, one.high) == (window.share, window.low, window.high)
                    assert (one.eligible, one.adopted) == (window.n, window.adopted)
    engaged = by_key[Measure.ENGAGEMENT, "", 30]
    assert (engaged.verdict, engaged.target) == (Verdict.MISSED, 0.99)
    assert by_key[Measure.ACTIVATION, "", 30].verdict is Verdict.NO_TARGET
    assert by_key[Measure.ADOPTION, "", 30].verdict is Verdict.MET
    assert wording.numbers(engaged).split(" of ")[1].endswith("adopters, against at least 99.0%")
    again = read(sample, launch_id, as_of=today)
    assert not again.due and not again.findings and not again.notes


def test_a_launch_whose_log_is_gone_keeps_its_verdicts(sample: Store, tmp_path: Path) -> None:
    today = dt.date(2026, 3, 31)
    launch_id = find_launch(store=sample, actor=ADA, name="Mobile app")
    settle(sample, launch_id, on=today)
    launches = read_nouns(store=sample, actor=ADA, table=Initiative)
    launch = next(one for one in launches if one.id == launch_id)
    draft = LaunchDraft.of(launch).model_copy(update={"log": "gone.parquet"})
    save(store=sample, actor=ADA, base=launch, draft=draft)
    found = read(sample, launch_id, as_of=today)
    assert found.problem and "gone.parquet" in found.problem
    days = {line.day for line in found.lines if line.written and line.measure is Measure.ADOPTION}
    assert days == {5, 10, 30}
    assert not found.findings and not found.due


def test_verdicts_are_read_by_those_who_may_and_written_by_the_owner(
    any_store: Store, launch: Initiative
) -> None:
    visitor = Actor("guest", Role.VISITOR)
    with pytest.raises(NotPermitted):
        settle(any_store, launch.id or 0, actor=visitor)
    with pytest.raises(NotPermitted):
        read_verdicts(store=any_store, actor=visitor, launch_id=launch.id or 0, as_of=TODAY)
    with pytest.raises(NotFound):
        read(any_store, 99)

"""Verdicts are written once, by who and when, and change only by a visible restatement."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch, read_launch
from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import read_nouns, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, NotPermitted
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import record_target
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
from pmm_core.vocabulary import NounKind, Role, Verdict, WhyRestated
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


def test_a_moved_target_and_a_changed_definition_are_findings(
    any_store: Store, launch: Initiative
) -> None:
    launch_id = launch.id or 0
    settle(any_store, launch_id)
    with any_store.read() as session:
        seen = session.exec(select(Target)).one()
    aim(any_store, seen.kpi_id, 0.35, seen=seen.id)
    (finding,) = read(any_store, launch_id).findings
    assert finding.changes == (WhyRestated.CHANGED_TARGET,)
    assert "target changed to 35.0% from 25.0%" in wording.finding(finding)
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
    assert {(one.segment, one.day) for one in found.written} == {
        (segment, day) for segment in ("", *reading.segments) for day in (5, 10, 30)
    }
    whole = {window.day: window for window in reading.whole.windows}
    for one in found.written:
        if not one.segment:
            window = whole[one.day]
            assert (one.share, one.low, one.high) == (window.share, window.low, window.high)
            assert one.at_risk == reading.whole.days[one.day].at_risk
    verdicts = {(one.segment, one.day): one.verdict for one in found.written}
    assert verdicts["", 30] is Verdict.MET and verdicts["", 10] is Verdict.NO_TARGET
    assert verdicts["Business", 30] is Verdict.MET


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
    assert {line.day for line in found.lines if line.written} == {5, 10, 30}
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

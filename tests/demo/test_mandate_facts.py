"""What the sample says of itself, who answers for what, and how it came about."""

import datetime as dt
from collections import Counter

import pytest
from sqlmodel import col, select

from pmm_core.access import Actor
from pmm_core.company.service import read_facts
from pmm_core.demo.sources import LAST_DAY
from pmm_core.metric.service import read_board, read_history
from pmm_core.models import Audit, HealthSign, TargetedSegment
from pmm_core.store.store import Store
from pmm_core.vocabulary import NounKind, Standing, Status

ADA = Actor("Ada Moreno")


def test_every_fact_is_said(sample: Store) -> None:
    said = read_facts(store=sample, actor=ADA).said.model_dump()
    assert None not in said.values()
    assert said["ownership_review_on"] == dt.date(2026, 6, 30)


def test_the_board_holds_every_standing_a_finding_and_a_second_one_with_its_reason(
    sample: Store,
) -> None:
    board = read_board(store=sample, actor=ADA, as_of=LAST_DAY)
    standings = Counter(one.standing for share in board.shares for one in share.carried)
    assert standings == {Standing.ACCOUNTABLE: 4, Standing.SUPPORTING: 3, Standing.GUARDRAIL: 2}
    by_name = {share.carrier.name: share for share in board.shares}
    assert all(one.why for one in by_name["Jonas Weber"].of(Standing.ACCOUNTABLE))
    assert [finding.status for finding in board.findings] == [
        None,
        Status.OFF_TRACK,
        Status.AT_RISK,
    ]


def test_activation_was_accountable_until_another_took_its_place(sample: Store) -> None:
    history = read_history(store=sample, actor=ADA)
    (change,) = [entry for entry in history if not entry.added]
    assert (change.kpi, change.at.date()) == ("Activation rate", dt.date(2026, 2, 27))
    assert (change.was, change.became) == (
        {"standing": "accountable"},
        {"standing": "supporting"},
    )
    assert [entry.at for entry in history] == sorted((one.at for one in history), reverse=True)


@pytest.mark.parametrize("table", [HealthSign, TargetedSegment])
def test_signs_and_segments_were_recorded_in_the_sample_s_own_past(
    sample: Store, table: type
) -> None:
    with sample.read() as session:
        rows = session.exec(select(table)).all()
        entries = session.exec(
            select(Audit).where(col(Audit.noun) == NounKind(table.__tablename__))
        ).all()
    assert len(rows) == len(entries) == (5 if table is HealthSign else 3)
    assert all(row.recorded_at.date() <= LAST_DAY for row in rows)

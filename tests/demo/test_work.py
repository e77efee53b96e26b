"""What the sample tells of requests and allocations is what `data/README.md` says."""

import datetime as dt

from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.demo.sources import LAST_DAY
from pmm_core.drift.service import read_drift
from pmm_core.models import Allocation, Audit, WorkRequest
from pmm_core.settings import ROOT
from pmm_core.spread.service import read_spread
from pmm_core.store.store import Store
from pmm_core.vocabulary import NounKind, RequestDecision

ADA = Actor("Ada Moreno")
README = " ".join((ROOT / "data/README.md").read_text("utf-8").split())


def test_the_drift_told_is_the_drift_answered(sample: Store) -> None:
    drift = read_drift(store=sample, actor=ADA, as_of=LAST_DAY)
    before, now = (group.outside for group in drift.by_quarter)
    said = (
        f"{drift.whole.numerator:.0f} of {drift.whole.denominator:.0f} "
        f"({drift.whole.share.value:.0%}) lie outside the mandate: "
        f"{before.numerator:.0f} of {before.denominator:.0f} in Q4 2025, "
        f"{now.numerator:.0f} of {now.denominator:.0f} in Q1 2026. "
        f"Sales asked for {drift.by_requester[0].outside.numerator:.0f} of them."
    )
    assert said in README
    counted = drift.decisions
    assert (
        f"{drift.asked} from 2025-10-02 to 2026-03-30, {counted[RequestDecision.DO]} taken on, "
        f"{counted[RequestDecision.LATER]} postponed and {counted[RequestDecision.DECLINE]} "
        f"declined with a reason, {counted[None]} not decided"
    ) in README


def test_the_shares_told_are_those_allocated(sample: Store) -> None:
    spread = read_spread(store=sample, actor=ADA, as_of=LAST_DAY)
    for product in spread.products:
        share = f"| {product.product.name} | {product.product.revenue_share:.1%}"
        assert share in README
    for person in spread.people:
        for part in person.parts:
            first = person.person.split()[0]
            alone = f"{first} alone, {part.share:.0%}"
            assert f"{first} {part.share:.0%}" in README or alone in README


def test_a_request_was_decided_on_its_day_and_not_before(sample: Store) -> None:
    with sample.read() as session:
        rows = session.exec(select(WorkRequest)).all()
        changes = session.exec(
            select(Audit).where(Audit.noun == NounKind.WORK_REQUEST, Audit.verb == "change")
        ).all()
    decided = {row.id: row.decided_on for row in rows if row.decided_on}
    assert {entry.noun_id: entry.recorded_at.date() for entry in changes} == decided
    assert all(row.recorded_at.date() == row.asked_on for row in rows)


def test_every_row_was_recorded_in_the_sample_s_own_past(sample: Store) -> None:
    with sample.read() as session:
        rows = session.exec(select(Allocation)).all()
    assert len(rows) == 7
    assert max(row.recorded_at.date() for row in rows) == dt.date(2026, 2, 26)

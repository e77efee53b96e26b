"""Which KPI is the metric, and how a new one would be defined."""

import pytest

from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.metric.proposal import likely, propose
from pmm_core.metric.rules import GROWTH, MetricKind
from pmm_core.vocabulary import KpiBucket, Scope


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (MetricKind.ACTIVATION, "Activation rate"),
        (MetricKind.ADOPTION, "Adopted by day 30"),
        (MetricKind.ENGAGEMENT, "Weekly active teams"),
        (MetricKind.WIN_RATE, "Win rate against suites"),
        (MetricKind.REVENUE, "Monthly recurring revenue"),
        (MetricKind.REVENUE, "MRR"),
    ],
)
def test_a_kpi_is_recognised_by_its_name(kind: MetricKind, name: str) -> None:
    assert likely(kind, [(1, name), (2, "Battle cards published")]) == (1,)


def test_a_word_inside_another_is_no_sign() -> None:
    assert likely(MetricKind.REVENUE, [(1, "Starred articles"), (2, "Carried over")]) == ()


@pytest.mark.parametrize("kind", MetricKind)
def test_what_is_proposed_can_be_stored_and_is_recognised_as_what_it_is(kind: MetricKind) -> None:
    proposal = propose(kind)
    draft = KpiDraft.check(
        scope=Scope.OVERALL,
        name=proposal.name,
        definition=proposal.definition,
        bucket=proposal.bucket,
        indicator=proposal.indicator,
        rung=proposal.rung,
        control=proposal.control,
        unit=proposal.unit or "EUR",
        cadence=proposal.cadence,
    )
    assert draft.bucket is (KpiBucket.ADOPTION if kind in GROWTH else KpiBucket.REVENUE)
    assert "/" in proposal.definition or kind is MetricKind.REVENUE

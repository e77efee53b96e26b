"""The share outside the mandate: of what, of how many, and what counts on neither side."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from pmm_core.drift.outside import Basis, DriftRules, DriftState
from pmm_core.drift.requests import Request
from pmm_core.vocabulary import RequestDecision
from tests.drift.asked import AS_OF, DECLINE, DO, LATER, measure, request

MANY = [request(number, inside=number > 2) for number in range(1, 7)]


def test_with_all_hours_known_the_share_is_of_hours_and_has_no_interval() -> None:
    drift = measure(*(request(n, hours=10.0 * n, inside=n > 2) for n in range(1, 7)))
    whole = drift.whole
    assert whole.basis is Basis.HOURS
    assert (whole.numerator, whole.denominator) == (30, 210)
    assert whole.share.value == pytest.approx(30 / 210)
    assert (whole.share.n, whole.share.as_of) == (6, AS_OF)
    assert (whole.share.low, whole.share.high, whole.share.method) == (None, None, None)
    assert (whole.items, whole.items_outside) == (6, 2)


def test_with_one_hour_missing_the_share_is_of_items_with_a_wilson_interval() -> None:
    requests = [request(n, hours=10.0, inside=n > 2) for n in range(1, 7)]
    requests[0] = request(1, hours=None)
    whole = measure(*requests).whole
    assert whole.basis is Basis.ITEMS
    assert (whole.numerator, whole.denominator, whole.without_hours) == (2, 6, 1)
    low, high = proportion_confint(2, 6, method="wilson")
    assert whole.share.low == pytest.approx(low)
    assert whole.share.high == pytest.approx(high)
    assert (whole.hours, whole.hours_outside) == (50, 10)


def test_points_never_stand_in_for_hours() -> None:
    whole = measure(*(request(n, points=8.0 * n) for n in range(1, 7))).whole
    assert whole.basis is Basis.ITEMS
    assert (whole.hours, whole.without_hours) == (0, 6)


def test_hours_of_zero_alone_are_no_hours() -> None:
    assert measure(*(request(n, hours=0.0) for n in range(1, 7))).whole.basis is Basis.ITEMS


def test_a_request_that_is_not_tagged_counts_on_neither_side() -> None:
    before = measure(*MANY).whole
    after = measure(*MANY, request(7, inside=None, hours=None)).whole
    assert after.share == before.share
    assert (before.untagged, after.untagged) == (0, 1)


def test_hours_missing_on_what_does_not_count_change_nothing() -> None:
    counting = [request(n, hours=5.0) for n in range(1, 7)]
    others = [request(7, inside=None), request(8, decision=LATER, reason="June")]
    assert measure(*counting, *others).whole.basis is Basis.HOURS


@pytest.mark.parametrize("decision", [LATER, DECLINE, None])
def test_only_work_taken_on_counts(decision: RequestDecision | None) -> None:
    drift = measure(*MANY, request(7, decision=decision, reason="No"))
    assert drift.whole.items == 6
    assert drift.decisions[decision] == 1
    assert drift.asked == 7


def test_what_was_not_taken_on_is_listed_with_its_reason_newest_first() -> None:
    waits = request(7, decision=LATER, reason="In June", asked_on=dt.date(2026, 1, 5))
    declined = request(8, decision=DECLINE, reason="Not ours", asked_on=dt.date(2026, 2, 5))
    listed = measure(*MANY, waits, declined).not_taken_on
    assert [(one.id, one.reason) for one in listed] == [(8, "Not ours"), (7, "In June")]


def test_below_five_there_is_a_share_and_no_verdict() -> None:
    assert measure(*MANY[:4]).whole.state is DriftState.TOO_FEW
    assert measure(*MANY[:4]).whole.share.value == 0.5
    assert measure(*MANY[:5]).whole.state is DriftState.ENOUGH
    assert measure(*MANY[:2], rules=DriftRules(min_n=2)).whole.state is DriftState.ENOUGH


def test_without_tagged_work_there_is_no_share_at_all() -> None:
    for drift in (measure(), measure(request(inside=None)), measure(request(decision=None))):
        assert drift.whole.state is DriftState.NO_DATA
        assert (drift.whole.share.value, drift.whole.numerator, drift.whole.denominator) == (
            None,
            None,
            None,
        )


def test_requests_are_those_asked_for_from_the_first_day_to_the_last() -> None:
    days = [dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2026, 2, 28), dt.date(2026, 3, 1)]
    requests = [request(n, asked_on=day) for n, day in enumerate(days)]
    drift = measure(*requests, since=days[1], as_of=days[2])
    assert (drift.asked, drift.whole.items) == (2, 2)


def test_a_decision_of_a_later_day_had_not_been_made_yet() -> None:
    decided = request(1, decided_on=dt.date(2026, 3, 20))
    assert measure(decided, as_of=dt.date(2026, 3, 19)).decisions == {
        DO: 0,
        LATER: 0,
        DECLINE: 0,
        None: 1,
    }
    assert measure(decided, as_of=dt.date(2026, 3, 20)).decisions[DO] == 1


def test_requesters_with_most_outside_come_first_and_spellings_are_one() -> None:
    drift = measure(
        request(1, requester="Growth", hours=5.0),
        request(2, requester="Sales", hours=20.0),
        request(3, requester="sales", hours=4.0, inside=True),
        request(4, requester="Product", hours=30.0, inside=True),
    )
    assert [
        (one.name, one.outside.numerator, one.outside.denominator) for one in drift.by_requester
    ] == [
        ("Sales", 20, 24),
        ("Growth", 5, 5),
        ("Product", 0, 30),
    ]


def test_a_group_is_measured_as_the_whole_is() -> None:
    drift = measure(request(1, hours=None), request(2, requester="Growth", hours=3.0))
    assert {one.outside.basis for one in drift.by_requester} == {Basis.ITEMS}


def test_months_run_from_the_first_to_the_last_with_empty_ones_between() -> None:
    drift = measure(
        request(1, asked_on=dt.date(2025, 12, 31)), request(2, asked_on=dt.date(2026, 3, 1))
    )
    assert [(one.name, one.label, one.outside.items) for one in drift.by_month] == [
        ("2025-12", "Dec 2025", 1),
        ("2026-01", "Jan 2026", 0),
        ("2026-02", "Feb 2026", 0),
        ("2026-03", "Mar 2026", 1),
    ]
    assert [one.name for one in drift.by_quarter] == ["2025-Q4", "2026-Q1"]


def test_challenges_stand_by_name_and_work_without_one_last() -> None:
    drift = measure(
        request(1), request(2, challenge="Trials"), request(3, challenge="Churn", inside=True)
    )
    assert [one.name for one in drift.by_challenge] == ["Churn", "Trials", None]


REQUESTS = st.lists(
    st.builds(
        Request,
        id=st.integers(1, 99),
        what=st.just("Deck"),
        requester=st.sampled_from(["Sales", "Growth", "Product"]),
        asked_on=st.dates(dt.date(2025, 10, 1), dt.date(2026, 4, 30)),
        hours=st.one_of(st.none(), st.integers(0, 80).map(float)),
        decision=st.sampled_from([*RequestDecision, None]),
        inside=st.sampled_from([True, False, None]),
        challenge=st.sampled_from([None, "Trials", "Churn"]),
    ),
    max_size=30,
)


@given(REQUESTS, st.randoms())
def test_the_groups_add_up_to_the_whole_in_any_order(requests: list[Request], shuffle) -> None:
    drift = measure(*requests)
    for groups in (drift.by_requester, drift.by_month, drift.by_quarter, drift.by_challenge):
        assert sum(one.outside.items for one in groups) == drift.whole.items
        assert sum(one.outside.hours_outside for one in groups) == drift.whole.hours_outside
        assert sum(one.outside.untagged for one in groups) == drift.whole.untagged
    shuffle.shuffle(requests)
    again = measure(*requests)
    assert again.whole == drift.whole
    assert again.decisions == drift.decisions


@given(REQUESTS)
def test_the_share_is_what_counting_by_hand_gives(requests: list[Request]) -> None:
    whole = measure(*requests).whole
    counted = [
        one
        for one in requests
        if one.asked_on <= AS_OF and one.decision is DO and one.inside is not None
    ]
    weights = [Fraction(1)] * len(counted)
    if all(one.hours is not None for one in counted) and any(one.hours for one in counted):
        weights = [Fraction(one.hours or 0) for one in counted]
    outside = sum(
        (weight for one, weight in zip(counted, weights, strict=True) if one.inside is False),
        Fraction(0),
    )
    share = float(outside / sum(weights)) if counted else None
    assert whole.share.value == pytest.approx(share) if counted else whole.share.value is None


def test_a_rule_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="one item"):
        DriftRules(min_n=0)

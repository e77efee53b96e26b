"""What a reader is told about drift, and the chart beside it."""

import datetime as dt

import pytest

from pmm_core.charting import DARK, LIGHT
from pmm_core.drift import wording
from pmm_core.drift.charts import requester_chart
from pmm_core.vocabulary import RequestDecision
from tests.drift.asked import measure, request

SALES = [request(n, hours=10.0, inside=n > 3) for n in range(1, 6)]


def test_the_headline_says_the_share_and_of_what() -> None:
    assert wording.headline(measure(*SALES)) == "60% of the hours taken on lie outside the mandate"
    items = [request(n, inside=n > 3) for n in range(1, 6)]
    assert (
        wording.headline(measure(*items)) == "60% of the requests taken on lie outside the mandate"
    )


def test_the_headline_says_why_there_is_none() -> None:
    assert wording.headline(measure()) == "No requests yet"
    then = measure(*SALES, since=dt.date(2026, 3, 20))
    assert wording.headline(then) == "No requests in these days"
    assert wording.headline(measure(request(inside=None))) == "No tagged work yet"
    assert (
        wording.headline(measure(*SALES[:2]))
        == "Too few requests to judge: 20 of 20 hours outside the mandate"
    )


def test_the_method_says_why_items_are_counted() -> None:
    mixed = [*SALES, request(6)]
    assert "because 1 of 6 have no hours" in wording.method(measure(*mixed))
    assert "no interval" in wording.method(measure(*SALES))


def test_what_counts_on_neither_side_is_said() -> None:
    assert wording.left_out(measure(*SALES)) is None
    drift = measure(*SALES, request(6, inside=None), request(7, decision=None))
    assert (
        wording.left_out(drift)
        == "Counted on neither side: 1 taken on but not tagged, 1 not decided yet."
    )


def test_a_move_is_told_only_between_quarters_that_can_be_judged() -> None:
    before = [
        request(n, hours=10.0, inside=True, asked_on=dt.date(2025, 12, 1)) for n in range(10, 15)
    ]
    assert wording.moved(measure(*before, *SALES)) == "Q4 2025: 0% outside. Q1 2026: 60% outside."
    assert wording.moved(measure(*before[:2], *SALES)) is None
    assert wording.moved(measure(*SALES)) is None


def test_who_asks_for_most_is_named_only_where_something_lies_outside() -> None:
    growth = request(9, requester="Growth", hours=10.0)
    drift = measure(*SALES, growth)
    assert wording.most_outside(drift) == "Sales asked for 30 of the 40 hours outside."
    inside = [request(n, inside=True) for n in range(5)]
    assert wording.most_outside(measure(*inside)) is None


def test_an_interval_is_written_only_for_items() -> None:
    assert wording.doubt(measure(*SALES).whole) == ""
    items = measure(*(request(n, inside=n > 3) for n in range(1, 6))).whole
    assert wording.doubt(items).startswith("95% interval 23.1 to 88.2%")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_chart_says_each_share_in_words_beside_its_bar(theme: str) -> None:
    drift = measure(*SALES, request(9, requester="Growth", hours=4.0))
    spec = requester_chart(drift, theme=theme).to_dict()
    bars, words = spec["layer"]
    assert {row["verdict"] for row in spec["datasets"][words["data"]["name"]]} == {
        "60%: 30 of 50",
        "4 of 4 (n = 1)",
    }
    assert bars["encoding"]["y"]["sort"] == words["encoding"]["y"]["sort"] == ["Sales", "Growth"]
    assert "Sales: 60%: 30 of 50 hours" in wording.chart_alt(drift)


def test_the_chart_survives_nothing_to_draw() -> None:
    assert requester_chart(measure()).to_dict()["layer"]


def test_each_decision_has_a_word() -> None:
    assert {wording.decision_word(one) for one in (*RequestDecision, None)} == {
        "Do",
        "Later",
        "Decline",
        "Undecided",
    }


def test_a_requester_whose_work_took_no_hours_is_told_from_one_without_tagged_work() -> None:
    drift = measure(
        *SALES, request(6, hours=0.0, requester="Ops"), request(7, inside=None, requester="HR")
    )
    said = {group.name: wording.verdict(group.outside) for group in drift.by_requester}
    assert (said["Ops"], said["HR"]) == ("No hours", "No tagged work")

"""`method`: any number checked by hand, as the contract and the published values have it."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.running import Answer, run
from tests.stats.test_comparison import PLACEBO_TIME
from tests.stats.test_survival import SIX_MP

Ask = Callable[[str, Any], Answer]
TREATED = {"time": SIX_MP["time"], "event": SIX_MP["event"]}
PLACEBO = {"time2": PLACEBO_TIME, "event2": [1] * 21}
POOL = {
    "h": 10,
    "H": 30,
    "n": 1000,
    "adopted": 130,
    "past": [
        {"n": 1200, "at_h": 168, "at_H": 312},
        {"n": 800, "at_h": 96, "at_H": 200},
        {"n": 2500, "at_h": 425, "at_H": 700},
        {"n": 600, "at_h": 60, "at_H": 138},
    ],
}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    def answer(method: str, said: Any) -> Answer:
        text = said if isinstance(said, str) else json.dumps(said)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return run("method", method, "--json")

    return answer


def test_wilson_gives_the_interval_of_a_share(ask: Ask) -> None:
    found = ask("wilson", {"x": 12, "n": 40}).document
    assert list(found) == ["value", "low", "high"]
    assert list(found.values()) == pytest.approx([0.3, 0.1807, 0.4543], abs=5e-5)


def test_newcombe_gives_first_minus_second(ask: Ask) -> None:
    found = ask("newcombe", {"x1": 56, "n1": 70, "x2": 48, "n2": 80}).document
    assert list(found.values()) == pytest.approx([0.2, 0.0524315, 0.3338727], abs=1e-7)


def test_rmst_gives_one_mean_or_the_difference_of_two(ask: Ask) -> None:
    one = ask("rmst", {**TREATED, "tau": 20}).document
    assert list(one) == ["value", "se", "low", "high"]
    assert (one["value"], one["se"]) == pytest.approx((16.116526611, 1.251560196), abs=1e-9)
    both = ask("rmst", {**TREATED, **PLACEBO, "tau": 20}).document
    assert (both["value"], both["low"], both["high"]) == pytest.approx(
        (7.688, 4.196, 11.180), abs=5e-4
    )


def test_logrank_gives_the_published_statistic(ask: Ask) -> None:
    found = ask("logrank", {**TREATED, **PLACEBO}).document
    assert (found["chi2"], found["p"]) == pytest.approx((16.79294099, 4.16881e-05), rel=1e-5)


def test_logrank_of_groups_nobody_of_which_adopts_is_unknown(ask: Ask) -> None:
    said = {"time": [3], "event": [0], "time2": [4], "event2": [0]}
    assert ask("logrank", said).document == {"chi2": None, "p": None}


def test_pool_gives_the_worked_example(ask: Ask) -> None:
    found = ask("pool", POOL).document
    assert found["launches"] == 4 and found["unlike"] is False
    assert [found["quantiles"][level] for level in ("0.1", "0.5", "0.9")] == pytest.approx(
        [0.223, 0.251, 0.285], abs=0.005
    )


@pytest.mark.parametrize(
    ("method", "said", "code"),
    [
        ("wilson", {"x": 41, "n": 40}, "draft_invalid"),
        ("wilson", {"x": 4}, "draft_invalid"),
        ("wilson", {"x": 4, "n": 40, "cls": 1}, "draft_invalid"),
        ("wilson", {"x": 0.5, "n": 40}, "draft_invalid"),
        ("newcombe", {"x1": 1, "n1": 2, "x2": 3, "n2": 2}, "draft_invalid"),
        ("rmst", {"time": [1, 2], "event": [1], "tau": 1}, "draft_invalid"),
        ("rmst", {"time": [1], "event": [1], "tau": 1, "time2": [1]}, "draft_invalid"),
        ("rmst", {"time": [1, 4], "event": [1, 0], "tau": 9}, "not_observed"),
        ("logrank", {"time": [], "event": [], "time2": [1], "event2": [1]}, "draft_invalid"),
        ("pool", {**POOL, "H": 10}, "draft_invalid"),
        ("pool", {**POOL, "adopted": 1001}, "draft_invalid"),
        ("pool", {**POOL, "past": []}, "no_past_launch"),
        ("pool", {**POOL, "past": [{"n": 9, "at_h": 5, "at_H": 4}]}, "draft_invalid"),
        ("wilson", "12 of 40", "not_json"),
        ("wilson", "[12, 40]", "not_json"),
        ("wilson", "", "not_json"),
        ("wilson", "[" * 100_000, "not_json"),
        ("anova", {}, "usage"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    ask: Ask, method: str, said: Any, code: str
) -> None:
    answer = ask(method, said)
    assert answer.code == 2
    assert answer.document["error"]["code"] == code


def test_an_unknown_method_is_told_the_known_ones(ask: Ask) -> None:
    message = ask("anova", {}).document["error"]["message"]
    assert all(method in message for method in ("wilson", "newcombe", "rmst", "logrank", "pool"))

"""`mandate drift` and `mandate spread`: the numbers of the pages, under stable keys."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.demo import ensure_sample
from pmm_core.demo.sources import LAST_DAY
from pmm_core.drift.service import read_drift
from pmm_core.settings import Settings, store_url
from pmm_core.spread.service import read_spread
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from tests.cli.running import mandate, run

DRIFT_KEYS = """as_of since basis state share low high numerator denominator n items hours untagged
    asked decisions by groups not_taken_on""".split()
SPREAD_KEYS = """as_of rules people unallocated weeks overload_weeks uncovered without_tier products
    with_nobody with_one_person revenue_covered first_product""".split()
ADA = Actor("Ada Moreno")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company."""
    file = tmp_path_factory.mktemp("work") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """A store with nothing in it."""
    url = store_url(str(tmp_path / "empty.db"))
    upgrade(url)
    return url


def test_drift_says_the_share_of_what_and_of_how_many(sample: str) -> None:
    found = mandate(sample, "drift")
    assert list(found) == DRIFT_KEYS
    drift = read_drift(store=Store.open(store_url(sample)), actor=ADA, as_of=LAST_DAY)
    assert found["share"] == drift.whole.share.value
    assert (found["basis"], found["numerator"], found["denominator"]) == ("hours", 144, 389)
    assert (found["low"], found["high"], found["n"]) == (None, None, 23)
    assert (found["by"], found["groups"]) == (None, [])
    assert found["decisions"] == {"do": 24, "later": 2, "decline": 3, "undecided": 2}
    assert all(one["reason"] for one in found["not_taken_on"])


@pytest.mark.parametrize("by", ["requester", "month", "quarter", "challenge"])
def test_groups_carry_the_keys_of_the_whole_and_add_up_to_it(sample: str, by: str) -> None:
    found = mandate(sample, "drift", "--by", by)
    of_the_whole = set(DRIFT_KEYS[2:13])
    assert all({"group", *of_the_whole} == set(group) for group in found["groups"])
    assert sum(group["hours"]["outside"] for group in found["groups"]) == 144


def test_drift_of_some_days_counts_what_was_asked_for_in_them(sample: str) -> None:
    found = mandate(sample, "drift", "--since", "2026-01-01", "--as-of", "2026-02-28")
    assert (found["since"], found["as_of"]) == ("2026-01-01", "2026-02-28")
    assert found["asked"] == 11


def test_an_empty_store_drifts_nowhere(empty: str) -> None:
    found = mandate(empty, "drift", "--by", "requester")
    assert (found["state"], found["share"], found["groups"]) == ("no_data", None, [])
    assert (found["numerator"], found["denominator"]) == (None, None)


def test_drift_is_told_in_sentences_without_json(sample: str) -> None:
    answer = run("--store", sample, "mandate", "drift", "--by", "quarter")
    assert "37% of the hours taken on lie outside the mandate" in answer.out
    assert "Q1 2026" in answer.out
    assert "Partners have a deck of their own" in answer.out


def test_spread_says_who_is_thin_over_and_what_has_nobody(sample: str) -> None:
    found = mandate(sample, "spread")
    assert list(found) == SPREAD_KEYS
    people = {one["person"]: one for one in found["people"]}
    assert {name for name, one in people.items() if one["spread_thin"]} == {"Jonas Weber"}
    assert people["Jonas Weber"]["effective_products"] == pytest.approx(2)
    assert len(people["Jonas Weber"]["history"]) == 12
    assert (found["with_nobody"], found["with_one_person"]) == (["Quill"], ["Harbor"])
    assert {one["person"] for one in found["overload_weeks"]} == {"Jonas Weber"}
    assert all(one["launches"] for one in found["overload_weeks"])
    assert found["first_product"]["product"] == "Comet"
    assert (found["first_product"]["suggested"], found["first_product"]["why"]) == (
        "Quill",
        ["strategic"],
    )
    assert found["first_product"]["chosen_on"] == "2026-02-27"


def test_the_weeks_are_those_asked_for_and_agree_with_the_page(sample: str) -> None:
    found = mandate(sample, "spread", "--back", "1", "--ahead", "0", "--as-of", "2026-03-20")
    assert {one["week"] for one in found["weeks"]} == {"2026-W11", "2026-W12"}
    spread = read_spread(
        store=Store.open(store_url(sample)), actor=ADA, as_of=dt.date(2026, 3, 20), back=1, ahead=0
    )
    assert [one["chance_over"] for one in found["weeks"]] == [
        week.chance for week in spread.load.weeks
    ]


def test_an_empty_store_has_nobody_to_spread(empty: str) -> None:
    found = mandate(empty, "spread")
    assert (found["people"], found["weeks"], found["products"]) == ([], [], [])
    assert found["first_product"]["unsure"] == "no_product"
    assert found["revenue_covered"] is None


def test_spread_is_told_in_sentences_without_json(sample: str) -> None:
    answer = run("--store", sample, "mandate", "spread")
    assert "1 of 3 people spread thin, Quill with nobody" in answer.out
    assert "Rests on Jonas Weber alone" in answer.out
    assert "Helen Park chose Comet instead of Quill" in answer.out


def test_a_first_day_after_the_last_is_refused_and_the_same_day_is_not(sample: str) -> None:
    days = ["drift", "--since", "2026-03-02", "--as-of", "2026-03-01"]
    answer = run("--store", sample, "mandate", *days, "--json")
    assert (answer.code, answer.document["error"]["code"]) == (2, "days_reversed")
    assert "02 Mar 2026, lies after the last, 01 Mar 2026" in answer.document["error"]["message"]
    assert mandate(sample, "drift", "--since", "2026-03-01", "--as-of", "2026-03-01")["asked"] >= 0


def test_a_wrong_option_ends_with_two(sample: str) -> None:
    for wrong in (["drift", "--by", "colour"], ["spread", "--ahead", "-1"]):
        answer = run("--store", sample, "mandate", *wrong, "--json")
        assert (answer.code, answer.document["error"]["code"]) == (2, "usage")


def test_an_empty_store_is_told_in_sentences_without_a_bare_dash(empty: str) -> None:
    lines = run("--store", empty, "mandate", "drift").out.splitlines()
    assert lines[0] == "No requests yet"
    assert "—" not in lines


def test_neighbouring_overload_weeks_are_one_line(sample: str) -> None:
    over = [
        line
        for line in run("--store", sample, "mandate", "spread").out.splitlines()
        if "Over, " in line
    ]
    assert len(over) == 1
    assert over[0].startswith("  Jonas Weber: Over, 02 Mar 2026 to 05 Apr 2026, in each of 5 weeks")

"""Real logs give the published answers, the unfinished ones too."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.settings import ROOT
from pmm_core.vocabulary import LateJoiners, WindowState

CDNOW = ROOT / "data" / "cdnow" / "CDNOW_master.txt.gz"
SECOND_PURCHASE = AdoptionDefinition(adopt=("any",), expose="any", after_exposure_day=True)
Expected = tuple[float, float, float, int, int, int]


def read_cdnow(as_of: dt.date, source: Path = CDNOW) -> Adoption:
    return read_adoption(source=LogSource(str(source)), definition=SECOND_PURCHASE, as_of=as_of)


def assert_windows(adoption: Adoption, expected: dict[int, Expected]) -> None:
    for window in adoption.whole.windows:
        share, low, high, n, adopted, matured = expected[window.day]
        assert (window.share, window.low, window.high) == pytest.approx(
            (share, low, high), abs=2e-6
        )
        assert (window.n, window.adopted, window.matured) == (n, adopted, matured)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (
            dt.date(1998, 6, 30),
            {
                5: (0.041621, 0.039146, 0.044248, 23570, 981, 23570),
                10: (0.076665, 0.07334, 0.080135, 23570, 1807, 23570),
                30: (0.174586, 0.1698, 0.179493, 23570, 4115, 23570),
            },
        ),
        (
            dt.date(1997, 4, 10),
            {
                5: (0.041621, 0.039146, 0.044248, 23570, 981, 23570),
                10: (0.076665, 0.07334, 0.080135, 23570, 1807, 23570),
                30: (0.174203, 0.169341, 0.17919, 23570, 3998, 19744),
            },
        ),
        (
            dt.date(1997, 3, 31),
            {
                5: (0.041621, 0.039146, 0.044248, 23570, 981, 23570),
                10: (0.076471, 0.073134, 0.079953, 23570, 1787, 22539),
                30: (0.174436, 0.169364, 0.179643, 23570, 3737, 16622),
            },
        ),
    ],
)
def test_cdnow_gives_the_reference_answers(as_of: dt.date, expected: dict[int, Expected]) -> None:
    adoption = read_cdnow(as_of)
    assert_windows(adoption, expected)
    assert adoption.rows["read"] == 69659
    assert dict(adoption.units) == {
        "eligible": 23570, "late_joiners": 0, "excluded": 0, "used_before": 0,
    }  # fmt: skip


def test_the_naive_share_of_an_unfinished_window_is_never_shown_as_adoption() -> None:
    window = read_cdnow(dt.date(1997, 4, 10)).whole.windows[-1]
    naive = window.adopted / window.n
    assert naive == pytest.approx(0.169622, abs=1e-6)
    assert window.state is WindowState.MATURING
    assert window.matured_share == pytest.approx(0.175446, abs=1e-6)
    assert window.wilson is None
    shown = (window.share, window.low, window.high, window.matured_share)
    assert all(value is not None and abs(value - naive) > 2e-4 for value in shown)


def test_a_finished_window_stands_beside_its_plain_share_and_wilson_interval() -> None:
    window = read_cdnow(dt.date(1998, 6, 30)).whole.windows[-1]
    assert window.state is WindowState.COMPLETE
    assert window.share == pytest.approx(window.matured_share, abs=1e-12)
    assert window.wilson == pytest.approx((0.169793, 0.179486), abs=1e-6)


def test_the_last_day_of_the_log_is_taken_when_no_day_is_given_and_that_is_said() -> None:
    adoption = read_adoption(source=LogSource(str(CDNOW)), definition=SECOND_PURCHASE)
    assert adoption.as_of == dt.date(1998, 6, 30) and not adoption.as_of_given
    assert "30 Jun 1998, the last day in the log" in adoption.notes[0]


def test_the_packed_log_and_the_plain_one_are_one(shared: Callable[[str], Path]) -> None:
    plain = read_cdnow(dt.date(1997, 4, 10), shared("data/cdnow/CDNOW_master.txt"))
    assert plain.curves == read_cdnow(dt.date(1997, 4, 10)).curves


def test_online_retail_gives_the_reference_answers(shared: Callable[[str], Path]) -> None:
    adoption = read_adoption(
        source=LogSource(
            str(shared("data/online_retail/online_retail.csv.gz")),
            where=("Quantity > 0", "UnitPrice > 0"),
        ),
        definition=SECOND_PURCHASE,
        as_of=dt.date(2011, 12, 9),
        by="Country",
    )
    assert_windows(
        adoption,
        {
            5: (0.031903, 0.027067, 0.037586, 4338, 138, 4312),
            10: (0.075147, 0.067661, 0.083424, 4338, 324, 4292),
            30: (0.191602, 0.180056, 0.203792, 4338, 812, 4086),
        },
    )
    rows = adoption.rows
    assert (rows["read"], rows["no_unit"], rows["used"]) == (541909, 135080, 397884)
    assert rows["filtered"] == 541909 - 135080 - 397884
    assert sum(curve.n for curve in adoption.curves[1:]) == 4338
    assert len(adoption.facets) == 6 and adoption.facets[-1].pooled == len(adoption.segments) - 5
    assert sum(facet.curve.n for facet in adoption.facets) == 4338
    # Each of them is counted in the country of its last row on its first day.
    assert any("8 units have more than one “Country”" in note for note in adoption.notes)


def reference(shared: Callable[[str], Path], log: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("data/reference.json").read_text())["data"][log]
    return found


def test_cohorts_of_the_first_month_give_the_reference_answers(
    shared: Callable[[str], Path], tmp_path: Path
) -> None:
    """Each month's customers, whose 95 % intervals of two kinds stand beside each other."""
    text = shared("data/cdnow/CDNOW_master.txt").read_text()
    lines = [line.split() for line in text.splitlines()[1:]]
    first: dict[str, str] = {}
    for customer, day, *_rest in sorted(lines, key=lambda line: line[1]):
        first.setdefault(customer, f"{day[:4]}-{day[4:6]}")
    log = tmp_path / "cohorts.csv"
    rows = [f"{line[0]},{line[1]},{first[line[0]]}" for line in lines]
    log.write_text("\n".join(["customer_id,date,cohort", *rows]) + "\n")
    adoption = read_adoption(
        source=LogSource(str(log)), definition=SECOND_PURCHASE, by="cohort",
        as_of=dt.date(1998, 6, 30),
    )  # fmt: skip
    expected = reference(shared, "cdnow")["by_first_month_as_of_1998-06-30"]
    assert set(adoption.segments) == set(expected)
    for cohort, blocks in expected.items():
        curve = adoption.curve(cohort)
        assert curve is not None
        for window in curve.windows:
            block = blocks[f"day{window.day}"]
            assert (window.n, window.adopted) == (block["n"], block["adopted_by_w"])
            assert (window.share, window.low, window.high) == pytest.approx(
                (block["km"], *block["km_ci95"]), abs=2e-6
            )
            assert window.wilson == pytest.approx(tuple(block["matured_wilson95"]), abs=2e-6)


@pytest.mark.parametrize("article", ["23298", "23355", "23084"])
def test_a_new_article_is_bought_by_as_many_as_the_reference_counts(
    article: str, shared: Callable[[str], Path]
) -> None:
    """Everybody is in it: those seen before the day, and who came later entered on their day."""
    known = reference(shared, "online_retail")["sku_launches"]["skus"][article]
    adoption = read_adoption(
        source=LogSource(
            str(shared("data/online_retail/online_retail.csv.gz")),
            event="StockCode",
            where=("Quantity > 0", "UnitPrice > 0"),
        ),
        definition=AdoptionDefinition(
            adopt=(article,),
            launched_on=dt.date.fromisoformat(known["launch_day"]),
            active_days=1100,
            late_joiners=LateJoiners.INCLUDE,
        ),
        as_of=dt.date(2011, 12, 9),
    )
    for window in adoption.whole.windows:
        assert window.adopted == known[f"by_day{window.day}"]["distinct_customers"]
    assert adoption.units["used_before"] == 0

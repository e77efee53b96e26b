"""A log of many copies gives the numbers of one copy: shares are equal, counts are multiplied."""

from pathlib import Path

import duckdb
import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.settings import ROOT

CDNOW = ROOT / "data/cdnow/CDNOW_master.txt.gz"
COPIES = 50
SECOND_PURCHASE = AdoptionDefinition(adopt=("any",), expose="any", after_exposure_day=True)


def read(log: Path) -> Adoption:
    return read_adoption(source=LogSource(str(log)), definition=SECOND_PURCHASE)


@pytest.mark.scale
def test_three_and_a_half_million_rows_give_the_shares_of_seventy_thousand(tmp_path: Path) -> None:
    large = tmp_path / "copies.parquet"
    duckdb.execute(
        "COPY (SELECT words[1] || '-' || copy AS user_id, words[2] AS date FROM ("
        "SELECT string_split_regex(trim(column0), ' +') AS words FROM read_csv(?, header = false, "
        "delim = '\\x01', quote = '', all_varchar = true, skip = 1)), "
        f"range({COPIES}) AS copies(copy)) TO '{large}' (FORMAT parquet)",
        [str(CDNOW)],
    )
    one, many = read(CDNOW), read(large)
    assert many.rows["read"] == COPIES * one.rows["read"]
    for small, big in zip(one.whole.windows, many.whole.windows, strict=True):
        assert small.share is not None and big.share is not None
        assert abs(small.share - big.share) < 1e-12
        assert (big.n, big.adopted) == (COPIES * small.n, COPIES * small.adopted)

"""`mandate show`: the document of the page, under stable keys, as PDF and as Markdown."""

import datetime as dt
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from pmm_core.access import Actor
from pmm_core.company.profile import DateFormat, NumberFormat
from pmm_core.company.service import read_settings, save_settings
from pmm_core.demo import ensure_sample
from pmm_core.demo.sources import LAST_DAY
from pmm_core.formatting import show_day
from pmm_core.mandate.drafts import MandateDraft
from pmm_core.mandate.service import find_mandate, keep_mandate, read_prepared
from pmm_core.settings import Settings, store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from tests.cli.running import mandate, run
from tests.mandate import written

KEYS = """mandate as_of version by note agreed team purpose challenge proof focus not_focus defence
    ranking kpis partners success review_on review_overdue sign_offs changes gaps versions findings
    out""".split()
ADA = Actor("Ada Moreno")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company; tests here only read it."""
    file = tmp_path_factory.mktemp("show") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """A store with nothing in it."""
    url = store_url(str(tmp_path / "own.db"))
    upgrade(url)
    return Store.open(url)


def test_the_newest_version_is_shown_with_the_numbers_of_the_page(sample: str) -> None:
    found = mandate(sample, "show")
    assert list(found) == KEYS
    store = Store.open(store_url(sample))
    row = find_mandate(store=store, actor=ADA)
    prepared = read_prepared(store=store, actor=ADA, mandate_id=row.id or 0, as_of=LAST_DAY)
    newest = prepared.versions[0]
    assert (found["version"], found["by"], found["as_of"]) == (2, "Ada Moreno", "2026-03-27")
    assert newest.document.ranking is not None
    assert [place["rank_shares"] for place in found["ranking"]["places"]] == [
        list(place.rank_shares) for place in newest.document.ranking.places
    ]
    assert [kpi["actual"] for kpi in found["kpis"]] == [kpi.value for kpi in newest.document.kpis]
    assert [one["decision"] for one in found["sign_offs"]] == ["signed"] * 4 + [None]
    assert (found["agreed"], found["review_overdue"], found["gaps"]) == (False, False, [])


def test_the_proof_of_the_challenge_is_that_of_the_day_of_its_version(sample: str) -> None:
    newest, first = (mandate(sample, "show", "--version", one)["proof"] for one in ("2", "1"))
    assert (newest["given"], first["given"]) == (True, True)
    assert newest["kpi"]["kpi"] == first["kpi"]["kpi"] == "Trial-to-paid conversion"
    assert newest["kpi"]["on"] == "2026-02-28"
    assert first["kpi"]["on"] < "2025-11-05"


def test_an_earlier_version_is_shown_with_its_objection(sample: str) -> None:
    found = mandate(sample, "show", "--version", "1", "--mandate", "product marketing")
    assert (found["version"], found["as_of"], found["review_overdue"]) == (1, "2025-11-05", True)
    assert [one["objection"] for one in found["sign_offs"] if one["decision"] == "objected"] == [
        "Two deals a month end against a suite, and the mandate has nothing on it before the "
        "summer."
    ]
    assert found["changes"] == []


def test_what_changed_since_the_version_before_is_told_part_by_part(sample: str) -> None:
    changes = mandate(sample, "show")["changes"]
    assert {(one["part"], one["kind"]) for one in changes} >= {
        ("focus", "added"),
        ("not_focus", "removed"),
        ("kpis", "added"),
        ("partners", "changed"),
        ("signers", "added"),
    }
    assert all((one["before"] is None) == (one["kind"] == "added") for one in changes)


def test_what_is_being_written_has_no_version_and_says_what_it_lacks(own: Store) -> None:
    keep_mandate(store=own, actor=ADA, base=None, draft=MandateDraft(name="Focus"))
    found = mandate(str(own.engine.url.database), "show")
    assert (found["version"], found["by"], found["versions"]) == (None, None, [])
    assert {"part": "purpose", "message": "Say why the team exists.", "needed": True} in found[
        "gaps"
    ]
    assert found["ranking"] is None
    assert found == mandate(str(own.engine.url.database), "show", "--version", "draft")


@pytest.mark.parametrize("ending", ["pdf", "PDF"])
def test_the_pdf_holds_what_the_json_says(sample: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"mandate.{ending}"
    found = mandate(sample, "show", "--out", out)
    assert found["out"] == str(out)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages]
    text = " ".join(" ".join(pages).split())
    assert all("version 2 of 27 Mar 2026 · numbers as of 27 Mar 2026" in page for page in pages)
    assert "Product marketing takes on “Trials do not become paid plans” first" in text
    for kpi in found["kpis"]:
        assert kpi["actual"] is None or kpi["unit"] != "%" or f"{kpi['actual']:.1%}" in text
    for place in found["ranking"]["places"]:
        share = place["rank_shares"][0]
        assert share == 0 or f"{share:.0%}" in text


def test_the_markdown_is_what_a_person_reads_without_json(sample: str, tmp_path: Path) -> None:
    out = tmp_path / "mandate.md"
    answer = run("--store", sample, "mandate", "show", "--out", out)
    assert answer.code == 0
    assert answer.out.startswith(out.read_text("utf-8"))
    assert "To do: Sofia Rossi has not answered version 2" in answer.out


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (["--version", "9"], "not_found"),
        (["--version", "two"], "not_found"),
        (["--mandate", "Quill"], "not_found"),
        (["--out", "mandate.docx"], "file_unknown"),
        (["--out", "nowhere/mandate.pdf"], "not_written"),
        (["--colour", "red"], "usage"),
    ],
)
def test_what_cannot_be_shown_ends_with_two(sample: str, said: list[str], code: str) -> None:
    answer = run("--store", sample, "mandate", "show", *said, "--json")
    assert (answer.code, answer.document["error"]["code"]) == (2, code)


def test_the_document_is_written_as_the_company_writes(own: Store) -> None:
    written.mandate(own)
    base = read_settings(store=own, actor=ADA)
    said = {"number_format": NumberFormat.POINT_COMMA, "date_format": DateFormat.POINTS}
    save_settings(store=own, actor=ADA, base=base, draft=base.said.model_copy(update=said))
    out = run("--store", own.engine.url.database, "mandate", "show").out
    assert "We look again on 30.06.2026." in out
    assert show_day(written.REVIEW) == "30 Jun 2026"


def test_an_empty_store_has_no_mandate_to_show(own: Store) -> None:
    answer = run("--store", own.engine.url.database, "mandate", "show", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (2, "no_mandate")


def test_a_review_is_overdue_from_the_day_after_it_on(
    sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, overdue in (("2026-06-30", False), ("2026-07-01", True)):
        monkeypatch.setenv("PMM_TODAY", day)
        assert mandate(sample, "show")["review_overdue"] is overdue
        assert dt.date.fromisoformat(mandate(sample, "show")["as_of"]) == dt.date(2026, 3, 27)

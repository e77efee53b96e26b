"""`launch calendar`: launches by their days as a document, for a person, and as a file."""

from pathlib import Path

import pytest
from icalendar import Calendar

from pmm_core.store.store import Store
from tests.cli.running import run


@pytest.fixture
def file(sample: Store, tmp_path: Path) -> str:
    return str(tmp_path / "sample.db")


def test_the_document_holds_launches_collisions_and_factors(file: str) -> None:
    found = run("--store", file, "launch", "calendar", "--json")
    assert found.code == 0, found.err
    said = found.document
    assert len(said["launches"]) == 6
    assert said["collisions"][0]["rules"] == ["same_product"]
    assert {one["factor"] for one in said["factors"]} == {
        "A rival raised its prices",
        "Advertising account suspended",
    }
    assert said["launches"][0]["windows"][0] == {"day": 5, "on": "2025-09-21"}
    assert (said["ics"], said["events"]) == (None, 24)


def test_options_narrow_it_and_a_hidden_launch_still_collides(file: str) -> None:
    asked = ("--from", "2026-02-01", "--to", "2026-03-31", "--tier", "3", "--owner", "priya nair")
    said = run("--store", file, "launch", "calendar", *asked, "--json").document
    assert [one["launch"] for one in said["launches"]] == ["Quill/E-signature"]
    assert said["owners"] == ["Priya Nair"]
    assert len(said["collisions"]) == 1


def test_the_file_holds_what_was_asked_for(file: str, tmp_path: Path) -> None:
    out = tmp_path / "launches.ics"
    said = run("--store", file, "launch", "calendar", "--product", "Comet", "--to-ics", str(out))
    assert said.code == 0 and f"Wrote 8 events to {out}." in said.out
    content = out.read_bytes()
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 8
    assert b"@example" not in content and b"mailto" not in content


def test_a_person_can_read_it(file: str) -> None:
    lines = run("--store", file, "launch", "calendar").out.splitlines()
    assert lines[0] == "6 launches, 1 collision"
    assert (
        "Collision: Quill/Guided setup and Quill/E-signature, 10 Feb 2026 to 04 Mar 2026: "
        "same product." in lines
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--from", "2026-03-02", "--to", "2026-03-01"), "days_in_wrong_order"),
        (("--to-ics", "launches.txt"), "file_unknown"),
        (("--to-ics", "/nowhere/at/all/launches.ics"), "not_written"),
        (("--product", "Commet"), "not_found"),
        (("--owner", "Nobody"), "not_found"),
        (("--tier", "5"), "usage"),
        (("--from", "yesterday"), "usage"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    file: str, asked: tuple[str, ...], code: str
) -> None:
    found = run("--store", file, "launch", "calendar", *asked, "--json")
    assert (found.code, found.document["error"]["code"]) == (2, code)

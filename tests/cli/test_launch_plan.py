"""`launch plan`: the page's plan as a document, and for a person."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch
from pmm_core.plan import wording
from pmm_core.plan.service import read_plan
from pmm_core.store.store import Store
from tests.cli.running import run

KEYS = [
    "launch", "as_of", "objective", "type", "contents", "owner", "dates", "tier", "readiness",
    "audience", "counting", "windows", "targets", "gaps",
]  # fmt: skip


@pytest.fixture
def file(sample: Store, tmp_path: Path) -> str:
    return str(tmp_path / "sample.db")


def test_the_plan_of_the_page_comes_as_one_document(file: str, sample: Store) -> None:
    found = run("--store", file, "launch", "plan", "launch:Harbor/Smart routing", "--json")
    assert found.code == 0, found.err
    assert list(found.document) == KEYS
    actor = Actor("Ada Moreno")
    plan = read_plan(
        store=sample,
        actor=actor,
        launch_id=find_launch(store=sample, actor=actor, name="Smart routing"),
        as_of=dt.date(2026, 3, 31),
    )
    assert found.document["dates"]["said"] == wording.dates(plan.dates)
    assert found.document["readiness"]["said"] == wording.readiness(plan.readiness)
    assert found.document["dates"]["slips"][0]["days"] == 14
    assert found.document["tier"]["points"] == 16


def test_what_is_overdue_depends_on_the_day_looked_from(file: str) -> None:
    asked = ("launch", "plan", "Smart routing", "--json", "--as-of")
    counts = [
        run("--store", file, *asked, day).document["readiness"]["overdue"]
        for day in ("2026-03-02", "2026-03-03", "2026-04-11")
    ]
    assert counts == [0, 1, 2]


def test_a_person_can_read_it(file: str) -> None:
    said = run("--store", file, "launch", "plan", "Smart routing").out.splitlines()
    assert said[0] == "Smart routing launched 15 days ago: 7 of 9 ready, 1 critical overdue"
    assert "Everybody, day 10: 12.0% by 26 Mar 2026" in said


def test_a_launch_that_is_not_there_is_refused_with_near_misses(file: str) -> None:
    found = run("--store", file, "launch", "plan", "Smart router", "--json")
    assert (found.code, found.document["error"]["code"]) == (2, "not_found")
    assert found.document["near"] == ["Harbor/Smart routing"]


def test_the_audience_says_whether_it_is_frozen_and_to_how_many(file: str) -> None:
    asked = ("launch", "plan", "Knowledge base", "--json")
    assert run("--store", file, *asked).document["audience"]["frozen"] is None
    done = run("--store", file, "launch", "freeze", "Knowledge base", "--json")
    assert done.code == 0, done.err
    frozen = run("--store", file, *asked).document["audience"]["frozen"]
    assert frozen == done.document["frozen"] and frozen["size"] == 860

"""An audience is frozen once, from the launch day on, by the owner; it is then what is counted."""

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import list_logs, read_launch, refresh_logs
from pmm_core.audience import wording
from pmm_core.audience.reading import LaunchAudience
from pmm_core.audience.service import freeze_audience, missing_lists, read_audience
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.events.ingest import LogOptions, keep_log
from pmm_core.models import FrozenAudience, Initiative, Product
from pmm_core.store.backup import write_backup
from pmm_core.store.restore import restore_logs
from pmm_core.store.store import Store
from pmm_core.vocabulary import Clock, Role
from tests.adoption.readings import LAUNCH, launch_rows, write_log

NOW = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
LATER = LAUNCH + dt.timedelta(days=12)
Rows = Sequence[tuple[str, ...]]
AddLaunch = Callable[..., int]


@pytest.fixture
def add_launch(store: Store, owner: Actor) -> AddLaunch:
    """Store a launch that reads the kept log, and return its id."""

    def add(name: str = "Insights", **said: Any) -> int:
        with store.write(actor=owner) as unit:
            product = unit.add(Product(name=f"Product of {name}", recorded_at=NOW))
            fields = {"launched_on": LAUNCH, "adopt_events": ["use"], "log": "insights.parquet"}
            launch = Initiative(
                name=name, product_id=product.id or 0, recorded_at=NOW, **{**fields, **said}
            )
            return unit.add(launch).id or 0

    return add


def keep(tmp_path: Path, rows: Rows) -> None:
    """Keep a log in the events folder, in place of the one that is there."""
    kept = tmp_path / "events" / "insights.parquet"
    kept.unlink(missing_ok=True)
    options = LogOptions(today=dt.date(2026, 1, 1))
    path = write_log(tmp_path, rows)
    keep_log(str(path), events_root=str(tmp_path / "events"), name="insights", options=options)


def on_day(unit: str, event: str, day: int, plan: str = "free") -> tuple[str, ...]:
    return (unit, event, (LAUNCH + dt.timedelta(days=day)).isoformat(), plan)


@pytest.fixture
def log(tmp_path: Path) -> Rows:
    """Keep a log of 40 eligible units."""
    rows = launch_rows(40, {1: 4, 9: 3})
    keep(tmp_path, rows)
    return rows


def freeze(store: Store, actor: Actor, launch_id: int, **said: Any) -> LaunchAudience:
    said = {"today": LATER, **said}
    return freeze_audience(store=store, actor=actor, launch_id=launch_id, **said)


def curves(store: Store, actor: Actor, launch_id: int) -> Adoption:
    return read_launch(store=store, actor=actor, launch_id=launch_id, by="plan")


def rows_of(store: Store) -> list[FrozenAudience]:
    with store.read() as session:
        from sqlmodel import select

        return list(session.exec(select(FrozenAudience)))


def test_what_is_frozen_is_said_with_size_rule_and_segments(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    found = freeze(store, owner, add_launch(segment_by="plan"))
    assert found.frozen is not None
    assert (found.frozen.size, found.frozen.sizes, found.frozen.is_there) == (
        40,
        {"free": 40},
        True,
    )
    assert wording.line(found).startswith("Audience frozen on ")
    assert ": 40 units; rule: units of insights.parquet seen in the 28 days before" in wording.line(
        found
    )
    assert wording.warnings(found) == ()


def test_freezing_changes_no_number_and_late_rows_change_none_after_it(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows, tmp_path: Path
) -> None:
    launch_id = add_launch(segment_by="plan")
    before = curves(store, owner, launch_id)
    freeze(store, owner, launch_id)
    after = curves(store, owner, launch_id)
    assert (after.curves, after.units) == (before.curves, before.units)
    new = [
        row for n in range(6) for row in (on_day(f"9{n}", "seen", -2), on_day(f"9{n}", "use", 3))
    ]
    keep(tmp_path, [*log, *new])
    late = curves(store, owner, launch_id)
    assert late.curves == before.curves
    assert late.units["excluded"] == 6
    assert any(
        note.startswith("6 units would now also be eligible: rows that came after the audience")
        for note in late.notes
    )


def test_the_list_is_no_log_that_a_launch_could_name(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    freeze(store, owner, add_launch())
    assert list_logs(store=store, actor=owner) == ("insights.parquet",)


def test_a_frozen_launch_is_not_answered_from_the_state_of_its_log(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    launch_id = add_launch()
    add_launch("Other")
    freeze(store, owner, launch_id)
    (done,) = refresh_logs(store=store, actor=owner)
    assert done.launches == 1


@pytest.mark.parametrize(
    ("fields", "today", "code"),
    [
        ({}, LAUNCH - dt.timedelta(days=1), "launch_ahead"),
        ({"log": None}, LATER, "launch_without_log"),
        ({"log": "gone.parquet"}, LATER, "log_missing"),
        ({"launched_on": None}, LATER, "launch_without_day"),
        (
            {"clock": Clock.EXPOSURE, "expose_event": "seen"},
            LATER,
            "audience_not_on_launch_clock",
        ),
        ({"launched_on": LAUNCH + dt.timedelta(days=11)}, LATER, "log_ends_early"),
        ({"launched_on": LAUNCH - dt.timedelta(days=300)}, LATER, "no_audience"),
    ],
)
def test_what_cannot_be_frozen_is_refused_and_nothing_is_written(
    fields: dict[str, Any],
    today: dt.date,
    code: str,
    store: Store,
    owner: Actor,
    add_launch: AddLaunch,
    log: Rows,
    tmp_path: Path,
) -> None:
    launch_id = add_launch(**fields)
    with pytest.raises(InvalidInput) as refused:
        freeze(store, owner, launch_id, today=today)
    assert refused.value.code == code
    assert rows_of(store) == []
    assert not (tmp_path / "events" / ".audiences").exists()


def test_freezing_on_the_launch_day_itself_is_allowed(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    assert freeze(store, owner, add_launch(), today=LAUNCH).frozen is not None


def test_freezing_anew_takes_a_reason_and_keeps_what_was(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows, tmp_path: Path
) -> None:
    launch_id = add_launch()
    freeze(store, owner, launch_id)
    keep(tmp_path, [*log, on_day("90", "seen", -2)])
    with pytest.raises(InvalidInput, match="frozen already") as refused:
        freeze(store, owner, launch_id, why="  ")
    assert refused.value.code == "reason_missing"
    found = freeze(store, owner, launch_id, why="A day of the log was missing.")
    assert [(one.size, one.why) for one in found.rows] == [
        (41, "A day of the log was missing."),
        (40, None),
    ]
    assert curves(store, owner, launch_id).units["eligible"] == 41


def test_of_two_who_freeze_anew_the_second_is_told(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    launch_id = add_launch()
    first = freeze(store, owner, launch_id).frozen
    assert first is not None
    freeze(store, owner, launch_id, why="One", seen=first.id)
    with pytest.raises(ChangedElsewhere, match="meanwhile"):
        freeze(store, owner, launch_id, why="Two", seen=first.id)
    assert len(rows_of(store)) == 2


def test_a_visitor_freezes_nothing(
    store: Store, add_launch: AddLaunch, owner: Actor, log: Rows
) -> None:
    launch_id = add_launch()
    visitor = replace(owner, role=Role.VISITOR, why="Only the owner may.")
    with pytest.raises(NotPermitted):
        freeze(store, visitor, launch_id)
    assert rows_of(store) == []


def test_a_list_that_is_gone_is_said_and_refused(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows, tmp_path: Path
) -> None:
    launch_id = add_launch()
    freeze(store, owner, launch_id)
    for file in (tmp_path / "events" / ".audiences").iterdir():
        file.unlink()
    found = read_audience(store=store, actor=owner, launch_id=launch_id, today=LATER)
    assert wording.warnings(found) == (wording.NOT_THERE,)
    assert missing_lists(store=store, actor=owner) == ("Insights",)
    with pytest.raises(InvalidInput) as refused:
        curves(store, owner, launch_id)
    assert refused.value.code == "audience_missing"


def test_a_launch_that_moved_keeps_its_list_and_says_so(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows
) -> None:
    launch_id = add_launch()
    freeze(store, owner, launch_id)
    with store.write(actor=owner) as unit:
        launch = unit.session.get_one(Initiative, launch_id)
        moved = {"launched_on": LAUNCH + dt.timedelta(days=1)}
        unit.change(Initiative, launch_id, moved, version=launch.version)
    found = read_audience(store=store, actor=owner, launch_id=launch_id, today=LATER)
    assert wording.warnings(found) == (wording.DIFFERS,)
    notes = curves(store, owner, launch_id).notes
    assert any("frozen by another rule" in note for note in notes)


def test_what_was_known_before_the_freezing_is_read_without_it(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows, tmp_path: Path
) -> None:
    launch_id = add_launch()
    freeze(store, owner, launch_id)
    keep(tmp_path, [*log, on_day("90", "seen", -2)])
    then = read_launch(store=store, actor=owner, launch_id=launch_id, known_by=NOW)
    assert (then.units["eligible"], curves(store, owner, launch_id).units["eligible"]) == (41, 40)


def test_a_backup_with_the_logs_brings_the_list_back_and_one_without_says_what_is_missing(
    store: Store, owner: Actor, add_launch: AddLaunch, log: Rows, tmp_path: Path
) -> None:
    launch_id = add_launch()
    freeze(store, owner, launch_id)
    before = curves(store, owner, launch_id)
    events = tmp_path / "events"
    whole, bare = tmp_path / "whole.zip", tmp_path / "bare.zip"
    write_backup(store.engine, whole, logs=events)
    write_backup(store.engine, bare)
    shutil.rmtree(events)
    assert restore_logs(bare, events) == ()
    assert missing_lists(store=store, actor=owner) == ("Insights",)
    assert restore_logs(whole, events) == ("insights.parquet",)
    assert missing_lists(store=store, actor=owner) == ()
    assert curves(store, owner, launch_id).curves == before.curves

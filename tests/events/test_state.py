"""A kept state gives what a full count of its log gives, whatever came in which order."""

import datetime as dt
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.events.contract import KEPT_COLUMNS
from pmm_core.events.source import CountRequest, DailyCounts
from pmm_core.events.state.rows import Question
from pmm_core.events.state.source import daily_counts, daily_counts_of_log, refresh
from pmm_core.events.state.tables import day_of
from tests.events.state_logs import (
    DAYS,
    START,
    Row,
    alone,
    assert_same,
    by_the_log,
    rows,
    rules,
    write_part,
)

ZONES = ["UTC", "Europe/Berlin", "Pacific/Auckland"]
EXAMPLES = settings(
    # What fails is small enough to be read as it is; making it smaller takes minutes.
    phases=[Phase.explicit, Phase.generate],
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAY = 86_400_000_000
LAUNCH = AdoptionDefinition(adopt=("use",), launched_on=START.date() + dt.timedelta(days=20))


def requests(
    launches: Sequence[AdoptionDefinition], as_of: int | None = None, **said: Any
) -> list[CountRequest]:
    day = None if as_of is None else START.date() + dt.timedelta(days=as_of)
    return [CountRequest(rule=one, as_of=day, allow_unused=True, **said) for one in launches]


def check(log: Path, asked: Sequence[CountRequest], **said: Any) -> list[DailyCounts | None]:
    """Hold the state against the log; a launch after the last row is left to the log."""
    answers = daily_counts(log, asked, **said)
    for request, mine, theirs in zip(asked, answers, by_the_log(log, asked), strict=True):
        if mine is not None or not is_after(log, request):
            assert_same(mine, theirs)
    return answers


def is_after(log: Path, request: CountRequest) -> bool:
    question = Question(request.rule.timezone, request.source_timezone, request.by)
    tables = refresh(log, question, []).tables
    assert request.rule.launched_on is not None
    return tables is None or request.rule.launched_on > day_of(tables.last_day)


def in_parts(log: list[Row], cuts: list[int], late: list[int]) -> list[list[Row]]:
    """Cut a log at days; the rows in `late` come with the last part, whatever their day."""
    parts: list[list[Row]] = [[] for _ in range(len(cuts) + 1)]
    for place, row in enumerate(log):
        part = len(cuts) if place in late else sum(row.day >= cut for cut in cuts)
        parts[part].append(row)
    return [part for part in parts if part]


def a_log(seed: int = 3, rows: int = 400, units: int = 40) -> list[Row]:
    """A log in which most segments stay and a few change."""
    rng = random.Random(seed)
    return [
        Row(
            unit := rng.randrange(units),
            rng.choice(["use", "open", "open", "share"]),
            rng.randrange(DAYS) * DAY + rng.randrange(DAY),
            "pro" if unit % 3 == 0 and (unit or rng.random() < 0.3) else "free",
        )
        for _ in range(rows)
    ]


def write(folder: Path, parts: Sequence[list[Row]]) -> Path:
    for number, part in enumerate(parts):
        write_part(folder / "log", f"{number:03}.parquet", part, text=True, zoned=True)
    return folder / "log"


def how(log: Path, *launches: AdoptionDefinition, by: str | None = "plan") -> str:
    return refresh(log, Question("UTC", "UTC", by), launches or [LAUNCH]).how


@EXAMPLES
@given(
    st.data(),
    st.lists(rows(), min_size=8, max_size=60),
    st.lists(st.integers(1, DAYS - 1), min_size=1, max_size=2),
    st.sampled_from(ZONES),
    st.booleans(),
)
def test_a_state_that_days_were_added_to_gives_what_the_whole_log_gives(
    data: st.DataObject, log: list[Row], cuts: list[int], zone: str, text: bool
) -> None:
    launches = data.draw(st.lists(rules(zone), min_size=1, max_size=4))
    late = data.draw(st.lists(st.integers(0, len(log) - 1), max_size=4))
    by = data.draw(st.sampled_from(["plan", "plan", None]))
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder, "log")
        for number, part in enumerate(in_parts(log, sorted(cuts), late)):
            write_part(events, f"{number:03}.parquet", part, text=text, zoned=zone == "UTC")
            check(events, requests(launches, by=by))
        as_of, stated = data.draw(st.integers(0, DAYS + 20)), data.draw(st.booleans())
        check(events, requests(launches, as_of, by=by, stated=stated))


def test_days_in_their_order_are_added_and_one_launch_alone_agrees(tmp_path: Path) -> None:
    parts = in_parts(a_log(), [30, 31, 32, 40], [])
    moved = replace(LAUNCH, launched_on=START.date() + dt.timedelta(days=31))
    hows = []
    for number in range(len(parts)):
        log = write(tmp_path, parts[: number + 1])
        hows.append(how(log, LAUNCH, moved))
        check(log, requests([LAUNCH, moved], by="plan"))
    assert hows == ["built", *["merged"] * 4]
    for request in requests([LAUNCH, moved], by="plan"):
        (mine,) = daily_counts(log, [request])
        assert mine is not None
        units, frame = alone(log, request, mine.as_of)
        assert mine.units == units
        pd.testing.assert_frame_equal(mine.frame, frame)


def test_late_rows_changed_segments_and_new_units_are_added(tmp_path: Path) -> None:
    log = a_log()
    first = [row for row in log if row.day < 35]
    late = [
        Row(1, "use", 21 * DAY, "free"),
        Row(2, "open", 3 * DAY, "pro"),
        Row(3, "use", 34 * DAY + 5, "gold"),
        Row(77, "open", 19 * DAY, "free"),
        Row(77, "use", 22 * DAY, "pro"),
        Row(78, "use", 36 * DAY, "new"),
        Row(4, "open", 36 * DAY, None),
        Row(None, "use", 36 * DAY, None),
    ]
    launches = [LAUNCH, replace(LAUNCH, adopt=("any",)), replace(LAUNCH, active_days=3)]
    check(write(tmp_path, [first]), requests(launches, by="plan"))
    events = write(tmp_path, [first, late])
    assert how(events, *launches) == "merged"
    check(events, requests(launches, by="plan"))
    events = write(tmp_path, [first, late, [row for row in log if row.day >= 36]])
    assert how(events, *launches) == "merged"
    check(events, requests(launches, by="plan"))
    check(events, requests(launches))


def test_a_moved_launch_and_a_new_use_event_are_counted_from_the_log(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    moved = replace(LAUNCH, launched_on=START.date() + dt.timedelta(days=12))
    other = replace(LAUNCH, adopt=("share",))
    check(events, requests([LAUNCH], by="plan"), registered=[LAUNCH])
    check(events, requests([moved], by="plan"), registered=[moved])
    # Nobody registers the launch as it was, so it is counted anew.
    assert how(events, moved) == "kept" and how(events, LAUNCH) == "extended"
    assert how(events, other) == "extended"
    check(events, requests([other, moved, LAUNCH], by="plan"))
    assert how(events, replace(LAUNCH, windows=(5, 45), horizon=45)) == "built"


def test_rows_that_come_again_or_go_make_the_state_be_built_anew(tmp_path: Path) -> None:
    log = [
        replace(row, insert_id=f"i{n}")
        for n, row in enumerate(sorted(a_log(), key=lambda row: row.micros))
    ]
    first, rest = log[:300], log[300:]
    check(write(tmp_path, [first]), requests([LAUNCH], by="plan"))
    events = write(tmp_path, [first, rest[:50]])
    assert how(events) == "merged"
    check(events, requests([LAUNCH], by="plan"))
    events = write(tmp_path, [first, rest[:50], [*rest[50:], *first[:20]]])
    assert how(events) == "built"
    (answer,) = check(events, requests([LAUNCH], by="plan"))
    assert answer is not None and answer.rows.duplicate == 20
    (events / "001.parquet").unlink()
    assert how(events) == "built"
    check(events, requests([LAUNCH], by="plan"))
    write_part(events, "000.parquet", log[:200], text=True, zoned=True)
    assert how(events) == "built"
    check(events, requests([LAUNCH], by="plan"))


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    log = a_log()
    answers = []
    for seed in range(2):
        shuffled = random.Random(seed).sample(log, len(log))
        events = write(tmp_path / str(seed), [shuffled[:250], shuffled[250:]])
        answers += daily_counts(events, requests([LAUNCH], by="plan"))
    first, second = answers
    assert first is not None and second is not None
    pd.testing.assert_frame_equal(first.frame, second.frame)


def test_later_days_never_change_a_complete_window_as_of_a_day(tmp_path: Path) -> None:
    parts = in_parts(a_log(rows=800), [31, 38, 44], [])
    seen = []
    for number in range(len(parts)):
        events = write(tmp_path, parts[: number + 1])
        (answer,) = check(events, requests([LAUNCH], as_of=30, by="plan"))
        assert answer is not None
        seen.append(answer.frame)
    for frame in seen[1:]:
        pd.testing.assert_frame_equal(frame, seen[0])
    (today,) = check(events, requests([LAUNCH], by="plan"))
    assert today is not None
    window = (today.frame["audience"] == "eligible") & (today.frame["day"] <= 10)
    then = seen[0][(seen[0]["audience"] == "eligible") & (seen[0]["day"] <= 10)]
    columns = ["segment", "day", "entered", "adopted", "matured", "matured_adopted"]
    pd.testing.assert_frame_equal(
        today.frame.loc[window, columns].reset_index(drop=True),
        then[columns].reset_index(drop=True),
    )


def test_one_state_answers_with_and_without_the_split(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    check(events, requests([LAUNCH], by="plan"), registered=[LAUNCH], by="plan")
    check(events, requests([LAUNCH]), registered=[LAUNCH], by="plan")
    assert len(list((tmp_path / ".state" / "log").iterdir())) == 1


def test_what_a_state_cannot_say_is_left_to_the_log(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    asked = requests(
        [replace(LAUNCH, min_uses=2), replace(LAUNCH, leave="share"), LAUNCH], by="plan"
    )
    habit, leaving, first_use = daily_counts(events, asked)
    assert habit is None and leaving is None and first_use is not None
    assert daily_counts(events, requests([LAUNCH], by="nowhere")) == [None]
    unnamed = CountRequest(rule=replace(LAUNCH, adopt=("never",)), by="plan")
    assert daily_counts(events, [unnamed]) == [None]
    assert daily_counts(events, requests([LAUNCH], as_of=5)) == [None]


def test_what_the_log_gave_is_remembered_until_somebody_writes_it(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    (asked,) = requests([replace(LAUNCH, min_uses=2)], by="plan")
    first = daily_counts_of_log(events, KEPT_COLUMNS, asked)
    assert daily_counts_of_log(events, KEPT_COLUMNS, asked) is first
    write_part(events, "000.parquet", a_log(seed=9), text=True, zoned=True)
    second = daily_counts_of_log(events, KEPT_COLUMNS, asked)
    assert_same(second, by_the_log(events, [asked])[0])
    assert not second.frame.equals(first.frame)

"""Bad input by command: each case says what, where and what to do; nothing is counted silently."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.adoption.readings import LAUNCH, Row, launch_rows, write_log
from tests.cli.running import Answer, run
from tests.events.test_lost_sources import make_slow
from tests.events.test_partitions import cut_off, write

LAUNCHED = ("--adopt", "use", "--launched-on", LAUNCH.isoformat())


def on(day: int) -> str:
    return (LAUNCH + dt.timedelta(days=day)).isoformat()


def ask(source: Path | str, *options: object) -> Answer:
    return run("adoption", source, *options, "--json")


def told(source: Path | str, *options: object) -> tuple[dict[str, Any], str]:
    """Answer with what is said beside the numbers, which is also printed for a person."""
    answer = ask(source, *options)
    assert answer.code == 0, answer.err
    notes = answer.document["notes"]
    printed = run("adoption", source, *options).out
    assert all(note in printed for note in notes)
    return answer.document, " ".join(notes)


def refused(source: Path | str, *options: object) -> tuple[str, str]:
    answer = ask(source, *options)
    assert answer.code == 2 and "error" in answer.document
    error = answer.document["error"]
    return error["code"], error["message"]


def test_no_use_event_in_the_log_names_the_nearest_and_the_commonest(tmp_path: Path) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4}))
    answer = ask(log, "--adopt", "Use ", "--launched-on", LAUNCH)
    assert answer.code == 2
    message = answer.document["error"]["message"]
    assert "“Use ” occurs nowhere in log.csv. Did you mean “use”?" in message
    assert "The commonest events are open, use" in message
    assert "--adopt EVENT" in message and "--allow-unused" in message
    assert answer.document["near"] == ["use"]
    assert answer.document["commonest"] == ["open", "use"]


def test_an_accepted_absent_use_event_is_a_0_that_says_where_it_comes_from(tmp_path: Path) -> None:
    log = write_log(tmp_path, launch_rows(40, {}))
    document, notes = told(log, *LAUNCHED, "--as-of", on(40), "--allow-unused")
    assert document["curves"][0]["windows"][2]["share"] == 0
    assert "“use” occurs nowhere in the log, so nobody is seen to adopt" in notes
    assert "Check the spelling" in notes


@pytest.mark.parametrize(
    ("options", "says", "do"),
    [
        (("--leave", "opne"), "The leaving event “opne” occurs nowhere", "--leave EVENT"),
        (("--activate", "opne"), "“opne” occurs nowhere", "--activate EVENT"),
    ],
)
def test_an_absent_event_is_told_with_what_it_was_named_for(
    options: tuple[str, str], says: str, do: str, tmp_path: Path
) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4}))
    code, message = refused(log, *LAUNCHED, *options)
    assert code == "event_not_in_log" and says in message and do in message
    assert "Did you mean “open”?" in message and "--adopt" not in message


def test_an_absent_exposure_event_is_told_as_one(tmp_path: Path) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4}))
    _code, message = refused(log, "--adopt", "use", "--expose", "sign_up")
    assert "The exposure event “sign_up” occurs nowhere" in message
    assert "--expose EVENT" in message and "--adopt" not in message


def test_a_leaving_event_accepted_unseen_says_that_nobody_left(tmp_path: Path) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4}))
    _document, notes = told(log, *LAUNCHED, "--leave", "close", "--allow-unused")
    assert "“close” occurs nowhere in the log, so nobody is taken to have left" in notes


def test_a_launch_day_after_the_data_is_refused_with_both_days(tmp_path: Path) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4}))
    code, message = refused(log, "--adopt", "use", "--launched-on", on(2))
    assert code == "no_audience"
    assert "The launch is on 03 Mar 2025, after the last day observed (02 Mar 2025)" in message
    assert "Check the day, or read again once the log has reached it" in message


def test_a_window_longer_than_the_data_is_unknown_with_the_day_it_can_be_read(
    tmp_path: Path,
) -> None:
    log = write_log(tmp_path, launch_rows(40, {1: 4, 7: 1}))
    document, notes = told(log, *LAUNCHED)
    late = document["curves"][0]["windows"][1:]
    assert [(one["state"], one["share"], one["low"]) for one in late] == [
        ("too_early", None, None)
    ] * 2
    assert (
        "Day 10 and 30 lie beyond the data, which reach day 7 (08 Mar 2025). That is unknown, not "
        "0: day 10 can be read once the log has reached 11 Mar 2025." in notes
    )
    complete, _notes = told(log, *LAUNCHED, "--as-of", on(10), "--windows", "5,10")
    assert complete["curves"][0]["windows"][1]["state"] == "complete"
    assert not any("beyond the data" in note for note in complete["notes"])


def test_a_window_longer_than_anybody_was_followed_is_unknown_on_the_exposure_clock(
    tmp_path: Path,
) -> None:
    rows: list[Row] = [(f"u{unit}", "open", on(unit % 3), "free") for unit in range(60)]
    log = write_log(tmp_path, [*rows, ("u0", "use", on(6), "free")])
    _document, notes = told(log, "--adopt", "use", "--expose", "open")
    assert "nobody has been observed for more than 6 days by 07 Mar 2025" in notes
    assert "newer log" in notes


@pytest.mark.parametrize("clock", [LAUNCHED, ("--adopt", "use", "--expose", "open")])
def test_use_before_exposure_does_not_count_and_is_told_with_its_units(
    clock: tuple[str, ...], tmp_path: Path
) -> None:
    rows = launch_rows(40, {1: 4})
    clean, _notes = told(write_log(tmp_path, rows), *clock, "--as-of", on(40))
    rows += [(f"free{unit:04}", "use", on(-3), "free") for unit in range(30, 33)]
    document, notes = told(write_log(tmp_path, rows), *clock, "--as-of", on(40))
    assert document["units"]["used_before"] == 3
    assert "3 of 40 eligible units had a use before" in notes and "does not count" in notes
    assert "Check the " in notes
    assert document["curves"] == clean["curves"]


def repeated(folder: Path, *, with_id: bool) -> Path:
    lines = [f"u{n},open,{on(-1)},{n}" for n in range(40)]
    lines += [f"u{n},use,{on(1)},{100 + n}" for n in range(4)] * 2
    if not with_id:
        lines = [line.rpartition(",")[0] for line in lines]
    log = folder / "log.csv"
    log.write_text("\n".join(["user_id,event,ts" + ",insert_id" * with_id, *lines]) + "\n")
    return log


def test_duplicated_rows_with_an_insert_id_are_dropped_counted_and_told(tmp_path: Path) -> None:
    rule = (*LAUNCHED, "--min-uses", "2", "--as-of", on(40))
    document, notes = told(repeated(tmp_path, with_id=True), *rule)
    assert document["rows"]["duplicate"] == 4
    assert "4 rows repeat another one, insert id and all, and were dropped" in notes
    assert document["curves"][0]["windows"][0]["adopted"] == 0


def test_duplicated_rows_without_an_insert_id_count_where_uses_are_counted_and_that_is_told(
    tmp_path: Path,
) -> None:
    log = repeated(tmp_path, with_id=False)
    once, notes = told(log, *LAUNCHED, "--as-of", on(40))
    assert once["curves"][0]["windows"][0]["adopted"] == 4 and "insert id" not in notes
    twice, notes = told(log, *LAUNCHED, "--min-uses", "2", "--as-of", on(40))
    assert twice["curves"][0]["windows"][0]["adopted"] == 4
    assert "log.csv has no insert id, so a row that stands there twice counts as two uses" in notes


@pytest.mark.parametrize("rule", [(), ("--min-uses", "2"), ("--late-joiners", "include")])
def test_a_segment_that_changes_within_a_unit_counts_once_and_is_told_with_its_units(
    rule: tuple[str, ...], tmp_path: Path
) -> None:
    rows = launch_rows(40, {1: 4}) + launch_rows(10, {2: 2}, plan="pro")
    rows += [(f"free{unit:04}", "open", on(3), "pro") for unit in range(3)]
    log = write_log(tmp_path, rows)
    asked = (*LAUNCHED, *rule, "--by", "plan", "--as-of", on(40))
    document, notes = told(log, *asked)
    sizes = {curve["segment"]: curve["n"] for curve in document["curves"]}
    assert sizes == {None: 50, "free": 40, "pro": 10}
    assert "3 units have more than one “plan” in the log. Each counts once" in notes
    assert "the last row on or before its day 0" in notes
    _document, whole = told(log, *asked[:-4], "--as-of", on(40))
    assert "more than one" not in whole


def test_an_unreadable_partition_is_named_and_nothing_is_counted(tmp_path: Path) -> None:
    for month in ("03", "04"):
        write(tmp_path / "log" / f"month={month}/part.parquet")
    cut_off(tmp_path / "log" / "month=04/part.parquet")
    code, message = refused(tmp_path / "log", "--adopt", "open", "--expose", "open")
    assert code in ("file_damaged", "file_unreadable") and "month=04/part.parquet" in message


def test_a_query_over_its_time_limit_ends_the_call_with_the_limit(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_slow(postgres_url)
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0.5")
    code, message = refused(postgres_url, "--table", "slow", "--adopt", "any", "--expose", "any")
    assert code == "query_too_long" and "longer than the limit of 0.5 seconds" in message
    assert "PMM_QUERY_SECONDS" in message


def test_a_row_dated_2999_is_set_aside_and_makes_no_window_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMM_TODAY", "2025-04-30")
    rows = launch_rows(40, {1: 4, 9: 3})
    clean, _notes = told(write_log(tmp_path, rows), *LAUNCHED)
    log = write_log(tmp_path, [*rows, ("free0011", "use", "2999-01-01", "free")])
    document, notes = told(log, *LAUNCHED)
    assert (document["as_of"], document["as_of_source"]) == ("2025-03-10", "last_day_in_log")
    assert document["curves"] == clean["curves"] and document["rows"]["after_as_of"] == 1
    assert "1 row is dated after today (30 Apr 2025), the last on 01 Jan 2999, and set aside" in (
        notes
    )
    assert "without it the log ends on 10 Mar 2025" in notes
    measured = ask(log, *LAUNCHED, "--measures").document
    assert measured["as_of"] == "2025-03-10"
    assert measured["curves"] == clean["curves"]
    given, notes = told(log, *LAUNCHED, "--as-of", "2999-01-01")
    assert given["curves"][0]["windows"][2]["state"] == "complete" and "today" not in notes


def test_a_log_of_days_to_come_alone_is_read_as_it_is_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMM_TODAY", "2024-01-01")
    document, notes = told(write_log(tmp_path, launch_rows(40, {1: 4})), *LAUNCHED)
    assert document["as_of"] == "2025-03-02"
    assert "rows dated after today (01 Jan 2024), the last on 02 Mar 2025" in notes


def test_rows_without_a_unit_or_from_before_1990_are_told_with_what_was_done(
    tmp_path: Path,
) -> None:
    rows: list[Row] = [*launch_rows(40, {1: 4}), ("", "use", on(1), "free")]
    rows.append(("free0009", "open", "1970-01-01", "free"))
    _document, notes = told(write_log(tmp_path, rows), *LAUNCHED)
    assert "1 row without a unit was left out" in notes
    assert "1 row is dated before 1990; it counts as dated" in notes


def test_who_joins_late_and_may_not_use_on_day_0_is_held_to_the_launch_day_alone(
    tmp_path: Path,
) -> None:
    """Entered late, day 0 is the launch day for everybody: use on the joining day counts."""
    rows: list[Row] = [*launch_rows(40, {}), ("late", "use", on(3), "free")]
    rows.append(("early", "use", on(0), "free"))
    late = (*LAUNCHED, "--after-exposure-day", "--as-of", on(40))
    document, _notes = told(write_log(tmp_path, rows), *late, "--late-joiners", "include")
    days = {day["day"]: day["adopted"] for day in document["curves"][0]["days"] if day["adopted"]}
    assert days == {3: 1}
    assert (
        "late joiners enter on the day they join, and use on that day counts"
        in (document["definition"])
    )
    apart, _notes = told(write_log(tmp_path, rows), *late)
    assert apart["curves"][1]["audience"] == "late_joiners"
    assert apart["curves"][1]["windows"][0]["adopted"] == 0

"""Who counts and when: rows, audiences, segments, leaving, habits, each on a log of a few rows."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.reading import Adoption
from pmm_core.errors import InvalidInput
from pmm_core.events.contract import Condition
from pmm_core.vocabulary import LateJoiners
from tests.events.asking import ask, refusal

LAUNCH = dt.date(2025, 3, 1)


def count(
    tmp_path: Path, *rows: str, header: str = "user_id,event,ts,plan", **said: Any
) -> Adoption:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    said.setdefault("allow_unused", True)
    if "expose" not in said:
        said.setdefault("launched_on", LAUNCH)
        said.setdefault("adopt", ("use",))
    said.setdefault("as_of", dt.date(2025, 4, 30))
    return ask(path, **said)


def test_the_frozen_audience_had_a_row_in_the_look_back_and_nothing_else_counts(
    tmp_path: Path,
) -> None:
    adoption = count(
        tmp_path,
        "first_day,open,2025-02-01,",
        "last_day,open,2025-02-28,",
        "too_old,open,2025-01-31,",
        "too_old,use,2025-03-02,",
        "late,open,2025-03-01,",
    )
    units = {"eligible": 2, "late_joiners": 1, "excluded": 1, "used_before": 0}
    assert dict(adoption.units) == units
    assert sum(day.adopted for day in adoption.whole.days) == 0
    shorter = count(tmp_path, "a,open,2025-02-01,", "b,open,2025-02-28,", active_days=1)
    assert dict(shorter.units) == units | {"eligible": 1, "late_joiners": 0}


def test_use_before_day_0_never_counts_and_does_not_exclude(tmp_path: Path) -> None:
    adoption = count(tmp_path, "a,use,2025-02-20,", "b,use,2025-02-20,", "b,use,2025-03-02,")
    assert (adoption.units["eligible"], adoption.units["used_before"]) == (2, 2)
    assert [day.adopted for day in adoption.whole.days[:3]] == [0, 1, 0]


def test_who_had_left_before_the_launch_and_not_come_back_is_excluded(tmp_path: Path) -> None:
    adoption = count(
        tmp_path,
        "gone,open,2025-02-20,",
        "gone,close,2025-02-21,",
        "back,close,2025-02-21T10:00:00Z,",
        "back,open,2025-02-21T11:00:00Z,",
        leave="close",
    )
    assert (adoption.units["eligible"], adoption.units["excluded"]) == (1, 1)


def test_on_one_day_a_use_counts_before_a_leaving_and_later_uses_do_not(tmp_path: Path) -> None:
    adoption = count(
        tmp_path,
        "both,open,2025-02-20,",
        "both,close,2025-03-03T08:00:00Z,",
        "both,use,2025-03-03T09:00:00Z,",
        "after,open,2025-02-20,",
        "after,close,2025-03-03,",
        "after,use,2025-03-04,",
        leave="close",
    )
    days = adoption.whole.days
    assert [(day.adopted, day.left) for day in days[2:4]] == [(1, 1), (0, 0)]
    assert adoption.whole.method == "aalen_johansen"
    assert adoption.whole.windows[0].adopted == 1


def test_a_habit_is_dated_on_the_day_both_its_uses_and_its_days_hold(tmp_path: Path) -> None:
    rows = [
        "a,open,2025-02-20,",
        *["a,use,2025-03-01,"] * 2,
        "a,use,2025-03-04,",
        "a,use,2025-03-09,",
    ]
    adopted = {
        (uses, days): [
            day.day
            for day in count(tmp_path, *rows, min_uses=uses, min_days=days).whole.days
            if day.adopted
        ]
        for uses, days in ((1, 1), (2, 1), (3, 1), (1, 2), (4, 2), (1, 3), (1, 4), (5, 1))
    }
    assert adopted == {
        (1, 1): [0], (2, 1): [0], (3, 1): [3], (1, 2): [3], (4, 2): [8], (1, 3): [8],
        (1, 4): [], (5, 1): [],
    }  # fmt: skip


def test_a_habit_that_needs_three_days_is_impossible_before_the_third(tmp_path: Path) -> None:
    rows = [f"{n},open,2025-02-20," for n in range(40)]
    days = count(tmp_path, *rows, min_days=3).whole.days
    assert [day.high for day in days[:2]] == [0, 0] and (days[2].high or 0) > 0


def test_the_segment_is_the_value_on_the_last_row_on_or_before_day_0(tmp_path: Path) -> None:
    adoption = count(
        tmp_path,
        "a,open,2025-02-20,free",
        "a,open,2025-03-01T23:00:00Z,pro",
        "a,open,2025-03-02,team",
        "tie,open,2025-02-20,b",
        "tie,open,2025-02-20,B",
        "blank,open,2025-02-20,free",
        "blank,open,2025-02-21,",
        by="plan",
    )
    assert adoption.segments == ("", "B", "pro")


def test_a_late_joiner_has_the_value_of_the_day_it_came(tmp_path: Path) -> None:
    rows = ["a,open,2025-02-20,free", "late,open,2025-03-05,pro", "late,use,2025-03-06,team"]
    for mode in (LateJoiners.SEPARATE, LateJoiners.INCLUDE):
        adoption = count(tmp_path, *rows, by="plan", late_joiners=mode)
        assert adoption.segments == ("free", "pro")


def test_exposure_counts_from_each_units_own_first_event(tmp_path: Path) -> None:
    adoption = count(
        tmp_path,
        "a,use,2025-02-01,",
        "a,sign_up,2025-03-01,",
        "a,sign_up,2025-03-05,",
        "a,use,2025-03-04,",
        "b,sign_up,2025-04-29,",
        "never,use,2025-03-01,",
        "later,sign_up,2025-05-01,",
        expose="sign_up",
        adopt=("use",),
    )
    assert dict(adoption.units) == {
        "eligible": 2, "late_joiners": 0, "excluded": 0, "used_before": 1,
    }  # fmt: skip
    assert adoption.whole.days[3].adopted == 1 and adoption.whole.days[1].censored == 1
    assert any("1 unit never had “sign_up” and is not in" in note for note in adoption.notes)
    assert adoption.rows["after_as_of"] == 1


def test_use_on_day_0_can_be_left_out(tmp_path: Path) -> None:
    rows = ["a,open,2025-03-01,", "a,open,2025-03-01,", "a,open,2025-03-03,"]
    later = count(tmp_path, *rows, expose="any", adopt=("any",))
    assert [day.adopted for day in later.whole.days[:3]] == [0, 0, 1]


def test_exact_repeats_count_once_when_the_log_has_an_insert_id(tmp_path: Path) -> None:
    rows = [
        "a,open,2025-03-01,1",
        "a,open,2025-03-01,1",
        "a,open,2025-03-01,2",
        "a,open,2025-03-02,1",
    ]
    once = count(
        tmp_path, *rows, header="user_id,event,ts,$insert_id", expose="any", adopt=("any",)
    )
    assert (once.rows["duplicate"], once.rows["used"]) == (1, 3)
    twice = count(tmp_path, *rows, expose="any", adopt=("any",))
    assert (twice.rows["duplicate"], twice.rows["used"]) == (0, 4)
    blank = [row.rpartition(",")[0] + "," for row in rows]
    kept = count(
        tmp_path, *blank, header="user_id,event,ts,insert_id", expose="any", adopt=("any",)
    )
    assert kept.rows["duplicate"] == 0


def test_every_row_is_accounted_for_once(tmp_path: Path) -> None:
    adoption = count(
        tmp_path,
        "a,open,2025-03-01,1",
        ",open,2025-03-01,1",
        "  ,open,never,1",
        "b,open,never,1",
        "c,open,2025-05-01,0",
        "d,open,2025-03-01,0",
        "e,open,2025-03-01,",
        expose="any",
        adopt=("any",),
        where=("plan >= 1",),
        skip_rejected=True,
    )
    assert dict(adoption.rows) == {
        "read": 7, "used": 1, "no_unit": 2, "rejected": 1, "duplicate": 0, "after_as_of": 1,
        "filtered": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("plan = 2", ["2", "2.0"]),
        ("plan != 2", ["10", "02", "x", "-3"]),
        ("plan > 2", ["10"]),
        ("plan >= 2", ["2", "2.0", "10", "02"]),
        ("plan < 2", ["-3"]),
        ("plan<=2", ["2", "2.0", "02", "-3"]),
        ("plan = 02", ["02"]),
        ("plan = x", ["x"]),
        ("plan = 'x'", ["x"]),
        ("plan >= a", ["x"]),
    ],
)
def test_a_condition_compares_numbers_as_numbers_and_a_blank_never_holds(
    condition: str, kept: list[str], tmp_path: Path
) -> None:
    cells = ["2", "2.0", "10", "02", "x", "-3", "", "  "]
    rows = [f"u{n},open,2025-03-01,{cell}" for n, cell in enumerate(cells)]
    adoption = count(tmp_path, *rows, expose="any", adopt=("any",), where=(condition,), by="plan")
    assert sorted(adoption.segments) == sorted(kept)


def test_conditions_hold_for_exposure_and_audience_too(tmp_path: Path) -> None:
    rows = ["a,open,2025-02-20,x", "b,open,2025-02-20,y", "b,use,2025-03-02,x"]
    adoption = count(tmp_path, *rows, where=("plan = x", "event != close"))
    assert (adoption.units["eligible"], adoption.units["late_joiners"]) == (1, 1)


@pytest.mark.parametrize("text", ["plan", "plan =", "= 3", "", "plan ~ x"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Condition.parse(text)
    assert refused.value.code == "where_unreadable"


def test_nobody_eligible_is_said_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,event,ts\na,open,2025-01-01\nb,open,2025-03-05\n")
    refused = refusal(path, launched_on=LAUNCH)
    assert refused.code == "no_audience" and "28 days before the launch" in refused.message
    early = refusal(path, launched_on=LAUNCH, as_of=dt.date(2025, 2, 1))
    assert early.code == "no_audience"
    assert early.message == (
        "The launch is on 01 Mar 2025, after the last day observed (01 Feb 2025). Check the day, "
        "or read again once the log has reached it."
    )


def test_a_day_after_the_log_ends_is_accepted_and_noted(tmp_path: Path) -> None:
    adoption = count(tmp_path, "a,open,2025-02-20,", as_of=dt.date(2025, 6, 1))
    assert "The log ends on 20 Feb 2025" in adoption.notes[0]

"""What holds for any log: the order of its rows and what comes later change nothing."""

import datetime as dt
import random
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmm_core.adoption.reading import Adoption
from pmm_core.vocabulary import Audience, LateJoiners, WindowState
from tests.adoption.readings import LAUNCH, Row, read

LAST = 45
RULES = st.fixed_dictionaries(
    {
        "late_joiners": st.sampled_from([LateJoiners.SEPARATE, LateJoiners.EXCLUDE]),
        "min_uses": st.integers(1, 2),
        "min_days": st.integers(1, 2),
        "leave": st.sampled_from([None, "close"]),
        "after_exposure_day": st.booleans(),
        "by": st.sampled_from([None, "plan"]),
    }
)
IN_FOLDERS = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def a_log(rng: random.Random) -> list[Row]:
    """Rows from ten days before the launch to the last day, many of a unit at one instant."""
    rows: list[Row] = [
        (f"u{unit}", "open", (LAUNCH - dt.timedelta(days=1)).isoformat(), rng.choice("ab"))
        for unit in range(35)
        for _ in range(2)
    ]
    for _ in range(rng.randrange(40, 160)):
        day = LAUNCH + dt.timedelta(days=rng.randrange(-10, LAST + 1))
        hour = rng.choice(["00:00:00", "12:00:00"])
        event = rng.choices(["open", "use", "close"], [4, 5, 1])[0]
        rows.append((f"u{rng.randrange(45)}", event, f"{day}T{hour}", rng.choice("ab")))
    return rows


def asked(folder: Path, rows: list[Row], *, day: int, **rule: object) -> Adoption:
    mine = folder / uuid.uuid4().hex
    mine.mkdir()
    return read(mine, rows, day=day, **rule)


@IN_FOLDERS
@given(seed=st.integers(0, 2**32), day=st.integers(0, LAST), rule=RULES)
def test_the_order_of_the_rows_changes_nothing(
    seed: int, day: int, rule: dict[str, object], tmp_path: Path
) -> None:
    rng = random.Random(seed)
    rows = a_log(rng)
    first = asked(tmp_path, rows, day=day, **rule)
    second = asked(tmp_path, rng.sample(rows, len(rows)), day=day, **rule)
    assert first.curves == second.curves
    assert (first.units, first.rows) == (second.units, second.rows)


@IN_FOLDERS
@given(seed=st.integers(0, 2**32), day=st.integers(5, LAST - 1), rule=RULES)
def test_later_rows_and_later_days_never_change_a_completed_window(
    seed: int, day: int, rule: dict[str, object], tmp_path: Path
) -> None:
    rows = a_log(random.Random(seed))
    then = (LAUNCH + dt.timedelta(days=day)).isoformat()
    known = [row for row in rows if row[2][:10] <= then]
    before = asked(tmp_path, known, day=day, **rule)
    assert asked(tmp_path, rows, day=day, **rule).curves == before.curves
    later = asked(tmp_path, rows, day=LAST, **rule)
    done = 0
    for curve in before.curves:
        if curve.audience is Audience.ELIGIBLE:
            now = later.curve(curve.segment)
            assert now is not None
            for old, new in zip(curve.windows, now.windows, strict=True):
                if old.matured == old.n:
                    done += 1
                    assert new == old and old.state is not WindowState.TOO_EARLY
    assert done, "from day 5 on there is a completed window"


@IN_FOLDERS
@given(seed=st.integers(0, 2**32), copies=st.integers(2, 4), rule=RULES)
def test_a_log_of_copied_units_has_the_same_shares(
    seed: int, copies: int, rule: dict[str, object], tmp_path: Path
) -> None:
    rows = a_log(random.Random(seed))
    many = [(f"{unit}-{copy}", *rest) for copy in range(copies) for unit, *rest in rows]
    one = asked(tmp_path, rows, day=20, **rule).whole
    all_of_them = asked(tmp_path, many, day=20, **rule).whole
    assert all_of_them.n == copies * one.n
    for mine, theirs in zip(one.days, all_of_them.days, strict=True):
        assert theirs.share == pytest.approx(mine.share, abs=1e-12)

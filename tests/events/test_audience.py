"""A launch with a frozen audience counts exactly the units listed, whatever rows come later."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pmm_core.adoption.definition import AdoptionDefinition, FrozenUnits
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.errors import InvalidInput
from pmm_core.events.audience import UnitList, write_list
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest
from pmm_core.vocabulary import LateJoiners
from tests.adoption import oracle
from tests.adoption.oracle import Event, Question, Story, tell_stories
from tests.adoption.test_against_oracle import (
    NAMES,
    START,
    assert_same,
    definition_of,
    random_log,
    random_question,
    random_time,
    write_csv,
)

LAUNCH = dt.date(2026, 3, 3)
RULE = AdoptionDefinition(adopt=("use",), launched_on=LAUNCH, windows=(5,), horizon=5, min_n=1)


def freeze(path: Path, rule: AdoptionDefinition, by: str | None = None) -> FrozenUnits:
    """Freeze the audience a log has now; its list lies beside it."""
    with open_log(str(path)) as log:
        request = CountRequest(rule=rule, by=by, allow_unused=True)
        found, _ = IbisSource(log).list_eligible(request)
    inside = write_list(found, path.parent)
    return FrozenUnits(str(path.parent / inside), found.digest, found.size, by, LAUNCH)


def events(*rows: tuple[str, str, str] | tuple[str, str, str, str]) -> list[Event]:
    return [Event(*row) for row in rows]


def day(number: int) -> str:
    return (LAUNCH + dt.timedelta(days=number)).isoformat()


THREE = events(
    ("a", "seen", day(-3), "free"),
    ("b", "seen", day(-1), "pro"),
    ("c", "seen", day(-40), "pro"),
    ("a", "use", day(2), "free"),
    ("d", "use", day(1), "free"),
    ("b", "seen", day(6), "pro"),
)


def read(path: Path, rule: AdoptionDefinition, **said: object) -> Adoption:
    source = LogSource(str(path), allow_unused=True)
    return read_adoption(source=source, definition=rule, **said)  # type: ignore[arg-type]


def test_a_frozen_audience_reads_as_the_log_it_was_taken_from(tmp_path: Path) -> None:
    path = write_csv(THREE, tmp_path / "log.csv")
    frozen = freeze(path, RULE, by="plan")
    assert frozen.size == 2
    before = read(path, RULE, by="plan")
    after = read(path, replace(RULE, frozen=frozen), by="plan")
    assert (after.curves, after.units) == (before.curves, before.units)


def test_late_rows_neither_add_to_a_frozen_audience_nor_take_from_it(tmp_path: Path) -> None:
    path = write_csv(THREE, tmp_path / "log.csv")
    rule = replace(RULE, frozen=freeze(path, RULE, by="plan"))
    # `e` and `c` turn out to have been there, `b` to have come later, `a` to have had a plan.
    late = events(
        ("e", "seen", day(-2), "free"),
        ("c", "seen", day(-2), "pro"),
        ("e", "use", day(3), "free"),
        ("a", "seen", day(-1), "pro"),
    )
    kept = [one for one in THREE if one.unit != "b"]
    path = write_csv([*kept, *late], path)
    found = read(path, rule, by="plan")
    assert found.units == {"eligible": 2, "late_joiners": 1, "excluded": 2, "used_before": 0}
    assert {one.segment: one.n for one in found.curves if one.audience == "eligible"} == {
        None: 2,
        "free": 1,
        "pro": 1,
    }
    assert found.whole.windows[0].adopted == 1
    assert any("2 units would now also be eligible" in note for note in found.notes)
    assert any("1 of the frozen units would no longer be" in note for note in found.notes)


def test_the_same_rows_again_give_no_note(tmp_path: Path) -> None:
    path = write_csv(THREE, tmp_path / "log.csv")
    rule = replace(RULE, frozen=freeze(path, RULE))
    assert not any("eligible" in note for note in read(path, rule).notes)


def test_a_list_that_is_gone_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write_csv(THREE, tmp_path / "log.csv")
    rule = replace(RULE, frozen=freeze(path, RULE))
    assert rule.frozen
    Path(rule.frozen.file).unlink()
    with pytest.raises(InvalidInput, match="Bring it back from a backup") as refused:
        read(path, rule)
    assert refused.value.code == "audience_missing"


@pytest.mark.parametrize("what", ["unit", "segment", "fewer", "bytes"])
def test_an_altered_list_is_refused(what: str, tmp_path: Path) -> None:
    path = write_csv(THREE, tmp_path / "log.csv")
    rule = replace(RULE, frozen=freeze(path, RULE, by="plan"))
    assert rule.frozen
    file = Path(rule.frozen.file)
    if what == "bytes":
        file.write_bytes(file.read_bytes()[:-9])
    else:
        table = pq.read_table(file)
        rows = table.to_pylist()
        if what == "fewer":
            rows = rows[1:]
        else:
            rows[0][what] = "other"
        pq.write_table(table.schema.empty_table().from_pylist(rows, schema=table.schema), file)
    with pytest.raises(InvalidInput, match="is not what was frozen") as refused:
        read(path, rule)
    assert refused.value.code == "audience_altered"


def test_two_lists_differ_in_their_digest_wherever_a_cell_ends() -> None:
    one, other = (
        UnitList(pa.table({"unit": units, "segment": segments}))
        for units, segments in ((["ab", "c"], ["", "d"]), (["a", "bc"], ["b", "d"]))
    )
    assert one.digest != other.digest


def random_frozen(seed: int) -> tuple[list[Event], list[Event], Question]:
    """Make a log as it was when the audience was frozen, as it is later, and a question."""
    rng = random.Random(seed)
    first = random_log(rng)
    question = random_question(rng, first)
    question.launched_on = question.launched_on or START + dt.timedelta(days=30)
    question.expose = None
    later = [one for one in first if rng.random() > 0.1]
    units = [*sorted({one.unit for one in first}), "90001", "90002", "90003"]
    for _ in range(rng.randint(5, 30)):
        at = dt.datetime.combine(START, dt.time(12)) + dt.timedelta(days=rng.randint(0, 75))
        later.append(
            Event(rng.choice(units), rng.choice(NAMES), random_time(at, rng), rng.choice("xy"))
        )
    return first, later, question


def by_unit(log: list[Event], question: Question) -> dict[str, list]:
    lives: dict[str, list] = defaultdict(list)
    for event in log:
        on, at = oracle.moment(event.when, question)
        if on <= question.as_of:
            lives[event.unit].append((on, at, event))
    return lives


def frozen_stories(
    first: list[Event], later: list[Event], question: Question
) -> tuple[list[Story], int]:
    """Follow the frozen units and the late joiners through the later rows, in plain Python."""
    launch = question.launched_on
    assert launch is not None
    then, lives = by_unit(first, question), by_unit(later, question)
    listed = {}
    for unit, life in then.items():
        placed = oracle.place(life, question)
        assert placed is not None
        if placed[0] == "eligible":
            listed[unit] = oracle.last_value(life, launch) if question.by else ""
    stories = []
    for unit in {*listed, *lives}:
        life = lives.get(unit, [])
        if unit not in listed:
            if any(on < launch for on, _, _ in life) or question.late_joiners == "exclude":
                continue
            audience, zero, entry = oracle.place(life, question)  # type: ignore[misc]
            segment = oracle.last_value(life, zero + dt.timedelta(days=entry))
            if question.late_joiners == "include":
                audience = "eligible"
        else:
            audience, zero, entry, segment = "eligible", launch, 0, listed[unit]
        uses = sorted((on - zero).days for on, _, e in life if oracle.is_use(e, question))
        gone = [(on - zero).days for on, _, e in life if e.event == question.leave and on >= zero]
        follow = (question.as_of - zero).days
        left = min(gone, default=None) if question.leave else None
        stories.append(
            Story(audience, segment, entry, oracle.adoption(uses, question), left, follow)
        )
    return stories, len(listed)


@pytest.mark.parametrize("seed", range(25))
def test_a_second_implementation_counts_the_frozen_units_alike(seed: int, tmp_path: Path) -> None:
    first, later, question = random_frozen(seed)
    by = "plan" if question.by else None
    rule = definition_of(question)
    path = write_csv(first, tmp_path / "log.csv")
    with open_log(str(path)) as log:
        asked = CountRequest(
            rule=rule,
            as_of=question.as_of,
            by=by,
            source_timezone=question.source_timezone,
            allow_unused=True,
        )
        try:
            found, _ = IbisSource(log).list_eligible(asked)
        except InvalidInput as nobody:
            assert nobody.code == "no_audience"
            return
    inside = write_list(found, tmp_path)
    frozen = FrozenUnits(str(tmp_path / inside), found.digest, found.size, by, LAUNCH)
    adoption = read_adoption(
        source=LogSource(
            str(write_csv(later, path)), timezone=question.source_timezone, allow_unused=True
        ),
        definition=replace(rule, frozen=frozen),
        as_of=question.as_of,
        by=by,
    )
    stories, size = frozen_stories(first, later, question)
    assert adoption.units["eligible"] == size
    for curve in adoption.curves:
        group = [
            one
            for one in stories
            if one.audience == curve.audience.value and curve.segment in (None, one.segment)
        ]
        theirs = oracle.curve(group, question)
        wiped_out = any(one.share is None for one in curve.days if one.at_risk)
        for ours, other in zip(curve.days, theirs["days"], strict=True):
            assert (ours.at_risk, ours.adopted, ours.left, ours.censored) == tuple(
                other[name] for name in ("at_risk", "adopted", "left", "censored")
            )
            if not wiped_out:
                assert_same(ours.share, other["share"])


def test_the_list_holds_whom_the_rule_finds_and_nobody_else(tmp_path: Path) -> None:
    for seed in range(12):
        first, _, question = random_frozen(seed)
        path = write_csv(first, tmp_path / f"{seed}.csv")
        with open_log(str(path)) as log:
            asked = CountRequest(
                rule=replace(definition_of(question), late_joiners=LateJoiners.EXCLUDE),
                as_of=question.as_of,
                source_timezone=question.source_timezone,
                allow_unused=True,
            )
            _, units = tell_stories(first, question)
            if units["eligible"]:
                assert IbisSource(log).list_eligible(asked)[0].size == units["eligible"]


def test_a_unit_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    path = write_csv(events(("a\x1eb", "seen", day(-1))), tmp_path / "log.csv")
    with open_log(str(path)) as log, pytest.raises(InvalidInput) as refused:
        IbisSource(log).list_eligible(CountRequest(rule=RULE, as_of=LAUNCH, allow_unused=True))
    assert refused.value.code == "unit_unlistable"

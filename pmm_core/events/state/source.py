"""Answers from the state of a kept log, which is brought up to the log first; else from the log."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pmm_core.errors import InvalidInput
from pmm_core.events.contract import KEPT_COLUMNS, ColumnChoice
from pmm_core.events.ibis_source import IbisSource, named_events
from pmm_core.events.launch_bits import launch_day
from pmm_core.events.layout import find_files
from pmm_core.events.many import fits_one_pass
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountingRule, CountRequest, DailyCounts
from pmm_core.events.state import store
from pmm_core.events.state.answer import count_rows, count_rules
from pmm_core.events.state.files import (
    BROKEN,
    FileMark,
    StateFolder,
    added_files,
    as_json,
    mark_files,
)
from pmm_core.events.state.refresh import Doubt, State, WholeLog, add_rows, add_rules, build
from pmm_core.events.state.rows import LogRows, Question
from pmm_core.events.state.tables import FirstUse, Tables, day_of

_LEAST_HORIZON = 30


@dataclass(frozen=True)
class Refreshed:
    """A state that is up to its log.

    Attributes:
        tables: null where none can be kept of the log.
        how: `kept`, `merged`, `extended` (by launches) or `built`.
        problem: which file cannot be read; null where that is not what stands in the way.
    """

    tables: Tables | None
    how: str
    problem: str | None = None

    @property
    def last_day(self) -> dt.date | None:
        """Last day of the log that counts; null without a state."""
        return None if self.tables is None else day_of(self.tables.last_day)


def daily_counts(
    log: Path,
    requests: Sequence[CountRequest],
    *,
    registered: Sequence[CountingRule] | None = None,
    by: str | None = None,
) -> list[DailyCounts | None]:
    """Answer requests from the state of a log; null for each that only the log can answer.

    Args:
        log: a kept log: a Parquet file, or a folder of them.
        requests: that differ in nothing but their rule.
        registered: the launches that read this log, to be counted along; others are forgotten.
        by: column by which requests without a split may be answered, so that one state does.
    """
    answers: list[DailyCounts | None] = [None] * len(requests)
    fitting = [n for n, request in enumerate(requests) if _fits(request)]
    if not fitting:
        return answers
    asked = [requests[number] for number in fitting]
    question = _question(asked[0], by)
    rules = [one.rule for one in asked]
    if registered is not None:
        rules += [rule for rule in registered if _is_of(rule, question)]
    tables = refresh(log, question, rules, prune=registered is not None).tables
    if tables is not None:
        for number, answer in zip(fitting, _answer(tables, asked), strict=True):
            answers[number] = answer
    return answers


def daily_counts_of_log(log: Path, choice: ColumnChoice, request: CountRequest) -> DailyCounts:
    """Count a kept log itself, or remember what it gave while nobody has written it.

    Raises:
        InvalidInput: as `EventSource.daily_counts`.
    """
    facts = tuple((str(file), file.stat()) for file in find_files(str(log)))
    written = tuple((name, one.st_size, one.st_mtime_ns, one.st_ino) for name, one in facts)
    return _counted(log, written, choice, request)


@lru_cache(maxsize=128)
def _counted(
    log: Path, _written: tuple[object, ...], choice: ColumnChoice, request: CountRequest
) -> DailyCounts:
    """Count a log; `_written` tells one content of it from another."""
    with open_log(str(log), choice=choice) as opened:
        return IbisSource(opened).daily_counts(request)


def refresh_for(
    log: Path, rules: Sequence[CountingRule], *, timezone: str, by: str | None
) -> tuple[Refreshed, int]:
    """Bring the state of a log up to it ahead of the next question; what is read later is there.

    Args:
        log: a kept log.
        rules: of all the launches that read it.
        timezone: in which days are cut; rules in others are passed over.
        by: column that splits the units.

    Returns:
        The state, and how many of the rules it answers.
    """
    question = Question(timezone, "UTC", by)
    fitting = [rule for rule in rules if _is_of(rule, question)]
    if not fitting:
        return Refreshed(None, "kept"), 0
    done = refresh(log, question, fitting, prune=True)
    return done, len(fitting) if done.tables else 0


def refresh(
    log: Path, question: Question, rules: Sequence[CountingRule], *, prune: bool = False
) -> Refreshed:
    """Bring the state of a log up to it, with launches counted.

    Args:
        log: a kept log.
        question: what the state is dated in and split by.
        rules: of first use.
        prune: whether launches that are not among the rules may be forgotten.
    """
    folder, problem = StateFolder.of(log, question.as_json()), None
    horizon = max([_LEAST_HORIZON, *(rule.horizon for rule in rules)])
    try:
        ready = _ready(folder, log, rules)
        if ready is not None:
            return ready
        with folder.locked():
            return _ready(folder, log, rules) or _brought_up(
                _Writing(folder, log, question, horizon, prune), rules
            )
    except (OSError, duckdb.Error):
        pass
    except InvalidInput as refused:
        if refused.code != "file_damaged":
            raise
        problem = refused.message
    # Nothing can be written there, or a file cannot be read: the log answers, or says why not.
    return Refreshed(None, "kept", problem)


def _ready(folder: StateFolder, log: Path, rules: Sequence[CountingRule]) -> Refreshed | None:
    """Read the state if it is up to its log and has all launches."""
    for _turn in range(2):
        try:
            manifest = folder.manifest()
            if manifest is None or mark_files(log, _marks(manifest)) != _marks(manifest):
                return None
            if manifest["tables"] is None:
                return Refreshed(None, "kept")
            tables = store.load(folder, manifest, whole=False)
        except BROKEN:
            # A writer may just have put another in its place.
            continue
        has_all = all(tables.place_of(rule) is not None for rule in rules)
        return Refreshed(tables, "kept") if has_all else None
    return None


@dataclass(frozen=True)
class _Writing:
    """What a refresh is about, with the folder locked."""

    folder: StateFolder
    log: Path
    question: Question
    horizon: int
    prune: bool


def _brought_up(job: _Writing, rules: Sequence[CountingRule]) -> Refreshed:
    there, marks = _there(job)
    if there is not None:
        with suppress(Doubt):
            return _added(job, *there, marks, rules)
    return _built(job, marks, rules)


_There = tuple[State, tuple[FileMark, ...], tuple[FileMark, ...]]


def _there(job: _Writing) -> tuple[_There | None, tuple[FileMark, ...]]:
    """Read the state that can be added to, with the files it is of and those that came since.

    Returns:
        Null where there is none; and the marks of the files as they are.
    """
    marks: tuple[FileMark, ...] = ()
    with suppress(*BROKEN):
        manifest = job.folder.manifest()
        if manifest is not None:
            before = _marks(manifest)
            marks = mark_files(job.log, before)
            added = added_files(before, marks)
            said = manifest["tables"]
            if added is not None and said and said["horizon"] >= job.horizon:
                tables = store.load(job.folder, manifest, whole=True)
                names = job.folder.names(manifest["names"])
                return (State(tables, names, manifest["schema"]), before, added), marks
    return None, marks or mark_files(job.log)


def _added(
    job: _Writing,
    state: State,
    before: Sequence[FileMark],
    added: Sequence[FileMark],
    marks: Sequence[FileMark],
    rules: Sequence[CountingRule],
) -> Refreshed:
    """Add to a state what came: files, launches, or both."""
    launches = [FirstUse.of(rule, state.tables.horizon) for rule in rules]
    if job.prune:
        kept = [n for n, one in enumerate(state.tables.launches) if one in launches]
        state.tables.keep_only(kept)
    made_of = [one.name for one in before]
    with ExitStack() as opened:
        for mark in added:
            file = str(job.log / mark.name)
            with open_log(file, choice=KEPT_COLUMNS) as log:
                came = LogRows(log, job.log, job.question)
                whole = WholeLog(state.schema, _opener(job, opened, [*made_of, mark.name]))
                add_rows(state, came, whole, made_of)
            made_of.append(mark.name)
        add_rules(state, _opener(job, opened, made_of), launches)
    _save(job, state, marks, keep_names=True)
    return Refreshed(state.tables, "merged" if added else "extended")


def _opener(job: _Writing, opened: ExitStack, names: Sequence[str]) -> Callable[[], LogRows]:
    """Return what opens the log with some of its files."""

    @cache
    def rows() -> LogRows:
        log = opened.enter_context(open_log(str(job.log), choice=KEPT_COLUMNS))
        return LogRows(log, job.log, job.question).of_files(names, view="whole")

    return rows


def _built(job: _Writing, marks: Sequence[FileMark], rules: Sequence[CountingRule]) -> Refreshed:
    launches = list(dict.fromkeys(FirstUse.of(rule, job.horizon) for rule in rules))
    with open_log(str(job.log), choice=KEPT_COLUMNS) as log:
        state = build(LogRows(log, job.log, job.question), launches, job.horizon)
    _save(job, state, marks, keep_names=False)
    return Refreshed(state.tables if state else None, "built")


def _save(
    job: _Writing, state: State | None, marks: Sequence[FileMark], *, keep_names: bool
) -> None:
    """Write a state, unless the log was written meanwhile: then it is for this answer alone."""
    beside: dict[str, Any] = {"log": as_json(marks), "question": job.question.as_json()}
    if mark_files(job.log, marks) != tuple(marks):
        return
    if state is None:
        job.folder.write({**beside, "tables": None}, {}, None, keep_names=False)
    else:
        beside["schema"] = state.schema
        store.save(job.folder, state.tables, beside, state.came, keep_names=keep_names)


def _marks(manifest: Mapping[str, Any]) -> tuple[FileMark, ...]:
    return tuple(FileMark(**each) for each in manifest["log"])


def _question(request: CountRequest, by: str | None = None) -> Question:
    return Question(request.rule.timezone, request.source_timezone, request.by or by)


def _fits(request: CountRequest) -> bool:
    return fits_one_pass(request.rule) and not request.where


def _is_of(rule: CountingRule, question: Question) -> bool:
    return fits_one_pass(rule) and rule.timezone == question.timezone


def _answer(tables: Tables, requests: Sequence[CountRequest]) -> list[DailyCounts | None]:
    """Answer what makes sense; what has to be refused is left to the log, which says why."""
    request = requests[0]
    last = tables.rows.last_day
    assert last is not None
    as_of = request.as_of or day_of(last)
    if not request.stated:
        as_of = min(as_of, day_of(last))
    answers: list[DailyCounts | None] = [None] * len(requests)
    if tables.rows.rejected and not request.skip_rejected:
        return answers
    sound = [
        n
        for n, each in enumerate(requests)
        if _is_sound(tables, each)
        and (launch_day(each.rule) <= min(as_of, day_of(tables.last_day)))
    ]
    split = request.by is not None
    counted = count_rules(tables, [requests[n].rule for n in sound], as_of, split=split)
    rows = count_rows(tables, request.as_of)
    for number, units in zip(sound, counted, strict=True):
        if units.units.eligible:
            names = named_events(requests[number].rule)
            answers[number] = DailyCounts(
                frame=units.frame,
                as_of=as_of,
                last_day=day_of(last),
                rows=rows,
                units=units.units,
                unused=tuple(name for name in names if name not in tables.rows.events),
                odd_rows=tables.rows.odd,
                changed_segment=tables.count_changed() if split and as_of >= day_of(last) else None,
            )
    return answers


def _is_sound(tables: Tables, request: CountRequest) -> bool:
    named = set(named_events(request.rule))
    return request.allow_unused or named <= tables.rows.events

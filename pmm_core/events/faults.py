"""What can go wrong while a log is read, told so that a person can act: time, sources, files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import Any

import duckdb

from pmm_core.errors import InvalidInput
from pmm_core.events.connecting import is_engine_fault, shown
from pmm_core.events.partitions import file_damaged
from pmm_core.events.readers import LogFile, log_table
from pmm_core.events.waiting import giving_up

_AGAIN = 0.05
"""Seconds between two tries to stop an engine: a try between two queries stops neither."""


@contextmanager
def told(
    engine: Any,
    label: str,
    *,
    seconds: float | None,
    files: Sequence[LogFile] = (),
    to_the_end: bool = False,
) -> Iterator[None]:
    """Read inside it: what an engine throws becomes a sentence; nothing was changed.

    Args:
        engine: the Ibis backend.
        label: the log's name.
        seconds: the longest the reading may take; null for no end. It ends before once nobody waits
            for it any more.
        files: of a log in files, so that the damaged one can be named.
        to_the_end: nothing stops it: what is stored must not hang on whether somebody looks on.

    Raises:
        InvalidInput: `query_too_long`, `reading_stopped`, `source_lost`, `file_damaged` or
            `log_unreadable`.
    """
    with _watched(seconds, None if to_the_end else _stop_of(engine)) as watch:
        try:
            yield
            return
        except Exception as fault:
            theirs = isinstance(fault, duckdb.Error) if files else is_engine_fault(fault)
            if not theirs:
                raise
            found = fault
    was_stopped = _is_psycopg(found, "QueryCanceled") or isinstance(
        found, duckdb.InterruptException
    )
    if was_stopped and watch.left.is_set():
        raise given_up(label) from None
    # A database may hold to the limit by itself, before we do.
    if was_stopped and (watch.late.is_set() or engine.name == "postgres"):
        raise too_long(label, seconds) from None
    raise _lost(engine, label, found, files) from None


def given_up(label: str) -> InvalidInput:
    """Say that a reading was stopped because nobody waits for it any more."""
    return InvalidInput(
        f"Reading {label} was stopped before its end. Nothing was changed. Open the page again to "
        "read it.",
        code="reading_stopped",
    )


def too_long(label: str, seconds: float | None) -> InvalidInput:
    """Say that a reading took longer than it may."""
    # Who set the limit is known only where it is ours.
    limit = "its time limit" if seconds is None else f"the limit of {seconds:g} seconds"
    return InvalidInput(
        f"Reading {label} took longer than {limit} and was given up. Allow more in "
        "PMM_QUERY_SECONDS, or ask for fewer days or fewer segments.",
        code="query_too_long",
    )


def _lost(engine: Any, label: str, fault: Exception, files: Sequence[LogFile]) -> InvalidInput:
    gone = _is_psycopg(fault, "OperationalError", "InterfaceError")
    if gone or isinstance(fault, ConnectionError):
        return InvalidInput(
            f"The {shown(engine.name)} database went away while {label} was read. Nothing was "
            "changed. See that it runs, then read again.",
            code="source_lost",
        )
    damaged = _damaged(engine, files)
    if damaged is not None:
        return file_damaged(damaged.name)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return InvalidInput(
            f"{label} needs more memory than there is. Close other programs, or ask for fewer "
            "segments.",
            code="memory_short",
        )
    return InvalidInput(
        f"{label} cannot be read by {shown(engine.name)}: {_first_line(fault)}.",
        code="log_unreadable",
    )


def _damaged(engine: Any, files: Sequence[LogFile]) -> LogFile | None:
    """Find the first file that cannot be read to its end."""
    for file in files:
        try:
            table = log_table(engine, [file], name="one_file")
            lengths = {
                f"c{place}": table[name].cast("string").length().sum()
                for place, name in enumerate(table.columns)
            }
            engine.execute(table.agg(**lengths))
        except duckdb.Error:
            return file
    return None


def _is_psycopg(fault: Exception, *names: str) -> bool:
    # By name: who reads files alone never loads the driver.
    return any(
        kind.__module__.startswith("psycopg") and kind.__name__ in names
        for kind in type(fault).__mro__
    )


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200].rstrip(". ")


def _stop_of(engine: Any) -> Callable[[], None] | None:
    """Return what stops the query an engine is at, from another thread; null where nothing does."""
    if engine.name == "duckdb":
        stop: Callable[[], None] = engine.con.interrupt
    elif engine.name == "postgres":
        stop = engine.con.cancel
    else:
        return None
    return stop


@dataclass(frozen=True)
class _Watch:
    """Why a reading was stopped.

    Attributes:
        late: its time is over.
        left: nobody waits for it any more.
    """

    late: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)


@contextmanager
def _watched(seconds: float | None, stop: Callable[[], None] | None) -> Iterator[_Watch]:
    """Stop an engine again and again once the time is over or nobody waits any more."""
    watch, done, nobody_waits = _Watch(), Event(), giving_up()
    if stop is None:
        yield watch
        return
    ends = None if seconds is None else monotonic() + seconds

    def look() -> None:
        while not done.wait(_AGAIN):
            if ends is not None and monotonic() >= ends:
                watch.late.set()
            elif nobody_waits():
                watch.left.set()
            if watch.late.is_set() or watch.left.is_set():
                stop()

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield watch
    finally:
        done.set()
        watcher.join()

"""One event log, open for reading, as whoever counts in it sees it."""

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from pmm_core.events.contract import LogColumns
from pmm_core.events.layout import LogKind
from pmm_core.events.readers import MISSHAPEN, LogFile


@dataclass(frozen=True)
class EventLog:
    """One event log, open for reading.

    Attributes:
        engine: the Ibis backend that holds it.
        table: the log as it is.
        columns: where the parts of an event stand.
        label: the log's name, for messages; never a URL with a password.
        files: of a log in files, for line numbers.
        notes: how it had to be read.
    """

    engine: Any
    table: ir.Table
    columns: LogColumns
    label: str
    files: tuple[LogFile, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The log's columns."""
        return tuple(name for name in self.table.columns if name != MISSHAPEN)

    @property
    def is_text(self) -> bool:
        """Whether cells have to be parsed, so that doing it once pays."""
        return bool(self.files) and not self.is_typed

    @property
    def is_typed(self) -> bool:
        """Whether it lies in files whose cells have types."""
        return bool(self.files) and self.files[0].layout.kind is LogKind.PARQUET

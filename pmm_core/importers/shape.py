"""What a dry run and its storing tell a screen and a command, be it of a table or of a log."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from pmm_core.importers.contract import ImportOptions, ImportRefused, Rejection
from pmm_core.importers.plan import RowCounts, Unknown
from pmm_core.importers.profiles import ProfileId


class Plan(Protocol):
    """A dry run: what came, what would be stored, what would not and why."""

    @property
    def options(self) -> ImportOptions:
        """What the person said."""

    @property
    def rows(self) -> RowCounts:
        """How many rows would be stored, and why not the others."""

    @property
    def problems(self) -> tuple[Rejection, ...]:
        """In the order of the files and rows."""

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """Names the store does not know."""

    @property
    def assumed(self) -> Mapping[str, Any]:
        """What was chosen for the person."""

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day among the rows that can be taken."""

    @property
    def same_as(self) -> int | None:
        """Id of the earlier import of the same content; null if there is none."""

    @property
    def log(self) -> str | None:
        """Name of the log that would be kept whole; null for a table."""

    @property
    def columns(self) -> tuple[tuple[str, str | None], ...]:
        """Each header with the field it stands for; null for none."""

    @property
    def unused(self) -> tuple[str, ...]:
        """Headers of columns of which nothing is taken."""

    @property
    def also(self) -> tuple[ProfileId, ...]:
        """Other kinds of rows the same table holds, which are not taken."""

    @property
    def first_rows(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Row number and cells."""

    @property
    def can_be_left_out(self) -> int:
        """Rows that could be left out so that the others are stored."""

    @property
    def refusal(self) -> ImportRefused | None:
        """Why it cannot be stored as it is; null if it can."""

    @property
    def why(self) -> str:
        """One sentence for a person on what it was taken for."""

    def answer(self, *, dry_run: bool = False) -> dict[str, Any]:
        """Say the plan with the keys of the command contract."""


class Result(Protocol):
    """What was stored."""

    @property
    def plan(self) -> Plan:
        """As it was stored."""

    @property
    def import_id(self) -> int | None:
        """What `undo` takes; null when nothing was stored."""

    def answer(self) -> dict[str, Any]:
        """Say the result with the keys of the command contract."""

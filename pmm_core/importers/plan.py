"""What an import would change, worked out without changing anything; the preview shows it whole."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmm_core.formatting import show_count, show_counted
from pmm_core.importers.cells import Place
from pmm_core.importers.changes import Changes, KpiRef, NewKpi
from pmm_core.importers.contract import (
    ImportOptions,
    ImportRefused,
    Rejection,
    Table,
    problems_as_rows,
)
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.reading import Reading
from pmm_core.importers.recognise import Match
from pmm_core.importers.remedies import Remedy, Way
from pmm_core.importers.stated import noun_word, said_place
from pmm_core.models import Import
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import NounKind

FIRST_ROWS = 10
# Codes of problems that end once the name is made: such rows are never left out.
_NAME_CODES = {
    f"{noun.value}_unknown" for noun in (NounKind.PRODUCT, NounKind.PERSON, NounKind.KPI)
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name the store does not know: offered for creation, never created silently.

    Attributes:
        within: where a KPI was named; null for products and people.
        rows: how many rows name it; `first` is where.
        near: known names that look like it.
    """

    noun: NounKind
    name: str
    within: ScopeRef | None
    rows: int
    first: Place
    near: tuple[str, ...]

    @property
    def where(self) -> str:
        """Say where a KPI was named, for people; empty for products and people."""
        return said_place(self.within) if self.within else ""


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of the files; the last four add up to the first.

    Attributes:
        accepted: new or revised.
        duplicate: equal to an earlier row of the files.
        unchanged: equal to what is in force.
    """

    read: int
    accepted: int
    rejected: int
    duplicate: int
    unchanged: int

    @property
    def said_rejected(self) -> str:
        """Count the rows that cannot be taken, e.g. `2 of 30 rows` or `The only row`."""
        if self.read == 1:
            return "The only row"
        return f"{show_count(self.rejected)} of {show_counted(self.read, 'row')}"

    def as_json(self) -> dict[str, int]:
        """Counts with the keys of the command contract."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "duplicate": self.duplicate,
            "unchanged": self.unchanged,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a profile made of the staged rows.

    Attributes:
        assumed: what was chosen for the person, e.g. the unit of a new KPI.
        days: first and last day among the accepted rows.
    """

    changes: Changes
    accepted: int
    duplicate: int
    unchanged: int
    rejections: tuple[Rejection, ...]
    unknown: tuple[Unknown, ...]
    assumed: Mapping[str, Any] = field(default_factory=dict)
    days: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: what the files are, what would be stored, what would not and why.

    Attributes:
        reading: the files as they were understood.
        problems: in the order of the files and rows.
        days: first and last day among the rows that can be taken.
        same_as: id of the earlier import of the same content; null if there is none.
    """

    reading: Reading
    rows: RowCounts
    problems: tuple[Rejection, ...]
    unknown: tuple[Unknown, ...]
    assumed: Mapping[str, Any]
    days: tuple[dt.date, dt.date] | None
    same_as: int | None
    changes: Changes

    @property
    def match(self) -> Match:
        """What the columns mean, how sure that is, and why."""
        return self.reading.match

    @property
    def options(self) -> ImportOptions:
        """What the person said."""
        return self.reading.options

    @property
    def tables(self) -> tuple[Table, ...]:
        """The files as text."""
        return self.reading.tables

    @property
    def columns(self) -> tuple[tuple[str, str | None], ...]:
        """Each header of the first file with the field it stands for; null for none."""
        by_place = {at: name for name, at in self.match.columns.items()}
        by_place |= dict.fromkeys(self.match.dates, "value")
        return tuple((header, by_place.get(at)) for at, header in enumerate(self.tables[0].headers))

    @property
    def first_rows(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The first rows of the first file as text, each with its row number."""
        return tuple((line.number, line.cells) for line in self.tables[0].lines[:FIRST_ROWS])

    @property
    def can_be_left_out(self) -> int:
        """Rows with another problem than a name that is not known yet."""
        left = (one for one in self.problems if one.code not in _NAME_CODES)
        return len({(one.file, one.row) for one in left})

    @property
    def refusal(self) -> ImportRefused | None:
        """Why the files cannot be stored as they are; null if they can."""
        if self.same_as is not None:
            return None
        if self.unknown and not self.options.create:
            names = ", ".join(
                f"{noun_word(one.noun)} “{one.name}”{one.where}"
                + (f" (did you mean {' or '.join(one.near)}?)" if one.near else "")
                for one in self.unknown[:8]
            )
            more = f" and {len(self.unknown) - 8} more" if len(self.unknown) > 8 else ""
            return self._refused(
                "names_unknown",
                f"Not known yet: {names}{more}. Nothing was stored. Correct the names.",
                Remedy(Way.CREATE),
            )
        nothing_else = self.rows.accepted + self.rows.unchanged == 0
        if self.rows.rejected and (nothing_else or not self.options.skip_rejected):
            return self._refused(
                "rows_rejected",
                f"{self.rows.said_rejected} cannot be taken, so nothing was stored. "
                f"Correct {'it' if self.rows.rejected == 1 else 'them'}.",
                None if nothing_else else Remedy(Way.LEAVE_OUT),
            )
        return None

    def _refused(self, code: str, sentence: str, remedy: Remedy | None) -> ImportRefused:
        return ImportRefused(sentence, code=code, remedy=remedy, details=self.answer())

    @property
    def unused(self) -> tuple[str, ...]:
        """Headers of columns that stand for nothing."""
        return self.reading.unused

    @property
    def also(self) -> tuple[ProfileId, ...]:
        """Other kinds of rows the same table holds; none of them is taken with this plan."""
        return self.match.also

    @property
    def log(self) -> None:
        """A table is no log and has no name of its own."""
        return None

    @property
    def why(self) -> str:
        """One sentence for a person on what the columns were taken for."""
        return self.match.why

    def answer(self, *, dry_run: bool = False) -> dict[str, Any]:
        """Say the plan with the keys of the command contract; nothing was stored."""
        first = self.tables[0]
        return {
            "profile": self.match.profile.id.value,
            "confidence": self.match.confidence,
            "encoding": first.encoding,
            "delimiter": first.delimiter,
            "import_id": None,
            "same_as": self.same_as,
            "dry_run": dry_run,
            "assumed": dict(self.assumed),
            "columns": dict(self.columns),
            "unused": list(self.unused),
            "files": [
                {
                    "file": table.file,
                    "kind": table.kind.value,
                    "encoding": table.encoding,
                    "delimiter": table.delimiter,
                    "sheet": table.sheet,
                    "header_row": table.header_row,
                }
                for table in self.tables
            ],
            "rows": self.rows.as_json(),
            "unknown": [
                {
                    "noun": one.noun.value,
                    "name": one.name,
                    "within": str(one.within) if one.within else None,
                    "rows": one.rows,
                    "file": one.first.file,
                    "row": one.first.row,
                    "near": list(one.near),
                }
                for one in self.unknown
            ],
            "problems": problems_as_rows(self.problems),
        }


def used(described: Iterable[NewKpi], refs: Iterable[KpiRef]) -> tuple[NewKpi, ...]:
    """Leave out new KPIs of which nothing would be recorded."""
    recorded = set(refs)
    return tuple(kpi for kpi in described if kpi.ref in recorded)


def stated_of(new_kpis: Collection[NewKpi]) -> dict[str, Any]:
    """Say what was assumed of new KPIs."""
    return {"created": [kpi.as_json() for kpi in new_kpis]} if new_kpis else {}


def span(days: Collection[dt.date]) -> tuple[dt.date, dt.date] | None:
    """First and last of some days; null for none."""
    return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was stored.

    Attributes:
        plan: as it was stored, which is the preview's unless the store changed meanwhile.
        import_id: what `undo` takes; null when nothing was stored because nothing was new.
    """

    plan: ImportPlan
    import_id: int | None

    def answer(self) -> dict[str, Any]:
        """Say the result with the keys of the command contract."""
        return {**self.plan.answer(), "import_id": self.import_id}


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What taking an import back did; the fields are the keys of the command contract.

    Attributes:
        withdrawn: rows that no longer count.
        restored: earlier rows that are in force again.
        already: whether it had been taken back before.
        without_log: launches whose event log went with it, as `PRODUCT/NAME`.
        archived: kind of noun -> names of those it had made and that went with it.
    """

    import_id: int
    withdrawn: int
    restored: int
    already: bool
    without_log: tuple[str, ...] = ()
    archived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def assemble(reading: Reading, outcome: Outcome, earlier: Import | None) -> ImportPlan:
    """Put together what the files say and what would come of it.

    Args:
        earlier: the newest import of the same content that was not withdrawn.
    """
    left = outcome.accepted + outcome.duplicate + outcome.unchanged
    rows = RowCounts(
        read=reading.read,
        accepted=outcome.accepted,
        rejected=reading.read - left,
        duplicate=outcome.duplicate,
        unchanged=outcome.unchanged,
    )
    # Rows that were refused then and can be taken now make it more than the same import.
    same_as = earlier.id if earlier and earlier.rows.get("rejected") == rows.rejected else None
    if same_as is not None:
        rows = replace(rows, accepted=0, unchanged=rows.unchanged + rows.accepted)
    return ImportPlan(
        reading=reading,
        rows=rows,
        problems=_in_order(reading, outcome.rejections),
        unknown=outcome.unknown,
        assumed={**reading.assumed, **outcome.assumed},
        days=outcome.days,
        same_as=same_as,
        changes=outcome.changes,
    )


def _in_order(reading: Reading, rejections: Iterable[Rejection]) -> tuple[Rejection, ...]:
    """Put all problems in the order of files and rows, naming columns as the files do."""
    named = [
        replace(one, column=reading.headers.get(one.file, {}).get(one.column or "", one.column))
        for one in rejections
    ]
    place = {name: at for at, name in enumerate(reading.files)}
    return tuple(
        sorted(
            (*reading.rejections, *named),
            key=lambda problem: (place.get(problem.file, 0), problem.row or 0),
        )
    )

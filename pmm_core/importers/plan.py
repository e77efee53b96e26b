"""What an import would change, worked out without changing anything; the preview shows it whole."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.errors import InvalidInput
from pmm_core.importers.cells import Place
from pmm_core.importers.contract import ImportOptions, Rejection, Table, problems_as_rows
from pmm_core.importers.reading import Reading
from pmm_core.importers.recognise import Match
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.models import Import, Initiative
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Direction,
    Indicator,
    KpiBucket,
    NounKind,
    Scope,
)

FIRST_ROWS = 10
# Codes of problems that end once the name is made: such rows are never left out.
_NAME_CODES = {
    f"{noun.value}_unknown" for noun in (NounKind.PRODUCT, NounKind.PERSON, NounKind.KPI)
}


@dataclass(frozen=True, slots=True)
class NounRef:
    """A noun a row names: one of the store, or one that the import would make.

    Attributes:
        id: null for a new one, which `key` then tells apart.
    """

    id: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class KpiRef:
    """A KPI a row names, within its scope."""

    id: int | None
    scope: Scope
    product: NounRef | None
    initiative_id: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class NewKpi:
    """A KPI that would be made, with everything a file said about it."""

    ref: KpiRef
    name: str
    unit: str | None
    direction: Direction = Direction.UP
    cadence: Cadence | None = None
    bucket: KpiBucket | None = None
    indicator: Indicator | None = None
    control: Control | None = None
    owner: NounRef | None = None

    def draft(self, *, product_id: int | None, owner_id: int | None) -> KpiDraft:
        """Make the draft, once the ids of its product and owner are known."""
        return KpiDraft.check(
            scope=self.ref.scope,
            product_id=product_id,
            initiative_id=self.ref.initiative_id,
            name=self.name,
            unit=self.unit,
            direction=self.direction,
            cadence=self.cadence,
            bucket=self.bucket,
            indicator=self.indicator,
            control=self.control,
            owner_id=owner_id,
        )

    def as_json(self) -> dict[str, str | None]:
        """What was assumed of it, for the answer."""
        return {
            "kpi": self.name,
            "unit": self.unit,
            "direction": self.direction.value,
            "cadence": self.cadence.value if self.cadence else None,
        }


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value that would be recorded; the draft gets its KPI when that has an id."""

    kpi: KpiRef
    draft: SnapshotDraft


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target that would be recorded; the draft gets its KPI when that has an id."""

    kpi: KpiRef
    draft: TargetDraft


@dataclass(frozen=True, slots=True)
class LaunchChange:
    """A launch that would be made (`was` null) or changed."""

    product: NounRef
    name: str
    was: Initiative | None
    fields: Mapping[str, Any]
    owner: NounRef | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that would be written.

    Attributes:
        products, people: key -> name of each that would be made.
        returning: nouns that left when their import was taken back and would return.
    """

    products: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    returning: tuple[tuple[NounKind, int], ...] = ()
    kpis: tuple[NewKpi, ...] = ()
    values: tuple[NewValue, ...] = ()
    targets: tuple[NewTarget, ...] = ()
    launches: tuple[LaunchChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name the store does not know: offered for creation, never created silently.

    Attributes:
        within: the scope a KPI was named in; null for products and people.
        rows: how many rows name it; `first` is where.
        near: known names that look like it.
    """

    noun: NounKind
    name: str
    within: str | None
    rows: int
    first: Place
    near: tuple[str, ...]


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
    def refusal(self) -> InvalidInput | None:
        """Why the files cannot be stored as they are; null if they can."""
        if self.same_as is not None:
            return None
        if self.unknown and not self.options.create:
            names = ", ".join(
                f"{one.noun.value} “{one.name}”"
                + (f" (did you mean {' or '.join(one.near)}?)" if one.near else "")
                for one in self.unknown[:8]
            )
            more = f" and {len(self.unknown) - 8} more" if len(self.unknown) > 8 else ""
            return self._refused(
                "names_unknown",
                f"Not known yet: {names}{more}. Correct the names, or say --create to make them. "
                "Nothing was stored.",
            )
        nothing_else = self.rows.accepted + self.rows.unchanged == 0
        if self.rows.rejected and (nothing_else or not self.options.skip_rejected):
            return self._refused(
                "rows_rejected",
                f"{self.rows.rejected} of {self.rows.read} rows cannot be taken, so nothing was "
                "stored. Correct them"
                + ("." if nothing_else else ", or say --skip-rejected to store the others."),
            )
        return None

    def _refused(self, code: str, message: str) -> InvalidInput:
        return InvalidInput(message, code=code, details=self.answer())

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
                    "within": one.within,
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
    """

    import_id: int
    withdrawn: int
    restored: int
    already: bool


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

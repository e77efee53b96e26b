"""Frozen audiences: the units of a launch listed once, in a file that is checked when it is read.

The list is Parquet with `unit` and `segment`, both text, in the order of the units. Its digest
covers both, so that a line that was added, taken out or altered is noticed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pmm_core.errors import InvalidInput
from pmm_core.events.problems import whole
from pmm_core.events.source import CountingRule, CountRequest, ListedUnits, Recount
from pmm_core.vocabulary import Audience

FOLDER = ".audiences"
"""Where the lists lie under the events folder; hidden, so that no list is taken for a log."""

# Neither stands in text that a person writes; a unit that holds one cannot be listed.
_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"
_AT_ONCE = 100_000


@dataclass(frozen=True)
class UnitList:
    """Units as they are listed.

    Attributes:
        table: `unit`, `segment` (empty = none), in the order of the units.
    """

    table: pa.Table

    @property
    def size(self) -> int:
        """How many units there are."""
        return int(self.table.num_rows)

    @property
    def sizes(self) -> dict[str, int]:
        """How many there are of each segment, in the order of the segments."""
        counted = self.table["segment"].value_counts().to_pylist()
        return dict(sorted((str(one["values"]), int(one["counts"])) for one in counted))

    @property
    def digest(self) -> str:
        """SHA-256 of the units with their segments."""
        found = hashlib.sha256()
        for rows in self._rows():
            found.update(rows.encode())
            found.update(_BETWEEN_ROWS.encode())
        return found.hexdigest()

    @property
    def text(self) -> str:
        """All of it as one text, for engines that take no tables in."""
        return _BETWEEN_ROWS.join(self._rows())

    def _rows(self) -> Iterator[str]:
        lines = pc.binary_join_element_wise(
            self.table["unit"], self.table["segment"], _BETWEEN_CELLS
        )
        for start in range(0, self.size, _AT_ONCE):
            yield _BETWEEN_ROWS.join(lines.slice(start, _AT_ONCE).to_pylist())


def list_units(engine: Any, members: ir.Table) -> UnitList:
    """List who is eligible.

    Args:
        engine: that holds them.
        members: `unit`, `segment`.

    Raises:
        InvalidInput: a unit holds a character that a list cannot (`unit_unlistable`).
    """
    found = engine.to_pyarrow(members.select(unit=members.unit.cast("string"), segment="segment"))
    columns = {name: found[name].cast(pa.string()) for name in ("unit", "segment")}
    table = pa.table(columns).sort_by([("unit", "ascending")])
    for column in columns.values():
        if pc.any(pc.match_substring_regex(column, "[\x1e\x1f]")).as_py():
            raise InvalidInput(
                "A unit or segment of the log holds a control character (U+001E or U+001F), with "
                "which no audience can be listed. Mend the log and import it again.",
                code="unit_unlistable",
            )
    return UnitList(table)


def write_list(found: UnitList, root: Path) -> str:
    """Write a list under the events folder; the same list is one file.

    Returns:
        Its path below the folder.
    """
    inside = f"{FOLDER}/{found.digest}.parquet"
    goal = root / inside
    goal.parent.mkdir(parents=True, exist_ok=True)
    part = goal.with_suffix(".part")
    pq.write_table(found.table, part)
    part.replace(goal)
    return inside


def read_list(listed: ListedUnits) -> UnitList:
    """Read a list and compare it with what was kept of it.

    Raises:
        InvalidInput: it is not there (`audience_missing`) or not what was frozen
            (`audience_altered`).
    """
    file = Path(listed.file)
    if not file.is_file():
        raise InvalidInput(
            f"The frozen audience of {listed.size:,} units is listed in {_named(file)} under the "
            "events folder, and that file is not there. Bring it back from a backup that holds "
            "the event logs, or freeze the audience anew and say why.",
            code="audience_missing",
        )
    try:
        table = pq.read_table(file, columns=["unit", "segment"])
        found = UnitList(table.cast(pa.schema([("unit", pa.string()), ("segment", pa.string())])))
        is_whole = found.size == listed.size and found.digest == listed.digest
    except (pa.ArrowException, OSError, TypeError, ValueError):
        is_whole = False
    if not is_whole:
        raise InvalidInput(
            f"The list of the frozen audience, {_named(file)} under the events folder, is not what "
            "was frozen: its checksum differs. Bring it back from a backup that holds the event "
            "logs, or freeze the audience anew and say why.",
            code="audience_altered",
        )
    return found


def _named(file: Path) -> str:
    return f"{FOLDER}/{file.name}"


def listed_units(rows: ir.Table, listed: ListedUnits) -> ir.Table:
    """Put a list beside the rows of a log.

    Returns:
        `unit` as the rows have it, `segment`.
    """
    found, kind = read_list(listed), rows.unit.type()
    if rows.get_backend().name == "duckdb":
        table = found.table
        if kind.is_integer():
            table = table.set_column(0, "unit", _as_numbers(table["unit"]))
        return ibis.memtable(table)
    # A connection that may only read takes in no table, but any text.
    lines = ibis.literal(found.text).split(_BETWEEN_ROWS).unnest().name("line").as_table()
    cells = lines.select(cells=lines.line.split(_BETWEEN_CELLS)).cells
    as_text = cells.as_table()
    return as_text.select(
        unit=as_text.cells[0].cast(kind.copy(nullable=True)), segment=as_text.cells[1]
    )


def _as_numbers(units: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return units.cast(pa.int64())
    except pa.ArrowInvalid as fault:
        raise InvalidInput(
            "The units of the log are whole numbers now, those of the frozen audience are not: it "
            "is not the log the audience was taken from. Choose that log, or freeze anew.",
            code="audience_of_other_log",
        ) from fault


def frozen_units(rows: ir.Table, rule: CountingRule, left_out: str) -> ir.Table:
    """Take who is eligible from the list; late joiners alone are taken from the rows.

    Args:
        rows: as `counting.count_units` has them.
        rule: on the launch clock, with a frozen audience.
        left_out: audience of everybody else.

    Returns:
        `unit`, `audience`, `first` (day; null without a row), `listed` (the segment in the list;
        null for all others).
    """
    assert rule.frozen is not None
    units = rows.group_by("unit").agg(first=rows.day.min())
    listed = listed_units(rows, rule.frozen)
    both = ibis.union(
        units.mutate(listed=ibis.null("string")),
        listed.select("unit", first=ibis.null("date"), listed="segment"),
    )
    known = both.group_by("unit").agg(first=both["first"].min(), listed=both.listed.max())
    late = known["first"] >= ibis.literal(rule.launched_on)
    audience = ibis.cases(
        (known.listed.notnull(), Audience.ELIGIBLE.value),
        (late, Audience.LATE_JOINERS.value),
        else_=left_out,
    )
    return known.mutate(audience=audience)


def with_listed(units: ir.Table, members: ir.Table, request: CountRequest) -> ir.Table:
    """Bring in frozen units without a row, and the segments of the list where they are asked for.

    Args:
        units: of the rows: `unit`, `audience`, `zero`, `entry`, `segment`, `adopted`, `left`,
            `used_before`.
        members: of a frozen audience, with `listed`.
        request: what is asked.

    Returns:
        The same columns.
    """
    assert request.rule.frozen is not None
    from_list = request.by is not None and request.by == request.rule.frozen.segment_by
    names = ("unit", "audience", "zero", "entry", "segment", "adopted", "left", "used_before")
    is_listed = members.audience == Audience.ELIGIBLE.value
    seen = units.select(*names)
    frozen = members.filter(is_listed).left_join(seen, "unit", rname="{name}_seen")
    found = frozen.listed if from_list else ibis.coalesce(frozen.segment, "")
    frozen = frozen.select(
        "unit",
        "audience",
        "zero",
        "entry",
        segment=found,
        adopted=frozen.adopted,
        left=frozen.left,
        used_before=ibis.coalesce(frozen.used_before, False),
    )
    return ibis.union(seen.filter(seen.audience != Audience.ELIGIBLE.value), frozen)


def recount(engine: Any, rows: ir.Table, now: ir.Table, listed: ListedUnits) -> Recount:
    """Compare whom the rule would find in the rows today with the list.

    Args:
        engine: that holds the rows.
        now: `unit`, of those eligible by the rows.
        listed: the list.
    """
    both = ibis.union(
        now.select("unit", side=ibis.literal(1, "int64")),
        listed_units(rows, listed).select("unit", side=ibis.literal(-1, "int64")),
    )
    sides = both.group_by("unit").agg(side=both.side.sum())
    found = engine.execute(sides.agg(came=(sides.side > 0).sum(), gone=(sides.side < 0).sum()))
    came, gone = (whole(found.iloc[0][name]) for name in ("came", "gone"))
    return Recount(came, gone)

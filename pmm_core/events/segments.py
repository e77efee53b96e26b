"""The values that split the units, numbered; few ones also as bits, so that a unit holds them all.

The log's own cells are looked up in a list: where an engine keeps text once and refers to it, that
costs nothing a row.
"""

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from pmm_core.events.launch_bits import item
from pmm_core.events.shaping import BLANKS

_FEW = 30


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<string>", "string"), "int64"))  # type: ignore[untyped-decorator]
def _place(texts: list[str], text: str) -> int: ...  # type: ignore[empty-body]


@dataclass(frozen=True)
class Segments:
    """The segments of a log.

    Attributes:
        names: as text, sorted; a segment's number is its place.
        cells: the number of each way in which the log writes a segment, null among them.
    """

    names: tuple[str, ...]
    cells: dict[str | None, int]

    @property
    def few(self) -> bool:
        """Whether each can have a bit of its own."""
        return len(self.names) <= _FEW

    def bits(self, cell: ir.StringValue, *, first: int) -> ir.IntegerValue:
        """Return a cell's segment as one bit, the bits counted from `first`."""
        texts = [text for text in self.cells if text is not None]
        blank = ibis.literal(1 << (first + self.cells.get(None, 0)), "int64")
        if not texts:
            return blank
        bits = ibis.literal([1 << (first + self.cells[text]) for text in texts], "array<int64>")
        found = item(bits, _place(ibis.literal(texts, "array<string>"), cell))
        return ibis.coalesce(found, blank) if None in self.cells else found


def find_segments(engine: Any, rows: ir.Table) -> Segments:
    """List the segments of a log; `rows` has `segment_cell`, what `shape` makes segments from."""
    found = engine.to_pyarrow(rows.select("segment_cell").distinct())["segment_cell"].to_pylist()
    named = {cell: "" if cell is None or not cell.strip(BLANKS) else cell for cell in found}
    names = sorted(set(named.values()))
    places = {name: place for place, name in enumerate(names)}
    return Segments(tuple(names), {cell: places[name] for cell, name in named.items()})

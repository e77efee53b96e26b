"""The rows of a log in one shape, whatever its columns are called and however they are typed."""

import re
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from pmm_core.events.contract import Condition
from pmm_core.events.log import EventLog
from pmm_core.events.readers import MISSHAPEN, keep_table
from pmm_core.events.source import CountRequest
from pmm_core.events.times import TimeReader, bytewise

BLANKS = " \t\n\r\v\f"
"""What a blank cell may hold, for text in Python."""

_NUMBER = r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$"
_NO_LEADING_ZERO = r"^[+-]?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$"


def shape(log: EventLog, request: CountRequest, reader: TimeReader) -> ir.Table:
    """Bring a log into one shape.

    Returns:
        `unit`, `event` (as the log writes it), `day`, `at` (sorts in time; both null where
        unreadable), `segment` (never null; `segment_order` sorts it as text), `segment_cell` (what
        it was made from, as the log writes it), and what becomes of the row: `misshapen`,
        `readable`, `duplicate`, `passes` (the conditions). Text is parsed once, into a temporary
        table of the engine.
    """
    table, columns = log.table, log.columns
    moment = reader.read(table[columns.time])
    # Whole numbers group faster than their digits, and no two of them have the same digits.
    unit = table[columns.unit]
    shaped = table.select(
        unit=unit if unit.type().is_integer() else filled(unit),
        event=_cell(table, columns.event),
        day=moment.day,
        at=moment.order,
        segment=ibis.coalesce(_optional(table, request.by), ""),
        segment_cell=_cell(table, request.by),
        insert_id=_optional(table, columns.insert_id),
        passes=_satisfies(table, request.where),
        misshapen=is_misshapen(table),
    )
    shaped = shaped.mutate(
        readable=shaped.unit.notnull() & shaped.day.notnull() & ~shaped.misshapen,
        duplicate=ibis.literal(False)
        if columns.insert_id is None
        else is_repeat(
            shaped.insert_id,
            [shaped.unit, filled(shaped.event), shaped["at"]],
            first=[shaped.passes.desc(), shaped.segment],
        ),
        segment_order=bytewise(shaped.segment, log.engine.name),
    )
    if not log.is_text:
        return shaped
    parsed = shaped.drop("segment_cell")
    rows = keep_table(log.engine, "rows", parsed)
    return rows.mutate(segment_cell=rows.segment)


def is_misshapen(table: ir.Table) -> ir.BooleanValue:
    """Tell of each line whether it could not be cut into cells."""
    return table[MISSHAPEN] if MISSHAPEN in table.columns else ibis.literal(False)


def _cell(table: ir.Table, column: str | None) -> ir.StringValue:
    is_text = column is not None and table[column].type().is_string()
    return table[column] if is_text else _optional(table, column)


def _optional(table: ir.Table, column: str | None) -> ir.StringValue:
    return ibis.null("string") if column is None else filled(table[column])


def filled(cell: ir.Value) -> ir.StringValue:
    """Return the cell as text, null where it is blank."""
    if cell.type().is_integer():
        return cell.cast("string")
    if cell.type().is_floating():
        cell = cell.nullif(float("nan"))
    text = cell.cast("string")
    return ibis.ifelse(text.strip() == "", ibis.null("string"), text)


def is_repeat(
    insert_id: ir.StringValue, key: Sequence[ir.Value], *, first: Sequence[ir.Value]
) -> ir.BooleanValue:
    """Tell every row but one of those that agree in insert id and key.

    Args:
        insert_id: null where a row has none; such a row is never a repeat.
        key: what else must agree.
        first: order in which one of them is chosen to stay.
    """
    place = ibis.row_number().over(group_by=[insert_id, *key], order_by=list(first))
    return insert_id.notnull() & (place > 0)


def _satisfies(table: ir.Table, conditions: Sequence[Condition]) -> ir.BooleanValue:
    holds: ir.BooleanValue = ibis.literal(True)
    for condition in conditions:
        holds = holds & _holds(filled(table[condition.column]), condition)
    return holds


def _holds(cell: ir.StringValue, condition: Condition) -> ir.BooleanValue:
    value, operator = condition.value, condition.operator
    text = cell.strip()
    number = ibis.ifelse(text.re_search(_NUMBER), text, ibis.null("string")).cast("float64")
    as_number = float(value) if re.search(_NUMBER, value) else None
    if operator in ("=", "!="):
        same = cell == value
        if as_number is not None and re.search(_NO_LEADING_ZERO, value):
            same = same | (text.re_search(_NO_LEADING_ZERO) & (number == as_number)).fill_null(
                False
            )
        return (same if operator == "=" else ~same).fill_null(False)
    left, right = (cell, value) if as_number is None else (number, as_number)
    compared = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return compared[operator].fill_null(False)

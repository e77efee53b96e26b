"""Every sentence that the import screen shows beside the messages of the problems themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmm_core.formatting import show_count
from pmm_core.importers.contract import DateOrder
from pmm_core.importers.logs import LogPlan
from pmm_core.importers.plan import ImportPlan, RowCounts, UndoResult, Unknown
from pmm_core.importers.stated import sentences
from pmm_core.vocabulary import NounKind

INTRODUCTION = (
    "Upload or paste KPI values, targets, launches or an event log. You see what would be stored, "
    "and nothing is until you say so; every import can be taken back."
)
TEMPLATES = "No table yet? Start from a template: the right headers and one example row."
NO_IMPORTS = "Nothing has been imported yet."
DATE_ORDERS = {
    DateOrder.DMY: "Day first: 31/12/2026",
    DateOrder.MDY: "Month first: 12/31/2026",
    DateOrder.YMD: "Year first: 2026-12-31",
}
HOW_TO_READ = "How to read it"
DATE_ORDER = "Order of day and month"
AS_PERCENT = "Bare numbers of a % KPI are in percent"
# Code of a problem -> label of what ends it for all rows at once.
_WAYS = {"percent_or_fraction": AS_PERCENT, "date_ambiguous": DATE_ORDER}
_NOUNS = {NounKind.KPI: "KPI"}


def span(days: Sequence[str]) -> str:
    """Say which days the rows are of; empty where none can be taken."""
    return f"Rows are of {days[0]} to {days[-1]}." if days else ""


def assumed(chosen: Mapping[str, Any]) -> list[str]:
    """Say each thing that was chosen for the person."""
    return [f"Assumed: {sentence}" for sentence in sentences(chosen)]


def unknown_title(number: int) -> str:
    """Head the names the store does not know."""
    return "1 name is not known yet" if number == 1 else f"{number} names are not known yet"


def unknown(one: Unknown) -> str:
    """Say where an unknown name stands, and what it may have meant."""
    within = f" in {one.within}" if one.within else ""
    near = f" Did you mean {' or '.join(one.near)}?" if one.near else ""
    what = f"{_NOUNS.get(one.noun, one.noun.value.capitalize())} “{one.name}”{within}"
    return f"{what}, {rows_counted(one.rows)}, first in row {one.first.row}.{near}"


def problems_title(number: int) -> str:
    """Head the list of problems."""
    return "1 problem" if number == 1 else f"{show_count(number)} problems"


def rows_counted(number: int) -> str:
    """Count rows, e.g. `1 row` or `1,350 rows`."""
    return "1 row" if number == 1 else f"{show_count(number)} rows"


def store_button(rows: RowCounts) -> str:
    """Say what the button does."""
    return f"Store {rows_counted(rows.accepted)}"


def leave_out(number: int) -> str:
    """Offer to store the other rows."""
    problems = "a problem" if number == 1 else "problems"
    return f"Leave out the {rows_counted(number)} with {problems}"


def why_not(plan: ImportPlan | LogPlan) -> str:
    """Say what stands in the way of storing, or that nothing is new."""
    if plan.refusal is None:
        return "Everything in it is in the store already; nothing is new."
    if isinstance(plan, ImportPlan) and plan.unknown and not plan.options.create:
        return (
            "Rows with unknown names are not left out: switch on “Create them” above, or correct "
            "the names in the file and bring it again."
        )
    codes = {problem.code for problem in plan.problems}
    ways = " and ".join(f"“{label}”" for code, label in _WAYS.items() if code in codes)
    first = f"See {ways} in “{HOW_TO_READ}” if the file is right as it is. " if ways else ""
    return f"{first}Correct the rows with problems, or say above that they are to be left out."


def stored_before(plan: ImportPlan | LogPlan) -> str:
    """Say that the same content is stored already."""
    return f"This is stored, as import {plan.same_as}; there is nothing new in it."


def stored_toast(rows: Mapping[str, int]) -> str:
    """Say what was stored."""
    return f"{stored(rows)}."


def stored(rows: Mapping[str, int]) -> str:
    """Say the counts of an import."""
    parts = [f"{rows_counted(rows.get('accepted', 0))} stored"]
    parts += [
        f"{show_count(rows[name])} {name}"
        for name in ("unchanged", "duplicate", "rejected")
        if rows.get(name)
    ]
    return ", ".join(parts)


def undone(result: UndoResult) -> str:
    """Say what undoing an import did."""
    if result.already:
        return "That import had been taken back before."
    verb = "is" if result.restored == 1 else "are"
    before = f"; {rows_counted(result.restored)} from before {verb} in force again"
    return f"{rows_counted(result.withdrawn)} taken back{before if result.restored else ''}."

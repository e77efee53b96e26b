"""Every sentence that the import screen shows beside the messages of the problems themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmm_core.errors import PmmError
from pmm_core.formatting import show_count
from pmm_core.importers.contract import DateOrder, ImportRefused, Rejection, listed
from pmm_core.importers.plan import RowCounts, UndoResult, Unknown
from pmm_core.importers.profiles import EVENTS
from pmm_core.importers.remedies import NAMED_ONCE, Remedy, Way
from pmm_core.importers.shape import Plan
from pmm_core.importers.stated import sentences
from pmm_core.vocabulary import NounKind

INTRODUCTION = (
    "Upload or paste KPI values, targets, launches, requests for work or an event log. You see "
    "what would be stored, and nothing is until you say so; every import can be taken back."
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
ODD_DATES = "Take dates before 1990 or after today"
KIND_OF_TABLE = "Kind of table"
NAMED = {"product": "Product, if there is no such column", "kpi": "KPI, if there is no such column"}
CREATE = "Create them"
# The header under which each part of an event is recognised.
_LOG_HEADERS = {"unit": "user_id", "event": "event", "time": "ts"}
# What ends a kind of problem for all rows at once.
_FOR_ALL = {Way.AS_PERCENT: AS_PERCENT, Way.DATE_ORDER: DATE_ORDER, Way.ODD_DATES: ODD_DATES}
_NOUNS = {NounKind.KPI: "KPI"}


def _column(field: str) -> str:
    named = f", or fill in “{NAMED.get(field)}” in “{HOW_TO_READ}”"
    return f"Give its column the header “{field}”{named * (field in NAMED_ONCE)}."


# Kind of remedy -> the control that does it; a sign or an encoding can only be changed in the file.
_CONTROLS: dict[Way, Callable[[str], str]] = {
    Way.AS_PERCENT: lambda _: f"Or switch on “{AS_PERCENT}” in “{HOW_TO_READ}”.",
    Way.DATE_ORDER: lambda _: f"Choose the “{DATE_ORDER}” in “{HOW_TO_READ}”.",
    Way.ODD_DATES: lambda _: f"Or switch on “{ODD_DATES}” in “{HOW_TO_READ}”.",
    Way.CREATE: lambda _: f"Or switch on “{CREATE}”.",
    Way.LEAVE_OUT: lambda _: "Or let them be left out.",
    Way.AS_EVENTS: lambda _: (
        f"If it is an event log, choose “{EVENTS.title}” as “{KIND_OF_TABLE}” in “{HOW_TO_READ}”."
    ),
    Way.DECIMAL: lambda _: "",
    Way.DELIMITER: lambda _: "",
    Way.ENCODING: lambda _: "",
    Way.KIND_OF_TABLE: lambda _: (
        f"Choose the “{KIND_OF_TABLE}” in “{HOW_TO_READ}”, and give the columns the headers of its "
        "template."
    ),
    Way.COLUMN: _column,
    Way.LOG_COLUMN: lambda part: f"Give yours the header “{_LOG_HEADERS[part]}”.",
}


def with_control(sentence: str, remedy: Remedy | None) -> str:
    """Add to a sentence the control of the screen that ends the problem, if there is one."""
    return f"{sentence} {_CONTROLS[remedy.way](remedy.of)}".strip() if remedy else sentence


def problem(one: Rejection) -> str:
    """Say what is wrong with a row, and what ends it here."""
    return with_control(one.message, one.remedy)


def fault(one: PmmError) -> str:
    """Say why the files cannot be read or stored, and what ends it here."""
    return with_control(one.sentence, one.remedy) if isinstance(one, ImportRefused) else one.message


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


def why_not(plan: Plan) -> str:
    """Say what stands in the way of storing, or that nothing is new."""
    if plan.refusal is None:
        return "Everything in it is in the store already; nothing is new."
    if plan.unknown and not plan.options.create:
        return (
            f"Rows with unknown names are not left out: switch on “{CREATE}” above, or correct "
            "the names in the file and bring it again."
        )
    there = {one.remedy.way for one in plan.problems if one.remedy}
    ways = " and ".join(f"“{label}”" for way, label in _FOR_ALL.items() if way in there)
    first = f"See {ways} in “{HOW_TO_READ}” if the file is right as it is. " if ways else ""
    return f"{first}Correct the rows with problems, or say above that they are to be left out."


def stored_before(plan: Plan) -> str:
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


def would_lose(launches: Sequence[str]) -> str:
    """Say before an import is taken back which launches that leaves without their event log."""
    return f"Taking it back leaves without an event log: {listed(launches)}."


def rest(plan: Plan) -> str:
    """Say what becomes of a column that stands for no field: a log keeps it, a table does not."""
    return "(not used)" if plan.log is None else "(kept)"


def undone(result: UndoResult) -> str:
    """Say what taking an import back did."""
    if result.already:
        return "That import had been taken back before."
    verb = "is" if result.restored == 1 else "are"
    before = f"; {rows_counted(result.restored)} from before {verb} in force again"
    said = f"{rows_counted(result.withdrawn)} taken back{before if result.restored else ''}."
    lost = f" Without an event log now: {listed(result.without_log)}."
    return f"{said}{lost}" if result.without_log else said

"""Every sentence that the import screen shows beside the messages of the problems themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmm_core.errors import PmmError
from pmm_core.formatting import show_count, show_counted, show_names
from pmm_core.importers.contract import PASTED, DateOrder, ImportRefused, Rejection, listed
from pmm_core.importers.plan import RowCounts, UndoResult, Unknown
from pmm_core.importers.profiles import EVENTS, PROFILES, ProfileId, in_sentence
from pmm_core.importers.remedies import NAMED_ONCE, Remedy, Way
from pmm_core.importers.shape import Plan
from pmm_core.importers.stated import RENAMED, many_word, noun_word, renamed, sentences
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
ENCODING = "Encoding"
ENCODINGS = {
    "utf-8": "UTF-8: most programs",
    "cp1252": "Windows-1252: Excel in Western Europe",
    "cp1250": "Windows-1250: Excel in Central Europe",
    "mac_roman": "Mac Roman: Excel on older Macs",
    "utf-16": "UTF-16 with a mark: “Unicode text” of Excel",
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
}
DELIMITER = "Sign between the columns"
DELIMITERS = {
    "comma": "Comma ,",
    "semicolon": "Semicolon ;",
    "tab": "Tab",
    "pipe": "Pipe |",
    "space": "Blanks",
}
DECIMAL = "Decimal sign"
DECIMALS = {".": "Point: 1,234.5", ",": "Comma: 1.234,5"}
SHEET = "Sheet of a workbook"
HEADER_ROW = "Row of the headers"
READ_DIFFERENTLY_NOTE = (
    "Everything here is recognised by itself. Say it where it was recognised wrongly; the first "
    "rows below show at once how the file is read then."
)
AS_PERCENT = "Bare numbers of a % KPI are in percent"
ODD_DATES = "Take dates before 1990 or after today"
KIND_OF_TABLE = "Kind of table"
NAMED = {"product": "Product, if there is no such column", "kpi": "KPI, if there is no such column"}
CREATE = "Create them"
# The header under which each part of an event is recognised.
_LOG_HEADERS = {"unit": "user_id", "event": "event", "time": "ts"}
# What ends a kind of problem for all rows at once.
_FOR_ALL = {Way.AS_PERCENT: AS_PERCENT, Way.DATE_ORDER: DATE_ORDER, Way.ODD_DATES: ODD_DATES}
# What the rows of an import are, by its kind.
_ROWS = {
    ProfileId.KPI_VALUES: ("value", "values"),
    ProfileId.KPI_TARGETS: ("target", "targets"),
    ProfileId.LAUNCHES: ("launch", "launches"),
    ProfileId.REQUESTS: ("request", "requests"),
    ProfileId.EVENTS: ("row of the event log", "rows of the event log"),
}
TAKE_BACK_NOTE = (
    "Nothing else changes: what was recorded later stays, and what was made here stays where "
    "something else rests on it."
)


def _column(field: str) -> str:
    named = f", or fill in “{NAMED.get(field)}” in “{HOW_TO_READ}”"
    return f"Give its column the header “{field}”{named * (field in NAMED_ONCE)}."


# Kind of remedy -> the control that does it.
_CONTROLS: dict[Way, Callable[[str], str]] = {
    Way.AS_PERCENT: lambda _: f"Or switch on “{AS_PERCENT}” in “{HOW_TO_READ}”.",
    Way.DATE_ORDER: lambda _: f"Choose the “{DATE_ORDER}” in “{HOW_TO_READ}”.",
    Way.ODD_DATES: lambda _: f"Or switch on “{ODD_DATES}” in “{HOW_TO_READ}”.",
    Way.CREATE: lambda _: f"Or switch on “{CREATE}”.",
    Way.LEAVE_OUT: lambda _: "Or let them be left out.",
    Way.AS_EVENTS: lambda _: (
        f"If it is an event log, choose “{EVENTS.title}” as “{KIND_OF_TABLE}” in “{HOW_TO_READ}”."
    ),
    Way.DECIMAL: lambda _: f"Or choose the “{DECIMAL}” in “{HOW_TO_READ}”.",
    Way.DELIMITER: lambda _: f"Or choose the “{DELIMITER}” in “{HOW_TO_READ}”.",
    Way.ENCODING: lambda encoding: (
        f"Or choose {encoding.upper()} as “{ENCODING}” in “{HOW_TO_READ}”."
    ),
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
    if not days:
        return ""
    return f"Rows are of {days[0]}{f' to {days[-1]}' if days[-1] != days[0] else ''}."


def assumed(chosen: Mapping[str, Any]) -> list[str]:
    """Say each thing that was chosen for the person, and which former names were followed."""
    others = {name: value for name, value in chosen.items() if name != RENAMED}
    return [*renamed(chosen), *(f"Assumed: {sentence}" for sentence in sentences(others))]


def also_holds(plan: Plan) -> str:
    """Say that a table holds another kind of rows too, and how those are brought."""
    is_stored = plan.same_as is not None
    # Whoever chose the kind knows of the other one, and may have stored it before.
    if not plan.also or (is_stored and plan.options.profile is not None):
        return ""
    others = [PROFILES[kind] for kind in plan.also]
    named = show_names([in_sentence(other) for other in others])
    return (
        f"This table also holds {named}, which {'were' if is_stored else 'are'} not stored with "
        f"this. {'Now' if is_stored else 'Store this first; then'} choose “{others[0].title}” as "
        f"“{KIND_OF_TABLE}” in “{HOW_TO_READ}” and store those."
    )


def unknown_title(number: int) -> str:
    """Head the names the store does not know."""
    return f"{show_counted(number, 'name is', 'names are')} not known yet"


def unknown(one: Unknown) -> str:
    """Say where an unknown name stands, and what it may have meant."""
    near = f" Did you mean {' or '.join(one.near)}?" if one.near else ""
    word = noun_word(one.noun)
    what = f"{word[0].upper()}{word[1:]} “{one.name}”{one.where}"
    return f"{what}, {show_counted(one.rows, 'row')}, first in row {one.first.row}.{near}"


def problems_title(number: int) -> str:
    """Head the list of problems."""
    return show_counted(number, "problem")


def store_button(rows: RowCounts) -> str:
    """Say what the button does."""
    return f"Store {show_counted(rows.accepted, 'row')}"


def leave_out(number: int) -> str:
    """Offer to store the other rows."""
    problems = "a problem" if number == 1 else "problems"
    return f"Leave out the {show_counted(number, 'row')} with {problems}"


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
    parts = [f"{show_counted(rows.get('accepted', 0), 'row')} stored"]
    parts += [
        f"{show_count(rows[name])} {name}"
        for name in ("unchanged", "duplicate", "rejected")
        if rows.get(name)
    ]
    return ", ".join(parts)


def rest(plan: Plan) -> str:
    """Say what becomes of a column that stands for no field: a log keeps it, a table does not."""
    return "(not used)" if plan.log is None else "(kept)"


def what_goes(profile: str, foreseen: UndoResult) -> list[str]:
    """Say before an import is taken back what goes with it, a sentence each."""
    one, many = _ROWS[ProfileId(profile)]
    gone = show_counted(foreseen.withdrawn, one, many)
    said = [f"{gone} will no longer count."]
    if foreseen.restored:
        said.append(f"{show_counted(foreseen.restored, one, many)} from before will count again.")
    if foreseen.archived:
        said.append(f"Made by this import, and archived with it: {_made(foreseen.archived)}.")
    if foreseen.without_log:
        said.append(f"Left without an event log: {listed(foreseen.without_log)}.")
    return said


def undone(profile: str, files: Sequence[str], result: UndoResult) -> str:
    """Say what taking an import back did, and how to have it again."""
    if result.already:
        return "That import had been taken back before."
    one, many = _ROWS[ProfileId(profile)]
    said = [f"{show_counted(result.withdrawn, one, many)} taken back."]
    if result.restored:
        are = "counts" if result.restored == 1 else "count"
        said.append(f"{show_counted(result.restored, one, many)} from before {are} again.")
    if result.archived:
        said.append(f"Archived with it: {_made(result.archived)}.")
    if result.without_log:
        said.append(f"Without an event log now: {listed(result.without_log)}.")
    what = "that text" if list(files) == [PASTED] else listed(files)
    create = f" and switch on “{CREATE}”" if result.archived else ""
    return " ".join([*said, f"To have it again, import {what} once more{create}."])


def _made(archived: Mapping[str, Sequence[str]]) -> str:
    """Name nouns by kind, e.g. `product “Comet”; KPIs “A”, “B”`."""
    return "; ".join(
        f"{noun_word(NounKind(noun)) if len(names) == 1 else many_word(NounKind(noun))} "
        f"{listed(names)}"
        for noun, names in archived.items()
    )

"""What was chosen for the person while reading files, as sentences: nothing is chosen silently."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmm_core.formatting import show_counted
from pmm_core.importers.contract import listed
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import NounKind, Scope

_NOUNS = {
    NounKind.PRODUCT: ("product", "products"),
    NounKind.PERSON: ("person", "people"),
    NounKind.KPI: ("KPI", "KPIs"),
    NounKind.INITIATIVE: ("launch", "launches"),
    NounKind.WORK_REQUEST: ("request", "requests"),
}
_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_SIGNS = {".": "a point", ",": "a comma"}


# What is chosen because somebody renamed something, not because it could not be told.
RENAMED = "renamed"


def noun_word(noun: NounKind) -> str:
    """Name a kind of noun inside a sentence."""
    return _NOUNS[noun][0]


def many_word(noun: NounKind) -> str:
    """Name several nouns of a kind inside a sentence."""
    return _NOUNS[noun][1]


def said_place(scope: ScopeRef) -> str:
    """Say where a KPI stands, to follow its name, e.g. ` in the product “Comet”`."""
    if scope.kind is Scope.OVERALL:
        return " for the whole company"
    if scope.kind is Scope.PRODUCT:
        return f" in the product “{scope.product}”"
    of = f" of “{scope.product}”" if scope.product else ""
    return f" in the {scope.kind.value} “{scope.name}”{of}"


def renamed(assumed: Mapping[str, Any]) -> list[str]:
    """Say of each former name what it is called now."""
    return [
        f"The {noun_word(NounKind(one['noun']))} “{one['name']}”, now “{one['now']}”."
        for one in assumed.get(RENAMED, ())
    ]


def sentences(assumed: Mapping[str, Any]) -> list[str]:
    """Say each choice in one sentence, in the order they were made.

    Args:
        assumed: choice -> what was chosen, or file -> what was chosen where files differ.
    """
    said: list[str] = []
    for name, value in assumed.items():
        by_file = value if isinstance(value, Mapping) else {"": value}
        for file, chosen in by_file.items():
            where = f"{file}: " if file else ""
            said += [f"{where}{sentence}" for sentence in _sentences(name, chosen)]
    return said


def _sentences(name: str, value: Any) -> list[str]:
    if name == "created":
        return [_created(one) for one in value]
    if name == RENAMED:
        return renamed({name: value})
    if name == "notes":
        return [str(note) for note in value]
    sentence = _sentence(name, value)
    return [sentence] if sentence else []


def _sentence(name: str, value: Any) -> str | None:
    if value in (0, None):
        return None
    return {
        "date_order": lambda: f"Dates are read {_ORDERS.get(value, value)}.",
        "dates_read_both_ways": lambda: (
            f"{value} of them can be read both ways; the others prove the order."
        ),
        "two_digit_years": lambda: (
            f"{show_counted(value, 'date has', 'dates have')} a year of two digits, taken for "
            "1970 to 2069."
        ),
        "decimal": lambda: f"The decimal sign is {_SIGNS.get(value, value)}.",
        "encoding": lambda: f"The file is read as {str(value).upper()}.",
        "encoding_told_by": lambda: f"The encoding was told by words such as {_listed(value)}.",
        "rows_above_header": lambda: (
            f"{show_counted(value, 'row', 'rows')} above the headers "
            f"{'was' if value == 1 else 'were'} left out."
        ),
        "other_sheets": lambda: f"Other sheets were not read: {_listed(value)}.",
        "wide_by_date": lambda: f"{value} headers are dates, so each cell below is a value.",
        "kpi_column": lambda: f"The column “{value}” holds the names of the KPIs.",
        "log": lambda: f"The log is kept as {value}.",
    }.get(name, lambda: f"{name.replace('_', ' ').capitalize()}: {value}.")()


def not_used(headers: Sequence[str]) -> str:
    """Name the columns of which nothing is taken."""
    return f"Not used: {listed(headers)}."


def _created(kpi: Mapping[str, str | None]) -> str:
    unit = f"in {kpi['unit']}" if kpi["unit"] else "without a unit"
    cadence = f", {kpi['cadence']}" if kpi["cadence"] else ""
    return f"“{kpi['kpi']}” is new: {unit}, better when {kpi['direction']}{cadence}."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)

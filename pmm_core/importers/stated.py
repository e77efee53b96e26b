"""What was chosen for the person while reading files, as sentences: nothing is chosen silently."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmm_core.importers.contract import listed

_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_SIGNS = {".": "a point", ",": "a comma"}


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
            f"{value} dates have a year of two digits, taken for 1970 to 2069."
        ),
        "decimal": lambda: f"The decimal sign is {_SIGNS.get(value, value)}.",
        "encoding": lambda: f"The file is read as {str(value).upper()}.",
        "encoding_told_by": lambda: f"The encoding was told by words such as {_listed(value)}.",
        "rows_above_header": lambda: f"{value} rows above the headers were left out.",
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

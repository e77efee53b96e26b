"""How values, days and texts are written for people; the escape of user text on a screen.

How numbers are written surrounds whoever writes, like a locale: a sentence is put together far
from where the settings are known. It is therefore ambient, set once for a run with `write_like`,
and every `show_*` follows it unless told otherwise. The numbers themselves never depend on it.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:@^=&])")
# Streamlit links bare addresses after it has read the escapes, so that no escape stops it; a sign
# that is not drawn, between the letters that make one, does.
_ADDRESS = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@)")
_JOINER = "\N{WORD JOINER}"
_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "$": "$", "€": "€", "£": "£"}
BLANK = "\N{EM DASH}"


@dataclass(frozen=True)
class Manner:
    """How the company writes numbers and days.

    Attributes:
        thousands, decimal: separators.
        date: `%d`-style format of a day with its year.
    """

    thousands: str = ","
    decimal: str = "."
    date: str = "%d %b %Y"

    @property
    def date_field(self) -> str:
        """Pattern for a field that asks for a day, e.g. `DD.MM.YYYY`.

        Such a field takes a month as a number only. Where days are written with the month as a
        word, it is the one order nobody can misread.
        """
        if "%b" in self.date:
            return "YYYY-MM-DD"
        return self.date.replace("%d", "DD").replace("%m", "MM").replace("%Y", "YYYY")


_DEFAULT = Manner()
_IN_FORCE: ContextVar[Manner] = ContextVar("manner", default=_DEFAULT)


def write_like(manner: Manner) -> None:
    """Write numbers and days in a manner from here on, in this thread."""
    _IN_FORCE.set(manner)


@contextmanager
def writing_like(manner: Manner) -> Iterator[None]:
    """Write numbers and days in a manner inside the block, and as before after it."""
    token = _IN_FORCE.set(manner)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def manner_in_force() -> Manner:
    """Return how numbers and days are written here; the default where nobody has said."""
    return _IN_FORCE.get()


def safe_text(text: str | None) -> str:
    """Escape what a person typed, so that Markdown shows it as it is, links and fetches nothing."""
    if not text:
        return ""
    line = text.replace("\n", " ").replace("\r", " ")
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_JOINER, line))


def show_value(value: float | None, unit: str | None, manner: Manner | None = None) -> str:
    """Write a value in its unit: `31.0%`, `$182k`, `1,204 accounts`; blank for unknown.

    Args:
        value: a fraction where the unit is `%`.
        unit: `%`, a currency code or sign, a word, or null.
    """
    if value is None:
        return BLANK
    if unit == "%":
        return f"{_number(value * 100, 1, manner)}%"
    if unit in _CURRENCY_SIGNS:
        sign = "-" if value < 0 else ""
        return f"{sign}{_CURRENCY_SIGNS[unit]}{_compact(abs(value), manner)}"
    written = _compact(value, manner)
    return f"{written} {unit}" if unit else written


def is_word(unit: str | None) -> bool:
    """Tell whether a unit is a word that stands behind the number, e.g. `accounts`."""
    return unit is not None and unit != "%" and unit not in _CURRENCY_SIGNS


def show_change(change: float | None, unit: str | None, manner: Manner | None = None) -> str:
    """Write a difference with its sign; differences of shares are in points (`+1.0 pts`)."""
    if change is None:
        return BLANK
    sign = "+" if change > 0 else "-" if change < 0 else "±"
    if unit == "%":
        return f"{sign}{_number(abs(change) * 100, 1, manner)} pts"
    return sign + show_value(abs(change), unit, manner)


def show_interval(
    low: float | None, high: float | None, unit: str | None, manner: Manner | None = None
) -> str:
    """Write an interval: `26.7 to 35.6%`; empty where there is none."""
    if low is None or high is None:
        return ""
    if unit == "%":
        return f"{_number(low * 100, 1, manner)} to {_number(high * 100, 1, manner)}%"
    return f"{show_value(low, unit, manner)} to {show_value(high, unit, manner)}"


def show_day(day: dt.date | None, manner: Manner | None = None) -> str:
    """Write a day, e.g. `31 Mar 2026`."""
    return BLANK if day is None else day.strftime((manner or manner_in_force()).date)


def show_count(count: float, manner: Manner | None = None) -> str:
    """Write a count in full: `1,204`."""
    return _number(count, 0, manner)


def show_counted(number: int, one: str, many: str | None = None) -> str:
    """Count things in a sentence, e.g. `1 row`, `1,204 rows` or `2 people`.

    Args:
        number: how many.
        one: the word for one of them.
        many: the word for several; the one with an s unless given.
    """
    return f"{show_count(number)} {one if number == 1 else many or one + 's'}"


def show_percent(share: float, manner: Manner | None = None) -> str:
    """Write a share in whole percent: `65%`."""
    return f"{_number(share * 100, 0, manner)}%"


def show_names(names: Sequence[str], word: str = "and") -> str:
    """Write names in a sentence: `Comet, Harbor and Quill`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _number(value: float, places: int, manner: Manner | None) -> str:
    # Halves go up, as people round; the shortest decimal is what somebody typed.
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    written = f"{exact:,.{places}f}"
    if float(written.replace(",", "")) == 0:
        written = written.removeprefix("-")
    manner = manner or manner_in_force()
    swap = {",": manner.thousands, ".": manner.decimal}
    return "".join(swap.get(sign, sign) for sign in written)


def _compact(value: float, manner: Manner | None) -> str:
    """Three digits that matter, never more than were given."""
    size = abs(value)
    for limit, letter in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            divisor = 1e3 if letter == "k" else limit
            scaled = value / divisor
            places = 0 if abs(scaled) >= 100 or scaled == round(scaled) else 1
            return _number(scaled, places, manner) + letter
    places = 0 if value == round(value) or size >= 1000 else 1 if size >= 1 else 2
    return _number(value, places, manner)

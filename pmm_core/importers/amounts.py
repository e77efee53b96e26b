"""The number grammar of cells: percent, currency, parentheses, thousands, decimal comma.

A cell that can be read in one way only is read that way. `1.234` and `1,234` can be read in two;
for them the other cells of the file, or the person, say which sign is the decimal one.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pmm_core.importers.remedies import Remedy, Way
from pmm_core.money import currency

PERCENT = "%"
# A sign that several currencies share names the commonest; `settle` lets it agree with the others.
SIGNS = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "zł": "PLN",
    "Kč": "CZK",
    "kr": "SEK",
}
SHARED_SIGNS = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "ARS", "COP", "TWD"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "£": frozenset({"GBP", "EGP"}),
}
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
_CODE = r"[A-Z]{3}"
_MARK = "|".join([*(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)), _CODE])
_CELL = re.compile(
    rf"(?P<sign>[+\-])?(?P<before>{_MARK})?(?P<sign2>[+\-])?"
    r"(?P<digits>[0-9][0-9.,'’]*|[.,][0-9]+)(?P<power>[eE][+\-]?[0-9]{1,4})?"
    rf"(?P<scale>[kKmMbB]|bn|Bn|mn|Mn)?(?P<after>%|{_MARK})?"
)
_BRACKETS = re.compile(rf"(?P<before>{_MARK})?\((?P<inside>[^()+\-]+)\)(?P<after>%|{_MARK})?")
_SCALES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9}
_CORRECT = "Correct it, or leave the cell blank."
_NOT_FINITE = re.compile(r"[+\-]?(nan|inf|infinity|∞)", re.IGNORECASE)
_MASKED = re.compile(r"[<>≤≥~]\s*\d.*|\*+|suppressed", re.IGNORECASE)
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}"),
    ".": re.compile(r"\d{1,3}(\.\d{3})+"),
    "'": re.compile(r"\d{1,3}('\d{3})+"),
}
_LONGEST = 60


class CellError(ValueError):
    """A cell that cannot be read: stable code, a sentence, and what to say instead."""

    def __init__(self, code: str, message: str, remedy: Remedy | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the mark that stood beside it.

    Attributes:
        value: as written; `31%` is 31 with the mark `%`.
        mark: `%`, a currency sign or an ISO code; null for a bare number.
    """

    value: Decimal
    mark: str | None = None

    @property
    def fraction(self) -> float:
        """The number as stored: a percent as a fraction."""
        return float(self.value / 100 if self.mark == PERCENT else self.value)


@dataclass(frozen=True, slots=True)
class DecimalSign:
    """Which sign is the decimal one.

    Attributes:
        sign: `.` or `,`; null when nothing proves it.
        strict: a person said so, hence a cell that reads only the other way is refused.
    """

    sign: str | None = "."
    strict: bool = False


def prove_decimal(texts: Iterable[str]) -> frozenset[str]:
    """Collect the decimal signs that single cells prove.

    Args:
        texts: cells of number columns.

    Returns:
        No sign, one, or both (each cell is then read by itself, and `1.234` is refused).
    """
    proven: set[str] = set()
    for text in texts:
        found = _CELL.fullmatch(_out_of_brackets(_compact(text))[0])
        if found and (sign := _decimal_in(found["digits"].replace("’", "'"))):
            proven.add(sign)
    return frozenset(proven)


def _decimal_in(digits: str) -> str | None:
    """Tell the decimal sign a number proves by itself."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return max(".,", key=digits.rfind)
    if points > 1 or commas > 1:
        return "," if points else "."
    if points + commas == 1 and not _TWO_WAYS.fullmatch(digits):
        return "." if points else ","
    return None


def _compact(text: str) -> str:
    return _BLANKS.sub("", text.strip()).replace("−", "-").replace("–", "-")


def read_amount(text: str, decimal: DecimalSign = DecimalSign()) -> Amount:
    """Read a cell as a number.

    Args:
        text: a cell that is not blank.
        decimal: the sign that settles `1.234`.

    Raises:
        CellError: `number_not_finite` (NaN, inf, 1e999), `number_ambiguous` (1.234 without proof),
            `number_masked` (<5), `number_unreadable` for everything else.
    """
    cell = _compact(text)
    if _NOT_FINITE.fullmatch(cell):
        raise CellError("number_not_finite", f"“{text}” is not a number. Leave the cell blank.")
    if _MASKED.fullmatch(cell):
        raise CellError(
            "number_masked", f"“{text}” hides the number. Leave the cell blank: unknown is not 0."
        )
    cell, in_brackets = _out_of_brackets(cell)
    found = _CELL.fullmatch(cell) if len(cell) <= _LONGEST else None
    if not found or not _well_formed(found, text) or not _known_mark(found):
        raise CellError("number_unreadable", f"“{text[:40]}” is not a number. {_CORRECT}")
    digits = _plain_digits(found["digits"].replace("’", "'"), decimal, text)
    shift = _SCALES.get((found["scale"] or "").lower(), 0)
    value = Decimal(f"{digits}{found['power'] or ''}").scaleb(shift)
    if not math.isfinite(float(value)) or (value and not float(value)):
        raise CellError(
            "number_not_finite", f"“{text}” is beyond what a number here can be. {_CORRECT}"
        )
    negative = in_brackets or "-" in (found["sign"], found["sign2"])
    return Amount(-value if negative else value, found["after"] or found["before"])


def _known_mark(found: re.Match[str]) -> bool:
    mark = found["after"] or found["before"]
    return mark in (None, PERCENT) or mark in SIGNS or currency(mark) is not None


def _out_of_brackets(cell: str) -> tuple[str, bool]:
    """Take a number out of the brackets that make it negative, with the mark outside of them."""
    found = _BRACKETS.fullmatch(cell)
    if not found:
        return cell, False
    return f"{found['before'] or ''}{found['inside']}{found['after'] or ''}", True


def _well_formed(found: re.Match[str], text: str) -> bool:
    """Check what a pattern alone cannot: one mark, one sign, blanks only between thousands."""
    once = not (found["before"] and found["after"])
    one_sign = not (found["sign"] and found["sign2"])
    one_scale = not (found["power"] and found["scale"])
    # Blanks inside the digits are thousands only in groups of three.
    runs = re.findall(r"[\d.,'’]*\d(?:[\s\u00a0\u2007\u202f]+\d[\d.,'’]*)+", text)
    grouped = all(
        re.fullmatch(r"\d{1,3}([\s\u00a0\u2007\u202f]\d{3})+([.,]\d+)?", run) for run in runs
    )
    return once and one_sign and one_scale and grouped


def _plain_digits(digits: str, decimal: DecimalSign, text: str) -> str:
    """Write the digits with a point for the decimal sign and nothing for thousands."""
    sign = _decimal_in(digits)
    if sign is None and _TWO_WAYS.fullmatch(digits):
        if decimal.sign is None:
            raise CellError(
                "number_ambiguous",
                f"“{text}” can be read with thousands or with decimals. Write it without "
                "thousands.",
                Remedy(Way.DECIMAL),
            )
        sign = decimal.sign
    if decimal.strict and sign and sign != decimal.sign:
        raise CellError(
            "number_unreadable", f"“{text}” is not a number whose decimal sign is “{decimal.sign}”."
        )
    whole, _, rest = digits.partition(sign) if sign and sign in digits else (digits, "", "")
    for group, pattern in _GROUPED.items():
        if group in whole and group != sign and pattern.fullmatch(whole):
            whole = whole.replace(group, "")
            break
    if not (whole + rest).isdigit() or not (whole + rest).isascii():
        raise CellError("number_unreadable", f"“{text}” is not a number. {_CORRECT}")
    return f"{whole or '0'}.{rest or '0'}"
